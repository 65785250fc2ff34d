"""The page Submissions without a browser: states, roles, what may be done and what it leads to."""

import re
import shutil
from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.jobs import changes
from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import ingest
from pipelines.register.audit import Audit
from pipelines.warehouse import connection as warehouse

OWN = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01"}))
MENTOR = Viewer("Mo", roles=frozenset({"mentor"}), agencies=frozenset({"A01"}))
TODAY = date(2026, 11, 22)
HEADER = "agency_id,client_id,event_type,event_date"
NINE = [f"A01,{n},first_contact,2026-09-{n:02}" for n in range(1, 10)]
FIVE = [f"A02,{n},first_contact,2026-10-{n:02}" for n in range(1, 6)]


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)


@pytest.fixture
def data(made_once):
    """A01 sent September twice and lacks October; A02 has sent October alone."""
    return made_once(
        "two_agencies",
        [("a.csv", HEADER, NINE), ("c.csv", HEADER, FIVE)],
        [("b.csv", HEADER, [*NINE[:-1], "A01,9,telephone,2026-09-09"])],
    )


def active(data):
    board = board_connections.connect_board(data, board_files.current_version(data))
    found = "select agency_id, month, version from submission where active order by all"
    return board.execute(found).fetchall()


def button(page, label):
    return next((each for each in page.button if each.label == label), None)


def changes_in_log(data):
    """(who, action) of every entry but the files that were sent."""
    entries = Audit(data).entries()
    return [(entry.who, entry.action) for entry in entries if entry.action != "submission"]


def test_the_sample_says_who_lacks_what_and_when_the_next_is_due(open_page, shown, board_folder):
    said = shown(open_page("submissions", board_folder))
    assert "1 agency lacks a month that is due. Fern: Sep, Oct 2026." in said
    assert "Next due <b>December 15, 2026</b>, for November 2026" in said
    assert "<b>5 of 6 agencies</b> sent October 2026" in said
    assert said.count('class="missing"') == 2


def test_the_agencys_page_tells_the_timeliness_that_the_calendar_does(
    open_page, shown, extract, send, tmp_path
):
    for month, came in ((9, date(2026, 10, 10)), (10, date(2026, 11, 20))):  # due on the 15th
        send(extract(f"{month}.csv", f"A01,1,first_contact,2026-{month:02}-01"), today=came)
    calendar = shown(open_page("submissions", tmp_path / "store"))
    (found,) = re.findall(r'data-month="On time"[^>]*>(\d+ of \d+)<', calendar)
    assert found == "1 of 2"
    assert f"<dd>{found} months</dd>" in shown(open_page("agency", tmp_path / "store"))


def test_it_opens_on_who_lacks_something(open_page, shown, board_folder):
    page = open_page("submissions", board_folder)
    assert page.selectbox(key="chosen_agency").value == "A06"
    assert page.selectbox(key="chosen_month").value == "2026-10"
    assert "Fern: Missing; was due Nov 15, 2026." in shown(page)
    assert any(code.value.startswith("Dear Dana Okafor") for code in page.code)


def test_the_url_holds_agency_month_and_what_is_shown(open_page, shown, board_folder):
    page = open_page(
        "submissions", board_folder, agency="A02", month="2026-08", show="missing", until="2026-11"
    )
    assert page.selectbox(key="chosen_agency").value == "A02"
    assert page.selectbox(key="chosen_month").value == "2026-08"
    calendar = next(part for part in page.get("html") if "calendar" in part.proto.body).proto.body
    assert "Fern" in calendar
    assert "Alder" not in calendar
    page.button_group(key="chosen_show").set_value("late").run()
    assert page.query_params["show"] == "late"
    assert "No agency has such a month here." in shown(page)


def test_versions_are_shown_with_their_counts_and_their_files_findings(open_page, shown, data):
    said = shown(open_page("submissions", data, agency="A01", month="2026-09"))
    assert "rows kept until Nov 2028" in said
    assert "event_type_unknown" in said
    assert "a test" in said
    assert "deleted after 24 months" in said


def test_another_version_is_made_active_after_a_yes_and_not_before(open_page, shown, data):
    page = open_page("submissions", data, agency="A01", month="2026-09")
    assert "version 1 in place of version 2, 1 row more." in shown(page)
    assert button(page, "Make it active").disabled
    page.checkbox[0].check().run()
    button(page, "Make it active").click().run(timeout=60)
    assert "version 1 is active. Board 000003 shows it." in shown(page)
    assert active(data)[0] == ("A01", date(2026, 9, 1), 1)
    assert changes_in_log(data) == [("Demo", "activate")]
    assert "Board 000003" in shown(page)


def test_the_active_version_is_taken_back_after_a_yes_and_not_before(open_page, shown, data):
    page = open_page("submissions", data, agency="A01", month="2026-09")
    assert "If version 2 is taken back, version 1 would hold again." in shown(page)
    assert button(page, "Take it back").disabled
    page.checkbox[1].check().run()
    button(page, "Take it back").click().run(timeout=60)
    said = shown(page)
    assert "version 2 is taken back; version 1 is active. Board 000003 shows it." in said
    assert "taken back Nov" in said
    assert active(data)[0] == ("A01", date(2026, 9, 1), 1)
    page = open_page("submissions", data, agency="A02", month="2026-10")
    assert "October 2026 would count as not sent" in shown(page)
    page.checkbox[0].check().run()
    button(page, "Take it back").click().run(timeout=60)
    assert active(data) == [("A01", date(2026, 9, 1), 1)]
    assert "October 2026 counts as not sent; version 1 brings 5 rows." in shown(page)
    assert [action for _, action in changes_in_log(data)] == ["withdraw", "withdraw"]


def test_a_missing_month_is_said_to_have_had_nothing_after_a_yes(open_page, shown, data):
    page = open_page("submissions", data, agency="A01", month="2026-10")
    assert button(page, "Say nothing to report").disabled
    page.checkbox[0].check().run()
    button(page, "Say nothing to report").click().run(timeout=60)
    assert "Nothing to report, said" in shown(page)
    assert ("A01", date(2026, 10, 1), 1) in active(data)


def test_who_holds_the_store_is_said(open_page, shown, data, monkeypatch):
    monkeypatch.setattr(changes, "PATIENCE_SECONDS", 0.1)
    page = open_page("submissions", data, agency="A01", month="2026-09")
    page.checkbox[0].check().run()
    with warehouse.open_for_writing(data, "a long ingest"):
        button(page, "Make it active").click().run(timeout=60)
    assert "Not done. The store is being written by “a long ingest”" in shown(page)
    assert active(data)[0] == ("A01", date(2026, 9, 1), 2)


def test_a_closing_month_ends_what_is_asked_for(open_page, shown, data):
    page = open_page("submissions", data)
    assert "Alder" not in shown(page)
    assert "A01: Oct 2026." in shown(page)
    page.text_input(key="active_to_A01").set_value("2026-09")
    button(page, "Save").click().run(timeout=60)
    assert "A01 is active from its first file to 2026-09." in shown(page)
    assert "Every month that is due has come." in shown(page)


def test_a_month_that_is_none_is_reported_and_changes_nothing(open_page, shown, data):
    page = open_page("submissions", data)
    page.text_input(key="active_to_A01").set_value("2026-13; drop table agency")
    button(page, "Save").click().run(timeout=60)
    assert "Not done." in shown(page)
    assert "months are like 2026-09" in shown(page)
    assert changes_in_log(data) == []


def test_an_agencys_staff_act_on_their_own_months_alone(open_page, shown, data, monkeypatch):
    monkeypatch.setattr(access, "current_viewer", lambda: OWN)
    page = open_page("submissions", data, agency="A02", month="2026-09")
    said = shown(page)
    assert "A02" not in said.replace("“A02”", "")  # the link's own word, which it does not have
    assert "Due from you: Oct 2026." in said
    assert button(page, "Make it active") is not None
    assert button(page, "Save") is None
    assert "forget" not in "".join(code.value for code in page.code)


@pytest.mark.parametrize(
    ("viewer", "agency", "what"),
    [
        (OWN, "A02", "activate"),
        (OWN, "A02", "withdraw"),
        (MENTOR, "A01", "withdraw"),
        (OWN, "A02", "nothing"),
        (OWN, "A01", "active months"),
        (MENTOR, "A01", "activate"),
        (MENTOR, "A01", "nothing"),
        (Viewer("Nobody"), "A01", "active months"),
    ],
)
def test_what_a_role_does_not_grant_is_refused_where_it_is_done(viewer, agency, what, monkeypatch):
    monkeypatch.setattr(changes, "_run", lambda *words: pytest.fail("it was done"))
    with pytest.raises(NotAllowed):
        {
            "activate": lambda: changes.activate_version(viewer, agency, 1),
            "withdraw": lambda: changes.withdraw_month(viewer, agency, TODAY),
            "nothing": lambda: changes.report_nothing(viewer, agency, TODAY),
            "active months": lambda: changes.set_active_months(viewer, agency, "", ""),
        }[what]()


def test_another_agencys_version_is_not_activated_by_its_number(data, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(data))
    done = changes.activate_version(OWN, "A01", 2)
    assert (done.done, done.text) == (False, "There is no submission 2 of agency A01.")


def test_a_long_list_is_shown_in_parts(open_page, shown, tmp_path):
    lines = [f"B{n:03},1,first_contact,2026-10-01" for n in range(90)]
    files = [
        ingest.Source(f"{n}.csv", f"{HEADER}\n{line}".encode()) for n, line in enumerate(lines)
    ]
    data = tmp_path / "store"
    ingest.ingest_files(data, files, settings.load_settings(), who="a test", today=TODAY)
    page = open_page("submissions", data, **{"from": "B040"})
    calendar = next(part for part in page.get("html") if "calendar" in part.proto.body).proto.body
    assert "B040" in calendar
    assert "B079" in calendar
    assert "B000" not in calendar
    assert "from=B040" in calendar
    shutil.rmtree(data)


def test_a_month_that_has_ended_can_be_said_to_be_empty_before_its_due_day(
    open_page, data, monkeypatch
):
    monkeypatch.setattr(due_dates, "current_day", lambda: date(2026, 11, 2))
    page = open_page("submissions", data, agency="A01", month="2026-10")
    assert button(page, "Say nothing to report") is not None
    page = open_page("submissions", data, agency="A01", month="2026-11")
    assert button(page, "Say nothing to report") is None
