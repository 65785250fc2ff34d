"""Administer: roles are given and ended, releases made and withdrawn, tokens shown once."""

import shutil

import pytest

from dashboard.access import people, tokens
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import Viewer
from dashboard.jobs import releases as jobs
from dashboard.queries import release as release_queries
from pipelines.register.audit import Audit
from pipelines.register.people import People
from pipelines.register.releases import Releases
from pipelines.register.tokens import Tokens

pytestmark = pytest.mark.slow
STATE = Viewer("S", frozenset({"state"}))
OTHERS = (
    Viewer("G", frozenset({"group"}), group_agencies=frozenset({"A01"})),
    Viewer("A", frozenset({"agency"}), frozenset({"A01"})),
    Viewer("M", frozenset({"mentor"})),
    Viewer("P", frozenset({"presenter"})),
    Viewer("X"),
)


@pytest.fixture
def store(board_folder, tmp_path, monkeypatch):
    shutil.copytree(board_folder, tmp_path / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), tmp_path / "store.key")
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


def press(page, label):
    (button,) = (each for each in page.button if each.label == label)
    button.click().run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("viewer", OTHERS, ids=lambda viewer: viewer.name)
def test_only_the_office_administers(viewer, store):
    for change in (
        lambda: people.list_roles(viewer),
        lambda: people.give_role(viewer, "a@b.org", "state"),
        lambda: people.end_role(viewer, 1),
        lambda: people.registered_agencies(viewer),
        lambda: tokens.list_tokens(viewer),
        lambda: tokens.make_token(viewer, "A01", "x"),
        lambda: tokens.revoke_token(viewer, 1),
        lambda: release_queries.every_release(viewer),
        lambda: jobs.preview_release(viewer),
        lambda: jobs.request_release(viewer, "x"),
        lambda: jobs.withdraw_release(viewer, 1, "x"),
    ):
        with pytest.raises(NotAllowed, match="office"):
            change()


@pytest.mark.parametrize("role", ["agency/A01", "group/region/North", "mentor", "presenter"])
def test_no_other_role_finds_the_page(role, open_page, store):
    test = open_page("administer", store, view_as=role)
    assert "Administer" not in [title.value for title in test.title]


def test_a_role_is_given_and_ended(open_page, shown, store):
    page = open_page("administer", store)
    page.text_input(key="role_email").set_value("Ann@Agency.org").run()
    page.selectbox(key="role_agency").set_value("A02").run()
    press(page, "Give the role")
    assert "ann@agency.org is invited" in shown(page)
    assert "agency Birch (A02)" in shown(page)
    (role,) = People(store).roles()
    assert (role.email, role.agency_id, role.ended_at) == ("ann@agency.org", "A02", None)
    page.checkbox(key=f"yes_role_{role.role_id}").set_value(True).run()
    press(page, "End it")
    assert "The role is ended" in shown(page)
    assert People(store).roles()[0].ended_at
    assert [e.action for e in Audit(store).entries()][-2:] == ["role given", "role ended"]


@pytest.mark.parametrize("email", ["", "nonsense", "<img src=x onerror=alert(1)>@x.org"])
def test_a_wrong_address_is_said_and_gives_nothing(email, open_page, shown, store):
    page = open_page("administer", store)
    page.text_input(key="role_email").set_value(email).run()
    press(page, "Give the role")
    assert "Not done." in shown(page)
    assert "<img src=x" not in shown(page)
    assert People(store).roles() == []


def test_a_release_is_looked_at_made_and_withdrawn(open_page, shown, store):
    page = open_page("administer", store, section="releases")
    assert "Until then peers, mentors and presenters see no figure" in shown(page)
    press(page, "Show what it would hold")
    assert "withheld: the figure rests on 1 to 10" in shown(page)
    page.text_input(key="release_reason").set_value("*monthly* <b>").run()
    press(page, "Make the release")
    assert Releases(store).releases()[0].state == "out"
    assert "*monthly* &lt;b&gt;" in shown(page)
    page.text_input(key="withdraw_why").set_value("a mistake").run()
    press(page, "Withdraw it")
    assert Releases(store).releases()[0].state == "withdrawn"


def test_a_token_is_shown_once(open_page, store):
    page = open_page("administer", store, section="tokens")
    page.text_input(key="token_name").set_value("EHR export").run()
    press(page, "Make it")
    (text,) = [code.value for code in page.code]
    assert Tokens(store).use(text).agency_id == "A01"
    page.run()
    assert not page.code


def test_the_first_administrator_finds_the_page_before_any_file(open_page, shown, tmp_path):
    (tmp_path / "empty").mkdir()
    page = open_page("administer", tmp_path / "empty")
    assert "No one is invited yet" in shown(page)
    page.selectbox(key="role_kind").set_value("mentor").run()
    page.text_input(key="role_email").set_value("moe@agency.org").run()
    press(page, "Give the role")
    assert "moe@agency.org is invited" in shown(page)
