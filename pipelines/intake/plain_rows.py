"""Rows without quotation marks: counting delimiters tells a row's width, many lines at once."""

from collections.abc import Iterator

import numpy as np

from pipelines.intake import odd_rows
from pipelines.intake.physical_lines import NEWLINE, SPACE, TAB, Lines, consist_of
from pipelines.intake.row_notes import (
    CAPTION,
    TOO_LONG,
    TOO_SHORT,
    TOTAL,
    TOTALS,
    RowNotes,
    is_total,
)
from pipelines.intake.shape import CutRow, Shape

BLOCK_BYTES = 4 << 20  # looked at at once, so that memory does not grow with the lines


def take_quotes_out(data: bytes, start: int, delimiter: str) -> bytes | None:
    """The text with its quotation marks taken out from `start` on, if that changes no value: each
    pair encloses a whole cell, and no delimiter, line end or quotation mark is in it. Else None."""
    window = np.frombuffer(data, np.uint8)[start:]
    is_quote = window == ord('"')
    quotes = np.flatnonzero(is_quote)
    if len(quotes) % 2:
        return None
    borders = np.flatnonzero((window == NEWLINE) | (window == ord(delimiter)))
    is_border = np.zeros(
        len(window) + 2, bool
    )  # shifted by one: before the first byte, after the last
    is_border[borders + 1] = is_border[0] = is_border[-1] = True
    opening, closing = quotes[0::2], quotes[1::2]
    if not (is_border[opening].all() and is_border[closing + 2].all()):
        return None
    if (np.searchsorted(borders, opening) != np.searchsorted(borders, closing)).any():
        return None
    return data[:start] + window[~is_quote].tobytes()


def read_plain_rows(data: bytes, lines: Lines, rows: RowNotes) -> Shape:
    """No quotation mark below the header, so counting delimiters tells a row's width."""
    header = rows.header
    lines.leave_out_blank(data, header.delimiter)
    bodies: list[memoryview | bytes] = []
    kept: list[np.ndarray] = []
    totals: list[np.ndarray] = []
    cut: CutRow | None = None
    first = header.line
    untouched = True
    while first < len(lines.starts):
        reach = int(lines.starts[first]) + BLOCK_BYTES
        end = max(int(np.searchsorted(lines.starts, reach)), first + 1)
        block = _Block(data, lines, first, end, rows)
        cut = block.cut or cut
        untouched = untouched and block.untouched
        bodies.append(block.body)
        kept.append(block.lines)
        totals.append(block.totals)
        first = end
    body: memoryview | bytes
    if untouched:
        body = memoryview(data)[int(lines.starts[header.line]) : int(lines.ends[-1])]
    else:
        body = b"".join(bodies).removesuffix(b"\n")
    return Shape(
        header,
        body,
        np.concatenate(kept),
        np.concatenate(totals),
        rows.apart(),
        cut or rows.cut_row(),
        rows.findings(),
    )


class _Block:
    """Some lines of a text without quotation marks: the rows of the header's width among them."""

    def __init__(self, data: bytes, lines: Lines, first: int, end: int, rows: RowNotes) -> None:
        self._rows, self._first = rows, first
        self._data, self._offset = data, int(lines.starts[first])
        stop = min(int(lines.ends[end - 1]) + 1, len(data))
        self._window = np.frombuffer(data, np.uint8)[self._offset : stop]
        self._starts = lines.starts[first:end] - self._offset
        self._ends = lines.ends[first:end] - self._offset
        self._filled = lines.filled[first:end].copy()
        self._numbers = np.arange(first + 1, end + 1, dtype=np.int32)
        self._separator = ord(rows.delimiter)
        self._count_cells()
        right = self._filled & (self._widths == rows.width)
        self._is_total = _totals(self._window, self._starts)
        self.cut: CutRow | None = None
        longer, pads = self._trim_long(), self._pad_short()
        right |= longer | pads
        for at, kind in self._odd_here():
            right[at] = False
            rows.set_apart(kind, int(self._numbers[at]))
            self._filled[at] = False
        self._set_apart(self._filled & ~right)
        self.lines, self.totals = self._numbers[right], self._is_total[right]
        self.untouched = bool(right.all()) and not longer.any() and not pads.any()
        self.body: memoryview | bytes = b""
        if self.untouched:
            self.body = memoryview(data)[self._offset : stop]
        else:
            self.body = self._cut_and_pad(right, longer & right, pads & right)

    def _count_cells(self) -> None:
        window = self._window
        self._marks = np.flatnonzero((window == NEWLINE) | (window == self._separator))
        at_end = np.flatnonzero(window[self._marks] == NEWLINE)
        if len(at_end) < len(self._starts):
            at_end = np.append(at_end, len(self._marks))
        self._widths = np.diff(at_end, prepend=-1)
        self._first_mark = at_end - self._widths + 1

    def _trim_long(self) -> np.ndarray:
        """Rows whose cells beyond the header's are empty, or have an empty name above them."""
        rows = self._rows
        fits = np.zeros(len(self._starts), bool)
        longer = np.flatnonzero(self._filled & (self._widths > rows.width))
        if not len(longer):
            return fits
        cuts = self._marks[self._first_mark[longer] + rows.width - 1]
        blanks = bytes({SPACE, TAB, self._separator})
        blank = consist_of(self._window, cuts, self._ends[longer], blanks)
        unnamed = ~blank & (self._widths[longer] <= rows.widest)
        rows.unnamed_filled = rows.unnamed_filled or bool(unnamed.any())
        fits[longer[blank | unnamed]] = True
        return fits

    def _pad_short(self) -> np.ndarray:
        """Rows that end after the last cell that is filled; one that may be cut off is apart."""
        rows = self._rows
        pads = np.zeros(len(self._starts), bool)
        short = self._filled & (self._widths < rows.width) & ~self._is_total
        last = rows.last - self._first
        for at in map(int, np.flatnonzero(short & (self._widths >= rows.header.fewest_cells))):
            number = int(self._numbers[at])
            if number - 1 in rows.odd or at == last:
                continue
            if rows.look.fits_when_padded(self._cells(at)):
                rows.pad(number, int(self._widths[at]))
                pads[at] = True
        if 0 <= last < len(short) and short[last] and rows.last not in rows.odd:
            number, width = int(self._numbers[last]), int(self._widths[last])
            cells = self._cells(last)
            if (
                width >= rows.header.fewest_cells
                and rows.look.fits_when_padded(cells)
                and not rows.may_be_cut(number, width)
            ):
                rows.pad(number, width)
                pads[last] = True
            elif not odd_rows.is_dashes(cells):
                self.cut = CutRow(number, tuple(cells), rows.width - width, certain=False)
                self._filled[last] = False
        return pads

    def _cells(self, at: int) -> list[str]:
        start, end = self._starts[at] + self._offset, self._ends[at] + self._offset
        return self._data[start:end].decode().split(self._rows.delimiter)

    def _odd_here(self) -> Iterator[tuple[int, int]]:
        """The lines of the block that are captions, dashes or a table below the rows."""
        first = self._window[np.minimum(self._starts, len(self._window) - 1)]
        dashed = self._filled & np.isin(first, np.frombuffer(b"-=_*+", np.uint8))
        some = np.flatnonzero(dashed)
        drawn = bytes({*b"-=_*+ ", self._separator})
        dashes = some[consist_of(self._window, self._starts[some], self._ends[some], drawn)]
        odd = {
            at: kind
            for index, kind in self._rows.odd.items()
            if 0 <= (at := index - self._first) < len(self._starts) and self._filled[at]
        }
        yield from (dict.fromkeys(map(int, dashes), CAPTION) | odd).items()

    def _set_apart(self, apart: np.ndarray) -> None:
        differ = self._widths - self._rows.width
        for kind, which in (
            (TOTAL, self._is_total),
            (TOO_SHORT, ~self._is_total & (differ < 0)),
            (TOO_LONG, ~self._is_total & (differ > 0)),
        ):
            found = np.flatnonzero(apart & which)
            self._rows.set_many_apart(kind, self._numbers[found], np.abs(differ[found]))

    def _cut_and_pad(self, right: np.ndarray, longer: np.ndarray, pads: np.ndarray) -> bytes:
        """The rows as text of the header's width, each with its line end."""
        window = self._window
        keep = np.repeat(right, self._ends - self._starts + 1)[: len(window)]
        for at in np.flatnonzero(longer):
            cut = self._marks[self._first_mark[at] + self._rows.width - 1]
            keep[cut : self._ends[at]] = False
        body = window
        if pads.any():
            some = np.flatnonzero(pads)
            missing = self._rows.width - self._widths[some]
            places = np.repeat(self._ends[some], missing)
            body = np.insert(body, places, self._separator)
            keep = np.insert(keep, places, True)
        text = body[keep].tobytes()
        return text if not text or text.endswith(b"\n") else text + b"\n"


def _totals(window: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Which lines begin like a totals line or a footer."""
    second = window[np.minimum(starts + 1, len(window) - 1)] | 32
    first = window[np.minimum(starts, len(window) - 1)] | 32
    likely = (first == SPACE) | (first == TAB | 32)
    for word in TOTALS:
        likely |= (first == ord(word[0])) & (second == ord(word[1]))
    found = np.zeros(len(starts), bool)
    for index in np.flatnonzero(likely):
        start = starts[index]
        found[index] = is_total(window[start : start + 200].tobytes().decode(errors="ignore"))
    return found
