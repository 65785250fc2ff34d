"""`?as_of=`: any page at a kept board, with a mark, a way back, and links that stay there."""

import re

import pytest

from dashboard.access import viewer as access
from dashboard.queries import board as queries
from pipelines.boards import files as board_files

HEADER = "agency_id,client_id,event_type,event_date"
PAGES = ("overview", "compare", "trends", "agency", "methods")


@pytest.fixture
def three_boards(made_once):
    """Boards 1, 2 and 3 of one agency, a file each; the second is no longer kept."""
    deliveries = []
    for n, month in enumerate(("2026-08", "2026-09", "2026-10"), start=1):
        rows = [f"A01,{n}{i},first_contact,{month}-0{n}" for i in range(5)]
        rows += [f"A01,{n}{i},assessment,{month}-1{n}" for i in range(5)]
        deliveries.append([(f"{n}.csv", HEADER, rows)])
    data = made_once("three_boards", *deliveries)
    assert board_files.published_versions(data)[-3:] == [1, 2, 3]
    board_files.board_file(data, 2).unlink()
    return data


@pytest.mark.parametrize("page", PAGES)
def test_a_kept_board_is_shown_with_a_mark_and_a_way_back(page, open_page, shown, three_boards):
    said = shown(open_page(page, three_boards, as_of="1"))
    assert "You are looking at an earlier board: Board 000001" in said
    assert '<a href="?">Open the newest board</a>' in said


@pytest.mark.parametrize("page", PAGES)
def test_the_newest_board_carries_no_mark(page, open_page, shown, three_boards):
    for parameters in ({}, {"as_of": "3"}, {"as_of": "99"}, {"as_of": "<b>"}, {"as_of": "-1"}):
        test = open_page(page, three_boards, **parameters)
        assert "You are looking at" not in shown(test)
        assert "Board 000003" in shown(test)


def test_a_dropped_version_opens_the_next_kept_and_says_so(open_page, shown, three_boards):
    open_page("overview", three_boards, as_of="1")  # whoever has a board open reads it to its end
    said = shown(open_page("overview", three_boards, as_of="2"))
    assert "Board 000002 is no longer kept; this is the next one that is: Board 000003" in said
    board_files.board_file(three_boards, 1).rename(board_files.board_file(three_boards, 2))
    said = shown(open_page("overview", three_boards, as_of="1"))
    assert "Board 000001 is no longer kept; this is the next one that is:" in said
    assert "Open the newest board" in said


def test_every_link_and_the_menu_stay_at_the_board(open_page, shown, three_boards):
    test = open_page("overview", three_boards, as_of="1")
    links = re.findall(r'href="((?:trends|agency)[^"]*)"', shown(test))
    assert links
    assert all("as_of=1" in link for link in links)
    del test.query_params["as_of"]  # as the menu does
    test.switch_page("../pages/trends.py").run()
    assert test.query_params["as_of"] in ("1", ["1"])
    assert "You are looking at an earlier board" in shown(test)


def test_a_month_of_the_calendar_stays_at_the_board(open_page, shown, three_boards):
    said = shown(open_page("submissions", three_boards, as_of="1"))
    links = re.findall(r'href="(submissions[^"]*)"', said)
    assert links
    assert all("as_of=1" in link for link in links)


def test_an_earlier_board_of_another_release_leads_back(
    open_page, shown, three_boards, monkeypatch
):
    monkeypatch.setattr(board_files, "SCHEMA", 99)
    test = open_page("trends", three_boards, as_of="1")
    assert '<a href="?">Open the newest board</a>' in shown(test)
    assert not test.code  # `build` makes a new board, and leaves this one as it is


def test_links_of_the_newest_board_carry_nothing(open_page, shown, three_boards):
    assert "as_of=" not in shown(open_page("overview", three_boards))


def test_nobody_reads_an_earlier_board_without_a_role(three_boards, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(three_boards))
    assert queries.load_board(access.Viewer("Nobody"), 1) is None
