"""The upload API, asked as an agency's program asks it."""

import io
import os
import shlex
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from dashboard.jobs.process import JobResult
from dashboard.server import upload_endpoint
from dashboard.text import commands
from pipelines import settings
from pipelines.messages import StoreUpload, Upload
from pipelines.register.tokens import Tokens
from pipelines.warehouse import connection as warehouse
from pipelines.worker.framing import read_frame, write_frame
from pipelines.worker.serve import serve_request
from tests.test_docs import README

pytestmark = pytest.mark.slow  # a server, and a process for each file


def test_a_good_file_is_stored_and_answered_as_ingest_would(service, rows):
    sent = service.form(("A01_2025-01.csv", rows("A01", 9, month=1)))
    assert sent.status == 200
    (file,) = sent.found["files"]
    assert (file["outcome"], file["rows_read"], file["rows_accepted"]) == ("accept", 9, 9)
    assert list(file)[:8] == [
        *("file", "outcome", "rows_read", "rows_accepted", "rows_held", "duplicates"),
        *("months", "findings"),
    ]
    ((month, number),) = [(each["month"], each["submission"]) for each in file["stored"]]
    found = service.board(
        f"select agency_id, rows, who, file_names from submission where submission_id = {number}"
    )
    assert (month, found) == ("2025-01", [("A01", 9, "EHR (token 1)", "A01_2025-01.csv")])


def test_the_same_bytes_again_change_nothing_as_a_body_too(service, rows):
    first = service.form(("a.csv", rows("A01", 9, month=2)))
    again = service.post(rows("A01", 9, month=2), parameters="?name=b.csv", Content_Type="text/csv")
    assert (first.status, again.status) == (200, 200)
    stored = again.found["files"][0]["stored"]
    assert stored == [{**first.found["files"][0]["stored"][0], "fate": "unchanged"}]
    assert again.found["board"] == first.found["board"]


def test_a_rejected_file_is_422_with_its_findings_and_stores_nothing(service):
    sent = service.form(("a.csv", b"agency_id,client_id\nA01,CANARY\n"))
    assert (sent.status, sent.found["error"]) == (422, "rejected")
    assert sent.found["files"][0]["findings"][0]["code"] == "column_missing"
    assert sent.found["files"][0]["stored"] == []


def test_two_files_are_judged_on_their_own(service, rows):
    sent = service.form(("good.csv", rows("A01", 5, month=3)), ("bad.csv", b"%PDF-1.7"))
    assert sent.status == 422
    assert [file["outcome"] for file in sent.found["files"]] == ["accept", "reject"]
    assert [len(file["stored"]) for file in sent.found["files"]] == [1, 0]


def test_another_agencys_rows_are_refused_whatever_the_file_says(service, rows):
    sent = service.form(("a.csv", rows("A02", 9, month=4)))
    assert sent.status == 422
    assert sent.found["files"][0]["findings"][0]["code"] == "agency_other"
    assert service.board("select count(*) from submission where month = '2025-04-01'") == [(0,)]


def test_the_agency_is_the_tokens_and_cannot_be_asked_for(service, rows):
    sent = service.form(("a.csv", rows("A02", 9)), parameters="?agency=A02")
    assert (sent.status, sent.found["error"]) == (400, "bad_parameter")


def test_a_big_loss_needs_a_yes(service, rows):
    assert service.form(("a.csv", rows("A01", 20, month=5))).status == 200
    small = ("b.csv", rows("A01", 3, month=5))
    refused = service.form(small)
    assert (refused.status, refused.found["error"]) == (409, "month_loses_rows")
    assert "20 rows before, 3 now" in refused.found["files"][0]["findings"][0]["message"]
    assert service.form(small, parameters="?accept-loss=yes").status == 200


def test_new_ids_need_a_yes(service):
    def month(number, prefix):
        lines = [
            f"A01,{prefix}{1000 + at},{event},2024-{number:02}-{at % 28 + 1:02}"
            for at in range(90)
            for event in ("first_contact", "assessment")[number > 9 :]
        ]
        text = "\n".join(["agency_id,client_id,event_type,event_date", *lines])
        return f"{prefix}{number}.csv", text.encode()

    assert service.form(month(9, "")).status == 200
    refused = service.form(month(10, "N-"))
    assert (refused.status, refused.found["error"]) == (409, "clients_unknown")
    (finding, *_) = refused.found["files"][0]["findings"]
    assert finding["code"] == "clients_unknown_refused"
    assert "N-1" not in finding["message"]
    assert service.form(month(10, "N-"), parameters="?accept-new-ids=yes").status == 200


def test_the_bytes_of_an_older_version_are_409_and_left_out(service, rows):
    for count in (20, 19):
        assert service.form(("a.csv", rows("A01", count, month=6))).status == 200
    sent = service.form(("a.csv", rows("A01", 20, month=6)))
    assert (sent.status, sent.found["error"]) == (409, "older_version")
    active = "select rows from submission where active and month = '2025-06-01'"
    assert service.board(active) == [(19,)]


def test_nothing_to_report_is_said_without_a_file_and_not_over_rows(service, rows):
    sent = service.post(parameters="?months=2025-07&nothing-to-report=yes")
    assert (sent.status, sent.found["months"][0]["fate"]) == (200, "nothing_to_report")
    service.form(("a.csv", rows("A01", 5, month=8)))
    refused = service.post(parameters="?months=2025-08&nothing-to-report=yes")
    assert refused.status == 409
    assert refused.found["months"] == [{"month": "2025-08", "fate": "refused", "rows": 5}]


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ("", "no_file"),
        ("?months=2025-13", "bad_months"),
        ("?months=September", "bad_months"),
        ("?month=2025-09", "bad_parameter"),
        ("?accept-loss=perhaps", "bad_parameter"),
        ("?nothing-to-report=yes", "bad_parameter"),
        ("?months=2025-09&months=2025-10", "bad_parameter"),
    ],
)
def test_what_is_asked_wrongly_is_400_with_words(service, parameters, error):
    sent = service.post(parameters=parameters)
    assert (sent.status, sent.found["error"]) == (400, error)
    assert sent.found["message"].endswith(".")


@pytest.mark.parametrize("token", ["", "x", "sb_1_" + "x" * 43, "sb_99_" + "x" * 43])
def test_without_a_valid_token_nothing_is_looked_at(service, rows, token):
    sent = service.form(("a.csv", rows("A01", 9)), token=token)
    assert (sent.status, sent.found["error"]) == (401, "no_token")
    assert sent.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_is_401(service, rows):
    made, text = Tokens(service.data).make("A01", "short-lived", "a test")
    assert service.post(token=text).status == 400
    Tokens(service.data).revoke(made.token_id, "a test")
    assert service.post(token=text).status == 401


def test_a_token_works_through_a_proxy_and_from_another_host_and_pages_still_do_not(service):
    elsewhere = {"Host": "board.example.gov", "X_Forwarded_For": "192.0.2.7"}
    assert service.post(**elsewhere).status == 400  # it is let in: no file came
    request = urllib.request.Request(
        service.address,
        headers={
            "Authorization": f"Bearer {service.tokens['A01']}",
            "X-Forwarded-For": "192.0.2.7",
        },
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 403
    refused.value.close()


def test_what_is_too_large_is_refused_before_it_is_read(service):
    started = service.process
    sent = service.post(Content_Length=str(26 << 20))  # announced, never sent
    assert (sent.status, sent.found["error"]) == (413, "too_large")
    assert started.poll() is None


def test_what_grows_too_large_unannounced_is_cut_off(service):
    def endless():
        for _ in range(26):
            yield b"x" * (1 << 20)

    try:
        sent = service.post(endless(), Transfer_Encoding="chunked")
    except (BrokenPipeError, ConnectionResetError):
        return  # it would not even listen to the end
    assert sent.status == 413


def test_two_at_once_are_both_stored(service, rows):
    sent = {}

    def send(agency):
        sent[agency] = service.form(("a.csv", rows(agency, 12, month=9)), agency=agency)

    threads = [threading.Thread(target=send, args=(agency,)) for agency in ("A01", "A02")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {agency: answer.status for agency, answer in sent.items()} == {"A01": 200, "A02": 200}
    both = "select agency_id, rows from submission where month = '2025-09-01' order by all"
    assert service.board(both) == [("A01", 12), ("A02", 12)]


def test_a_process_killed_at_work_is_reported_as_our_fault_and_can_be_sent_again(service, rows):
    body = rows("A01", 40_000, month=10)
    answers = []
    sending = threading.Thread(target=lambda: answers.append(service.form(("a.csv", body))))
    sending.start()
    kill_child_of(service.process.pid)
    sending.join()
    assert answers[0].status == 500
    assert "Nothing was acknowledged" in answers[0].found["message"]
    again = service.form(("a.csv", body), parameters="?accept-new-ids=yes")  # none came before
    assert again.status == 200
    assert service.board("select rows from submission where month = '2025-10-01' and active") == [
        (40_000,)
    ]


def test_pages_answer_while_a_large_file_is_being_checked(service, rows):
    answers = []
    body = rows("A02", 60_000, month=3)
    sending = threading.Thread(
        target=lambda: answers.append(service.form(("a.csv", body), agency="A02"))
    )
    sending.start()
    looked = 0
    while sending.is_alive():
        with urllib.request.urlopen(f"{service.address}/_stcore/health", timeout=5) as answer:
            looked += answer.status == 200
    assert answers[0].status == 200
    assert looked > 20


def test_a_sender_that_hangs_up_stores_nothing_half(service, rows):
    place = urlsplit(service.address)
    body = rows("A01", 30, month=11)
    with socket.create_connection((place.hostname, place.port)) as line:
        head = (
            f"POST /api/extracts HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            f"Authorization: Bearer {service.tokens['A01']}\r\n\r\n"
        )
        line.sendall(head.encode() + body[: len(body) // 2])
    assert service.form(("b.csv", rows("A01", 5, month=12))).status == 200
    assert service.board("select count(*) from submission where month = '2025-11-01'") == [(0,)]


def test_who_holds_the_store_is_reported(tmp_path, rows):
    with warehouse.open_for_writing(tmp_path / "store", "a long ingest"):
        problem = served(tmp_path / "store", rows("A01", 3))
    assert problem.kind == "busy"
    assert "a long ingest" in problem.text
    assert upload_endpoint._response(JobResult(None, problem=problem)).status_code == 503


def test_a_pipe_that_ends_early_stores_nothing(tmp_path, rows):
    assert served(tmp_path / "store", rows("A01", 3), end=-1).kind == "cut_off"
    assert not (tmp_path / "store").exists()


def test_no_id_is_in_the_log_or_in_any_file_but_as_a_pseudonym(service):
    assert b"CANARY" not in service.log.read_bytes()
    files = [path for path in service.data.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"CANARY" in path.read_bytes()] == []


def test_wrong_tokens_are_slowed_down_and_a_known_one_still_opens(service):
    assert service.post().status == 400
    answers = [service.post(token="sb_1_" + "y" * 43) for _ in range(12)]
    assert answers[-1].status == 429
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    assert service.post().status == 400


def test_the_line_for_curl_is_the_readmes_and_asks_as_these_tests_do(service, rows):
    line = commands.upload_command()
    assert line in README
    words = shlex.split(commands.upload_command(service.address))
    assert words[words.index("-H") + 1] == "Authorization: Bearer $STARBOARD_TOKEN"
    field, _, file = words[words.index("-F") + 1].partition("=@")
    address, _, parameters = words[-1].partition("?")
    assert (field, file) == ("file", "A01_2026-10.csv")
    assert address == f"{service.address}/api/extracts"
    body = rows("A01", 4, month=10, year=2026)
    assert service.form((file, body), parameters=f"?{parameters}").status == 200


def kill_child_of(server):
    """The first process that the server starts, as soon as it is there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        listed = subprocess.run(
            ["pgrep", "-P", str(server), "-f", "pipelines worker"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        if listed:
            time.sleep(0.2)
            os.kill(int(listed[0]), signal.SIGKILL)
            return
        time.sleep(0.01)
    raise AssertionError("no process was started")


def served(data, body, *, end=None):
    """What the worker answers to an upload whose bytes stop at `end`."""
    source, sink = io.BytesIO(), io.BytesIO()
    request = StoreUpload("A01", "t", "", False, False, False, 0.1)
    write_frame(source, request, [Upload("a.csv", body)])
    serve_request(io.BytesIO(source.getvalue()[:end]), sink, data, settings.load_settings())
    sink.seek(0)
    answer, _ = read_frame(sink)
    return answer
