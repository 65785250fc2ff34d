"""What long work shows: one line that changes on a terminal, nothing in a pipe.

Click's progress bar does not fit: it counts items of a known number, and most work here is a row of
named steps; it prints its label in a pipe too.
"""

import sys
from types import TracebackType


class Progress:
    """Call it with what is being done, or with how many of how many are done."""

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

    def step(self, what: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{self._label}: {what.replace('_', ' ')}")
            sys.stderr.flush()

    def share(self, done: int, total: int) -> None:
        filled = round(24 * done / max(total, 1))
        self.step(f"[{'#' * filled}{'.' * (24 - filled)}] {done} of {total}")
