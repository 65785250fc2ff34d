"""An export as a workbook: the table, and a sheet that says what every column means."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.columns import column_meanings
from dashboard.queries.models import Board, Measure
from dashboard.text.formats import board_label, filter_label, format_long_day

if TYPE_CHECKING:
    import pandas

TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_xlsx(table: pandas.DataFrame, board: Board, measures: Mapping[str, Measure]) -> bytes:
    """`table` as `exports.tables.export_table` makes it; dates are dates, text stays text, a
    missing value is an empty cell. Raises KeyError for a column that columns.toml does not list.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": f"Starboard, {board_label(board.version)}"})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        data = book.add_worksheet("Data")
        columns = list(table.columns)
        _write_row(data, 0, columns, bold)
        cells = table.astype(object).where(table.notna(), None)
        for row, values in enumerate(cells.itertuples(index=False, name=None), start=1):
            for column, value in enumerate(values):
                _write_cell(data, row, column, value, day)
        data.freeze_panes(1, 0)
        if len(table):
            data.autofilter(0, 0, len(table), len(columns) - 1)
            data.autofit(max_width=260)
        definitions = book.add_worksheet("Definitions")
        definitions.set_column(0, 0, 24)
        definitions.set_column(1, 1, 100, wrap)
        keys = set(table["measure"].dropna()) if "measure" in columns else set()
        shown = [measure for key, measure in measures.items() if key in keys]
        for row, (name, meaning) in enumerate(_definitions(columns, board, shown)):
            _write_row(definitions, row, (name, meaning), bold if name and not meaning else None)
    return out.getvalue()


def _definitions(
    columns: Sequence[str], board: Board, measures: Sequence[Measure]
) -> list[tuple[str, str]]:
    """Which board, each column, each measure that the table holds; a heading has no meaning."""
    through = format_long_day(board.data_through) if board.data_through else "no finished month yet"
    lines = [
        ("Board", ""),
        ("version", f"{board.version:06d}, published {format_long_day(board.published_at)}"),
        ("data through", through),
    ]
    if board.only:
        lines.append(("only", filter_label(board.only.dimension, board.only.member)))
    if board.sample:
        lines.append(("sample", "made-up data, nobody’s records"))
    meanings = column_meanings()
    lines += [("", ""), ("Columns", ""), *((name, meanings[name]) for name in columns)]
    for measure in measures:
        lines += [("", ""), (measure.label, ""), ("key", measure.key)]
        lines += [("counted", measure.counted), ("not counted", measure.excluded)]
        lines += [("month", measure.month_rule), ("mind", measure.caveat)]
        lines += [("source", measure.source)]
    return lines


def _write_row(sheet: Worksheet, row: int, texts: Sequence[str], look: Format | None) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, look)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, day: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, float(value))
