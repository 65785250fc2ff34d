"""Requests of the server through a pipe: answers hold counts and lines, and words for faults."""

import io
import os
import random
import subprocess
import sys
import time
from datetime import date

import msgspec
import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import preview as flow_preview
from pipelines.messages import (
    ActivateVersion,
    AnnotateFile,
    ChangeResult,
    FileContent,
    Preview,
    PreviewFiles,
    PreviewNothing,
    Progress,
    Receipt,
    ReportNothing,
    SendFiles,
    SetActiveMonths,
    Upload,
)
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse
from pipelines.worker import deliveries as worker_deliveries
from pipelines.worker import serve
from pipelines.worker.framing import read_frame, write_frame
from pipelines.worker.serve import serve_request
from tests.conftest import HEADER

TODAY, SEPTEMBER = date(2026, 11, 22), date(2026, 9, 1)
RULES = settings.load_settings()
NINE = [f"A01,{n},first_contact,2026-09-{n:02},,KEY{n}" for n in range(1, 10)]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "store"
    Register(folder).add_unknown(["A01"])
    return folder


def framed(request, *files):
    """The bytes of a request: files are (name, lines)."""
    pipe = io.BytesIO()
    write_frame(
        pipe,
        request,
        [Upload(name, "\n".join([HEADER, *lines, ""]).encode()) for name, lines in files],
    )
    return pipe.getvalue()


def served(data, request, *files):
    """The last message of the answer, and the bytes of its file."""
    return answered(data, framed(request, *files))


def answered(data, content):
    out = io.BytesIO()
    serve_request(io.BytesIO(content), out, data, RULES)
    out.seek(0)
    message, uploads = read_frame(out)
    while isinstance(message, Progress):
        message, uploads = read_frame(out)
    assert out.read() == b""
    return message, b"".join(upload.data for upload in uploads)


def preview(data, *lines):
    return served(data, PreviewFiles("A01", TODAY, None), ("a.csv", lines))


def sending(agency="A01", accept_loss=False):
    return SendFiles(agency, "a test", TODAY, None, {}, (), accept_loss)


def send(data, *lines, **options):
    return served(data, sending(**options), ("a.csv", lines))


def test_a_look_tells_counts_and_lines_and_stores_nothing(data):
    answer, _ = preview(data, *NINE, "A01,10,first_contact,2062-09-01,,")
    (file,) = answer.files
    assert (file.rows_read, file.rows_accepted, file.rows_held) == (10, 9, 1)
    assert file.groups[0].lines == (11,)
    (month,) = answer.months
    assert (month.fate, month.new) == ("stored", 9)
    assert board_files.current_version(data) is None


def test_no_answer_but_the_files_themselves_holds_an_id(data):
    lines = [f"A01,CANARY{n},first_contact,2062-09-01,,KEYBIRD{n}" for n in range(9)]
    lines += [f"A01,CANARY{n},first_contact,2026-09-01,,KEYBIRD{n}" for n in range(20)]
    for ask, kind in ((preview, Preview), (send, Receipt)):
        answer, rest = ask(data, *lines)
        assert isinstance(answer, kind)
        assert b"CANARY" not in msgspec.json.encode(answer) + rest
        assert b"KEYBIRD" not in msgspec.json.encode(answer) + rest
    answer, own = served(data, AnnotateFile("A01", TODAY, None), ("a.csv", lines))
    assert answer == FileContent()
    assert own.count(b"CANARY") == 29
    assert b"date_future" in own


def test_headers_by_alias_are_reported_as_they_are_in_the_file(data):
    file = "\n".join([HEADER.replace("client_id", "MRN"), *NINE, ""]).encode()
    pipe = io.BytesIO()
    write_frame(pipe, PreviewFiles("A01", TODAY, None), [Upload("a.csv", file)])
    answer, _ = answered(data, pipe.getvalue())
    assert answer.files[0].renamed == {"client_id": "MRN"}


def test_sending_gives_a_receipt_from_the_board(data):
    answer, _ = send(data, *NINE)
    (month,) = answer.months
    assert (month.submission, month.version, month.rows) == (1, 1, 9)
    assert answer.board == board_files.current_version(data) == 1
    assert (answer.agency, answer.files) == ("A01", ("a.csv",))
    again, _ = send(data, *NINE)
    assert again.months[0].fate == "unchanged"


def test_an_agency_that_is_not_in_the_register_is_not_added(data):
    answer, _ = send(data, *NINE, agency="A77")
    assert "the state office enters it first" in answer.text
    assert [each.agency_id for each in Register(data).agencies()] == ["A01"]


def test_a_loss_without_a_yes_stores_nothing_and_has_no_receipt(data):
    send(data, *NINE)
    answer, _ = send(data, *NINE[:3])
    assert answer.months == ()
    agreed, _ = send(data, *NINE[:3], accept_loss=True)
    assert agreed.months[0].rows == 3


def test_a_look_while_somebody_writes_tells_the_findings_and_who_writes(data, monkeypatch):
    send(data, *NINE)
    monkeypatch.setattr(flow_preview, "PATIENCE_SECONDS", 0.05)
    with warehouse.open_for_writing(data, "a long build"):
        answer, _ = preview(data, *NINE[:8])
        nothing, _ = served(data, PreviewNothing("A01", TODAY, (SEPTEMBER,)))
    assert answer.files[0].rows_accepted == 8
    assert "a long build" in answer.busy
    assert "a long build" in nothing.busy


def test_a_request_that_is_cut_off_stores_nothing(data):
    answer, _ = answered(data, framed(sending(), ("a.csv", NINE))[:-1])
    assert answer.kind == "cut_off"
    assert not (data / warehouse.FILE).exists()


@pytest.mark.parametrize(
    "line",
    [
        b"no json\n",
        b'{"kind": "Unknown", "message": {}, "files": []}\n',
        b'{"kind": "SendFiles", "message": {"agency": 1}, "files": []}\n',
        b'{"kind": "Progress", "message": {"step": "read"}, "files": []}\n',
    ],
)
def test_what_is_no_request_is_a_fault_of_ours(data, line):
    answer, _ = answered(data, line)
    assert (answer.kind, answer.text) == ("fault", serve.OURS)


def test_earlier_versions_and_months_are_changed_and_answered_in_a_sentence(data):
    send(data, *NINE)
    send(data, *NINE[:8])
    answer, _ = served(data, ActivateVersion("A01", "a test", 1, 10))
    assert answer == ChangeResult(True, "A01 2026-09: version 1 is active. Board 000003 shows it.")
    answer, _ = served(data, ReportNothing("A01", "a test", date(2026, 8, 1), 10))
    assert answer == ChangeResult(True, "A01 had nothing to report for 2026-08.")
    answer, _ = served(data, ReportNothing("A01", "a test", SEPTEMBER, 10))
    assert answer == ChangeResult(False, "September 2026 holds 9 rows.")
    answer, _ = served(data, SetActiveMonths("A01", "a test", "", "2026-10", 10))
    assert answer == ChangeResult(True, "A01 is active from its first file to 2026-10.")
    answer, _ = served(data, SetActiveMonths("A01", "a test", "2026-11", "2026-10", 10))
    assert (answer.kind, answer.text) == (
        "refused",
        "The last active month lies before the first.",
    )


@pytest.mark.parametrize("fault", [ValueError("row of CANARY1"), OSError("CANARY1")])
def test_a_fault_of_ours_is_reported_without_what_was_in_the_file(data, monkeypatch, caplog, fault):
    def fails(*given, **more):
        raise fault

    monkeypatch.setattr(worker_deliveries.ingest, "ingest_files", fails)
    answer, _ = send(data, *NINE)
    assert "Nothing was acknowledged" in answer.text
    assert answer.place.startswith(f"{type(fault).__name__} in fails line ")
    assert "CANARY" not in repr(answer) + caplog.text


@pytest.mark.slow
def test_a_process_killed_while_sending_leaves_the_old_month_or_the_new(data):
    send(data, *NINE)
    draw, before = random.Random(3), 9
    for extra in range(1, 9):
        lines = [*NINE, *(f"A01,X{n},first_contact,2026-09-20,," for n in range(extra))]
        running = subprocess.Popen(
            [sys.executable, "-m", "pipelines", "worker"],
            env={**os.environ, "STARBOARD_DATA": str(data)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        running.stdin.write(framed(sending(), ("a.csv", lines)))
        running.stdin.close()
        if extra < 8:  # the last one may finish
            time.sleep(draw.uniform(0.2, 1.0))
            running.kill()
        acknowledged = b'"Receipt"' in running.stdout.read()
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
