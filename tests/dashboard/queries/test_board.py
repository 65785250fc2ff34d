"""What pages read, against the published tables themselves, recomputed in plain Python."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.queries import board as queries
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files

OWN = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01"}))
NOBODY = Viewer("Nobody")
STAFF = access.current_viewer()


@pytest.fixture
def at(board_folder, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    return queries.load_board(STAFF)


@pytest.fixture
def published(board_folder):
    """published("agency_month"): every row, as dicts, without the code under test."""

    def rows(name):
        con = board_connections.connect_board(
            board_folder, board_files.current_version(board_folder)
        )
        con.execute(f"select * from {name}")
        names = [column[0] for column in con.description]
        return [dict(zip(names, row, strict=True)) for row in con.fetchall()]

    return rows


def is_final(row):
    return (
        row.get("status", "received") == "received"
        and not row["provisional"]
        and not row["warming_up"]
        and row["value"] is not None
    )


def back(month, by):
    at = month.year * 12 + month.month - 1 - by
    return date(at // 12, at % 12 + 1, 1)


def series(published):
    """(agency or None, measure) → its final months in order."""
    found = defaultdict(list)
    for row in published("agency_month"):
        found[row["agency_id"], row["measure"]] += [row] if is_final(row) else []
    for row in published("state_month"):
        found[None, row["measure"]] += [row] if is_final(row) else []
    return {key: sorted(rows, key=lambda row: row["month"]) for key, rows in found.items()}


def test_no_board_for_whom_nothing_is_granted(at):
    assert queries.load_board(NOBODY) is None
    assert queries.board_versions(NOBODY) == []


def test_every_newest_figure_is_the_newest_final_month(at, published):
    figures = queries.newest_figures(STAFF, at)
    expected = series(published)
    assert set(figures) == set(expected)
    for key, rows in expected.items():
        figure = figures[key]
        assert figure.month == (rows[-1]["month"] if rows else None)
        for column in ("value", "counted", "entered", "too_long", "no_contact", "links_missing"):
            assert getattr(figure, column) == (rows[-1][column] if rows else None)


def test_sparklines_hold_the_final_months_of_the_last_eighteen(at, published):
    last = max(row["month"] for row in published("state_month"))
    for key, values in queries.recent_values(STAFF, at).items():
        rows = [r for r in series(published)[key] if r["month"] > back(last, 18)]
        assert [v for v in values if v is not None] == [row["value"] for row in rows]
        assert len(values) <= 18


def test_twelve_months_of_a_measure_are_pooled(at, published):
    rows = queries.comparison_rows(STAFF, at, "contact_to_assessment", "12_months", "2026-10")
    for row in rows:
        source = "state_month" if row["agency_id"] is None else "agency_month"
        months = [
            m
            for m in published(source)
            if m["measure"] == "contact_to_assessment"
            and m.get("agency_id") == row["agency_id"]
            and date(2025, 11, 1) <= m["month"] <= date(2026, 10, 1)
        ]
        n = sum(m["counted"] for m in months)
        total = sum(m["value"] * m["counted"] for m in months if m["counted"])
        assert row["counted"] == n
        assert row["value"] == pytest.approx(total / n)
    assert {row["agency_id"] for row in rows} == {None, "A01", "A02", "A03", "A04", "A05", "A06"}


def test_a_year_without_two_months_is_not_final(at):
    rows = queries.comparison_rows(STAFF, at, "contact_to_assessment", "12_months", "2026-10")
    assert {row["agency_id"] for row in rows if row["provisional"]} == {"A06"}


@pytest.mark.parametrize(("grain", "period"), [("quarter", "2026-Q3"), ("year", "2025")])
def test_quarters_and_years_are_the_published_ones(at, published, grain, period):
    rows = queries.comparison_rows(STAFF, at, "detox_to_outpatient", grain, period)
    known = {
        row["agency_id"]: row["value"]
        for row in published("agency_period")
        if (row["measure"], row["period"]) == ("detox_to_outpatient", period)
        and row["value"] is not None
    }
    assert {r["agency_id"]: r["value"] for r in rows if r["agency_id"]} == known


def test_everyone_who_asked_adds_up(at, published):
    rows = queries.cohort_between(STAFF, at, date(2025, 11, 1), date(2026, 10, 1))
    for row in rows:
        fates = row["seen"] + row["closed"] + row["waiting"] + row["not_seen"]
        assert fates == row["contacts"]
        assert 0 <= row["seen_late"] <= row["not_seen"]
    state, agencies = rows[0], rows[1:]
    assert state["agency_id"] is None
    assert state["contacts"] == sum(row["contacts"] for row in agencies)
    asked = [r for r in published("agency_cohort") if r["month"] >= date(2025, 11, 1)]
    assert state["contacts"] == sum(row["contacts"] for row in asked)


def test_within_fourteen_days_is_asked_only_of_months_that_can_be_known(at, published):
    (state, *_) = queries.cohort_between(STAFF, at, date(2026, 1, 1), date(2026, 10, 1))
    known = [r for r in published("state_cohort") if r["month"] >= date(2026, 1, 1)]
    assert state["known_contacts_14"] == sum(r["contacts"] for r in known if r["known_14"])
    assert state["assessed_14"] == sum(r["assessed_14"] for r in known if r["known_14"])


def test_who_has_not_sent(at):
    (fern,) = due_dates.agencies_missing_months(STAFF, at)
    assert (fern.name, fern.never) == ("Fern", False)
    assert fern.missing == (date(2026, 9, 1), date(2026, 10, 1))
    assert queries.sent_newest_month(STAFF, at) == (5, 6)


def test_a_target_has_its_day_and_an_own_one_goes_first(at):
    target = queries.current_target(STAFF, at, "contact_to_assessment", "A01")
    assert (target.value, target.meet_by) == (5.0, date(2028, 6, 30))
    assert queries.current_target(STAFF, at, "contact_to_service", None) is None


def test_an_agency_reads_its_own_rows_and_nothing_else(at):
    assert set(queries.agencies(OWN, at)) == {"A01"}
    assert {agency for agency, _ in queries.newest_figures(OWN, at)} == {"A01"}
    assert {agency for agency, _ in queries.recent_values(OWN, at)} == {"A01"}
    assert queries.month_rows(OWN, at, "contact_to_assessment", None) == []
    assert queries.month_rows(OWN, at, "contact_to_assessment", "A02") == []
    assert queries.month_rows(OWN, at, "contact_to_assessment", "A01") != []
    for grain, period in (("12_months", "2026-10"), ("quarter", "2026-Q3"), ("month", "2026-09")):
        rows = queries.comparison_rows(OWN, at, "contact_to_assessment", grain, period)
        assert {row["agency_id"] for row in rows} == {"A01"}
    asked = queries.cohort_between(OWN, at, date(2025, 1, 1), date(2026, 10, 1))
    assert {row["agency_id"] for row in asked} == {"A01"}
    assert queries.cohort_months(OWN, at, None) == []
    assert queries.cohort_months(OWN, at, "A02") == []
    assert queries.submission_rows(OWN, at, "A02") == []
    assert queries.group_names(OWN, at, "A02") == []
    assert due_dates.agencies_missing_months(OWN, at) == []
    year = {"first": date(2025, 12, 1), "last": date(2026, 11, 1), "today": date(2026, 11, 22)}
    assert queries.calendar_rows(OWN, at, **year, agency="A02") == []


def test_the_cache_never_gives_one_viewer_anothers_rows(at):
    queries.newest_figures(STAFF, at)
    assert {agency for agency, _ in queries.newest_figures(OWN, at)} == {"A01"}
    assert len(queries.agencies(STAFF, at)) == 6


def test_through_a_filter_the_newest_final_month_is_the_files_not_the_filters(at):
    whole = queries.newest_final_months(STAFF, at)
    for viewer in (STAFF, OWN):
        names = queries.filter_members(
            viewer, at, queries.agencies(viewer, at), alone=viewer is OWN
        )
        for only in names.values():
            seen = replace(at, only=only)
            figures = queries.newest_figures(viewer, seen).values()
            assert {f.measure: f.expected for f in figures} == whole
