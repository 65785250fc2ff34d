"""Entries of the audit log as CSV, each cell a text to a spreadsheet and no formula."""

import csv
import io
import json
import re
from collections.abc import Iterable

from pipelines.register.audit import AuditEntry

COLUMNS = ("entry", "at_utc", "who", "action", "about", "hash")
# after spaces and controls too, and the wide forms of East Asian keyboards
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+@\-\t\r\uff1d\uff0b\uff20\uff0d]")


def audit_csv(entries: Iterable[AuditEntry]) -> bytes:
    """The entries in order: UTF-8 with a mark, so that Excel reads its letters."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        about = json.dumps(entry.about, ensure_ascii=False, sort_keys=True)
        cells = (str(entry.audit_id), entry.at, entry.who, entry.action, about, entry.hash)
        writer.writerow([_inert(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
