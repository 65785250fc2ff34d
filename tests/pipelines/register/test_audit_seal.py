"""The seal outside the data folder shows a log that was cut off, replaced or begun again."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from pipelines.cli.app import main
from pipelines.register import seal
from pipelines.register.audit import Audit
from pipelines.register.database import FILE

ENTRIES = 10


@pytest.fixture
def data(tmp_path, monkeypatch):
    store = tmp_path / "store"
    monkeypatch.setenv("STARBOARD_DATA", str(store))
    for number in range(ENTRIES):
        Audit(store).add("Rosa", "activate", submission=number)
    return store


def cut(data, entries):
    with closing(sqlite3.connect(data / FILE)) as con, con:
        con.execute("drop trigger if exists audit_keeps")
        con.execute("delete from audit where audit_id > ?", [entries])


def problems(data):
    return Audit(data).check().problems


@pytest.mark.parametrize("newest", [1, 2, 3, 4, 5])
def test_cutting_off_the_newest_entries_is_seen_and_stays_seen(data, newest):
    cut(data, ENTRIES - newest)
    (problem,) = problems(data)
    assert f"newest {newest} of {ENTRIES} entries are missing" in problem
    for number in range(newest + 2):  # more than were cut off: the chain itself is whole again
        Audit(data).add("Mallory", "activate", submission=number)
    assert Audit(data).broken_at() is None
    assert problems(data)


def test_an_older_copy_of_the_whole_register_is_seen(data, tmp_path):
    older = tmp_path / "older"
    older.mkdir()
    shutil.copytree(data, older / "store")
    Audit(data).add("Rosa", "forget", agency="A01")
    shutil.rmtree(data)
    shutil.copytree(older / "store", data)
    assert problems(data)
    Audit(data).add("Mallory", "activate", submission=0)
    (problem,) = problems(data)
    assert "another one than was sealed" in problem


def test_a_register_that_begins_again_is_seen(data):
    for part in data.iterdir():
        part.unlink()
    assert problems(data)
    Audit(data).add("Mallory", "activate", submission=0)
    assert problems(data)


@pytest.mark.parametrize(
    ("touched", "words"),
    [
        (lambda data: seal.seal_file(data).unlink(), "not at"),
        (lambda data: seal.key_file(data).unlink(), "another key"),
        (lambda data: seal.key_file(data).write_text("ab" * 32), "another key"),
        (lambda data: seal.seal_file(data).write_text("nonsense"), "cannot be read"),
        (
            lambda data: seal.seal_file(data).write_text(
                seal.seal_file(data).read_text().replace(f":{ENTRIES},", ":5,")
            ),
            "another hand",
        ),
    ],
)
def test_whoever_touches_the_seal_is_seen_and_no_new_one_covers_it(data, touched, words):
    touched(data)
    assert words in problems(data)[0]
    Audit(data).add("Rosa", "activate", submission=0)
    assert words in problems(data)[0]


def test_seal_and_key_are_outside_the_data_folder_and_private(data, tmp_path, monkeypatch):
    for file in (seal.seal_file(data), seal.key_file(data)):
        assert data not in file.parents
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setenv("STARBOARD_KEY_FILE", str(tmp_path / "keys" / "pseudonyms.key"))
    assert seal.seal_file(data).parent == tmp_path / "keys"


def test_a_kill_between_an_entry_and_its_seal_is_no_tampering(data, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(seal, "advance_seal", lambda *_: None)
        for number in range(3):
            Audit(data).add("Rosa", "activate", submission=number)
    check = Audit(data).check()
    assert (check.newer, check.problems) == (3, ())
    Audit(data).add("Rosa", "activate", submission=9)
    check = Audit(data).check()
    assert (check.entries, check.newer, check.problems) == (ENTRIES + 4, 0, ())


@pytest.mark.parametrize("left", [".audit-seal", ".audit-key"])
def test_a_kill_while_the_first_seal_is_made_is_no_tampering(tmp_path, left):
    """The key comes first, then the seal, then the register knows the key."""
    data = tmp_path / "store"
    Audit(data).add("Rosa", "activate")
    with closing(sqlite3.connect(data / FILE)) as con, con:
        con.execute("delete from audit_seal_key")
    if left == ".audit-key":
        seal.seal_file(data).unlink()
    Audit(data).add("Rosa", "activate")
    assert (Audit(data).check().newer, problems(data)) == (0, ())


def test_an_entry_is_kept_where_the_seal_cannot_be_written(data, caplog):
    seal.seal_file(data).unlink()
    seal.seal_file(data).mkdir()
    Audit(data).add("Rosa", "activate", submission=7)
    assert Audit(data).entries()[-1].about == {"submission": 7}
    assert problems(data)


def test_a_dozen_writers_in_two_processes_leave_one_whole_log(data):
    writer = (
        "import sys; from pathlib import Path; from pipelines.register.audit import Audit\n"
        "for n in range(15): Audit(Path(sys.argv[1])).add('other', 'activate', submission=n)"
    )
    other = subprocess.Popen([sys.executable, "-c", writer, str(data)])
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: Audit(data).add(f"W{n}", "activate", submission=n), range(30)))
    assert other.wait() == 0
    check = Audit(data).check()
    assert (check.entries, check.newer, check.problems) == (ENTRIES + 45, 0, ())


def test_the_command_says_so_by_its_exit_code(data, capsys):
    assert main(["audit", "--verify"]) == 0
    cut(data, 8)
    assert main(["audit", "--verify"]) == 1
    assert "newest 2 of 10 entries are missing" in capsys.readouterr().out


def test_after_a_restore_the_log_is_sealed_again_and_says_so(data, capsys):
    cut(data, 8)
    assert main(["audit", "--seal-again"]) == 0
    assert main(["audit", "--verify"]) == 0
    last = Audit(data).entries()[-1]
    assert last.action == "audit sealed again"
    assert "newest 2 of 10 entries are missing" in last.about["problems"][0]
