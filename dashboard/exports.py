"""CSV of what is on screen, each row stamped with the board that it comes from."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such text


def to_csv(rows: Sequence[Mapping[str, Any]], board_version: int) -> bytes:
    """The rows with a column `board`; UTF-8 with a mark, so that Excel reads its letters."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*rows[0], "board"])
        writer.writerows([*(_cell(worth) for worth in row.values()), board_version] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(worth: Any) -> Any:
    if worth is None or worth != worth:
        return ""
    if isinstance(worth, date):
        return worth.isoformat()[:10]
    if isinstance(worth, str) and worth.startswith(FORMULA):
        return f"'{worth}"
    return worth
