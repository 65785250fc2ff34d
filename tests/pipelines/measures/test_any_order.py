"""The same rows give the same bytes of figures, in any order and on any number of threads."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import duckdb
import pytest

from pipelines.measures import by_filter, compute
from tests.pipelines.measures import given
from tests.pipelines.measures.given import MEASURES, default_rules, published_tables, put
from tests.pipelines.measures.histories import add_history, settings_of
from tests.pipelines.measures.recompute import (
    COLUMNS,
    DIMENSIONS,
    Agency,
    Event,
    Sent,
    months_between,
)

SHUFFLES = 4
MONTHS = months_between(date(2026, 1, 1), date(2026, 9, 1))
AGENCY = Agency("A01", date(2026, 1, 1), None)


def figures(world, threads: int) -> dict[str, str]:
    """Every published table in its own order, and the sums of the filters, which have none."""
    with duckdb.connect(config={"threads": threads}) as con:
        put(con, *world)
        compute.compute_figures(con)
        found = {name: repr(con.sql(f"from {name}").fetchall()) for name in (*COLUMNS, "day_count")}
        con.execute("attach ':memory:' as filters")
        by_filter.compute_filters(con, "filters")
        for name in (*(f"{each}_by" for each in by_filter.BY_FILTER), "member"):
            found[name] = repr(con.sql(f"from filters.{name} order by all").fetchall())
    return found


@pytest.fixture(scope="module")
def histories():
    """150 histories; every second event has names, some of them on the same day as others."""
    world = settings_of(0)
    random = Random(9)
    for number in range(150):
        add_history(world, random, f"h{number}")
    events, *others = world.given
    named = [
        replace(event, **{name: random.choice((None, "b", "a", "c")) for name in DIMENSIONS})
        for event in events
    ]
    return named, *others


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_shuffled_rows_give_the_same_bytes(histories, threads):
    events, *others = histories
    expected = figures(histories, 1)
    assert all(len(rows) > 2 for rows in expected.values())
    shuffled = list(events)
    for number in range(SHUFFLES):
        Random(number).shuffle(shuffled)
        assert figures((shuffled, *others), threads) == expected


def test_the_numbers_of_clients_and_keys_only_tell_them_apart(histories, monkeypatch):
    expected = figures(histories, 1)

    def numbered_at_random(things):
        things = sorted(set(things))
        Random(5).shuffle(things)
        return {thing: place for place, thing in enumerate(things, 1)}

    monkeypatch.setattr(given, "numbered", numbered_at_random)
    assert figures(histories, 2) == expected


def test_quantiles_are_the_nearest_numbers_to_the_exact_ones():
    """n requests, all of 0 days but one of 170: 0.9 lies a number of tenths below the last one."""
    sizes = range(2, 12)
    sent = [Sent(f"A{n}", month) for n in sizes for month in MONTHS]
    events = [
        Event(f"A{n}", f"c{place}", kind, date(2026, 1, 5) + timedelta(days=more))
        for n in sizes
        for place in range(n)
        for kind, more in (("first_contact", 0), ("assessment", 0 if place else 170))
    ]
    agencies = [Agency(f"A{n}") for n in sizes]
    with duckdb.connect() as con:
        put(con, events, sent, agencies, default_rules(), MEASURES)
        compute.compute_figures(con)
        years = {
            int(row["agency_id"][1:]): (row["median_days"], row["p90_days"])
            for row in published_tables(con)["agency_period"]
            if (row["measure"], row["grain"]) == ("contact_to_assessment", "year")
        }
    tenths = {n: 9 * (n - 1) % 10 for n in sizes}
    assert years == {n: (85 if n == 2 else 0, 17 * tenths[n]) for n in sizes}


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
