import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.register.agencies import Register
from pipelines.register.people import Identity, People
from pipelines.register.sessions import Limits, Sessions


@pytest.fixture
def data(tmp_path):
    data = tmp_path / "store"
    agencies = tmp_path / "agencies.toml"
    agencies.write_text(
        '[[agencies]]\ncode = "A01"\nregion = "North"\n[[agencies]]\ncode = "A02"\nregion = "South"'
    )
    Register(data).enter_agencies_file(agencies)
    return data


def come(data, email="ann@agency.org"):
    return People(data).welcome(Identity("i", email, email, "Ann", True)).person_id


def move(data, column, back):
    """The moment of every session, moved into the past."""
    moment = f"{datetime.now(UTC) - back:%Y-%m-%d %H:%M:%S}"
    with sqlite3.connect(data / "register.sqlite") as con:
        con.execute(f"update session set {column} = ?", [moment])


def test_a_session_says_who_it_is_and_what_the_person_may_now(data):
    People(data).give_role("ann@agency.org", "agency", "o", agency_id="A01")
    People(data).give_role("ann@agency.org", "group", "o", group=("region", "South"))
    secret = Sessions(data).start(come(data))
    found = Sessions(data).find(secret)
    assert (found.name, found.email) == ("Ann", "ann@agency.org")
    assert found.roles == {"agency", "group"}
    assert (found.agencies, found.group_agencies) == ({"A01"}, {"A02"})


def test_a_role_that_is_ended_is_gone_at_once_and_the_last_one_ends_the_session(data):
    mentor = People(data).give_role("ann@agency.org", "mentor", "o")
    presenter = People(data).give_role("ann@agency.org", "presenter", "o")
    secret = Sessions(data).start(come(data))
    People(data).end_role(mentor.role_id, "o")
    assert Sessions(data).find(secret).roles == {"presenter"}
    People(data).end_role(presenter.role_id, "o")
    assert Sessions(data).find(secret) is None


@pytest.mark.parametrize(
    ("column", "back", "holds"),
    [
        ("started_at", timedelta(hours=11, minutes=58), True),
        ("started_at", timedelta(hours=12, seconds=2), False),
        ("seen_at", timedelta(minutes=58), True),
        ("seen_at", timedelta(minutes=60, seconds=2), False),
    ],
)
def test_a_session_ends_by_its_age_and_without_use(column, back, holds, data):
    People(data).give_role("ann@agency.org", "mentor", "o")
    secret = Sessions(data).start(come(data))
    move(data, column, back)
    assert (Sessions(data).find(secret) is not None) == holds


def test_use_keeps_a_session_and_looking_does_not(data):
    People(data).give_role("ann@agency.org", "mentor", "o")
    secret = Sessions(data).start(come(data))
    sessions = Sessions(data, Limits(idle=timedelta(minutes=10)))
    move(data, "seen_at", timedelta(minutes=9))
    assert sessions.find(secret, used=False)
    assert sessions.find(secret)
    move(data, "started_at", timedelta(hours=1))
    assert sessions.find(secret)  # seen just now
    move(data, "seen_at", timedelta(minutes=11))
    assert sessions.find(secret) is None


def test_signing_out_ends_one_session_and_leaves_the_others(data):
    People(data).give_role("ann@agency.org", "mentor", "o")
    person = come(data)
    sessions = Sessions(data)
    one, two = sessions.start(person), sessions.start(person)
    sessions.end(one)
    sessions.end(one)
    assert sessions.find(one) is None
    assert sessions.find(two)


@pytest.mark.parametrize("secret", ["", "x", "' or 1=1 --", "é" * 50])
def test_no_other_text_is_a_session(secret, data):
    People(data).give_role("ann@agency.org", "mentor", "o")
    Sessions(data).start(come(data))
    assert Sessions(data).find(secret) is None
