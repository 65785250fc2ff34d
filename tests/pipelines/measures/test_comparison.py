"""The comparison itself: it sees each kind of difference, and reads an export as it was written."""

from datetime import date

import duckdb
import pytest

from pipelines.measures import compute
from tests.pipelines.measures.comparison import compare, read_export
from tests.pipelines.measures.given import published_tables, put
from tests.pipelines.measures.recompute import COLUMNS, recompute
from tests.pipelines.measures.worked_examples import all_cases

CASE = next(case for case in all_cases() if case.topic == "state")
GIVEN = (CASE.events, CASE.sent, CASE.agencies, CASE.rules, CASE.measures)


def test_equal_tables_have_no_differences_and_every_cell_is_counted():
    tables = recompute(*GIVEN)

    found = compare(tables, recompute(*GIVEN))

    assert found.differences == []
    assert found.cells == sum(len(COLUMNS[t]) * len(rows) for t, rows in tables.items())
    assert found.cells > 500


@pytest.mark.parametrize(
    ("column", "other"),
    [("counted", 2), ("value", 10.0001), ("value", None), ("within", 0), ("provisional", 0)],
)
def test_one_other_cell_is_one_difference(column, other):
    changed = recompute(*GIVEN)
    changed["agency_month"][0][column] = other

    (difference,) = compare(recompute(*GIVEN), changed).differences

    assert (difference.table, difference.column, difference.b) == ("agency_month", column, other)


def test_a_row_of_one_side_a_row_twice_and_another_column_are_differences():
    fewer, twice, wider = recompute(*GIVEN), recompute(*GIVEN), recompute(*GIVEN)
    del fewer["state_cohort"][0]
    twice["state_cohort"].append(twice["state_cohort"][0])
    wider["state_cohort"][0]["extra"] = 1

    for changed, column in ((fewer, "row"), (twice, "row"), (wider, "extra")):
        (difference,) = compare(recompute(*GIVEN), changed).differences
        assert (difference.table, difference.column) == ("state_cohort", column)


def test_numbers_may_differ_by_a_billionth_of_their_size():
    changed = recompute(*GIVEN)
    changed["agency_month"][0]["value"] *= 1 + 1e-10

    assert compare(recompute(*GIVEN), changed).differences == []


def test_an_export_reads_as_it_was_written(tmp_path):
    with duckdb.connect() as con:
        put(con, *GIVEN)
        compute.compute_figures(con)
        for table in COLUMNS:
            con.execute(f"copy {table} to '{tmp_path / table}.csv' (header)")
        written = published_tables(con)

    found = compare(read_export(tmp_path), written)

    assert found.cells > 500
    assert found.differences == []
    assert read_export(tmp_path)["state_month"][0]["month"] == date(2026, 2, 1)


def test_published_columns_have_their_order_and_their_kind():
    kinds = {
        "agency_id measure status grain period": {"VARCHAR"},
        "month starts ends": {"DATE"},
        "value median_days p90_days": {"DOUBLE"},
        "warming_up provisional provisional_7 provisional_30 known_7 known_14": {"BOOLEAN"},
    }
    kind_of = {column: kind for columns, kind in kinds.items() for column in columns.split()}
    with duckdb.connect() as con:
        put(con, *GIVEN)
        compute.compute_figures(con)
        for table, columns in COLUMNS.items():
            described = con.execute(f"describe {table}").fetchall()
            assert [column for column, *_ in described] == columns
            for column, kind, *_ in described:
                assert kind in kind_of.get(column, {"INTEGER", "BIGINT"}), (table, column)
