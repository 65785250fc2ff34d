"""The progress of long work: one line that changes on a terminal, nothing in a pipe."""

import sys
from types import TracebackType


class Progress:
    """Shows the step that runs, or how many of how many are done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")

    def step(self, name: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{self._label}: {name.replace('_', ' ')}")
            sys.stderr.flush()

    def share(self, done: int, total: int) -> None:
        filled = round(24 * done / max(total, 1))
        self.step(f"[{'#' * filled}{'.' * (24 - filled)}] {done} of {total}")
