"""CSV of what is on screen, each row stamped with the board that it comes from."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.definitions import Board

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such text


def file_name(at: Board, about: str) -> str:
    """`starboard-000012-trend-A01.csv`; a filter is named at the end. Whatever people call a group
    or a site, a file can be called so."""
    named = f"{about}-{at.only.member}" if at.only else about
    return f"starboard-{at.version:06d}-{re.sub(r'[^A-Za-z0-9_]+', '-', named).strip('-')}.csv"


def to_csv(rows: Sequence[Mapping[str, Any]], at: Board) -> bytes:
    """The rows with a column `board`, and one of the filter they were seen through; UTF-8 with a
    mark, so that Excel reads its letters."""
    stamp = {"board": at.version} | ({"only": at.only.key} if at.only else {})
    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*rows[0], *stamp])
        writer.writerows([*map(_cell, row.values()), *map(_cell, stamp.values())] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(worth: Any) -> Any:
    if worth is None or worth != worth:
        return ""
    if isinstance(worth, date):
        return worth.isoformat()[:10]
    if isinstance(worth, str) and worth.startswith(FORMULA):
        return f"'{worth}"
    return worth
