"""An export as a workbook: the rows, and a sheet that says what every column means."""

import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.queries.models import Board, Measure
from dashboard.text.formats import board_label, filter_label, format_long_day

TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 60


@cache
def meanings() -> dict[str, str]:
    """Column → what it means."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))


def to_xlsx(
    rows: Sequence[Mapping[str, Any]], board: Board, measures: Mapping[str, Measure]
) -> bytes:
    """`rows` as they are exported, stamp columns included; dates are dates, text stays text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": f"Starboard, {board_label(board.version)}"})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        data = book.add_worksheet("Data")
        columns = list(rows[0]) if rows else []
        _row(data, 0, columns, bold)
        for number, row in enumerate(rows, start=1):
            for place, worth in enumerate(row.values()):
                _cell(data, number, place, worth, day)
        data.freeze_panes(1, 0)
        if rows:
            data.autofilter(0, 0, len(rows), len(columns) - 1)
            data.autofit(max_width=260)
        said = book.add_worksheet("Definitions")
        said.set_column(0, 0, 24)
        said.set_column(1, 1, 100, wrap)
        for number, (name, meaning) in enumerate(_definitions(rows, columns, board, measures)):
            _row(said, number, (name, meaning), bold if name and not meaning else None)
    return out.getvalue()


def _definitions(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    board: Board,
    measures: Mapping[str, Measure],
) -> list[tuple[str, str]]:
    """Which board, each column, each measure that the rows speak of; a head has no meaning."""
    through = format_long_day(board.data_through) if board.data_through else "no finished month yet"
    told = [
        ("Board", ""),
        ("version", f"{board.version:06d}, published {format_long_day(board.published_at)}"),
        ("data through", through),
    ]
    if board.only:
        told.append(("only", filter_label(board.only.dimension, board.only.member)))
    if board.sample:
        told.append(("sample", "made-up data, nobody’s records"))
    told += [("", ""), ("Columns", ""), *((name, meanings()[name]) for name in columns)]
    named = {row.get("measure") for row in rows} & measures.keys()
    for measure in (each for key, each in measures.items() if key in named):
        told += [("", ""), (measure.label, ""), ("key", measure.key)]
        told += [("counted", measure.counted), ("not counted", measure.excluded)]
        told += [("month", measure.month_rule), ("mind", measure.caveat)]
        told += [("source", measure.source)]
    return told


def _row(sheet: Worksheet, number: int, cells: Sequence[str], look: Any) -> None:
    for place, text in enumerate(cells):
        sheet.write_string(number, place, text, look)


def _cell(sheet: Worksheet, row: int, place: int, worth: Any, day: Any) -> None:
    if worth is None or worth != worth:
        return
    if isinstance(worth, bool):
        sheet.write_boolean(row, place, worth)
    elif isinstance(worth, date):
        sheet.write_datetime(row, place, worth, day)
    elif isinstance(worth, str):
        sheet.write_string(row, place, worth)
    else:
        sheet.write_number(row, place, float(worth))
