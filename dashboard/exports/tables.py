"""What is on screen as CSV or a workbook, each row stamped with the board that it comes from."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.exports import workbook
from dashboard.queries.models import Board, Measure

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such text

Rows = Sequence[Mapping[str, Any]]


def export_file_name(board: Board, about: str, ending: str = "csv") -> str:
    """`starboard-000012-trend-A01.csv`; a filter is named at the end. Whatever people call a group
    or a site, a file can be called so."""
    named = f"{about}-{board.only.member}" if board.only else about
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", named).strip("-")
    return f"starboard-{board.version:06d}-{plain}.{ending}"


def to_csv(rows: Rows, board: Board) -> bytes:
    """UTF-8 with a mark, so that Excel reads its letters."""
    out = io.StringIO()
    if rows:
        stamped = _stamped(rows, board)
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(stamped[0])
        writer.writerows(map(_cell, row.values()) for row in stamped)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Rows, board: Board, measures: Mapping[str, Measure]) -> bytes:
    """The same rows, and what they mean."""
    return workbook.to_xlsx(_stamped(rows, board), board, measures)


def _stamped(rows: Rows, board: Board) -> list[dict[str, Any]]:
    """The rows with a column `board`, and one of the filter that they were seen through."""
    stamp = {"board": board.version} | ({"only": board.only.key} if board.only else {})
    return [{**row, **stamp} for row in rows]


def _cell(worth: Any) -> Any:
    if worth is None or worth != worth:
        return ""
    if isinstance(worth, date):
        return worth.isoformat()[:10]
    if isinstance(worth, str) and worth.startswith(FORMULA):
        return f"'{worth}"
    return worth
