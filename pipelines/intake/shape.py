"""Text to a header and numbered rows, and which rows stand apart; what they mean is not read."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import Finding, finding
from pipelines.intake.header import Header, find

TOP_BYTES = 1 << 20
TOP_LINES = 200  # the header stands among these or nowhere
TOTALS = ("total", "grand total", "printed", "page")  # extract.md, Reading, rows, 1
NEWLINE, SPACE, TAB = 10, 32, 9


@dataclass(frozen=True)
class Apart:
    """A row that stands apart before its values are looked at: code of the finding, line, why."""

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
    apart: tuple[Apart, ...]
    cut: tuple[str, ...] | None  # cells of a last row that is too short
    findings: tuple[Finding, ...]

    @property
    def rows_read(self) -> int:
        return len(self.lines) + len(self.apart)


def shape(data: bytes, longest_line_kib: int) -> Shape:
    """The file's shape. `data`: UTF-8 without BOM. Raises RefusedError when rows cannot be told."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    bytes_ = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(bytes_ == NEWLINE)
    if not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    filled = _filled(bytes_, starts, lengths)
    if lengths.max() > longest_line_kib * 1024:
        line = int(np.argmax(lengths > longest_line_kib * 1024)) + 1
        raise _refused("line_too_long", filled, line=line, words=str(longest_line_kib))
    top_end = ends[min(TOP_LINES, len(ends)) - 1]
    top = data[: min(top_end, TOP_BYTES)].decode(errors="replace").split("\n")
    header = find(top, int(filled.sum()))
    below = slice(header.line, None)
    if not filled[below].any():
        raise RefusedError(finding("no_rows"), *header.findings)
    if data.find(b'"', starts[header.line]) >= 0:
        return _quoted(data, starts, header, longest_line_kib)
    return _plain(data, bytes_, starts[below], ends[below], filled[below], header)


def tables(shapes: Sequence[Shape], columns: Sequence[str]) -> pa.Table:
    """The rows of many files one below the other, in the order given: one string column for each
    of `columns` ("" where the file has none). Files of one header are read at once."""
    alike: dict[tuple, list[int]] = {}
    for at, each in enumerate(shapes):
        plain = not isinstance(each.body, tuple)
        key = (each.header.delimiter, each.header.cells) if plain else at
        alike.setdefault(key, []).append(at)
    parts: list[pa.Table | None] = [None] * len(shapes)
    whole = []
    for members in alike.values():
        group = [shapes[at] for at in members]
        whole.append(_table(group, columns))
    order = [at for members in alike.values() for at in members]
    if order == list(range(len(shapes))):
        return pa.concat_tables(whole).combine_chunks()
    for members, table in zip(alike.values(), whole, strict=True):
        offset = 0
        for at in members:
            parts[at] = table.slice(offset, len(shapes[at].lines))
            offset += len(shapes[at].lines)
    return pa.concat_tables(parts).combine_chunks()


def _table(group: Sequence[Shape], columns: Sequence[str]) -> pa.Table:
    header = group[0].header
    rows = sum(len(each.lines) for each in group)
    names = [f"{at}" for at in range(header.width)]
    wanted = [names[at] for at in header.matching.columns.values()]
    if isinstance(group[0].body, tuple):
        read = dict(zip(wanted, group[0].body, strict=True))
    elif not rows:
        read = {name: pa.array([], pa.string()) for name in wanted}
    else:
        text = (
            group[0].body
            if len(group) == 1
            else b"\n".join(each.body for each in group if len(each.body))
        )
        read = pa.csv.read_csv(
            pa.BufferReader(text),
            read_options=pa.csv.ReadOptions(
                use_threads=False, block_size=len(text) + 1, column_names=names
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=header.delimiter,
                quote_char=False,
                double_quote=False,
                escape_char=False,
                ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                check_utf8=False,
                column_types={name: pa.string() for name in wanted},
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )
    empty = pa.repeat("", rows)
    at = header.matching.columns
    return pa.table({name: read[names[at[name]]] if name in at else empty for name in columns})


def _filled(bytes_: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Which lines are more than spaces (extract.md: blank lines count for nothing)."""
    filled = lengths > 0
    first = bytes_[np.minimum(starts, max(len(bytes_) - 1, 0))]
    for at in np.flatnonzero(filled & (first == SPACE)):
        filled[at] = bool(bytes_[starts[at] : starts[at] + lengths[at]].tobytes().strip(b" "))
    return filled


def _plain(
    data: bytes,
    bytes_: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
    filled: np.ndarray,
    header: Header,
) -> Shape:
    """No quotation mark below the header, so counting delimiters tells a row's width."""
    offset = starts[0]
    window = bytes_[offset:]
    marks = np.flatnonzero((window == NEWLINE) | (window == ord(header.delimiter)))
    at_end = np.flatnonzero(window[marks] == NEWLINE)
    if not data.endswith(b"\n"):
        at_end = np.append(at_end, len(marks))
    widths = np.diff(at_end, prepend=-1)
    right = filled & (widths == header.width)
    line_of = np.arange(header.line + 1, header.line + 1 + len(starts), dtype=np.int32)
    totals = _totals(data, bytes_, starts)
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


def _totals(data: bytes, bytes_: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Which lines begin like a totals line or a footer."""
    second = bytes_[np.minimum(starts + 1, len(bytes_) - 1)] | 32
    first = bytes_[np.minimum(starts, len(bytes_) - 1)] | 32
    likely = (first == SPACE) | (first == TAB | 32)
    for word in TOTALS:
        likely |= (first == ord(word[0])) & (second == ord(word[1]))
    found = np.zeros(len(starts), bool)
    for at in np.flatnonzero(likely):
        found[at] = _is_total(data[starts[at] : starts[at] + 200].decode(errors="ignore"))
    return found


def _is_total(first_cell: str) -> bool:
    return first_cell.strip().lower().startswith(TOTALS)


def _apart(width: int, wanted: int, line: int, total: bool) -> Apart:
    if total:
        return Apart("row_is_total", line)
    code = "row_too_short" if width < wanted else "row_too_long"
    return Apart(code, line, str(abs(wanted - width)))


def _quoted(data: bytes, starts: np.ndarray, header: Header, longest_line_kib: int) -> Shape:
    """Rows with quotation marks: the csv module tells them, line by physical line."""
    text = data[starts[header.line] :].decode()
    physical = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=header.delimiter, strict=True)
    wanted = list(header.matching.columns.values())
    rows, lines, totals, apart, last = [], [], [], [], None
    read = 0
    while True:
        above = reader.line_num
        line = header.line + above + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if reader.line_num > above + 1 or "end of data" in str(error):
                raise _unclosed(line, read, physical[above:]) from None
            apart.append(Apart("quote_misplaced", line))
            read, last = read + 1, None
            continue
        if cells is None:
            break
        if not cells or (len(cells) == 1 and not cells[0].strip(" ")):
            continue
        if reader.line_num > above + 1:
            swallowed = physical[above + 1 : reader.line_num]
            if any(each.count(header.delimiter) >= header.width - 1 for each in swallowed):
                raise _unclosed(line, read, physical[above:])
            if sum(map(len, cells)) > longest_line_kib * 1024:
                words = str(longest_line_kib)
                raise RefusedError(finding("line_too_long", line=line, words=words), rows_read=read)
        read, last = read + 1, cells
        total = _is_total(cells[0])
        if len(cells) == header.width:
            rows.append(cells)
            lines.append(line)
            totals.append(total)
        else:
            apart.append(_apart(len(cells), header.width, line, total))
    if not read:
        raise RefusedError(finding("no_rows"), *header.findings)
    short = last is not None and len(last) < header.width and not _is_total(last[0])
    columns = list(zip(*rows, strict=True)) if rows else [()] * header.width
    return Shape(
        header,
        tuple(pa.array(columns[at], pa.string()) for at in wanted),
        np.array(lines, np.int32),
        np.array(totals, bool),
        tuple(apart),
        tuple(last) if short else None,
        header.findings,
    )


def _refused(code: str, filled: np.ndarray, line: int, words: str) -> RefusedError:
    return RefusedError(
        finding(code, line=line, words=words), rows_read=max(int(filled.sum()) - 1, 0)
    )


def _unclosed(line: int, read: int, rest: Sequence[str]) -> RefusedError:
    left = sum(bool(each.strip(" ")) for each in rest)
    return RefusedError(finding("quote_unclosed", line=line), rows_read=read + left)
