"""The calendar of submissions: every status against a recomputation, and what it says in words."""

from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.queries import board as queries
from dashboard.queries.models import MissingMonths
from dashboard.text import calendar as calendar_text
from dashboard.views.submissions import calendar as calendar_view
from pipelines.months import shift_month
from tests.dashboard import ledgers

STAFF = access.current_viewer()
LAST = shift_month(ledgers.FIRST, 18)
DAYS = [date(2025, 8, 15), date(2025, 8, 16), date(2026, 3, 1), date(2026, 6, 30)]


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """Three offices: (data, spans, sent)."""
    made = []
    for seed in (1, 2, 3):
        data = tmp_path_factory.mktemp("office") / "store"
        spans, sent = ledgers.draw(seed)
        ledgers.lay(data, spans, sent)
        made.append((data, spans, sent))
    return made


def board(data, monkeypatch, viewer=STAFF):
    monkeypatch.setenv("STARBOARD_DATA", str(data))
    return queries.load_board(viewer)


@pytest.mark.parametrize("today", DAYS)
def test_every_status_is_as_a_plain_recomputation_has_it(offices, today, monkeypatch):
    seen = set()
    for data, spans, sent in offices:
        at = board(data, monkeypatch)
        rows = queries.calendar_rows(STAFF, at, ledgers.FIRST, LAST, today)
        found = {
            (r["agency_id"], r["month"]): (r["status"], r["asked"], r["on_time"]) for r in rows
        }
        assert found == ledgers.recomputed(spans, sent, ledgers.FIRST, LAST, today, 15)
        seen |= {status for status, _, _ in found.values()}
    assert seen == set(calendar_text.STATUSES)


def test_a_due_day_that_a_month_does_not_have_is_its_last_day(offices, monkeypatch, tmp_path):
    own = tmp_path / "settings.toml"
    own.write_text("[office]\ndue_day = 31\n")
    data, spans, sent = offices[0]
    monkeypatch.setenv("STARBOARD_SETTINGS", str(own))
    at = board(data, monkeypatch)
    rows = queries.calendar_rows(STAFF, at, ledgers.FIRST, LAST, DAYS[2])
    found = {(r["agency_id"], r["month"]): (r["status"], r["asked"], r["on_time"]) for r in rows}
    assert found == ledgers.recomputed(spans, sent, ledgers.FIRST, LAST, DAYS[2], 31)
    assert {r["due"] for r in rows if r["month"] == date(2026, 1, 1)} == {date(2026, 2, 28)}


def test_overdue_is_missing_or_sent_before_the_month_had_ended_and_past_its_day(
    offices, monkeypatch
):
    for data, spans, sent in offices:
        at, today = board(data, monkeypatch), DAYS[1]
        rows = queries.calendar_rows(STAFF, at, ledgers.FIRST, LAST, today, lacking=True)
        all_ = ledgers.recomputed(spans, sent, ledgers.FIRST, LAST, today, 15)
        wanted = {
            key
            for key, (status, _, _) in all_.items()
            if status in ("missing", "provisional") and due_dates.due_date(key[1], 15) < today
        }
        assert {(row["agency_id"], row["month"]) for row in rows} == wanted


def test_an_agency_sees_its_own_row_alone(offices, monkeypatch):
    own = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01"}))
    nobody = Viewer("Nobody", roles=frozenset({"mentor"}))
    data, _, _ = offices[0]
    at = board(data, monkeypatch)
    rows = queries.calendar_rows(own, at, ledgers.FIRST, LAST, DAYS[2])
    assert {row["agency_id"] for row in rows} == {"A01"}
    assert queries.calendar_rows(own, at, ledgers.FIRST, LAST, DAYS[2], agency="A02") == []
    assert queries.calendar_rows(nobody, at, ledgers.FIRST, LAST, DAYS[2]) == []
    assert queries.finding_rows(own, at, "A02", ledgers.FIRST) == []
    assert queries.calendar_start(nobody, at) is None


def test_three_hundred_agencies_stay_a_table_of_one_screenful_at_a_time():
    names = {f"A{n:03}": f"Agency {n:03}" for n in range(40)}
    months = [shift_month(date(2026, 1, 1), n) for n in range(12)]
    rows = [cell(agency_id=key, name=names[key], month=m) for key in names for m in months]
    markup = calendar_view.month_calendar(names, months, rows, {})
    assert markup.count("<tr") == 41
    assert len(markup) < 600_000


def cell(**given):
    plain = {
        **{"agency_id": "A01", "name": "Alder", "month": date(2026, 9, 1)},
        **{"due": date(2026, 10, 15), "received_on": date(2026, 10, 9), "version": 1},
        **{"versions": 1, "rows": 7, "status": "received", "asked": True, "on_time": True},
    }
    return plain | given


@pytest.mark.parametrize(
    ("given", "short", "said"),
    [
        ({}, "Oct 9", "Received Oct 9, 2026, version 1"),
        (
            {"status": "late", "received_on": date(2026, 10, 24), "on_time": False},
            "Oct 24",
            "Received Oct 24, 2026, 9 days late, version 1",
        ),
        ({"status": "missing"}, "missing", "Missing; was due Oct 15, 2026"),
        ({"status": "not_due"}, "Oct 15", "Not yet due; due Oct 15, 2026"),
        ({"status": "nothing"}, "none", "Nothing to report, said Oct 9, 2026, version 1"),
        (
            {"status": "provisional", "received_on": None},
            "partial",
            "Provisional, sent before the month had ended, version 1",
        ),
    ],
)
def test_a_cell_says_what_its_sign_shows(given, short, said):
    assert calendar_text.cell_text(cell(**given)) == short
    assert calendar_text.status_sentence(cell(**given)) == said
    markup = calendar_view.month_calendar(
        {"A01": "Alder"}, [date(2026, 9, 1)], [cell(**given)], {"show": "all"}
    )
    assert f'alt="{said}. "' in markup
    assert 'href="submissions?show=all&amp;agency=A01&amp;month=2026-09#history"' in markup


def test_the_next_due_day_is_the_last_months_until_it_is_over():
    assert due_dates.next_due_month(date(2026, 11, 15), 15) == (
        date(2026, 10, 1),
        date(2026, 11, 15),
    )
    assert due_dates.next_due_month(date(2026, 11, 16), 15) == (
        date(2026, 11, 1),
        date(2026, 12, 15),
    )
    assert due_dates.next_due_month(date(2027, 1, 31), 31) == (date(2026, 12, 1), date(2027, 1, 31))
    assert due_dates.next_due_month(date(2027, 2, 1), 31) == (date(2027, 1, 1), date(2027, 2, 28))


def test_who_has_sent_early_is_asked_for_the_month_after():
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    rows = [
        cell(month=october, due=date(2026, 11, 15)),
        cell(month=november, due=date(2026, 12, 15), status="not_due", received_on=None),
    ]
    assert due_dates.next_due_of_rows(rows, date(2026, 11, 10)) == (november, date(2026, 12, 15))
    assert due_dates.next_due_of_rows(rows[:1], date(2026, 11, 10)) is None


def test_the_headline_names_who_lacks_what():
    def lacking(name, *missing):
        return MissingMonths("A", name, None, None, None, False, missing, ())

    months = (date(2026, 9, 1), date(2026, 10, 1))
    assert calendar_text.calendar_headline([], True) == "Every month that is due has come."
    assert calendar_text.calendar_headline([lacking("Fern", *months)], True) == (
        "1 agency lacks a month that is due. Fern: Sep, Oct 2026."
    )
    many = [lacking(f"Agency {n}", months[1]) for n in range(9)]
    assert calendar_text.calendar_headline([*many, lacking("Old", months[0])], True) == (
        "10 agencies lack a month that is due, 9 of them October 2026."
    )
    assert (
        calendar_text.calendar_headline([lacking("Fern", *months)], False)
        == "Due from you: Sep, Oct 2026."
    )


def test_an_export_has_a_row_for_each_cell():
    (row,) = calendar_view.calendar_export_rows([cell(status="late", on_time=False)])
    assert (row["status"], row["on_time"], row["month"]) == ("late", "no", date(2026, 9, 1))
