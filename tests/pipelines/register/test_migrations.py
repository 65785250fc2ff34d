"""Registers of every earlier shape become today's, whatever steps they had already taken."""

import sqlite3

import pytest

from pipelines.register import database
from pipelines.register.tokens import Tokens

STEPS = {int(path.name[:4]): path for path in sorted(database.SCHEMA.glob("*.sql"))}


@pytest.mark.parametrize("taken", [[], [1], [1, 3], [1, 4, 3]])
def test_a_register_that_took_some_steps_takes_the_others(tmp_path, taken):
    data = tmp_path / "store"
    data.mkdir()
    con = sqlite3.connect(data / database.FILE)
    for number in taken:
        con.executescript(STEPS[number].read_text("utf-8"))
    con.execute(f"pragma user_version = {3 if 3 in taken else max(taken, default=0)}")
    con.close()
    assert Tokens(data).list() == []
    con = sqlite3.connect(data / database.FILE)
    assert con.execute("select count(*) from phase").fetchall() == [(0,)]
    assert con.execute("pragma user_version").fetchall() == [(max(STEPS),)]
    con.close()
