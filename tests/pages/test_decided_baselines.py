"""Trends: state staff decide on a new baseline with a reason, and take it back."""

import shutil
from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.jobs import changes
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.register.audit import Audit

OWN = Viewer("Own", roles=frozenset({"agency"}), agencies=frozenset({"A01"}))
ALDER = {"measure": "contact_to_assessment", "agency": "A01"}
MARCH = date(2026, 3, 1)


@pytest.fixture
def data(board_folder, tmp_path):
    shutil.copytree(board_folder, tmp_path / "store")
    shutil.copy(board_folder.with_name("store.key"), tmp_path / "store.key")
    return tmp_path / "store"


def form(page):
    return [e for e in page.expander if e.label.startswith("Decide on a new baseline")]


def phase_starts(data):
    con = board_connections.connect_board(data, board_files.current_version(data))
    con.execute(
        "select phase_starts from signal where agency_id = 'A01' and measure = $m",
        {"m": ALDER["measure"]},
    )
    return con.fetchall()[0][0]


@pytest.mark.slow
def test_a_baseline_is_decided_read_by_all_and_withdrawn(open_page, shown, data):
    page = open_page("trends", data, **ALDER)
    page.selectbox(key="baseline_month").select(MARCH)
    page.text_input(key="baseline_reason").input("Walk-in hours <b>daily</b>")
    page.button(key="FormSubmitter:start_baseline-Start a new baseline").click().run()
    assert "A new baseline starts in March 2026." in shown(page)
    assert "New baseline from March 2026 on: Walk-in hours &lt;b&gt;daily&lt;/b&gt; (" in shown(
        page
    )
    assert phase_starts(data) == MARCH
    entry = Audit(data).entries()[-1]
    assert (entry.action, entry.about["reason"]) == (
        "baseline started",
        "Walk-in hours <b>daily</b>",
    )
    page.button(key="withdraw_2026-03").click().run()
    assert "No baseline starts in March 2026 any more." in shown(page)
    assert phase_starts(data) != MARCH


def test_without_a_reason_nothing_is_decided(open_page, shown, data):
    page = open_page("trends", data, **ALDER)
    page.button(key="FormSubmitter:start_baseline-Start a new baseline").click().run()
    assert "Not done. A new baseline needs a reason." in shown(page)
    assert Audit(data).entries()[-1].action != "baseline started"


def test_who_may_not_decide_sees_no_form_and_is_refused(open_page, board_folder, monkeypatch):
    monkeypatch.setattr(access, "current_viewer", lambda: OWN)
    assert not form(open_page("trends", board_folder, **ALDER))
    with pytest.raises(NotAllowed):
        changes.start_baseline(OWN, "A01", ALDER["measure"], MARCH, "because")
    with pytest.raises(NotAllowed):
        changes.withdraw_baseline(OWN, "A01", ALDER["measure"], MARCH)


@pytest.mark.parametrize(
    "where",
    [{"group": "region/North"}, {"agency": "A01", "only": "level_of_care/outpatient"}],
)
def test_a_group_and_a_filter_have_no_baseline_of_their_own(where, open_page, board_folder):
    page = open_page("trends", board_folder, measure=ALDER["measure"], **where)
    assert not form(page)
