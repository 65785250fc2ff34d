"""The same rows give the same bytes of figures, in any order and on any number of threads."""

from datetime import date, timedelta
from random import Random

import duckdb
import pytest

from pipelines.measures import compute
from tests.pipelines.measures.given import MEASURES, default_rules, published_tables, put
from tests.pipelines.measures.histories import add_history, settings_of
from tests.pipelines.measures.recompute import COLUMNS, Agency, Event, Sent, months_between

SHUFFLES = 4
MONTHS = months_between(date(2026, 1, 1), date(2026, 9, 1))
AGENCY = Agency("A01", date(2026, 1, 1), None)


def figures(world, threads: int) -> bytes:
    with duckdb.connect(config={"threads": threads}) as con:
        put(con, *world)
        compute.compute_figures(con)
        tables = published_tables(con)
    return repr(
        {name: sorted(map(repr, (row.values() for row in tables[name]))) for name in COLUMNS}
    ).encode()


@pytest.fixture(scope="module")
def histories():
    world = settings_of(0)
    random = Random(9)
    for number in range(150):
        add_history(world, random, f"h{number}")
    return world.given


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_shuffled_rows_give_the_same_bytes(histories, threads):
    events, *others = histories
    expected = figures(histories, 1)
    shuffled = list(events)
    for number in range(SHUFFLES):
        Random(number).shuffle(shuffled)
        assert figures((shuffled, *others), threads) == expected


def same_day_requests(clients: int, kinds: tuple[tuple[str, str | None], ...]) -> list[Event]:
    """Each client starts two requests, 200 days apart; two rows of one kind and day begin each."""
    events = []
    for client in range(clients):
        first = date(2026, 1, 5) + timedelta(days=client % 20)
        for start in (first, first + timedelta(days=200)):
            events += [
                Event(
                    agency_id="A01",
                    client_id=f"c{client}",
                    event_type=kind,
                    event_date=start,
                    service_code=code,
                    site_id=f"S{number}",
                )
                for number, (kind, code) in enumerate(kinds)
            ]
            events.append(
                Event(
                    agency_id="A01",
                    client_id=f"c{client}",
                    event_type="outpatient_service",
                    event_date=start + timedelta(days=10),
                    service_code="14",
                )
            )
    return events


@pytest.mark.parametrize(
    ("kinds", "measure", "days"),
    [
        ((("assessment", None), ("assessment", None)), "assessment_to_service", 10.0),
        ((("first_contact", None), ("first_contact", None)), "contact_to_service", 10.0),
    ],
)
def test_two_rows_of_one_kind_and_day_begin_one_request(kinds, measure, days):
    sent = [Sent("A01", month, complete=True, nothing_to_report=False) for month in MONTHS]
    events = same_day_requests(500, kinds)
    Random(1).shuffle(events)
    with duckdb.connect(config={"threads": 8}) as con:
        put(con, events, sent, [AGENCY], default_rules(), MEASURES)
        compute.compute_figures(con)
        months = [row for row in published_tables(con)["agency_month"] if row["measure"] == measure]
    assert sum(row["counted"] for row in months) == 1000
    assert sum(row["held"] for row in months) == 0
    assert {row["value"] for row in months if row["counted"]} == {days}
