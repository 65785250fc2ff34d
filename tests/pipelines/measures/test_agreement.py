"""The SQL and the plain recomputation agree cell for cell, on histories nobody thought of."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.measures import compute
from tests.pipelines.measures.comparison import Comparison, compare
from tests.pipelines.measures.given import published_tables, put
from tests.pipelines.measures.histories import World, add_history, settings_of
from tests.pipelines.measures.recompute import recompute

pytestmark = pytest.mark.slow
PACKS, HISTORIES_IN_A_PACK, HISTORIES_ALONE = 40, 50, 40
OFFICES = st.integers(0, 3)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


def comparison(con: duckdb.DuckDBPyConnection, world: World) -> Comparison:
    put(con, *world.given)
    compute.compute_figures(con)
    return compare(published_tables(con), recompute(*world.given))


@settings(
    max_examples=HISTORIES_ALONE,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(office=OFFICES, random=st.randoms(use_true_random=False))
def test_both_agree_on_40_histories_each_a_state_of_its_own(connection, office, random):
    world = settings_of(office)
    add_history(world, random, "")

    found = comparison(connection, world)

    assert not found.differences, f"duckdb against plain python: {found}\n{world}"


@settings(
    max_examples=PACKS,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(office=OFFICES, seed=st.integers(0, 2**32))
def test_both_agree_on_2000_histories_in_40_packs_of_50(connection, office, seed):
    """A pack is one state: its histories share months and figures, but no person."""
    world = settings_of(office)
    random = Random(seed)
    for place in range(HISTORIES_IN_A_PACK):
        add_history(world, random, f"h{place}")

    found = comparison(connection, world)

    assert not found.differences, (
        f"duckdb against plain python: {found}\n{smallest(connection, world)}"
    )


def smallest(con: duckdb.DuckDBPyConnection, world: World) -> World:
    """Leaves out agencies, then events, as long as the two still disagree."""
    for agency in world.agencies:
        world = smaller_if_it_still_differs(con, world, without_agency(world, agency.agency_id))
    for event in world.events:
        fewer = replace(world, events=[other for other in world.events if other is not event])
        world = smaller_if_it_still_differs(con, world, fewer)
    return world


def smaller_if_it_still_differs(con, world: World, smaller: World) -> World:
    return smaller if comparison(con, smaller).differences else world


def without_agency(world: World, agency_id: str) -> World:
    def others(things: list) -> list:
        return [thing for thing in things if thing.agency_id != agency_id]

    return replace(
        world,
        events=others(world.events),
        sent=others(world.sent),
        agencies=others(world.agencies),
    )
