"""A job: one request to `python -m pipelines worker`, in a process of its own.

Nothing here knows what a request means. A process that dies or hangs becomes a problem in words;
since storing is one transaction there, nothing is lost or half done by it.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

from pipelines.messages import Answer, Problem, Progress, Request, Step, Upload
from pipelines.settings import data_folder
from pipelines.worker.framing import CutOffError, read_frame, write_frame

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "pipelines", "worker")
AT_ONCE = 2  # processes at the same time: 600 MB each for a file of 25 MB; other jobs wait
SECONDS = 600.0  # the time limit of a process, from its start
DIED = (
    "The work stopped before it was done. Nothing is half done: the months are as they were before,"
    " or as you sent them. Try again; what is stored already is not stored twice."
)
HUNG = f"The work took longer than {SECONDS / 60:.0f} minutes and was stopped. {DIED[38:]}"

_turns = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)

A = TypeVar("A", bound=Answer)


@dataclass(frozen=True)
class JobResult(Generic[A]):
    """The answer and the bytes of a file that belongs to it, or else a problem."""

    answer: A | None
    content: bytes = b""
    problem: Problem | None = None

    @property
    def outcome(self) -> A | Problem:
        """The answer, or else the problem; a result without either is a job that died."""
        return self.answer or self.problem or Problem("died", DIED)


class Job(Generic[A]):
    """One request on its way to an answer of one type.

    It runs in a thread of its own, to its end, also when no caller waits for it any more. `step`
    is what it does now; `future` holds its result, for callers that await it.
    """

    def __init__(self, request: Request, answer: type[A], files: Sequence[Upload] = ()) -> None:
        self._request = request
        self._type = answer
        self._files = files
        paths = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
        self._env = {
            **os.environ,
            "STARBOARD_DATA": str(data_folder()),
            "PYTHONPATH": os.pathsep.join(paths),
        }
        self._result: JobResult[A] = JobResult(None, problem=Problem("died", DIED))
        self.step: Step = "wait"
        self.future: Future[JobResult[A]] = Future()
        self.future.set_running_or_notify_cancel()  # from here on no waiting caller can cancel it
        threading.Thread(target=self._run, daemon=True).start()

    def wait(self) -> JobResult[A]:
        """The result, as soon as there is one."""
        return self.future.result()

    def watch(self, report_step: Callable[[Step], None]) -> JobResult[A]:
        """The result; meanwhile `report_step` receives the step, several times a second."""
        while True:
            try:
                return self.future.result(0.15)
            except TimeoutError:
                report_step(self.step)

    def _run(self) -> None:
        try:
            with _turns, suppress(OSError, ValueError, CutOffError):  # no process, pipe or message
                self._work()
        finally:
            self._files = ()
            self._log_problem()
            self.future.set_result(self._result)

    def _log_problem(self) -> None:
        problem = self._result.problem
        if problem is not None and (problem.place or problem.kind in ("died", "late")):
            _log.error("%s: %s %s", type(self._request).__name__, problem.kind, problem.place)

    def _work(self) -> None:
        process = subprocess.Popen(
            COMMAND,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the last words of a crash might hold a row
        )
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None  # both are pipes
        assert stdout is not None
        late = threading.Timer(SECONDS, process.kill)
        late.start()
        try:
            self._send(stdin)
            self._receive(stdout)
        finally:
            if not late.is_alive():
                self._result = JobResult(None, problem=Problem("late", HUNG))
            late.cancel()
            process.kill()
            stdout.close()
            process.wait()

    def _send(self, pipe: IO[bytes]) -> None:
        try:
            write_frame(pipe, self._request, self._files)
        finally:
            with suppress(OSError):
                pipe.close()

    def _receive(self, pipe: IO[bytes]) -> None:
        message, files = read_frame(pipe)
        while isinstance(message, Progress):
            self.step = message.step
            message, files = read_frame(pipe)
        if isinstance(message, Problem):
            self._result = JobResult(None, problem=message)
        elif isinstance(message, self._type):
            self._result = JobResult(message, b"".join(file.data for file in files))
