"""The demo through the eyes of each role: what it opens, and whose figures it shows."""

import pytest

from dashboard.access import demo

OTHERS = ("Birch", "Cypress", "Dogwood", "Elm", "Fern")


def everything_on(test, shown):
    """All text and every chart of a page, its widgets' options too, without the demo's own."""
    charts = "".join(chart.proto.spec + chart.proto.alt for chart in test.get("plotly_chart"))
    boxes = [box for box in test.selectbox if box.key != "chosen_view_as"]
    return shown(test) + charts + "".join(str(box.options) for box in boxes)


def test_the_demo_offers_every_role_of_the_store(board_folder, open_page):
    box = open_page("overview", board_folder).selectbox(key="chosen_view_as")
    assert box.options[0] == "State office, every role"
    assert {"Alder", "Fern", "North (region), its staff", "A mentor", "A presenter"} <= set(
        box.options
    )


def test_another_role_stays_while_pages_change(open_page, shown, board_folder):
    test = open_page("overview", board_folder)
    test.selectbox(key="chosen_view_as").set_value("agency/A01").run()
    assert [title.value for title in test.title] == ["Alder"]
    test.switch_page("../pages/trends.py").run()
    assert not test.exception
    assert "Demo as Alder</b>" in shown(test)
    assert "view_as=agency%2FA01" in shown(test)
    test.selectbox(key="chosen_view_as").set_value("office").run()
    assert "Birch" in everything_on(test, shown)


@pytest.mark.parametrize("role", ["agency/A99", "root", "", "group/region/Atlantis", "<b>"])
def test_a_role_that_is_not_there_is_said(role, open_page, shown, board_folder):
    test = open_page("overview", board_folder, view_as=role)
    assert "<b>Demo</b>" in shown(test)
    assert "which this board does not have" in shown(test)


@pytest.mark.parametrize("page", ["own_overview", "trends", "agency", "submit", "submissions"])
def test_an_agencys_eyes_see_no_other_agency(page, open_page, shown, board_folder):
    name = "overview" if page == "own_overview" else page
    test = open_page(name, board_folder, view_as="agency/A01", agency="A02", group="region/North")
    said = everything_on(test, shown)
    assert "Alder" in said
    assert not [other for other in OTHERS if other in said]
    assert "Statewide" not in said


@pytest.mark.parametrize("page", ["overview", "compare", "trends", "agency", "submissions"])
def test_the_staff_of_a_group_see_its_agencies_alone(page, open_page, shown, board_folder):
    test = open_page(page, board_folder, view_as="group/region/North", agency="A02")
    said = everything_on(test, shown)
    assert "Dogwood" in said
    assert not [other for other in ("Birch", "Cypress", "Elm", "Fern") if other in said]
    assert "Statewide" not in said


def test_a_groups_staff_start_at_all_of_their_agencies(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder, view_as="group/region/North"))
    assert "Your agencies’ wait for an assessment" in said
    assert '<th scope="row" role="rowheader">Your agencies</th>' in said


@pytest.mark.parametrize("role", ["mentor", "presenter"])
def test_who_sees_the_shared_release_alone_finds_no_true_figure(role, open_page, shown, released):
    test = open_page("overview", released, view_as=role)
    assert [title.value for title in test.title] == ["Shared release"]
    said = everything_on(test, shown)
    assert not [name for name in ("Alder", *OTHERS) if name != "Birch" and name in said]
    assert "Birch" in said  # it agrees to be named
    assert said.count("Agency ") >= 5
    assert not [code for code in ("A01", "A02", "A03", "A04", "A05", "A06") if code in said]


def test_an_agency_reads_first_whether_its_months_are_in(open_page, shown, board_folder):
    said = shown(open_page("overview", board_folder, view_as="agency/A06"))
    assert "Due from you: " in said
    assert "Next: November 2026, due Dec 15, 2026." in said
    assert "Missing; was due" in said


def test_the_views_of_a_store_follow_its_register(board_folder, monkeypatch, tmp_path):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "empty"))
    assert list(demo.demo_viewers()) == ["office"]
    monkeypatch.setenv("STARBOARD_DATA", str(board_folder))
    viewers = demo.demo_viewers()
    assert viewers["group/region/North"].group_agencies == {"A01", "A04"}
    assert viewers["agency/A02"].agencies == {"A02"}
