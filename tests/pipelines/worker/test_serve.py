"""What the server asks through a pipe: the answer holds counts and lines, and words for faults."""

import io
import json
import os
import random
import subprocess
import sys
import time

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import preview as flow_preview
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse
from pipelines.worker import deliveries as worker_deliveries
from pipelines.worker.serve import serve_request
from tests.conftest import HEADER

RULES = settings.load_settings()
NINE = [f"A01,{n},first_contact,2026-09-{n:02},,KEY{n}" for n in range(1, 10)]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "store"
    Register(folder).add_unknown(["A01"])
    return folder


def asked(ask, *lines, name="a.csv", **more):
    file = "\n".join([HEADER, *lines, ""]).encode() if lines else b""
    head = {
        "ask": ask,
        "files": [{"name": name, "size": len(file)}] if lines else [],
        "agency": "A01",
        "who": "a test",
        "today": "2026-11-22",
        **more,
    }
    return json.dumps(head).encode() + b"\n" + file


def told(data, *given, **more):
    """The last line of the answer, and the bytes after it."""
    out = io.BytesIO()
    serve_request(io.BytesIO(asked(*given, **more)), out, data, RULES)
    *_, last = (
        (json.loads(line), rest)
        for line, rest in zip(*split(out.getvalue()), strict=True)
        if line.startswith(b"{")
    )
    return last


def split(content):
    lines, rests = [], []
    while content:
        line, _, content = content.partition(b"\n")
        lines.append(line)
        rests.append(content)
        if b'"bytes"' in line:
            break
    return lines, rests


def test_a_look_tells_counts_and_lines_and_stores_nothing(data):
    answer, _ = told(data, "look", *NINE, "A01,10,first_contact,2062-09-01,,")
    (file,) = answer["answer"]["files"]
    assert (file["rows_read"], file["rows_accepted"], file["rows_held"]) == (10, 9, 1)
    assert file["groups"][0]["lines"] == [11]
    (month,) = answer["answer"]["months"]
    assert (month["fate"], month["difference"]["new"]) == ("stored", 9)
    assert board_files.current_version(data) is None


def test_no_answer_but_the_files_themselves_holds_an_id(data):
    lines = [f"A01,CANARY{n},first_contact,2062-09-01,,KEYBIRD{n}" for n in range(9)]
    lines += [f"A01,CANARY{n},first_contact,2026-09-01,,KEYBIRD{n}" for n in range(20)]
    for ask in ("look", "send"):
        answer, rest = told(data, ask, *lines)
        assert "answer" in answer
        assert b"CANARY" not in json.dumps(answer).encode() + rest
        assert b"KEYBIRD" not in json.dumps(answer).encode() + rest
    _, own = told(data, "own_file", *lines)
    assert own.count(b"CANARY") == 29
    assert b"date_future" in own


def test_headers_by_alias_are_told_as_they_stand_in_the_file(data):
    file = "\n".join([HEADER.replace("client_id", "MRN"), *NINE, ""]).encode()
    head = json.loads(asked("look", *NINE).partition(b"\n")[0])
    head["files"][0]["size"] = len(file)
    out = io.BytesIO()
    serve_request(io.BytesIO(json.dumps(head).encode() + b"\n" + file), out, data, RULES)
    answer = json.loads(out.getvalue().splitlines()[-1])["answer"]
    assert answer["files"][0]["renamed"] == {"client_id": "MRN"}


def test_sending_gives_a_receipt_from_the_board(data):
    answer, _ = told(data, "send", *NINE)
    (month,) = answer["answer"]["months"]
    assert (month["submission"], month["version"], month["rows"]) == (1, 1, 9)
    assert answer["answer"]["board"] == board_files.current_version(data) == 1
    again, _ = told(data, "send", *NINE)
    assert again["answer"]["months"][0]["fate"] == "unchanged"


def test_an_agency_that_is_not_in_the_register_is_not_added(data):
    answer, _ = told(data, "send", *NINE, agency="A77")
    assert "the state office enters it first" in answer["problem"]
    assert [each.agency_id for each in Register(data).agencies()] == ["A01"]


def test_a_loss_without_a_yes_stores_nothing_and_has_no_receipt(data):
    told(data, "send", *NINE)
    answer, _ = told(data, "send", *NINE[:3])
    assert answer["answer"]["months"] == []
    agreed, _ = told(data, "send", *NINE[:3], accept_loss=True)
    assert agreed["answer"]["months"][0]["rows"] == 3


def test_a_look_while_somebody_writes_tells_the_findings_and_who_writes(data, monkeypatch):
    told(data, "send", *NINE)
    monkeypatch.setattr(flow_preview, "PATIENCE_SECONDS", 0.05)
    with warehouse.open_for_writing(data, "a long build"):
        answer, _ = told(data, "look", *NINE[:8])
        nothing, _ = told(data, "look_nothing", months=["2026-09-01"])
    assert answer["answer"]["files"][0]["rows_accepted"] == 8
    assert "a long build" in answer["answer"]["busy"]
    assert "a long build" in nothing["answer"]["busy"]


@pytest.mark.parametrize("fault", [ValueError("row of CANARY1"), OSError("CANARY1")])
def test_a_fault_of_ours_is_told_without_what_was_in_the_file(data, monkeypatch, caplog, fault):
    def fails(*given, **more):
        raise fault

    monkeypatch.setattr(worker_deliveries.ingest, "ingest_files", fails)
    answer, _ = told(data, "send", *NINE)
    assert "Nothing was acknowledged" in answer["problem"]
    assert "CANARY" not in json.dumps(answer) + caplog.text


@pytest.mark.slow
def test_a_process_killed_while_sending_leaves_the_old_month_or_the_new(data):
    told(data, "send", *NINE)
    draw, before = random.Random(3), 9
    for extra in range(1, 9):
        lines = [*NINE, *(f"A01,X{n},first_contact,2026-09-20,," for n in range(extra))]
        running = subprocess.Popen(
            [sys.executable, "-m", "pipelines", "worker"],
            env={**os.environ, "STARBOARD_DATA": str(data)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        running.stdin.write(asked("send", *lines))
        running.stdin.close()
        if extra < 8:  # the last one may finish
            time.sleep(draw.uniform(0.2, 1.0))
            running.kill()
        acknowledged = b'"answer"' in running.stdout.read()
        running.stdout.close()
        running.wait()
        with warehouse.open_for_writing(data, "look") as con:
            ((stored,),) = con.execute("select count(*) from event").fetchall()
        assert stored in (before, 9 + extra)
        if acknowledged:
            board = board_connections.connect_board(data, board_files.current_version(data))
            shown = board.execute("select sum(rows) from submission where active").fetchall()
            assert shown == [(stored,)] == [(9 + extra,)]
        before = stored
    assert acknowledged
