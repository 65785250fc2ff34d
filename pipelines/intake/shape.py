"""Text to a header, numbered rows and rows set apart; no value is believed."""

import csv
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from pipelines.arrow_arrays import text_array
from pipelines.intake import contract, odd_rows
from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import MARKED_LINES, Finding, make_finding
from pipelines.intake.header import DELIMITERS, Header, find_header
from pipelines.intake.line_wrapping import lenient_cells, read_cells
from pipelines.intake.odd_rows import RowLook

TOP_BYTES = 1 << 20
TOP_LINES = 200  # the header is one of these, or there is none
BLOCK_BYTES = 4 << 20  # looked at at once, so that memory does not grow with the lines
BLOCK_ROWS = 50_000
TOTALS = ("total", "grand total", "printed", "page")  # docs/extract.md, Rows, 1
NEWLINE, SPACE, TAB = 10, 32, 9
APART = ("row_too_short", "row_too_long", "row_is_total", "row_is_caption", "quote_misplaced")
TOO_SHORT, TOO_LONG, TOTAL, CAPTION, MISPLACED = range(len(APART))


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


def split_into_rows(data: bytes, longest_line_kib: int) -> Shape:
    """The file's shape. `data`: UTF-8 without BOM.

    Raises RefusedError where it is not clear where rows end.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = _Lines.of(data)
    lengths = lines.ends - lines.starts
    if lengths.max() > longest_line_kib * 1024:
        line = int(np.argmax(lengths > longest_line_kib * 1024)) + 1
        raise _too_long(line, longest_line_kib, rows_read=max(int(lines.filled.sum()) - 1, 0))
    del lengths
    top_end = lines.ends[min(TOP_LINES, len(lines.ends)) - 1]
    top = data[: min(top_end, TOP_BYTES)].decode(errors="replace").split("\n")
    header = find_header(top, int(lines.filled.sum()))
    rows = _Rows(header)
    if header.wrapping:
        data = _unwrapped(data, rows)
        lines = _Lines.of(data)
    lines.leave_out_blank(data, header.delimiter)
    if not lines.filled[header.line :].any():
        raise RefusedError(make_finding("no_rows"), *header.findings)
    rows.find_odd_lines(data, lines)
    start = int(lines.starts[header.line])
    if header.returned:
        shape = _quoted(data, lines, rows, longest_line_kib)
    elif data.find(b'"', start) < 0:
        shape = _plain(data, lines, rows)
    else:
        bare = _unquoted(data, start, header.delimiter)
        shape = (
            _quoted(data, lines, rows, longest_line_kib)
            if bare is None
            else _plain(bare, _Lines.of(bare), rows)
        )
    if not shape.rows_read:
        raise RefusedError(make_finding("no_rows"), *header.findings)
    if header.delimiter == ":" and any(each.code == "row_too_long" for each in shape.apart):
        raise RefusedError(
            make_finding("delimiter_in_values", line=header.line, words=DELIMITERS[":"]),
            rows_read=shape.rows_read,
        )
    return shape


@dataclass(frozen=True)
class _Lines:
    """The physical lines of a text: where each starts and ends, and whether it is more than spaces
    (docs/extract.md, Shape: blank lines do not count)."""

    starts: np.ndarray
    ends: np.ndarray
    filled: np.ndarray

    @staticmethod
    def of(data: bytes) -> "_Lines":
        bytes_ = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(bytes_ == NEWLINE).astype(np.int32)
        if not data.endswith(b"\n"):
            ends = np.append(ends, np.int32(len(data)))
        starts = np.empty_like(ends)
        starts[0], starts[1:] = 0, ends[:-1] + 1
        filled = ends > starts
        spaced = filled & (bytes_[np.minimum(starts, max(len(data) - 1, 0))] == SPACE)
        blank = _made_of(bytes_, starts[spaced], ends[spaced], b" ")
        filled[np.flatnonzero(spaced)[blank]] = False
        return _Lines(starts, ends, filled)

    def leave_out_blank(self, data: bytes, delimiter: str) -> None:
        """Lines of delimiters and spaces alone are blank, too."""
        bytes_ = np.frombuffer(data, np.uint8)
        first = bytes_[np.minimum(self.starts, len(data) - 1)]
        separator = ord(delimiter)
        likely = (first == SPACE) | (first == TAB) | (first == separator)
        some = np.flatnonzero(self.filled & likely)
        blanks = bytes({SPACE, TAB, separator})
        blank = _made_of(bytes_, self.starts[some], self.ends[some], blanks)
        self.filled[some[blank]] = False

    def text(self, data: bytes, at: int) -> str:
        """One line without its end."""
        return data[self.starts[at] : self.ends[at]].decode()


def _made_of(
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


@dataclass
class _Rows:
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

    def find_odd_lines(self, data: bytes, lines: _Lines) -> None:
        """Look at the lines under the header and at the last ones."""
        header, look = self.header, self.look
        spelled = [contract.fold_header(cell) for cell in header.cells]
        top = range(header.line, min(header.line + TOP_LINES, len(lines.starts)))
        captions = odd_rows.find_captions(
            ((at, lines.text(data, at)) for at in top), header, look, spelled
        )
        filled = np.flatnonzero(lines.filled[header.line :])
        from_last = (int(at) + header.line for at in filled[::-1])
        above = ((at, lines.text(data, at)) for at in from_last)
        foot = odd_rows.find_foot(above, header, look)
        self.odd = dict.fromkeys(foot, TOTAL) | dict.fromkeys(captions, CAPTION)
        self.last = int(filled[-1]) + header.line
        self.has_last_end = data.endswith(b"\n")
        if not self.has_last_end and not header.returned and self.last not in self.odd:
            self.cut_cell = self._ends_in_a_cell(data, lines)

    def _ends_in_a_cell(self, data: bytes, lines: _Lines) -> bool:
        """Whether the text ends inside the last cell of its last row."""
        text = lines.text(data, self.last).rstrip(" ")
        if text.endswith('"'):
            return False
        cells = read_cells(text, self.delimiter)
        at = min(len(cells), self.width) - 1
        first = max(self.header.line, self.last - odd_rows.COMPARED)
        rows = (
            read_cells(lines.text(data, above), self.delimiter)
            for above in range(first, self.last)
            if above not in self.odd and lines.filled[above]
        )
        others = [row[at] for row in rows if len(row) >= len(cells)]
        return (
            len(cells) <= self.widest
            and not _is_total(cells[0])
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


def _unwrapped(data: bytes, rows: _Rows) -> bytes:
    """The text with each wrapped line as plain CSV; lines stay lines."""
    wrapping = rows.header.wrapping
    assert wrapping is not None, "called for wrapped files alone"
    plain = []
    for line, text in enumerate(data.decode().split("\n"), 1):
        plain.append(wrapping.unwrap_line(text))
        if plain[-1] is not text and line > rows.header.line:
            rows.wrapped += 1
            rows.first_wrapped = rows.first_wrapped or line
    return "\n".join(plain).encode()


def _unquoted(data: bytes, start: int, delimiter: str) -> bytes | None:
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


def _plain(data: bytes, lines: _Lines, rows: _Rows) -> Shape:
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
        cut or _cut_cell(rows),
        rows.findings(),
    )


def _cut_cell(rows: _Rows) -> CutRow | None:
    return CutRow(rows.last + 1, certain=True) if rows.cut_cell else None


class _Block:
    """Some lines of a text without quotation marks: the rows of the header's width among them."""

    def __init__(self, data: bytes, lines: _Lines, first: int, end: int, rows: _Rows) -> None:
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
        blank = _made_of(self._window, cuts, self._ends[longer], blanks)
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
        for at in map(int, np.flatnonzero(short & (self._widths >= rows.header.needed))):
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
                width >= rows.header.needed
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
        dashes = some[_made_of(self._window, self._starts[some], self._ends[some], drawn)]
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
    is_total = np.zeros(len(starts), bool)
    for index in np.flatnonzero(likely):
        start = starts[index]
        is_total[index] = _is_total(window[start : start + 200].tobytes().decode(errors="ignore"))
    return is_total


def _is_total(first_cell: str) -> bool:
    return first_cell.strip().lower().startswith(TOTALS)


class _Columns:
    """Rows of strings on their way to columns, some at a time."""

    def __init__(self, wanted: Sequence[int]) -> None:
        self._wanted = wanted
        self._rows: list[list[str]] = []
        self._done: list[list[pa.Array]] = [[] for _ in wanted]

    def add(self, cells: list[str]) -> None:
        self._rows.append(cells)
        if len(self._rows) == BLOCK_ROWS:
            self._flush()

    def _flush(self) -> None:
        for at, done in zip(self._wanted, self._done, strict=True):
            done.append(text_array([cells[at] for cells in self._rows]))
        self._rows = []

    def arrays(self) -> tuple[pa.Array, ...]:
        """The wanted columns, whole."""
        self._flush()
        return tuple(pa.concat_arrays(done) for done in self._done)


class _Feed:
    """Lines for the csv module, with the one that it was given last."""

    def __init__(self, data: bytes, lines: _Lines, first: int) -> None:
        self.data, self.lines = data, lines
        self.at, self.text = first - 1, ""

    def __iter__(self) -> Iterator[str]:
        for at in range(self.at + 1, len(self.lines.starts)):
            self.at, self.text = at, self.lines.text(self.data, at)
            yield self.text + "\n"


def _quoted(data: bytes, lines: _Lines, rows: _Rows, longest_line_kib: int) -> Shape:
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
            inner = [lines.text(data, at) for at in range(above + 2, feed.at + 1)]
            if any(text.count(header.delimiter) >= header.width - 1 for text in inner):
                raise _unclosed(line, read, lines.filled[above + 1 :])
            if sum(map(len, cells)) > longest_line_kib * 1024:
                raise _too_long(line, longest_line_kib, rows_read=read)
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
            columns.add(cells)
            numbers.append(line)
            totals.append(_is_total(cells[0]))
        elif kind == TOO_SHORT and is_last and cut is None:
            cut = CutRow(line, tuple(cells), rows.width - len(cells), rows.cut_cell)
        else:
            rows.set_apart(kind, line, abs(rows.width - len(cells)))
    if cut is None or not cut.certain:
        cut = _cut_cell(rows) or cut
    return Shape(
        header,
        columns.arrays(),
        np.array(numbers, np.int32),
        np.array(totals, bool),
        rows.apart(),
        cut,
        rows.findings(),
    )


def _kind_of_row(cells: list[str], at: int, rows: _Rows, *, is_last: bool) -> int | None:
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
            return TOTAL if _is_total(cells[0]) else TOO_LONG
        rows.unnamed_filled = rows.unnamed_filled or excess
        del cells[rows.width :]
    elif width < rows.width:
        if _is_total(cells[0]):
            return TOTAL
        fits = width >= rows.header.needed and rows.look.fits_when_padded(cells)
        if not fits or (is_last and rows.may_be_cut(at + 1, width)):
            return TOO_SHORT
        rows.pad(at + 1, width)
        cells += [""] * (rows.width - width)
    return None


def _too_long(line: int, longest_line_kib: int, rows_read: int) -> RefusedError:
    finding = make_finding("line_too_long", line=line, words=str(longest_line_kib))
    return RefusedError(finding, rows_read=rows_read)


def _unclosed(line: int, read: int, rest: np.ndarray) -> RefusedError:
    return RefusedError(make_finding("quote_unclosed", line=line), rows_read=read + int(rest.sum()))
