import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.people import (
    Identity,
    NotInvited,
    People,
    is_same_sender,
    sender_name,
)
from pipelines.register.sessions import Sessions

ANN = Identity("https://id.example.org", "subject-1", "Ann@Agency.org", "Ann Lee", True)
BO = Identity("https://id.example.org", "subject-2", "bo@state.gov", "Bo", True)
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)


@pytest.fixture
def people(tmp_path):
    Register(tmp_path / "store").add_unknown(["A01", "A02"])
    return People(tmp_path / "store")


def actions(people):
    return [entry.action for entry in Audit(people._path.parent).entries()]


def test_an_invited_address_becomes_a_person_at_the_first_sign_in(people):
    invited = people.give_role(" ann@agency.ORG ", "agency", "an office", agency_id="A01")
    assert (invited.email, invited.person_id) == ("ann@agency.org", None)
    ann = people.welcome(ANN)
    assert (ann.email, ann.name) == ("ann@agency.org", "Ann Lee")
    assert [role.person_id for role in people.roles()] == [ann.person_id]
    assert people.welcome(ANN) == ann
    assert actions(people)[-2:] == ["role given", "invitation taken"]


@pytest.mark.parametrize(
    "other",
    [
        replace(ANN, has_address=False),
        replace(ANN, email="ann@agency.org.example.com"),
        replace(ANN, email=""),
    ],
)
def test_an_address_that_no_provider_vouches_for_takes_no_invitation(other, people):
    people.give_role("ann@agency.org", "mentor", "an office")
    with pytest.raises(NotInvited):
        people.welcome(other)
    assert people.people() == []


def test_a_person_is_known_by_issuer_and_subject_not_by_address(people):
    people.give_role("ann@agency.org", "mentor", "an office")
    ann = people.welcome(ANN)
    moved = replace(ANN, email="ann.lee@elsewhere.org", has_address=False)
    assert people.welcome(moved).person_id == ann.person_id
    for other in (replace(ANN, subject="s"), replace(ANN, issuer="https://evil.example.org")):
        with pytest.raises(NotInvited):
            people.welcome(other)


def test_a_role_goes_to_whom_an_address_belongs_now(people):
    people.give_role("ann@agency.org", "mentor", "an office")
    first = people.welcome(ANN)
    people.welcome(replace(ANN, email="ann.lee@agency.org"))
    assert [person.email for person in people.people()] == ["ann.lee@agency.org"]
    people.give_role("ann@agency.org", "state", "an office")  # a new Ann
    second = people.welcome(replace(ANN, subject="subject-9"))
    assert second.person_id != first.person_id
    held = {role.role: role.person_id for role in people.roles()}
    assert held == {"mentor": first.person_id, "state": second.person_id}
    assert "address renewed" in actions(people)


def test_an_address_that_no_provider_vouches_for_renews_none(people):
    people.give_role("ann@agency.org", "mentor", "an office")
    people.welcome(ANN)
    people.welcome(replace(ANN, email="bo@state.gov", has_address=False))
    assert [person.email for person in people.people()] == ["ann@agency.org"]


def test_a_second_role_holds_at_once_for_a_person_who_has_come(people):
    people.give_role("ann@agency.org", "agency", "an office", agency_id="A01")
    ann = people.welcome(ANN)
    second = people.give_role("ann@agency.org", "agency", "an office", agency_id="A02")
    assert second.person_id == ann.person_id
    secret = Sessions(people._path.parent).start(ann.person_id)
    assert Sessions(people._path.parent).find(secret).agencies == {"A01", "A02"}


def test_an_invitation_that_is_over_or_taken_back_opens_nothing(people):
    late = People(people._path.parent, invitation_days=-1)
    late.give_role("ann@agency.org", "mentor", "an office")
    back = people.give_role("ann@agency.org", "presenter", "an office")
    people.end_role(back.role_id, "an office")
    people.give_role("ann@agency.org", "mentor", "an office", until=YESTERDAY)
    with pytest.raises(NotInvited):
        people.welcome(ANN)


@pytest.mark.parametrize(
    ("email", "role", "options", "says"),
    [
        ("nonsense", "mentor", {}, "no e-mail address"),
        ("a b@c.org", "mentor", {}, "no e-mail address"),
        ("<img@c.org", "mentor", {}, "no e-mail address"),
        ("a@b.org", "root", {}, "no such role"),
        ("a@b.org", "agency", {}, "needs an agency"),
        ("a@b.org", "mentor", {"agency_id": "A01"}, "needs an agency"),
        ("a@b.org", "agency", {"agency_id": "A99"}, "A99 is not in the register"),
        ("a@b.org", "group", {}, "needs a group"),
        ("a@b.org", "group", {"group": ("region", "Moon")}, "no region Moon"),
    ],
)
def test_what_cannot_be_given_is_said(email, role, options, says, people):
    with pytest.raises(RegisterProblem, match=says):
        people.give_role(email, role, "an office", **options)
    assert people.roles() == []


def test_the_same_role_is_given_once(people):
    people.give_role("a@b.org", "mentor", "an office")
    with pytest.raises(RegisterProblem, match="already"):
        people.give_role("A@b.org", "mentor", "an office")


def test_the_last_administrator_stays(people):
    first = people.give_role("bo@state.gov", "state", "an office")
    people.end_role(people.give_role("x@state.gov", "state", "an office").role_id, "an office")
    bo = people.welcome(BO)
    for end in (
        lambda: people.end_role(first.role_id, "Bo"),
        lambda: people.end_person(bo.person_id, "Bo"),
    ):
        with pytest.raises(RegisterProblem, match="last administrator"):
            end()
    assert people.welcome(BO) == bo
    people.give_role("ann@agency.org", "state", "Bo")
    with pytest.raises(RegisterProblem, match="last administrator"):  # Ann has not come yet
        people.end_role(first.role_id, "Bo")
    people.welcome(ANN)
    people.end_role(first.role_id, "Ann")
    with pytest.raises(NotInvited):
        people.welcome(BO)


def test_ending_a_person_ends_roles_and_sessions_and_is_in_the_log(people):
    people.give_role("ann@agency.org", "agency", "an office", agency_id="A01")
    people.give_role("ann@agency.org", "mentor", "an office")
    ann = people.welcome(ANN)
    sessions = Sessions(people._path.parent)
    secrets = [sessions.start(ann.person_id) for _ in range(3)]
    people.end_person(ann.person_id, "an office")
    assert [sessions.find(secret) for secret in secrets] == [None] * 3
    assert actions(people).count("role ended") == 2
    last = Audit(people._path.parent).entries()[-1]
    assert (last.action, last.about["sessions"]) == ("person ended", 3)


def test_no_secret_of_a_session_is_stored(people):
    people.give_role("ann@agency.org", "mentor", "an office")
    secret = Sessions(people._path.parent).start(people.welcome(ANN).person_id)
    with sqlite3.connect(people._path) as con:
        assert not [line for line in con.iterdump() if secret in line]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (sender_name("Ann", 7), sender_name("Ann Lee", 7), True),  # a new name, the same person
        (sender_name("Ann", 7), sender_name("Ann", 8), False),
        (sender_name("Ann (person 8)", 7), sender_name("Ann", 8), False),
        (sender_name("Ann", 7), "Ann", False),
        ("ann  lee", "Ann Lee", True),
        ("Ann", "Bo", False),
    ],
)
def test_a_person_is_one_sender_under_any_name(one, other, is_same):
    assert is_same_sender(one, other) == is_same
