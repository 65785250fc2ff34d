"""One filter at a time: figures of the requests and discharges that carry a name, recomputed."""

import math
import random
from dataclasses import replace
from datetime import date

import duckdb

from pipelines import boards
from pipelines.measures import compute, compute_filters
from tests.conftest import TODAY
from tests.measures.given import MEASURES, default_rules, put
from tests.measures.recompute import Agency, Event, Sent, first_day, last_day, recompute_by
from tests.test_sample_on_the_board import events_of

KEY = ("dimension", "member", "agency_id", "measure", "month")


def computed(con):
    rows = con.execute("from agency_month_by").fetchall()
    columns = [column[0] for column in con.description]
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    found = {tuple(row[name] for name in KEY): row for row in named}
    assert len(found) == len(rows) > 0
    return found


def differences(found, expected):
    told = [f"{key}: on one side only" for key in found.keys() ^ expected.keys()]
    for key in found.keys() & expected.keys():
        for column, worth in expected[key].items():
            if column in found[key] and not same(found[key][column], worth):
                told.append(f"{key} {column}: {found[key][column]} against {worth}")
    return told


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9)
    return a == b


def test_a_request_has_the_first_name_in_the_order_of_its_events():
    ann = Event("A", "ann", "first_contact", date(2026, 1, 5))
    events = [
        ann,
        replace(ann, event_type="assessment", event_date=date(2026, 1, 9), site_id="NORTH"),
        replace(ann, event_type="outpatient_service", event_date=date(2026, 1, 9), site_id="EAST"),
    ]
    con = duckdb.connect()
    put(con, events, [Sent("A", date(2026, 1, 1))], [Agency("A")], default_rules(), MEASURES)
    compute(con)
    compute_filters(con)
    assert {(key[1], key[3]) for key in computed(con)} == {
        ("NORTH", "contact_to_assessment"),
        ("NORTH", "assessment_to_service"),
        ("NORTH", "contact_to_service"),
    }


def test_random_histories_agree_by_every_filter():
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
    con = duckdb.connect()
    put(con, events, sent, [Agency("A"), Agency("B")], default_rules(), MEASURES)
    compute(con)
    compute_filters(con)
    expected = recompute_by(events, sent, [Agency("A"), Agency("B")], default_rules(), MEASURES)
    assert differences(computed(con), expected) == []


def test_the_samples_filters_equal_the_recomputation(sample_folder, board_folder):
    events = [event for path in sorted(sample_folder.glob("*.csv")) for event in events_of(path)]
    months = {(e.agency_id, first_day(e.event_date)) for e in events}
    sent = [Sent(agency, month, last_day(month) < TODAY, False) for agency, month in months]
    agencies = [Agency(code) for code in sorted({agency for agency, _ in months})]
    expected = recompute_by(events, sent, agencies, default_rules(), MEASURES)
    at = boards.current_version(board_folder)
    assert differences(computed(boards.connect_filters(board_folder, at)), expected) == []
