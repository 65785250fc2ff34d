"""What is found on the way through the rows of one file: which are set apart, padded or cut off."""

from array import array
from dataclasses import dataclass, field

import numpy as np

from pipelines.intake import contract, odd_rows
from pipelines.intake.findings import MARKED_LINES, Finding, make_finding
from pipelines.intake.header import Header
from pipelines.intake.line_wrapping import read_cells
from pipelines.intake.odd_rows import RowLook
from pipelines.intake.physical_lines import Lines
from pipelines.intake.shape import ApartRows, CutRow

TOP_LINES = 200  # the header is one of these, or there is none
TOTALS = ("total", "grand total", "printed", "page")  # docs/extract.md, Rows, 1
APART = ("row_too_short", "row_too_long", "row_is_total", "row_is_caption", "quote_misplaced")
TOO_SHORT, TOO_LONG, TOTAL, CAPTION, MISPLACED = range(len(APART))


@dataclass
class RowNotes:
    """What is found on the way through the rows of one file, and how a row is judged."""

    header: Header
    odd: dict[int, int] = field(default_factory=dict)  # index of a line → kind of APART
    last: int = -1  # index of the last line that is not blank
    has_last_end: bool = True
    cut_cell: bool = False
    padded: int = 0
    first_padded: int | None = None
    padded_widths: set[int] = field(default_factory=set)
    wrapped: int = 0
    first_wrapped: int | None = None
    spaced: int = 0
    first_spaced: int | None = None
    unnamed_filled: bool = False

    def __post_init__(self) -> None:
        self.look = RowLook(self.header)
        self.delimiter = self.header.delimiter
        self.width = self.header.width
        self.widest = self.width + self.header.unnamed
        self.counts = [0] * len(APART)
        self.lines = [array("i") for _ in APART]
        self.columns = [array("i") for _ in APART]

    def find_odd_lines(self, data: bytes, lines: Lines) -> None:
        """Look at the lines under the header and at the last ones."""
        header, look = self.header, self.look
        spelled = [contract.fold_header(cell) for cell in header.cells]
        top = range(header.line, min(header.line + TOP_LINES, len(lines.starts)))
        captions = odd_rows.find_captions(
            ((at, lines.line_text(data, at)) for at in top), header, look, spelled
        )
        filled = np.flatnonzero(lines.filled[header.line :])
        from_last = (int(at) + header.line for at in filled[::-1])
        above = ((at, lines.line_text(data, at)) for at in from_last)
        foot = odd_rows.find_foot(above, header, look)
        self.odd = dict.fromkeys(foot, TOTAL) | dict.fromkeys(captions, CAPTION)
        self.last = int(filled[-1]) + header.line
        self.has_last_end = data.endswith(b"\n")
        if not self.has_last_end and not header.returned and self.last not in self.odd:
            self.cut_cell = self._ends_in_a_cell(data, lines)

    def _ends_in_a_cell(self, data: bytes, lines: Lines) -> bool:
        """Whether the text ends inside the last cell of its last row."""
        text = lines.line_text(data, self.last).rstrip(" ")
        if text.endswith('"'):
            return False
        cells = read_cells(text, self.delimiter)
        at = min(len(cells), self.width) - 1
        first = max(self.header.line, self.last - odd_rows.COMPARED)
        rows = (
            read_cells(lines.line_text(data, above), self.delimiter)
            for above in range(first, self.last)
            if above not in self.odd and lines.filled[above]
        )
        others = [row[at] for row in rows if len(row) >= len(cells)]
        return (
            len(cells) <= self.widest
            and not is_total(cells[0])
            and odd_rows.is_cut_cell(
                others, cells[at], required=at in self.look.required, is_date=at == self.look.date
            )
        )

    def set_apart(self, kind: int, line: int, columns: int = 0) -> None:
        """Count one row that is held for its shape."""
        self.counts[kind] += 1
        if len(self.lines[kind]) < MARKED_LINES:
            self.lines[kind].append(line)
            self.columns[kind].append(columns)

    def set_many_apart(self, kind: int, lines: np.ndarray, columns: np.ndarray) -> None:
        """Count many rows that are held for their shape."""
        room = max(MARKED_LINES - len(self.lines[kind]), 0)
        self.counts[kind] += len(lines)
        self.lines[kind].extend(lines[:room].tolist())
        self.columns[kind].extend(columns[:room].tolist())

    def pad(self, line: int, width: int) -> None:
        """Count one row whose empty cells at the end were left out."""
        self.padded += 1
        self.first_padded = self.first_padded or line
        self.padded_widths.add(width)

    def may_be_cut(self, line: int, width: int) -> bool:
        """Whether a last row that has all it needs but fewer cells than the header may be cut."""
        if self.header.returned:  # there a cut is said next to the row
            return self.cut_cell
        alike = width in self.padded_widths
        first_of_block = line % odd_rows.EXCEL_BLOCK == 1
        return self.cut_cell or not (alike or (first_of_block and self.has_last_end))

    def apart(self) -> tuple[ApartRows, ...]:
        """The rows set apart, a kind each."""
        return tuple(
            ApartRows(
                APART[kind],
                count,
                np.array(self.lines[kind], np.int32),
                np.array(self.columns[kind], np.int32),
            )
            for kind, count in enumerate(self.counts)
            if count
        )

    def findings(self) -> tuple[Finding, ...]:
        """The header's findings and what was repaired in the rows."""
        found = list(self.header.findings)
        if self.unnamed_filled:
            found.append(make_finding("columns_dropped", line=self.header.line, words="(no name)"))
        for code, first, count in (
            ("rows_unwrapped", self.first_wrapped, self.wrapped),
            ("rows_padded", self.first_padded, self.padded),
            ("quotes_spaced", self.first_spaced, self.spaced),
        ):
            if count:
                found.append(make_finding(code, line=first, count=count))
        return tuple(found)

    def cut_row(self) -> CutRow | None:
        """The last row, if the text ends inside its last cell."""
        return CutRow(self.last + 1, certain=True) if self.cut_cell else None


def is_total(first_cell: str) -> bool:
    """Whether a row whose first cell is this is a totals line or a footer."""
    return first_cell.strip().lower().startswith(TOTALS)
