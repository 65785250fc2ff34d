"""A forgotten client leaves no row, no byte and no figure; the ledger says how many rows went."""

import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.export import PUBLISHED
from pipelines.flow import changes, ingest
from pipelines.intake.find_files import find_sources
from pipelines.intake.known_agencies import KnownAgency
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import pseudonyms
from pipelines.warehouse.erasure import Erasure

SEPTEMBER = [
    *(f"A01,00{n},first_contact,2026-09-{n:02},,SHARED{n}" for n in range(1, 10)),
    *(f"A01,00{n},assessment,2026-09-{n + 3:02},,SHARED{n}" for n in range(1, 10)),
    "A01,007,detox_admission,2026-09-02,,SHARED7",
    "A01,007,detox_discharge,2026-09-05,completed,SHARED7",
]
OTHER = [f"A02,X{n},outpatient_service,2026-09-{n + 7:02},,SHARED{n}" for n in range(6, 9)]


ROOT = Path(__file__).parents[3]
KILLS = 5
HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,person_key"
NEW = ("b.csv", HEADER, SEPTEMBER)


@pytest.fixture
def data(made_once):
    """A client, 007, in two versions of a month; its person is known at A02 too."""
    first = ("a.csv", HEADER, [*SEPTEMBER, "A01,007,assessment,2026-09-30,,SHARED7"])
    return made_once("forgetting", [first], [NEW, ("c.csv", HEADER, OTHER)])


def forget(data, client, agency="A01"):
    return changes.forget_client(data, settings.load_settings(), agency, client, who="a test")


def look(data, sql):
    with warehouse.open_for_writing(data, "look") as con:
        return con.execute(sql).fetchall()


def pseudonym(data, *parts):
    return pseudonyms.make_pseudonym(pseudonyms.load_key(data, make=False), *parts)


def holding(data, trace):
    return [p.name for p in data.rglob("*") if p.is_file() and trace in p.read_bytes()]


def figures(data):
    board = board_connections.connect_board(data, board_files.current_version(data))
    return {table: board.execute(f"from {table} order by all").fetchall() for table in PUBLISHED}


def test_no_byte_of_the_pseudonym_is_left_in_any_file(data):
    trace = pseudonym(data, "client", "A01", "007")
    assert holding(data, trace) == [warehouse.FILE]
    gone = forget(data, "007")
    assert (gone.rows, gone.versions, gone.persons) == (9, 2, 0)
    assert holding(data, trace) == []
    assert look(data, "select count(*) from client where agency_id = 'A01'") == [(8,)]


def test_a_person_goes_with_the_last_client_and_without_a_trace(data):
    trace = pseudonym(data, "person", "SHARED7")
    forget(data, "007")
    assert holding(data, trace) == [warehouse.FILE]
    assert forget(data, "X7", "A02").persons == 1
    assert holding(data, trace) == []


def test_every_figure_is_as_if_the_client_had_never_been_sent(data, extract, tmp_path):
    others = [line for line in SEPTEMBER if not line.startswith("A01,007,")]
    files = find_sources([extract("b.csv", *others), extract("c.csv", *OTHER)])
    never = tmp_path / "never"
    ingest.ingest_files(
        never, files, settings.load_settings(), who="a test", today=date(2026, 11, 22)
    )
    assert figures(data) != figures(never)
    forget(data, "007")
    assert figures(data) == figures(never)


def test_what_was_sent_stays_in_the_ledger_next_to_what_was_forgotten(data):
    forget(data, "007")
    board = board_connections.connect_board(data, board_files.current_version(data))
    found = (
        "select version, rows, rows_forgotten from submission where agency_id = 'A01' order by 1"
    )
    assert board.execute(found).fetchall() == [(1, 21, 5), (2, 20, 4)]


def test_an_earlier_version_can_still_be_made_active_and_lacks_the_client(data):
    forget(data, "007")
    changes.activate_submission(data, settings.load_settings(), 1, who="a test")
    assert look(data, "select count(*) from event where agency_id = 'A01'") == [(16,)]


def test_the_same_file_sent_again_does_not_bring_the_client_back(data):
    forget(data, "007")
    name, header, lines = NEW
    again = ingest.Source(name, "\n".join([header, *lines]).encode())
    ingest.ingest_files(
        data, [again], settings.load_settings(), who="a test", today=date(2026, 11, 22)
    )
    assert look(data, "select count(*) from client where agency_id = 'A01'") == [(8,)]


def test_rows_forgotten_are_no_loss_of_the_next_file(extract, send, tmp_path):
    send(extract("a.csv", *SEPTEMBER[:2], *[f"A01,009,assessment,2026-09-{n}" for n in (11, 12)]))
    forget(tmp_path / "store", "009")
    done = send(extract("a.csv", *SEPTEMBER[:2]))
    assert {fate for fate, _ in done.delivered.fates.values()} == {"stored"}


@pytest.mark.parametrize("spelled", ["x7", " X7 ", "X7\u200b", "\uff387"])
def test_an_id_is_found_however_it_is_spelled(data, spelled):
    assert forget(data, spelled, "A02").rows == 1


def test_a_width_that_the_agency_declared_restores_the_zeros(data, tmp_path):
    words = tmp_path / "agencies.toml"
    words.write_text('[[agencies]]\ncode = "A01"\nid_width = 3\n')
    Register(data).enter_agencies_file(words)
    assert forget(data, "7").rows == 9


@pytest.mark.parametrize("spelled", ['="007"', "'007", "#007;"])
def test_a_wrapped_id_is_found(data, spelled):
    assert forget(data, spelled).rows == 9


MIXED = [f"0012a0000{n}xyZ" for n in range(3)]
FOLDED = [f"00{n},first_contact,2026-10-0{n}" for n in range(1, 5)]


@pytest.fixture
def told_by_case(made_once):
    """A client whose id is stored with its small letters in September and in capitals in October,
    and another in September whose id differs in case alone."""
    kept = [*MIXED, MIXED[0].swapcase()]
    september = [f"A01,{each},first_contact,2026-09-0{n + 1},," for n, each in enumerate(kept)]
    october = [f"A01,{each},," for each in [*FOLDED, f"{MIXED[0]},assessment,2026-10-05"]]
    return made_once("told by case", [("a.csv", HEADER, september)], [("b.csv", HEADER, october)])


def set_case(data, tmp_path, counts):
    words = tmp_path / "agencies.toml"
    words.write_text(f'[[agencies]]\ncode = "A01"\ncase_sensitive_ids = {counts}\n')
    Register(data).enter_agencies_file(words)


def test_an_id_is_found_under_either_reading_of_its_case(told_by_case):
    assert len(look(told_by_case, "from client")) == 9
    assert forget(told_by_case, MIXED[0]) == Erasure(rows=2, versions=2, persons=0)


def test_where_case_is_set_to_count_another_case_is_another_client(told_by_case, tmp_path):
    set_case(told_by_case, tmp_path, "true")
    assert forget(told_by_case, MIXED[0].upper()).rows == 1
    assert forget(told_by_case, MIXED[0].lower()).rows == 0
    assert forget(told_by_case, MIXED[0]).rows == 1


def test_what_was_a_client_before_is_found_as_it_is_written(data):
    with warehouse.open_for_writing(data, "an id of before") as con:
        mark = pseudonym(data, "client", "A01", "NULL")
        con.execute("update client set pseudonym = ? where client = 1", [mark])
        before = con.execute("select count(*) from event_row where client = 1").fetchone()
    assert forget(data, "null").rows == before[0] > 0


@pytest.mark.parametrize("id", ["nobody", "", "123-45-6789", 'a"b,c\nd'])
def test_an_id_that_nobody_has_removes_nothing(data, id):
    before = look(data, "from event_row order by all")
    assert forget(data, id).rows == 0
    assert look(data, "from event_row order by all") == before


def test_an_agency_that_is_not_there_is_reported(data):
    with pytest.raises(RegisterProblem, match="A09 is not in the register"):
        forget(data, "007", "A09")


def test_after_a_failure_between_deleting_and_rewriting_saying_it_again_finishes(data, monkeypatch):
    trace = pseudonym(data, "client", "A01", "007")

    def fail(con, fresh):
        fresh.write_bytes(b"half a copy")
        raise OSError("no space")

    with monkeypatch.context() as broken:
        broken.setattr(warehouse, "_copy_store", fail)
        with pytest.raises(OSError, match="no space"):
            forget(data, "007")
    assert look(data, "select count(*) from client where agency_id = 'A01'") == [(8,)]
    assert forget(data, "007").rows == 0
    assert holding(data, trace) == []
    assert not list(data.glob("*.rewriting"))


@pytest.mark.slow
def test_killed_at_any_moment_it_is_finished_by_saying_it_again(data):
    trace = pseudonym(data, "client", "A01", "007")
    with warehouse.open_for_writing(data, "look") as con:
        (client,) = con.execute("select client from client where pseudonym = ?", [trace]).fetchone()
    others = f"from event where client <> {client} order by all"
    kept = look(data, others)
    start = time.perf_counter()
    forget(data, "nobody")
    whole = time.perf_counter() - start
    words = ("forget", "--agency", "A01", "--client", "007")
    draw = random.Random(20261122)
    for _ in range(KILLS):
        running = subprocess.Popen(
            [sys.executable, "-m", "pipelines", *words],
            cwd=ROOT,
            env={**os.environ, "STARBOARD_DATA": str(data)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(draw.uniform(0.3, 0.9) + draw.uniform(0, whole))
        running.kill()
        running.wait()
        assert look(data, others) == kept
    forget(data, "007")
    assert holding(data, trace) == []
    assert look(data, others) == kept
    assert len(kept) == 19  # the rows of eight clients here and three there


def test_the_new_file_holds_everything_else(data):
    tables = [name for (name,) in look(data, "select table_name from duckdb_tables()")]
    keep = {t: look(data, f"from {t} order by all") for t in tables if t not in ("submission",)}
    with warehouse.open_for_writing(data, "rewrite", rewrite=True):
        pass
    assert keep == {t: look(data, f"from {t} order by all") for t in keep}
    assert len(look(data, "from event")) == 23


def test_the_audit_log_tells_of_it_without_an_id(data):
    forget(data, "007")
    (entry,) = (e for e in Audit(data).entries() if e.action != "submission")
    assert (entry.who, entry.action) == ("a test", "forget")
    assert entry.about == {"agency": "A01", "rows": 9, "versions": 2, "persons": 0}


def test_another_key_forgets_nobody(data, monkeypatch):
    monkeypatch.setenv("STARBOARD_KEY", "ab" * 32)
    with pytest.raises(pseudonyms.KeyProblem, match="not the one"):
        forget(data, "007")
    assert {entry.action for entry in Audit(data).entries()} == {"submission"}


def test_a_day_is_no_part_of_it(data):
    """The id is read on a day of its own, so the machine's day decides nothing."""
    from pipelines.warehouse import erasure

    assert date(1990, 1, 1) < erasure.ANY_DAY
    known = KnownAgency(case_sensitive_ids=False)
    assert erasure.stored_client_ids("A01", "00x", known, settings.load_settings()) == ["00X"]
