"""What is on screen as a table, as CSV or as a workbook, each row stamped with its board."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.exports import workbook
from dashboard.exports.columns import column_types
from dashboard.queries.models import Board, Measure

if TYPE_CHECKING:
    import pandas

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such text

Rows = Sequence[Mapping[str, Any]]


def export_file_name(board: Board, about: str, ending: str = "csv") -> str:
    """`starboard-000012-trend-A01.csv`; a filter is named at the end. Whatever people call a group
    or a site, a file can be called so."""
    named = f"{about}-{board.only.member}" if board.only else about
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", named).strip("-")
    return f"starboard-{board.version:06d}-{plain}.{ending}"


def export_table(rows: Rows, board: Board) -> pandas.DataFrame:
    """The rows as a table, with a column `board`, and `only` where a filter is on.

    Columns have the types of columns.toml: text str, date datetime64[s], count Int64, number
    float64, flag boolean; a missing value stays missing. A column that is not listed there keeps
    its values as objects. All rows have the columns of the first.
    """
    import pandas as pd  # 0.3 s, paid by the first download and by no page

    stamp: dict[str, Any] = {"board": board.version}
    if board.only:
        stamp["only"] = board.only.key
    types = column_types()
    names = [*rows[0], *(name for name in stamp if name not in rows[0])] if rows else []
    return pd.DataFrame(
        {
            name: pd.Series(
                [stamp[name] if name in stamp else row[name] for row in rows],
                dtype=types.get(name, "object"),
            )
            for name in names
        }
    )


def to_csv(rows: Rows, board: Board) -> bytes:
    """The export table as CSV: UTF-8 with a mark, so that Excel reads its letters."""
    if not rows:
        return "".encode("utf-8-sig")
    table = export_table(rows, board)
    for name in table.select_dtypes(["object", "str"]).columns:
        table[name] = table[name].map(inert_text, na_action="ignore")
    text = table.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig")


def to_xlsx(rows: Rows, board: Board, measures: Mapping[str, Measure]) -> bytes:
    """The export table as a workbook, with a sheet that says what its columns mean."""
    return workbook.to_xlsx(export_table(rows, board), board, measures)


def inert_text(value: Any) -> Any:
    """Text that no spreadsheet computes."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
