"""Only the state office administers people; the log says who of it did what."""

import pytest

from dashboard.access import people
from dashboard.access.permissions import NotAllowed
from dashboard.access.viewer import ROLES, Viewer
from pipelines.register.audit import Audit
from pipelines.register.people import Identity, People

SAM = Viewer("Sam", frozenset({"state"}), person_id=7)
OTHERS = [Viewer(role, frozenset({role}), frozenset({"A01"})) for role in ROLES if role != "state"]


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("viewer", [*OTHERS, Viewer("nameless")], ids=lambda viewer: viewer.name)
@pytest.mark.parametrize(
    "ask",
    [
        people.list_people,
        people.list_roles,
        lambda viewer: people.give_role(viewer, "a@b.org", "state"),
        lambda viewer: people.end_role(viewer, 1),
        lambda viewer: people.end_person(viewer, 1),
    ],
    ids=["people", "roles", "give", "end role", "end person"],
)
def test_no_other_role_sees_or_changes_people(ask, viewer, data):
    People(data).give_role("moe@b.org", "mentor", "the office")
    People(data).welcome(Identity("i", "moe", "moe@b.org", "Moe", True))
    with pytest.raises(NotAllowed):
        ask(viewer)
    assert [role.email for role in People(data).roles() if not role.ended_at] == ["moe@b.org"]


def test_the_log_names_the_person_and_not_only_a_name(data):
    role = people.give_role(SAM, "moe@b.org", "mentor")
    moe = People(data).welcome(Identity("i", "moe", "moe@b.org", "Moe", True))
    second = people.give_role(SAM, "moe@b.org", "presenter")
    people.end_role(SAM, role.role_id)
    people.end_person(SAM, moe.person_id)
    assert {role.ended_by for role in people.list_roles(SAM)} == {"Sam (person 7)"}
    assert second.given_by == "Sam (person 7)"
    assert [person.email for person in people.list_people(SAM)] == ["moe@b.org"]
    office = {entry.who for entry in Audit(data).entries() if entry.action != "invitation taken"}
    assert office == {"Sam (person 7)"}
