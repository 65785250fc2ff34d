"""One filter at a time: every published table of the requests and discharges that carry a name."""

import random
from dataclasses import replace
from datetime import date

import duckdb
import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.measures import by_filter, compute
from tests.conftest import TODAY
from tests.pipelines.flow.test_sample_on_the_board import events_of
from tests.pipelines.measures.comparison import compare
from tests.pipelines.measures.given import MEASURES, default_rules, published_tables, put
from tests.pipelines.measures.recompute import (
    Agency,
    Event,
    Sent,
    first_day,
    last_day,
    recompute_by,
)


@pytest.fixture
def filtered(tmp_path):
    """filtered(events, sent, agencies): a store of one board's filters, as publishing makes it."""

    def store(events, sent, agencies):
        con = duckdb.connect()
        put(con, events, sent, agencies, default_rules(), MEASURES)
        compute.compute_figures(con)
        file = board_files.filters_file(tmp_path, 1)
        file.parent.mkdir()
        con.execute(f"attach '{file}' as filters")
        by_filter.compute_filters(con, "filters")
        con.execute("detach filters")
        with duckdb.connect(file) as alone:
            by_filter.create_filter_views(alone)
        return tmp_path

    return store


def members(store, version=1):
    con = board_connections.connect_filters(store, version)
    return set(con.execute("select distinct dimension, member from member").fetchall())


def differences(store, expected, version=1):
    """How each filter's six tables differ from the recomputed ones; how many cells were held."""
    found, cells, named = [], 0, set()
    for (dimension, member), tables in expected:
        con = board_connections.connect_filters(store, version, dimension, member)
        compared = compare(tables, published_tables(con))
        found += [f"{dimension}/{member} {each}" for each in compared.differences]
        cells += compared.cells
        named.add((dimension, member))
    assert members(store, version) <= named  # a name that only uncounted rows carry is no choice
    return found, cells


def test_a_request_has_the_first_name_in_the_order_of_its_events(filtered):
    ann = Event("A", "ann", "first_contact", date(2026, 1, 5))
    events = [
        ann,
        replace(ann, event_type="assessment", event_date=date(2026, 1, 9), site_id="NORTH"),
        replace(ann, event_type="outpatient_service", event_date=date(2026, 1, 9), site_id="EAST"),
    ]
    store = filtered(events, [Sent("A", date(2026, 1, 1))], [Agency("A")])
    con = board_connections.connect_filters(store, 1)
    assert con.execute("select member, measure from member order by all").fetchall() == [
        ("NORTH", "assessment_to_service"),
        ("NORTH", "contact_to_assessment"),
        ("NORTH", "contact_to_service"),
    ]


def test_without_a_filter_nothing_is_counted(filtered):
    ann = Event("A", "ann", "first_contact", date(2026, 1, 5), site_id="NORTH")
    store = filtered([ann], [Sent("A", date(2026, 1, 1))], [Agency("A")])
    con = board_connections.connect_filters(store, 1)
    assert con.execute("select sum(contacts) from agency_cohort").fetchall() == [(0,)]
    seen = board_connections.connect_filters(store, 1, "site_id", "NORTH")
    assert seen.execute("select sum(contacts) from agency_cohort").fetchall() == [(1,)]


def test_random_histories_agree_by_every_filter(filtered):
    draw = random.Random(20261122)
    kinds = ("first_contact", "assessment", "outpatient_service", "detox_admission")
    months = [date(2026, month, 1) for month in range(1, 7)]
    sent = [Sent(agency, month) for agency in "AB" for month in months]
    events = []
    for n in range(900):
        kind = draw.choice((*kinds, "detox_discharge"))
        agency = draw.choice("AB")
        events.append(
            Event(
                agency,
                f"{agency}{n % 120}",
                kind,
                date(2026, draw.randint(1, 6), draw.randint(1, 28)),
                person_key=draw.choice((None, f"K{n % 90}")),
                discharge_reason="completed" if kind == "detox_discharge" else None,
                site_id=draw.choice((None, "N", "S", "O'Hara")),
                level_of_care=draw.choice((None, "1.0", "2.1")),
                referral_source=draw.choice((None, "court", "self")),
            )
        )
    agencies = [Agency("A"), Agency("B")]
    store = filtered(events, sent, agencies)
    expected = recompute_by(events, sent, agencies, default_rules(), MEASURES)
    found, cells = differences(store, expected)
    assert found == []
    assert cells > 10_000


@pytest.mark.slow
def test_the_samples_filters_equal_the_recomputation(sample_folder, board_folder):
    events = [event for path in sorted(sample_folder.glob("*.csv")) for event in events_of(path)]
    months = {(e.agency_id, first_day(e.event_date)) for e in events}
    sent = [Sent(agency, month, last_day(month) < TODAY, False) for agency, month in months]
    agencies = [Agency(code) for code in sorted({agency for agency, _ in months})]
    expected = recompute_by(events, sent, agencies, default_rules(), MEASURES)
    found, cells = differences(board_folder, expected, board_files.current_version(board_folder))
    assert found == []
    assert cells > 400_000


def test_the_days_of_a_filter_are_those_of_its_requests(board_folder):
    version = board_files.current_version(board_folder)
    for dimension, member in sorted(members(board_folder, version)):
        con = board_connections.connect_filters(board_folder, version, dimension, member)
        found = con.execute(
            """
            with days as (
                select agency_id, measure, month, sum(requests) as requests,
                    sum(days * requests) / sum(requests) as mean
                from day_count group by all
            )
            select count(*) from agency_month left join days using (agency_id, measure, month)
            where measure <> 'detox_to_outpatient'
                and (counted <> coalesce(requests, 0) or abs(coalesce(value - mean, 0)) > 1e-9)
            """
        ).fetchall()
        assert found == [(0,)]
