"""Questions to a process of their own: answers, deaths, and how many at once."""

import sys
import threading

import pytest

from dashboard.jobs import process
from dashboard.jobs.process import Job, Upload

ECHO = """
import json, sys
head = json.loads(sys.stdin.buffer.readline())
sizes = [len(sys.stdin.buffer.read(each["size"])) for each in head["files"]]
print(json.dumps({"progress": "read"}), flush=True)
print(json.dumps({"answer": {"ask": head["ask"], "sizes": sizes}, "bytes": 3}))
sys.stdout.write("abc")
"""
CUT = """
import json, sys
sys.stdin.buffer.read()
print(json.dumps({"answer": {}, "bytes": 30}))
sys.stdout.write("abc")
"""


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """runs(program): errands are done by this program."""
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path))

    def by(program):
        monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", program))

    return by


def test_files_go_through_the_pipe_whole_and_content_comes_back(runs):
    runs(ECHO)
    files = [Upload("a", b"x" * 3_000_000), Upload("b", b"")]
    answer = Job("look", {}, files).wait()
    assert answer.told == {"ask": "look", "sizes": [3_000_000, 0]}
    assert (answer.content, answer.problem) == (b"abc", "")


def test_an_answer_that_is_cut_off_is_none(runs):
    runs(CUT)
    answer = Job("own_file", {}).wait()
    assert answer.content == b""
    assert "Nothing is half done" in answer.problem


def test_a_process_that_does_not_take_the_files_is_told_in_words(runs):
    runs("raise SystemExit(1)")
    answer = Job("look", {}, [Upload("a", b"x" * 3_000_000)]).wait()
    assert "Nothing is half done" in answer.problem


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
    asked = [Job("look", {"n": n}) for n in range(process.AT_ONCE * 3)]
    assert all(each.wait().told["ask"] == "look" for each in asked)
    assert most == process.AT_ONCE


def test_an_errand_forgets_its_files_when_it_is_done(runs):
    runs(ECHO)
    errand = Job("look", {}, [Upload("a", b"client rows")])
    errand.wait()
    assert "client rows" not in repr(vars(errand))


def test_an_errand_nobody_waits_for_is_done_all_the_same(runs, tmp_path):
    mark = tmp_path / "done"
    runs(f"{ECHO}\nopen({str(mark)!r}, 'w').close()")
    seen = []
    errand = Job("send", {})
    errand.watch(seen.append)
    assert errand.wait().told["ask"] == "send"
    assert set(seen) <= {"wait", "read"}
