"""Questions that change nothing: outcome, findings, what sending would change, files back."""

import re
from dataclasses import asdict
from typing import Any

from pipelines import rehearse
from pipelines.answer.request import Request, Step, Told
from pipelines.intake import report
from pipelines.intake.decode import RefusedError, decode
from pipelines.intake.groups import grouped
from pipelines.intake.header import Header, find
from pipelines.intake.receive import CheckedFile, Source
from pipelines.intake.returned import TOP_LINES, returned
from pipelines.warehouse.store import StoreBusy

TOP_BYTES = 1 << 20  # the header stands in these


def look(request: Request, step: Step) -> Told:
    """Outcome and findings of each file, and what sending them would change."""
    step("read")
    batches = request.check()
    files = [file for batch in batches for file in batch.files]
    told: dict[str, Any] = {
        "files": [_file(file, source) for file, source in zip(files, request.files, strict=True)]
    }
    try:
        told |= asdict(
            rehearse.rehearse(
                request.data,
                batches,
                request.rules,
                agency=request.agency,
                today=request.today,
                progress=step,
            )
        )
    except StoreBusy as busy:
        told |= {"months": [], "changes": [], "busy": busy.args[0]}
    return told, b""


def look_nothing(request: Request, step: Step) -> Told:
    """What saying "nothing to report" would change."""
    try:
        told = rehearse.rehearse_nothing(
            request.data,
            request.rules,
            agency=request.agency,
            months=request.months or (),
            today=request.today,
            progress=step,
        )
    except StoreBusy as busy:
        return {"files": [], "months": [], "changes": [], "busy": busy.args[0]}, b""
    return {"files": [], **asdict(told)}, b""


def own_file(request: Request, step: Step) -> Told:
    """The one file of the request, with its findings beside the rows."""
    (source,), (batch,) = request.files, request.check()
    notice = request.rules.office.redisclosure_notice
    return {}, returned(source.content, batch.files[0], notice) or b""


def findings(request: Request, step: Step) -> Told:
    """All findings of all files as CSV."""
    files = [file for batch in request.check() for file in batch.files]
    return {}, report.findings_csv(files).encode("utf-8-sig")


def _file(file: CheckedFile, source: Source) -> dict[str, Any]:
    """What a screen shows of a file: counts, lines and the header's own words, no row."""
    header = _header(source.content)
    return {
        "name": file.name,
        "outcome": file.outcome,
        "months": file.months,
        "rows_read": file.rows_read,
        "rows_accepted": file.rows_accepted,
        "rows_held": file.rows_held,
        "duplicates": file.duplicates,
        "groups": [asdict(group) for group in grouped(file.findings)],
        "renamed": header.matching.by_alias if header else {},
        "comes_back": header is not None,
    }


def _header(data: bytes) -> Header | None:
    """The header as the checks read it; None where they found none."""
    try:
        top = decode(data).data[:TOP_BYTES].decode(errors="ignore")
        return find(re.split("\r\n|\n|\r", top)[:TOP_LINES], 0)
    except RefusedError:
        return None
