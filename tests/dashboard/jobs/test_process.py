"""Requests to a process of their own: answers, deaths, and how many at once."""

import logging
import sys
import threading
from datetime import date

import pytest

from dashboard.jobs import process
from dashboard.jobs.process import Job
from pipelines.messages import (
    AnnotateFile,
    ChangeResult,
    FileContent,
    Preview,
    PreviewFiles,
    Upload,
)

TODAY = date(2026, 11, 22)
LOOK = PreviewFiles("A01", TODAY, None)
ECHO = """
import sys
from pipelines.messages import *
from pipelines.worker.framing import *
request, files = read_frame(sys.stdin.buffer)
write_frame(sys.stdout.buffer, Progress("read"))
text = " ".join([request.agency, *(str(len(file.data)) for file in files)])
write_frame(sys.stdout.buffer, ChangeResult(True, text), [Upload("c", b"abc")])
"""
CUT = """
import io, sys
from pipelines.messages import *
from pipelines.worker.framing import *
sys.stdin.buffer.read()
whole = io.BytesIO()
write_frame(whole, FileContent(), [Upload("c", b"abc")])
sys.stdout.buffer.write(whole.getvalue()[:-1])
"""


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """runs(program): jobs are done by this program."""
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path))

    def by(program):
        monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", program))

    return by


def test_files_go_through_the_pipe_whole_and_content_comes_back(runs):
    runs(ECHO)
    files = [Upload("a", b"x" * 3_000_000), Upload("b", b"")]
    result = Job(LOOK, ChangeResult, files).wait()
    assert result.answer.text == "A01 3000000 0"
    assert (result.content, result.problem) == (b"abc", None)


def test_an_answer_that_is_cut_off_is_none(runs):
    runs(CUT)
    result = Job(AnnotateFile("A01", TODAY, None), FileContent).wait()
    assert result.content == b""
    assert "Nothing is half done" in result.problem.text


def test_a_process_that_does_not_take_the_files_is_reported_in_words(runs):
    runs("raise SystemExit(1)")
    result = Job(LOOK, Preview, [Upload("a", b"x" * 3_000_000)]).wait()
    assert "Nothing is half done" in result.problem.text


def test_no_more_than_a_few_work_at_once_and_all_are_answered(runs, monkeypatch):
    runs(ECHO)
    at_once, most, lock = 0, 0, threading.Lock()
    real = process.subprocess.Popen

    class Counted(real):
        def __init__(self, *given, **more):
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
            super().__init__(*given, **more)

        def wait(self, *given, **more):
            nonlocal at_once
            with lock:
                at_once -= 1
            return super().wait(*given, **more)

    monkeypatch.setattr(process.subprocess, "Popen", Counted)
    jobs = [Job(LOOK, ChangeResult) for _ in range(process.AT_ONCE * 3)]
    assert all(job.wait().answer.text == "A01" for job in jobs)
    assert most == process.AT_ONCE


def test_a_job_forgets_its_files_when_it_is_done(runs):
    runs(ECHO)
    job = Job(LOOK, ChangeResult, [Upload("a", b"client rows")])
    job.wait()
    assert "client rows" not in repr(vars(job))


def test_a_job_that_no_caller_waits_for_is_done_all_the_same(runs, tmp_path):
    mark = tmp_path / "done"
    runs(f"{ECHO}\nopen({str(mark)!r}, 'w').close()")
    seen = []
    job = Job(LOOK, ChangeResult)
    job.watch(seen.append)
    assert job.wait().answer.text == "A01"
    assert set(seen) <= {"wait", "read"}


def test_an_answer_of_another_type_and_what_is_no_message_are_reported_in_words(runs):
    runs(ECHO)
    assert Job(LOOK, Preview).wait().problem.kind == "died"
    runs("import sys; sys.stdin.buffer.read(); print('no json')")
    assert Job(LOOK, Preview).wait().problem.kind == "died"


def test_a_process_that_hangs_is_stopped_and_its_turn_is_free_again(runs, monkeypatch):
    runs("import time; time.sleep(60)")
    monkeypatch.setattr(process, "SECONDS", 0.2)
    hung = [Job(LOOK, Preview) for _ in range(process.AT_ONCE + 1)]
    assert [job.wait().problem.kind for job in hung] == ["late"] * len(hung)


def test_the_last_words_of_a_crash_are_read_by_nobody(runs, capfd, caplog):
    runs("raise ValueError('row of CANARY1')")
    with caplog.at_level(logging.ERROR):
        result = Job(LOOK, Preview, [Upload("a", b"CANARY1")]).wait()
    assert result.problem.kind == "died"
    assert "PreviewFiles: died" in caplog.text
    assert "CANARY" not in "".join(capfd.readouterr()) + caplog.text
