"""What the text of a file comes to: header, numbered rows, rows set apart. Reads nothing."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.intake.findings import Finding
from pipelines.intake.header import Header


@dataclass(frozen=True)
class ApartRows:
    """Rows that are set apart for one reason (a code): how many, the lines of the first of them,
    and by how many columns each is too short or too long."""

    code: str
    count: int
    lines: np.ndarray
    columns: np.ndarray


@dataclass(frozen=True)
class CutRow:
    """A last row that may be cut off: its line, its cells where it has too few, by how many, and
    whether it is cut off for certain."""

    line: int
    cells: tuple[str, ...] = ()
    columns: int = 0
    certain: bool = False

    @property
    def is_short(self) -> bool:
        return self.columns > 0


@dataclass(frozen=True)
class Shape:
    """One file's rows of the header's width. `body` holds them as unquoted text (one row a line) or
    as columns of strings, `lines` their line numbers in the provider's file (int32, ascending)."""

    header: Header
    body: bytes | memoryview | tuple[pa.Array, ...]
    lines: np.ndarray
    totals: np.ndarray  # bool: the first cell begins like a totals line or a footer
    apart: tuple[ApartRows, ...]
    cut: CutRow | None
    findings: tuple[Finding, ...]

    @property
    def rows_apart(self) -> int:
        """Rows that are in `apart`, or last and too short."""
        short = self.cut is not None and self.cut.is_short
        return sum(rows.count for rows in self.apart) + short

    @property
    def rows_read(self) -> int:
        return len(self.lines) + self.rows_apart
