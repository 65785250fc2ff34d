import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

from dashboard.exports.tables import export_file_name, export_table, to_csv
from dashboard.queries.models import Board, FilterMember
from dashboard.views.compare.cohorts import cohort_rows

AT = Board("store", 123, 4, datetime(2026, 11, 22, tzinfo=UTC), None, False)
ONLY = FilterMember("site_id", "O'Hara 2", ("A01",))


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_every_row_carries_its_board():
    rows = [{"who": "Alder", "month": date(2026, 10, 1), "value": 6.5, "n": None}]
    assert read(to_csv(rows, AT)) == [
        ["who", "month", "value", "n", "board"],
        ["Alder", "2026-10-01", "6.5", "", "123"],
    ]


def test_what_was_seen_through_a_filter_says_so_in_every_row_and_in_the_files_name():
    seen = replace(AT, only=ONLY)
    assert read(to_csv([{"n": 1}, {"n": 2}], seen)) == [
        ["n", "board", "only"],
        ["1", "123", "site_id/O'Hara 2"],
        ["2", "123", "site_id/O'Hara 2"],
    ]
    assert export_file_name(seen, "trend-A01") == "starboard-000123-trend-A01-O-Hara-2.csv"
    assert export_file_name(AT, "trend-A01") == "starboard-000123-trend-A01.csv"


def test_a_groups_name_makes_a_files_name():
    assert export_file_name(AT, 'days-../A\\B "1"') == "starboard-000123-days-A-B-1.csv"


def test_text_is_never_a_formula_and_a_number_stays_one():
    rows = [{"a": text, "b": -1.5} for text in ("=1+1", "+1", "-1", "@x", "\tx", "Alder")]
    cells = read(to_csv(rows, AT))[1:]
    assert [row[0][0] for row in cells] == ["'", "'", "'", "'", "'", "A"]
    assert {row[1] for row in cells} == {"-1.5"}


def test_commas_and_lines_stay_in_their_cell():
    assert read(to_csv([{"a": 'x, "y"\nz'}], AT))[1][0] == 'x, "y"\nz'


def test_an_export_is_a_table_of_the_types_that_its_columns_are_listed_with():
    row = {
        "who": "Alder",
        "month": date(2026, 10, 1),
        "counted": 12,
        "value": 6.5,
        "provisional": False,
    }
    table = export_table([row, {**dict.fromkeys(row), "value": float("nan")}], AT)
    assert [str(kind) for kind in table.dtypes] == [
        *("str", "datetime64[s]", "Int64", "float64", "boolean", "Int64")
    ]
    assert list(table.columns) == [*row, "board"]
    assert table.isna().sum().to_dict() == {**dict.fromkeys(row, 1), "board": 0}


def test_a_missing_value_is_an_empty_cell_whatever_its_type():
    row = {"who": None, "month": None, "counted": None, "value": float("nan"), "provisional": None}
    assert read(to_csv([row], AT))[1] == ["", "", "", "", "", "123"]


def test_a_count_and_a_flag_are_written_as_they_were_next_to_missing_ones():
    rows = [{"counted": 7, "provisional": True}, {"counted": None, "provisional": None}]
    assert read(to_csv(rows, AT))[1:] == [["7", "True", "123"], ["", "", "123"]]


def test_nothing_is_an_empty_file():
    assert read(to_csv([], AT)) == []


def test_a_groups_export_holds_the_state_and_the_groups_agencies_by_name():
    row = dict.fromkeys(("contacts", "seen"), 1)
    rows = [{"agency_id": agency, **row} for agency in (None, "A01", "A02", "A03")]
    found = cohort_rows(rows, {"A03": "Alder", "A01": "Birch"}, date(2026, 1, 1), date(2026, 3, 1))
    assert [(each["agency"], each["agency_id"]) for each in found] == [
        ("Statewide", None),
        ("Alder", "A03"),
        ("Birch", "A01"),
    ]
