"""Killed writers and readers: a month is old or new, never mixed; nothing acknowledged is lost."""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.warehouse import connection as warehouse

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KILLS = 12
CLIENTS = 400

READER = """
import sys, time
from pathlib import Path
from pipelines.boards import connections, files
data, until = Path(sys.argv[1]), Path(sys.argv[2])
seen = 0
print("reading", flush=True)
while not until.exists():
    version = files.current_version(data)
    board = connections.connect_board(data, version)
    contacts = board.execute("select sum(contacts) from agency_cohort").fetchall()[0][0]
    sent = board.execute("select sum(rows) from submission where active").fetchall()[0][0]
    print(version, contacts, sent, flush=True)
"""


def command(*words, data, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "STARBOARD_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def ends_well(running):
    output, _ = running.communicate()
    assert running.returncode == 0, output


def events(shift):
    """One agency's September and October, a contact and an assessment each; `shift` moves all."""
    for n in range(1, CLIENTS + 1):
        yield "first_contact", n, f"2026-09-{1 + (n + shift) % 28:02}"
        yield "assessment", n, f"2026-10-{1 + (n * 3 + shift) % 28:02}"


def months(extract, shift):
    return extract(f"{shift}.csv", *(f"A01,{n},{kind},{day}" for kind, n, day in events(shift)))


def expected(shift):
    return sorted((kind, day) for kind, _, day in events(shift))


def stored(data):
    """The active rows; every version must hold as many rows as the ledger tells."""
    with warehouse.open_for_writing(data, "look") as con:
        rows = con.execute(
            "select event_type, event_date::varchar from event order by all"
        ).fetchall()
        counts = con.execute(
            """
            select s.rows, count(e.submission_id)
            from submission as s left join event_row as e using (submission_id)
            group by s.submission_id, s.rows
            """
        ).fetchall()
    assert all(output == there for output, there in counts)
    return rows


def test_a_writer_killed_at_any_moment_leaves_the_old_months_or_the_new(extract, tmp_path):
    data = tmp_path / "store"
    start = time.perf_counter()
    ends_well(command("ingest", months(extract, 0), data=data))
    whole = time.perf_counter() - start
    draw = random.Random(20261122)
    now, became_new = expected(0), 0
    for shift in range(1, KILLS + 1):
        running = command("ingest", months(extract, shift), data=data)
        time.sleep(draw.uniform(0.3, 1.1) * whole)
        running.kill()
        output, _ = running.communicate()
        after = stored(data)
        assert after in (now, expected(shift))
        if "is published" in output:
            assert after == expected(shift)
        became_new += after == expected(shift)
        now = after
        board = board_connections.connect_board(data, board_files.current_version(data))
        assert board.execute("select sum(rows) from submission where active").fetchall() == [
            (2 * CLIENTS,)
        ]
    # whatever was left half done, the next delivery puts right
    ends_well(command("ingest", months(extract, KILLS + 1), data=data))
    assert stored(data) == expected(KILLS + 1)
    board = board_connections.connect_board(data, board_files.current_version(data))
    assert board.execute("select max(version) from submission").fetchall() == [(became_new + 2,)]


def test_a_killed_ingest_can_simply_be_sent_again(extract, tmp_path):
    draw = random.Random(7)
    for number in range(KILLS // 2):
        data = tmp_path / f"store{number}"
        running = command("ingest", months(extract, 0), data=data)
        time.sleep(draw.uniform(0.1, 1.2))
        running.kill()
        running.communicate()
        ends_well(command("ingest", months(extract, 0), data=data))
        assert stored(data) == expected(0)


def test_a_reader_in_another_process_sees_whole_boards_and_then_the_new_one(extract, tmp_path):
    data, stop = tmp_path / "store", tmp_path / "stop"
    rows = [f"A01,{n},first_contact,2026-09-{1 + n % 28:02}" for n in range(1, 41)]
    ends_well(command("ingest", extract("0.csv", *rows), data=data))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(data), str(stop)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    reader.stdout.readline()
    for more in (1, 2, 3):
        file = extract(
            f"{more}.csv", *rows, *[f"A01,X{n},first_contact,2026-09-01" for n in range(more)]
        )
        ends_well(command("ingest", file, data=data))
    time.sleep(0.5)
    stop.touch()
    out, errors = reader.communicate(timeout=60)
    assert errors == ""
    reads = [tuple(map(int, line.split())) for line in out.splitlines()]
    assert len(reads) >= 20
    assert {(contacts, sent) for _, contacts, sent in reads} <= {(n, n) for n in (40, 41, 42, 43)}
    assert reads[-1] == (4, 43, 43)


def test_two_writers_at_once_are_one_after_the_other(extract, tmp_path):
    data = tmp_path / "store"
    files = [
        extract(f"{n}.csv", f"A0{n},1,first_contact,2026-09-01", f"A0{n},1,assessment,2026-09-02")
        for n in range(4)
    ]
    running = [command("ingest", file, data=data) for file in files]
    for one in running:
        ends_well(one)
    board = board_connections.connect_board(data, board_files.current_version(data))
    assert board.execute("select count(*) from agency").fetchall() == [(4,)]
    assert board.execute("select count(*) from submission where active").fetchall() == [(4,)]


def small_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_is_reported_without_a_client_and_loses_nothing(extract, tmp_path):
    data = tmp_path / "store"
    ends_well(command("ingest", months(extract, 0), data=data))
    running = command("ingest", months(extract, 1), data=data, preexec_fn=small_disk)
    output, _ = running.communicate()
    assert running.returncode == 3
    assert "is the disk full" in output
    assert "first_contact" not in output
    assert stored(data) == expected(0)
