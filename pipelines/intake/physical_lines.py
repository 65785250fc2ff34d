"""The physical lines of a text, and which of them are blank."""

from dataclasses import dataclass

import numpy as np

from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import make_finding

NEWLINE, SPACE, TAB = 10, 32, 9


@dataclass(frozen=True)
class Lines:
    """The physical lines of a text: where each starts and ends, and whether it is more than spaces
    (docs/extract.md, Shape: blank lines do not count)."""

    starts: np.ndarray
    ends: np.ndarray
    filled: np.ndarray

    @staticmethod
    def of_text(data: bytes) -> "Lines":
        bytes_ = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(bytes_ == NEWLINE).astype(np.int32)
        if not data.endswith(b"\n"):
            ends = np.append(ends, np.int32(len(data)))
        starts = np.empty_like(ends)
        starts[0], starts[1:] = 0, ends[:-1] + 1
        filled = ends > starts
        spaced = filled & (bytes_[np.minimum(starts, max(len(data) - 1, 0))] == SPACE)
        blank = consist_of(bytes_, starts[spaced], ends[spaced], b" ")
        filled[np.flatnonzero(spaced)[blank]] = False
        return Lines(starts, ends, filled)

    def leave_out_blank(self, data: bytes, delimiter: str) -> None:
        """Lines of delimiters and spaces alone are blank, too."""
        bytes_ = np.frombuffer(data, np.uint8)
        first = bytes_[np.minimum(self.starts, len(data) - 1)]
        separator = ord(delimiter)
        likely = (first == SPACE) | (first == TAB) | (first == separator)
        some = np.flatnonzero(self.filled & likely)
        blanks = bytes({SPACE, TAB, separator})
        blank = consist_of(bytes_, self.starts[some], self.ends[some], blanks)
        self.filled[some[blank]] = False

    def line_text(self, data: bytes, at: int) -> str:
        """One line without its end."""
        return data[self.starts[at] : self.ends[at]].decode()


def consist_of(
    bytes_: np.ndarray, starts: np.ndarray, ends: np.ndarray, alphabet: bytes
) -> np.ndarray:
    """Which stretches of the text hold nothing but these characters."""
    allowed = np.zeros(256, bool)
    allowed[list(alphabet)] = True
    made_of = np.ones(len(starts), bool)
    alive, at = np.arange(len(starts)), starts.astype(np.int64)
    while len(alive):
        going = at < ends[alive]
        alive, at = alive[going], at[going]
        fits = allowed[bytes_[at]]
        made_of[alive[~fits]] = False
        alive, at = alive[fits], at[fits] + 1
    return made_of


def line_too_long(line: int, longest_line_kib: int, rows_read: int) -> RefusedError:
    """The refusal of a file with a line of more than `longest_line_kib` KiB."""
    finding = make_finding("line_too_long", line=line, words=str(longest_line_kib))
    return RefusedError(finding, rows_read=rows_read)
