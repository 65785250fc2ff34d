"""An errand: one question to `python -m pipelines answer`, in a process of its own.

Nothing here knows what is asked. A process that dies or hangs is told in words; since storing is
one transaction there, nothing is lost or half done by it.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipelines.settings import data_folder

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "pipelines", "worker")
AT_ONCE = 2  # files worked on at the same time: 600 MB each at 25 MB; others wait for their turn
SECONDS = 600.0  # then a process is taken to hang
DIED = (
    "The work stopped before it was done. Nothing is half done: the months are as they were before,"
    " or as you sent them. Try again; what is stored already is not stored twice."
)
HUNG = f"The work took longer than {SECONDS / 60:.0f} minutes and was stopped. {DIED[38:]}"

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Upload:
    """A file as its provider named it. It holds client rows: keep it no longer than needed."""

    name: str
    data: bytes


@dataclass
class JobResult:
    """`told` as pipelines/answer writes it, or a problem in words; `moved`: somebody else wrote."""

    told: dict[str, Any]
    content: bytes = b""
    problem: str = ""
    moved: bool = False


class Job:
    """Runs in a thread of its own, to its end, also when nobody waits for it any more."""

    def __init__(self, ask: str, asked: Mapping[str, Any], files: Sequence[Upload] = ()) -> None:
        named = [{"name": file.name, "size": len(file.data)} for file in files]
        self._head = json.dumps({"ask": ask, "files": named, **asked}).encode() + b"\n"
        self._files: Sequence[Upload] = files
        paths = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
        self._env = {
            **os.environ,
            "STARBOARD_DATA": str(data_folder()),
            "PYTHONPATH": os.pathsep.join(paths),
        }
        self._answer = JobResult({}, problem=DIED)
        self.step = "wait"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> JobResult | None:
        """The answer; None while it is not there after `seconds`."""
        self._thread.join(seconds)
        return None if self._thread.is_alive() else self._answer

    def watch(self, told: Callable[[str], None]) -> JobResult:
        """The answer; meanwhile `told` hears the step, several times a second."""
        while (answer := self.wait(0.15)) is None:
            told(self.step)
        return answer

    def _run(self) -> None:
        with _turns:
            process = subprocess.Popen(
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self._env
            )
            late = threading.Timer(SECONDS, process.kill)
            late.start()
            try:
                self._tell(process.stdin)
                self._hear(process.stdout)
            except (OSError, ValueError):  # a pipe that broke, a line that is no JSON
                pass
            finally:
                if not late.is_alive():
                    self._answer = JobResult({}, problem=HUNG)
                late.cancel()
                process.kill()
                process.stdout.close()
                process.wait()
                self._files = ()

    def _tell(self, pipe: IO[bytes]) -> None:
        try:
            pipe.write(self._head)
            for file in self._files:
                pipe.write(file.data)
        finally:
            with suppress(OSError):
                pipe.close()

    def _hear(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            told = json.loads(line)
            if "progress" in told:
                self.step = told["progress"]
            elif "problem" in told:
                self._answer = JobResult(
                    {}, problem=told["problem"], moved=told.get("moved", False)
                )
            else:
                content = pipe.read(told["bytes"])
                if len(content) == told["bytes"]:
                    self._answer = JobResult(told["answer"], content)
