"""The audit log is only added to, and shows where somebody touched it all the same."""

import random
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.database import FILE

ENTRIES = 10


@pytest.fixture
def data(tmp_path):
    for number in range(ENTRIES):
        Audit(tmp_path / "store").add("Rosa", "activate", submission=number)
    return tmp_path / "store"


def touch(data, *statements):
    with closing(sqlite3.connect(data / FILE)) as con, con:
        for statement in statements:
            con.execute(statement)


def test_an_untouched_log_is_whole(data):
    assert Audit(data).broken_at() is None
    assert Audit(data).check().problems == ()
    assert (Audit(data).check().entries, Audit(data).check().newer) == (ENTRIES, 0)
    assert [entry.about["submission"] for entry in Audit(data).entries()] == list(range(ENTRIES))


@pytest.mark.parametrize("statement", ["update audit set who = 'X'", "delete from audit"])
def test_the_database_itself_refuses_an_edit(data, statement):
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        touch(data, statement)


def test_fifty_edits_of_somebody_who_took_the_guards_away_are_all_seen(data):
    draw = random.Random(42)
    touch(data, "drop trigger audit_stays", "drop trigger audit_keeps")
    kept = (data / FILE).read_bytes()
    columns = ("at", "who", "action", "about", "hash")
    for _ in range(50):
        (data / FILE).write_bytes(kept)
        number = draw.randint(1, ENTRIES)
        how = draw.choice(("edit", "delete", "swap"))
        edits = {
            "edit": [f"update audit set {draw.choice(columns)} = 'x' where audit_id = {number}"],
            "delete": [f"delete from audit where audit_id = {number}"],
            "swap": [
                f"update audit set audit_id = 99 where audit_id = {number}",
            ],
        }[how]
        touch(data, *edits)
        assert Audit(data).check().problems, edits


def test_active_months_are_entered_with_what_stood_before(data):
    register = Register(data)
    register.add_unknown(["A01"])
    register.set_active("A01", date(2025, 1, 1), None, "Rosa")
    assert register.set_active("A01", date(2025, 1, 1), date(2026, 9, 1), "Dana") == (
        date(2025, 1, 1),
        None,
    )
    (agency,) = register.agencies()
    assert (agency.active_from, agency.active_to) == (date(2025, 1, 1), date(2026, 9, 1))
    last = Audit(data).entries()[-1]
    assert (last.who, last.action) == ("Dana", "active months")
    assert last.about["before"] == ["2025-01-01", None]


def test_a_last_month_before_the_first_is_refused(data):
    register = Register(data)
    register.add_unknown(["A01"])
    with pytest.raises(RegisterProblem, match="lies before the first"):
        register.set_active("A01", date(2026, 2, 1), date(2026, 1, 1), "Rosa")
    assert len(Audit(data).entries()) == ENTRIES
