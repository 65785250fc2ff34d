import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from dashboard.exports.columns import column_meanings
from dashboard.exports.tables import to_xlsx
from dashboard.queries.models import Board, FilterMember

AT = Board("store", 123, 4, datetime(2026, 11, 22, tzinfo=UTC), date(2026, 10, 31), True)
KEY = "contact_to_assessment"
ROWS = [
    {"agency": "Alder", "measure": KEY, "month": date(2026, 9, 1), "value": 6.5, "held": None},
    {"agency": "=1+1", "measure": KEY, "month": date(2026, 10, 1), "value": 7, "held": 0},
]


@pytest.fixture
def read(days):
    """read(rows): the workbook of an export, reopened."""
    wait = replace(days, counted="Requests with both.", caveat="A backlog.")

    def reopened(rows, at=AT):
        made = to_xlsx(rows, at, {KEY: wait, "other": wait})
        return openpyxl.load_workbook(io.BytesIO(made))

    return reopened


def test_the_rows_come_back_with_their_kinds(read):
    head, first, second = read(ROWS)["Data"].iter_rows(values_only=True)
    assert head == ("agency", "measure", "month", "value", "held", "board")
    assert first == ("Alder", KEY, datetime(2026, 9, 1), 6.5, None, 123)  # noqa: DTZ001
    assert second[3:] == (7, 0, 123)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "{=1}", "http://x.example", "\t=1"])
def test_no_text_acts(text, read):
    cell = read([{"agency": text}])["Data"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_every_column_and_the_measure_of_the_rows_are_reported(read):
    rows = list(read(ROWS)["Definitions"].iter_rows(values_only=True))
    found = dict(rows)
    assert found["version"] == "000123, published November 22, 2026"
    assert found["data through"] == "October 31, 2026"
    assert "sample" in found
    for column in (*ROWS[0], "board"):
        assert (column, column_meanings()[column]) in rows
    assert ("Label of contact_to_assessment", "") in rows
    assert ("counted", "Requests with both.") in rows
    assert ("mind", "A backlog.") in rows


def test_a_filter_is_reported(read):
    seen = replace(AT, only=FilterMember("referral_source", "court", ("A01",)))
    book = read(ROWS, seen)
    assert book["Data"]["G2"].value == "referral_source/court"
    assert ("only", "referred by court") in list(book["Definitions"].iter_rows(values_only=True))


def test_nothing_is_an_empty_sheet_with_its_board(read):
    book = read([])
    assert list(book["Data"].iter_rows(values_only=True)) in ([], [()], [(None,)])
    assert dict(book["Definitions"].iter_rows(values_only=True))["version"]
