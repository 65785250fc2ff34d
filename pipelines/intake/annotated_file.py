"""A provider's own file with its findings next to the rows: client rows, for the provider alone."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.header import ADDED, Header, blank_line, find_header, sep_line
from pipelines.intake.line_wrapping import csv_line, lenient_cells
from pipelines.intake.odd_rows import GUARDED, own_cells
from pipelines.intake.outcome import CheckedFile

TOP_LINES = 200
ROWS_AT_ONCE = 1000
NOT_MARKED = "Rows further down have this finding, too, and are not marked."
# Where lines end rows is not clear in a file with these: each line is taken for itself.
UNCLEAR = frozenset({"quote_unclosed", "line_too_long"})
# What a spreadsheet would run (OWASP, CSV injection); one character alone is no formula.
_FORMULA = re.compile(r"[=+@\-\uff1d\uff0b\uff20\uff0d].")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")

_Line = tuple[str, str]  # text and line end
_Said = tuple[str, str, str]  # code, message and fix


def annotate_file(data: bytes, file: CheckedFile, notice: str) -> bytes | None:
    """The file with the columns `finding`, `message` and `fix`: same rows, order and dialect.

    `notice` (42 CFR 2.32) is a line above the header, which intake skips. Intake reads the file
    as it read the one that was sent, so it can be corrected and sent again. None where the rows
    cannot be read: not text, no header, or a column that must not be sent.
    """
    try:
        text = decode_text(data)
        whole = text.data.decode()
        top = [line for line, _ in islice(_physical_lines(whole), TOP_LINES)]
        header = find_header(top, len(top))
    except RefusedError:
        return None
    lines = _LineFeed(_physical_lines(whole))
    out = _Encoder(text.encoding)
    above = [lines.take_line() for _ in range(header.line - 1)]
    first = next((at for at, (line, _) in enumerate(above) if line.strip()), 0)
    has_sep = bool(above) and sep_line(_unwrapped(above[first][0], header)) is not None
    sep = first + 1 if has_sep else 0
    spelled, end = lines.take_line()
    for line, its_end in above[:sep]:
        out.write_text(line + its_end)
    out.write_text(csv_line([notice], header.delimiter) + (end or "\r\n"))
    old_notice = next((at for at in range(sep, len(above)) if not blank_line(above[at][0])), -1)
    for at, (line, its_end) in enumerate(above[sep:], sep):
        if not (header.returned and at == old_notice):
            out.write_text(line + its_end)
    out.write_text(_annotated_header(spelled, header) + end)
    is_clear = not UNCLEAR.intersection(finding.code for finding in file.findings)
    rows = _annotated_rows(lines, header, _findings_by_line(file, header), is_clear=is_clear)
    while some := "".join(islice(rows, ROWS_AT_ONCE)):
        out.write_text(some)
    return out.encoded_bytes()


def guard_cell(cell: str) -> str:
    """A cell that a spreadsheet takes as text; `odd_rows.unguard_cell` makes it what it was."""
    return f"'{cell}" if _FORMULA.match(cell.strip()) or GUARDED.match(cell) else cell


class _LineFeed:
    """Lines one after the other, of which some may be given back."""

    def __init__(self, lines: Iterator[_Line]) -> None:
        self._lines, self._returned = lines, deque[_Line]()
        self.number = 0  # of the line taken last; 1 is the first

    def take_line(self) -> _Line:
        """The next line; StopIteration after the last."""
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.number += 1
        return line

    def give_back(self, lines: list[_Line]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


class _Encoder:
    """Text on its way back to the file's own encoding."""

    def __init__(self, encoding: str) -> None:
        self._out = io.BytesIO()
        self._encoding = encoding
        if encoding == "utf-16":
            self._out.write(b"\xff\xfe")
            self._encoding = "utf-16-le"
        elif encoding == "utf-8-sig":
            self._out.write(b"\xef\xbb\xbf")
            self._encoding = "utf-8"

    def write_text(self, text: str) -> None:
        self._out.write(text.encode(self._encoding, errors="replace"))

    def encoded_bytes(self) -> bytes:
        """All of it."""
        return self._out.getvalue()


def _physical_lines(whole: str) -> Iterator[_Line]:
    for found in _LINE.finditer(whole):
        if found[0]:
            yield found[1], found[2]


def _unwrapped(line: str, header: Header) -> str:
    return header.wrapping.unwrap_line(line) if header.wrapping else line


def _rewrapped(line: str, sent: str, header: Header) -> str:
    """A line of plain CSV wrapped as the line that was sent, if that was."""
    wrapping = header.wrapping
    return wrapping.wrap_line(line) if wrapping and wrapping.unwrap_line(sent) != sent else line


def _annotated_header(spelled: str, header: Header) -> str:
    line = _unwrapped(spelled, header)
    if header.returned:
        line = csv_line([*header.cells, *[""] * header.unnamed], header.delimiter)
    added = header.delimiter.join(ADDED)
    return _rewrapped(line + header.delimiter + added, spelled, header)


def _findings_by_line(file: CheckedFile, header: Header) -> dict[int, list[_Said]]:
    """What is said of each line. Of a kind with very many rows the first has the words, the
    others the code alone, and the last that is marked says that more follow."""
    by_line: dict[int, list[_Said]] = {}
    for each in file.findings:
        if each.line is None or each.line <= header.line or each.severity == "note":
            continue
        by_line.setdefault(each.line, []).append((each.code, each.message, each.fix))
        if each.marked is None:
            continue
        for line in map(int, each.marked[1:]):
            by_line.setdefault(line, []).append((each.code, "", ""))
        if each.count > len(each.marked):
            by_line[int(each.marked[-1])].append((each.code, NOT_MARKED, ""))
    return by_line


def _annotated_rows(
    lines: _LineFeed, header: Header, by_line: dict[int, list[_Said]], *, is_clear: bool
) -> Iterator[str]:
    """The rows with their findings; a row is a physical line unless a quoted break joins some."""
    delimiter, width = header.delimiter, header.width + header.unnamed
    nothing = delimiter * len(ADDED)
    # what may change a row: a quotation mark, and a cell that begins like a formula
    not_plain = re.compile(rf"\"|(?:^|{re.escape(delimiter)})[\s']*[=+@\-\uff1d\uff0b\uff20\uff0d]")
    is_simple = not header.returned and header.wrapping is None
    while True:
        try:
            first = lines.take_line()
        except StopIteration:
            return
        number = lines.number
        line = first[0]
        missing = width - 1 - line.count(delimiter)
        may_be_blank = line[:1] in ("", " ", delimiter)
        if is_simple and missing >= 0 and not may_be_blank and not not_plain.search(line):
            said = by_line.get(number)
            added = delimiter + _finding_cells(said, delimiter) if said else nothing
            yield line + delimiter * missing + added + first[1]
            continue
        sent, cells = _take_record(first, lines, header, is_clear=is_clear)
        if blank_line(line) and len(sent) == 1:
            yield line + first[1]
            continue
        raw = "".join(line + end for line, end in sent[:-1]) + sent[-1][0]
        own, _ = own_cells(cells, header)
        if len(own) > width and not any(cell.strip() for cell in own[width:]):
            del own[width:]
        safe = [guard_cell(cell) for cell in own]
        row = _unwrapped(raw, header) if safe == cells else csv_line(safe, delimiter)
        gap = delimiter * max(width - len(own), 0)
        row += gap + delimiter + _finding_cells(by_line.get(number, []), delimiter)
        yield _rewrapped(row, raw, header) + sent[-1][1]


def _take_record(
    first: _Line, lines: _LineFeed, header: Header, *, is_clear: bool
) -> tuple[list[_Line], list[str]]:
    """The physical lines of the row that begins with `first`, and its cells."""
    line = _unwrapped(first[0], header)
    one = lenient_cells(line, header.delimiter) if '"' in line else line.split(header.delimiter)
    if one is not None:
        return [first], one
    sent = [first]

    def following_lines() -> Iterator[str]:
        yield line + "\n"
        while is_clear:
            try:
                sent.append(lines.take_line())
            except StopIteration:
                return
            yield sent[-1][0] + "\n"

    try:
        cells = next(csv.reader(following_lines(), delimiter=header.delimiter, strict=True))
    except (csv.Error, StopIteration):
        lines.give_back(sent[1:])
        return [first], line.split(header.delimiter)
    return sent, cells


def _finding_cells(findings: list[_Said], delimiter: str) -> str:
    codes, messages, fixes = (dict.fromkeys(filter(None, words)) for words in _columns(findings))
    cells = ["; ".join(codes), guard_cell(" ".join(messages)), guard_cell(" ".join(fixes))]
    return csv_line(cells, delimiter)


def _columns(findings: list[_Said]) -> tuple[list[str], list[str], list[str]]:
    return (
        [code for code, _, _ in findings],
        [message for _, message, _ in findings],
        [fix for _, _, fix in findings],
    )
