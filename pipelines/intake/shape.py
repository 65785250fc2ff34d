"""Text to a header, numbered rows and misshapen rows; no value is read."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.arrow_arrays import text_array
from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import Finding, make_finding
from pipelines.intake.header import Header, find_header

TOP_BYTES = 1 << 20
TOP_LINES = 200  # the header is one of these, or there is none
TOTALS = ("total", "grand total", "printed", "page")  # docs/extract.md, Rows, 1
NEWLINE, SPACE, TAB = 10, 32, 9


@dataclass(frozen=True)
class MisshapenRow:
    """A row that is set apart before its values are read: code of the finding, line, detail."""

    code: str
    line: int
    words: str = ""


@dataclass(frozen=True)
class Shape:
    """One file's rows of the header's width. `body` holds them as unquoted text (one row a line) or
    as columns of strings, `lines` their line numbers in the provider's file (int32, ascending)."""

    header: Header
    body: bytes | memoryview | tuple[pa.Array, ...]
    lines: np.ndarray
    totals: np.ndarray  # bool: the first cell begins like a totals line or a footer
    apart: tuple[MisshapenRow, ...]
    cut: tuple[str, ...] | None  # cells of a last row that is too short
    findings: tuple[Finding, ...]

    @property
    def rows_read(self) -> int:
        return len(self.lines) + len(self.apart)


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
    top_end = lines.ends[min(TOP_LINES, len(lengths)) - 1]
    top = data[: min(top_end, TOP_BYTES)].decode(errors="replace").split("\n")
    header = find_header(top, int(lines.filled.sum()))
    if not lines.filled[header.line :].any():
        raise RefusedError(make_finding("no_rows"), *header.findings)
    start = int(lines.starts[header.line])
    if data.find(b'"', start) < 0:
        return _plain(data, lines, header)
    bare = _unquoted(data, start, header.delimiter)
    if bare is None:
        return _quoted(data[start:].decode(), header, longest_line_kib)
    return _plain(bare, _Lines.of(bare), header)


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
        ends = np.flatnonzero(bytes_ == NEWLINE)
        if not data.endswith(b"\n"):
            ends = np.append(ends, len(data))
        starts = np.concatenate(([0], ends[:-1] + 1))
        filled = ends > starts
        spaced = filled & (bytes_[np.minimum(starts, max(len(data) - 1, 0))] == SPACE)
        for at in np.flatnonzero(spaced):
            filled[at] = bool(data[starts[at] : ends[at]].strip(b" "))
        return _Lines(starts, ends, filled)


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


def _plain(data: bytes, lines: _Lines, header: Header) -> Shape:
    """No quotation mark below the header, so counting delimiters tells a row's width."""
    starts, ends, filled = (
        column[header.line :] for column in (lines.starts, lines.ends, lines.filled)
    )
    offset = starts[0]
    window = np.frombuffer(data, np.uint8)[offset:]
    marks = np.flatnonzero((window == NEWLINE) | (window == ord(header.delimiter)))
    at_end = np.flatnonzero(window[marks] == NEWLINE)
    if not data.endswith(b"\n"):
        at_end = np.append(at_end, len(marks))
    widths = np.diff(at_end, prepend=-1)
    right = filled & (widths == header.width)
    line_of = np.arange(header.line + 1, header.line + 1 + len(starts), dtype=np.int32)
    totals = _totals(data, starts)
    cut = None
    wrong = np.flatnonzero(filled & ~right)
    apart = [
        _apart(int(widths[at]), header.width, int(line_of[at]), bool(totals[at])) for at in wrong
    ]
    last = int(np.flatnonzero(filled)[-1])
    if len(wrong) and wrong[-1] == last and widths[last] < header.width and not totals[last]:
        cut = tuple(data[starts[last] : ends[last]].decode().split(header.delimiter))
    if right.all():
        body = memoryview(data)[offset : ends[-1]]
    else:
        kept = np.repeat(right, ends - starts + 1)[: len(window)]
        body = window[kept].tobytes().removesuffix(b"\n")
    return Shape(header, body, line_of[right], totals[right], tuple(apart), cut, header.findings)


def _totals(data: bytes, starts: np.ndarray) -> np.ndarray:
    """Which lines begin like a totals line or a footer."""
    bytes_ = np.frombuffer(data, np.uint8)
    second = bytes_[np.minimum(starts + 1, len(bytes_) - 1)] | 32
    first = bytes_[np.minimum(starts, len(bytes_) - 1)] | 32
    likely = (first == SPACE) | (first == TAB | 32)
    for word in TOTALS:
        likely |= (first == ord(word[0])) & (second == ord(word[1]))
    is_total = np.zeros(len(starts), bool)
    for index in np.flatnonzero(likely):
        is_total[index] = _is_total(
            data[starts[index] : starts[index] + 200].decode(errors="ignore")
        )
    return is_total


def _is_total(first_cell: str) -> bool:
    return first_cell.strip().lower().startswith(TOTALS)


def _apart(width: int, wanted: int, line: int, total: bool) -> MisshapenRow:
    if total:
        return MisshapenRow("row_is_total", line)
    code = "row_too_short" if width < wanted else "row_too_long"
    return MisshapenRow(code, line, str(abs(wanted - width)))


def _quoted(text: str, header: Header, longest_line_kib: int) -> Shape:
    """Rows with quotation marks, `text` below the header: the csv module tells them."""
    physical = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=header.delimiter, strict=True)
    wanted = list(header.matching.columns.values())
    rows: list[list[str]] = []
    lines: list[int] = []
    totals: list[bool] = []
    apart: list[MisshapenRow] = []
    last: list[str] | None = None
    read = 0
    while True:
        above = reader.line_num
        line = header.line + above + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if reader.line_num > above + 1 or "end of data" in str(error):
                raise _unclosed(line, read, physical[above:]) from None
            apart.append(MisshapenRow("quote_misplaced", line))
            read, last = read + 1, None
            continue
        if cells is None:
            break
        if not cells or (len(cells) == 1 and not cells[0].strip(" ")):
            continue
        if reader.line_num > above + 1:
            swallowed = physical[above + 1 : reader.line_num]
            if any(inner.count(header.delimiter) >= header.width - 1 for inner in swallowed):
                raise _unclosed(line, read, physical[above:])
            if sum(map(len, cells)) > longest_line_kib * 1024:
                raise _too_long(line, longest_line_kib, rows_read=read)
        read, last = read + 1, cells
        total = _is_total(cells[0])
        if len(cells) == header.width:
            rows.append(cells)
            lines.append(line)
            totals.append(total)
        else:
            apart.append(_apart(len(cells), header.width, line, total))
    if not read:
        raise RefusedError(make_finding("no_rows"), *header.findings)
    cut = None
    if last is not None and len(last) < header.width and not _is_total(last[0]):
        cut = tuple(last)
    columns = list(zip(*rows, strict=True)) if rows else [()] * header.width
    return Shape(
        header,
        tuple(text_array(columns[at]) for at in wanted),
        np.array(lines, np.int32),
        np.array(totals, bool),
        tuple(apart),
        cut,
        header.findings,
    )


def _too_long(line: int, longest_line_kib: int, rows_read: int) -> RefusedError:
    finding = make_finding("line_too_long", line=line, words=str(longest_line_kib))
    return RefusedError(finding, rows_read=rows_read)


def _unclosed(line: int, read: int, rest: Sequence[str]) -> RefusedError:
    left = sum(bool(line_text.strip(" ")) for line_text in rest)
    return RefusedError(make_finding("quote_unclosed", line=line), rows_read=read + left)
