"""Every worked example of cases/*.toml, on every implementation of the measures."""

from collections.abc import Callable, Iterator

import duckdb
import pytest

from pipelines.measures import compute
from tests.pipelines.measures.comparison import KEYS, same
from tests.pipelines.measures.given import published_tables, put
from tests.pipelines.measures.recompute import Row, recompute
from tests.pipelines.measures.worked_examples import Case, all_cases

CASES = all_cases()
Implementation = Callable[[Case], dict[str, list[Row]]]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """One for all cases: each computation must replace what the one before it left."""
    with duckdb.connect() as con:
        yield con


@pytest.fixture(params=["plain_python", "duckdb"])
def implementation(request, connection) -> Implementation:
    def in_plain_python(case: Case) -> dict[str, list[Row]]:
        return recompute(case.events, case.sent, case.agencies, case.rules, case.measures)

    def in_duckdb(case: Case) -> dict[str, list[Row]]:
        for events in [case.superseded, case.events] if case.superseded else [case.events]:
            put(connection, events, case.sent, case.agencies, case.rules, case.measures)
            compute.compute_figures(connection)
        return published_tables(connection)

    return {"plain_python": in_plain_python, "duckdb": in_duckdb}[request.param]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.topic}: {case.title}" for case in CASES])
def test_each_worked_example_gives_the_figures_worked_out_by_hand(case, implementation):
    tables = implementation(case)

    for table, expected in case.expect.items():
        found = {key_of(table, row): row for row in tables[table]}
        for row in expected:
            where = key_of(table, row)
            assert where in found, f"{table} has no row {where}"
            given = {column: found[where][column] for column in row}
            wrong = {column for column in row if not same(given[column], row[column])}
            assert not wrong, f"{table} {where}: {sorted(wrong)}: {given}, by hand {row}"
    for table, unwanted in case.absent.items():
        found = {key_of(table, row) for row in tables[table]}
        for row in unwanted:
            assert key_of(table, row) not in found


def key_of(table: str, row: Row) -> tuple:
    return tuple(row[column] for column in KEYS[table])


def test_titles_differ():
    titles = [(case.topic, case.title) for case in CASES]
    assert len(titles) == len(set(titles))
