"""Rows with quotation marks, one after the other: the csv module tells them."""

import csv
from array import array
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from pipelines.arrow_arrays import text_array
from pipelines.intake import odd_rows
from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import make_finding
from pipelines.intake.line_wrapping import lenient_cells
from pipelines.intake.physical_lines import Lines, line_too_long
from pipelines.intake.row_notes import (
    CAPTION,
    MISPLACED,
    TOO_LONG,
    TOO_SHORT,
    TOTAL,
    RowNotes,
    is_total,
)
from pipelines.intake.shape import CutRow, Shape

BLOCK_ROWS = 50_000


class _Columns:
    """Rows of strings on their way to columns, some at a time."""

    def __init__(self, wanted: Sequence[int]) -> None:
        self._wanted = wanted
        self._rows: list[list[str]] = []
        self._done: list[list[pa.Array]] = [[] for _ in wanted]

    def add_row(self, cells: list[str]) -> None:
        self._rows.append(cells)
        if len(self._rows) == BLOCK_ROWS:
            self._flush()

    def _flush(self) -> None:
        for at, done in zip(self._wanted, self._done, strict=True):
            done.append(text_array([cells[at] for cells in self._rows]))
        self._rows = []

    def column_arrays(self) -> tuple[pa.Array, ...]:
        """The wanted columns, whole."""
        self._flush()
        return tuple(pa.concat_arrays(done) for done in self._done)


class _Feed:
    """Lines for the csv module, with the one that it was given last."""

    def __init__(self, data: bytes, lines: Lines, first: int) -> None:
        self.data, self.lines = data, lines
        self.at, self.text = first - 1, ""

    def __iter__(self) -> Iterator[str]:
        for at in range(self.at + 1, len(self.lines.starts)):
            self.at, self.text = at, self.lines.line_text(self.data, at)
            yield self.text + "\n"


def read_quoted_rows(data: bytes, lines: Lines, rows: RowNotes, longest_line_kib: int) -> Shape:
    """Rows with quotation marks, or of a file that was returned: the csv module tells them."""
    header = rows.header
    feed = _Feed(data, lines, header.line)
    reader = csv.reader(feed, delimiter=header.delimiter, strict=True)
    columns = _Columns(list(header.matching.columns.values()))
    numbers, totals = array("i"), array("b")
    cut: CutRow | None = None
    read = 0
    while True:
        above = feed.at
        line = above + 2
        try:
            cells = next(reader, None)
        except csv.Error as error:
            said = header.returned and f"{header.delimiter}quote_unclosed" in feed.text
            if said or feed.at > above + 1 or "end of data" in str(error):
                raise _unclosed(line, read, lines.filled[above + 1 :]) from None
            cells = lenient_cells(feed.text, header.delimiter)
            if cells is None:
                rows.set_apart(MISPLACED, line)
                read += 1
                continue
            rows.spaced += 1
            rows.first_spaced = rows.first_spaced or line
        if cells is None:
            break
        if feed.at > above + 1:
            inner = [lines.line_text(data, at) for at in range(above + 2, feed.at + 1)]
            if any(text.count(header.delimiter) >= header.width - 1 for text in inner):
                raise _unclosed(line, read, lines.filled[above + 1 :])
            if sum(map(len, cells)) > longest_line_kib * 1024:
                raise line_too_long(line, longest_line_kib, rows_read=read)
        elif ' "' in feed.text:
            spaced = lenient_cells(feed.text, header.delimiter)
            if spaced is not None and spaced != cells:
                cells = spaced
                rows.spaced += 1
                rows.first_spaced = rows.first_spaced or line
        cells, is_cut = odd_rows.own_cells(cells, header)
        if not any(cell.strip() for cell in cells):
            continue
        read += 1
        if is_cut:
            rows.last, rows.cut_cell = line - 1, True
        is_last = feed.at >= rows.last
        kind = _kind_of_row(cells, above + 1, rows, is_last=is_last)
        if kind is None:
            columns.add_row(cells)
            numbers.append(line)
            totals.append(is_total(cells[0]))
        elif kind == TOO_SHORT and is_last and cut is None:
            cut = CutRow(line, tuple(cells), rows.width - len(cells), rows.cut_cell)
        else:
            rows.set_apart(kind, line, abs(rows.width - len(cells)))
    if cut is None or not cut.certain:
        cut = rows.cut_row() or cut
    return Shape(
        header,
        columns.column_arrays(),
        np.array(numbers, np.int32),
        np.array(totals, bool),
        rows.apart(),
        cut,
        rows.findings(),
    )


def _kind_of_row(cells: list[str], at: int, rows: RowNotes, *, is_last: bool) -> int | None:
    """Why a row is set apart, or None for one of the header's width, which `cells` then has; `at`
    is the index of its line."""
    if at in rows.odd:
        return rows.odd[at]
    if odd_rows.is_dashes(cells):
        return CAPTION
    width = len(cells)
    if width > rows.width:
        excess = any(cell.strip() for cell in cells[rows.width :])
        if excess and width > rows.widest:
            return TOTAL if is_total(cells[0]) else TOO_LONG
        rows.unnamed_filled = rows.unnamed_filled or excess
        del cells[rows.width :]
    elif width < rows.width:
        if is_total(cells[0]):
            return TOTAL
        fits = width >= rows.header.fewest_cells and rows.look.fits_when_padded(cells)
        if not fits or (is_last and rows.may_be_cut(at + 1, width)):
            return TOO_SHORT
        rows.pad(at + 1, width)
        cells += [""] * (rows.width - width)
    return None


def _unclosed(line: int, read: int, rest: np.ndarray) -> RefusedError:
    return RefusedError(make_finding("quote_unclosed", line=line), rows_read=read + int(rest.sum()))
