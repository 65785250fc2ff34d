"""A month that most agencies have not sent, and an agency that has closed: what the pages say."""

import re
from datetime import date

import pytest

from dashboard.analysis import due_dates
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files


def waiting_by_month(store, agency):
    con = board_connections.connect_board(store, board_files.current_version(store))
    con.execute("select waiting from agency_cohort where agency_id = ?", [agency])
    return [waiting for (waiting,) in con.fetchall()]


def overview(open_page, shown, store):
    return shown(open_page("overview", store))


def test_one_agency_of_six_makes_no_month_of_the_state(open_page, shown, one_of_six):
    text = overview(open_page, shown, one_of_six)
    assert "1 of 5 agencies</b> sent October" in text
    assert "October is provisional" in text
    cards = text.split('class="board goals"')[0]
    assert "n in Sep" in cards
    assert "n in Oct" not in cards
    alder = text.split('class="board goals"')[1].split("agency=A01", 1)[1].split("</tr>")[0]
    assert "Oct, n " in alder, re.findall(
        "<small>(.*?)</small>", alder
    )  # its own month is newer than the state's


@pytest.mark.parametrize(("day", "lacks"), [(date(2026, 11, 15), 1), (date(2026, 11, 16), 4)])
def test_a_month_is_missing_once_its_due_day_is_over(
    day, lacks, open_page, shown, one_of_six, monkeypatch
):
    monkeypatch.setattr(due_dates, "current_day", lambda: day)
    page = open_page("overview", one_of_six)
    (who,) = [e.label for e in page.expander if e.label.startswith("Who has not sent")]
    (many,) = re.findall(r"\d+", who)
    assert int(many) == lacks  # Fern lacks September too
    assert ("due Nov 15, 2026" in shown(page)) == (lacks == 1)
    submissions = open_page("submissions", one_of_six)
    assert [e.label for e in submissions.expander if e.label.startswith("Who has not")] == [who]


def test_a_closed_agency_lacks_nothing_and_says_when_it_closed(open_page, shown, one_of_six):
    text = overview(open_page, shown, one_of_six)
    elm = text.split("agency=A05")[1].split("</tr>")[0]
    assert "Closed Jun 2026; last " in elm
    assert "No data" not in elm
    agency = shown(open_page("agency", one_of_six, agency="A05"))
    assert "<dt>Closed</dt><dd>Jun 2026</dd>" in agency
    assert "lacks" not in agency
    assert set(waiting_by_month(one_of_six, "A05")) == {0}
