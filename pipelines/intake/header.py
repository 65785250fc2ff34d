"""Where the header is and how it separates its columns. Rows below it are not read here."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.intake import contract
from pipelines.intake.contract import Matching
from pipelines.intake.decode import RefusedError
from pipelines.intake.findings import Finding, make_finding, shown_value
from pipelines.intake.line_wrapping import Wrapping, lenient_cells, wrappings_of

DELIMITERS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    "^": "carets",
    "~": "tildes",
    ":": "colons",
}
BLANKS = " " + "".join(DELIMITERS)  # a line of these alone is blank
ADDED = ("finding", "message", "fix")  # the columns of a file that was returned to its provider
TITLE_LINES = 10  # docs/extract.md, Shape, 2
RECOGNISED = 2  # this many known names make a line a header, if a poor one
SEEN = 256
NAMED = 20  # dropped columns named one by one
ROWS_SEEN = 5  # rows below the header that show whether rows are wrapped
_VALUE = re.compile(r"\d{3,}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}")  # no column's name

_Lines = Sequence[tuple[int, str]]  # line number in the file, text


@dataclass(frozen=True)
class Header:
    """The header's line in the provider's file (1 is the first), and what it says.

    `cells`: without empty ones at the end, of which there are `unnamed`, and without the columns
    of findings that end a `returned` file. `wrapping`: how the file's lines are wrapped, if so.
    """

    line: int
    cells: tuple[str, ...]
    delimiter: str
    matching: Matching
    findings: tuple[Finding, ...]
    unnamed: int = 0
    returned: bool = False
    wrapping: Wrapping | None = None

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def fewest_cells(self) -> int:
        """The columns up to the last required one."""
        return 1 + max(self.matching.columns[name] for name in contract.required_columns())


def find_header(top: Sequence[str], lines_filled: int) -> Header:
    """The header among the first lines of a file.

    `top`: the file's first physical lines, blank ones too; `lines_filled`: how many lines of the
    whole file are not blank, for the count of rows of a refused file. Raises RefusedError when
    there is no header, it is not whole, or it names what must not be sent.
    """
    lines = [(line, text) for line, text in enumerate(top, 1) if text.strip(BLANKS)]
    findings: list[Finding] = []
    wrapping = _find_wrapping([text for _, text in lines[: TITLE_LINES + ROWS_SEEN]])
    if wrapping:
        lines = [(line, wrapping.unwrap_line(text)) for line, text in lines]
    sep_delimiter = sep_line(lines[0][1]) if lines else None
    if sep_delimiter is not None:
        findings.append(make_finding("sep_line", line=lines[0][0]))
        lines, lines_filled = lines[1:], lines_filled - 1
    at, reading = _first_whole_header(lines, sep_delimiter) or _likeliest_header(
        lines, sep_delimiter, lines_filled
    )
    line, rows_read = lines[at][0], lines_filled - at - 1
    below = [text for _, text in lines[at + 1 :][:ROWS_SEEN]]
    if _is_glued(reading, below):
        raise RefusedError(make_finding("header_glued", line=line), rows_read=rows_read + 1)
    reading, unnamed, returned = _own_columns(reading)
    _refuse_unfit(reading, line, rows_read)
    if returned and at:  # the notice that the file was returned with
        del lines[0]
        at -= 1
    if any(_is_row(text, reading) for _, text in lines[:at]):
        raise RefusedError(
            make_finding("rows_above_header", line=lines[0][0]), rows_read=rows_read + at
        )
    if at:
        findings.append(make_finding("title_lines", line=lines[0][0], count=at))
    if reading.delimiter not in (",", sep_delimiter):
        findings.append(
            make_finding("delimiter_other", line=line, words=DELIMITERS[reading.delimiter])
        )
    if reading.matching.dropped:
        findings.append(
            make_finding("columns_dropped", line=line, words=_names(reading.matching.dropped))
        )
    for column, spelled in reading.matching.by_alias.items():
        findings.append(
            make_finding("column_by_alias", line=line, column=column, words=shown_value(spelled))
        )
    return Header(
        line,
        reading.cells,
        reading.delimiter,
        reading.matching,
        tuple(findings),
        unnamed,
        returned,
        wrapping or _row_wrapping(below, reading),
    )


def blank_line(text: str) -> bool:
    """Whether a line holds nothing but separators and spaces."""
    return not text.strip(BLANKS)


@dataclass(frozen=True)
class _Reading:
    """One line read as a header."""

    delimiter: str
    cells: tuple[str, ...]
    matching: Matching


def _find_wrapping(top: Sequence[str]) -> Wrapping | None:
    """How the lines are wrapped, if one of them is a whole header when it is unwrapped."""
    for text in top:
        for wrapping in wrappings_of(text, list(DELIMITERS)):
            try:
                cells = next(
                    csv.reader([wrapping.unwrap_line(text)], delimiter=wrapping.delimiter), []
                )
            except csv.Error:
                continue
            if contract.match_header(cells).complete:
                return wrapping
    return None


def _row_wrapping(below: Sequence[str], header: "_Reading") -> Wrapping | None:
    """How the first rows are wrapped, if all of them are and the header is not."""
    found = [
        [
            wrapping
            for wrapping in wrappings_of(text, [header.delimiter])
            if len(_cells(wrapping.unwrap_line(text), header.delimiter)) >= len(header.cells)
        ]
        for text in below
    ]
    return found[0][0] if found and all(found) else None


def _own_columns(reading: "_Reading") -> tuple["_Reading", int, bool]:
    """The header without what ends it: the columns of a returned file, and empty names, of which
    the number is given, too."""
    cells = list(reading.cells)
    while cells and not cells[-1].strip():
        cells.pop()
    returned = tuple(cell.strip().lower() for cell in cells[-len(ADDED) :]) == ADDED
    before = len(reading.cells)
    if returned:
        before = len(cells) - len(ADDED)
        del cells[before:]
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) == len(reading.cells):
        return reading, 0, False
    own = replace(reading, cells=tuple(cells), matching=contract.match_header(cells))
    return own, before - len(cells), returned


def _is_glued(reading: "_Reading", below: Sequence[str]) -> bool:
    """Whether a value is in the header's line, which is longer than the rows: the first row is on
    it, or more."""
    if not _holds_value(reading):
        return False
    return all(len(_cells(text, reading.delimiter)) < len(reading.cells) for text in below)


def _holds_value(reading: "_Reading") -> bool:
    return any(_VALUE.fullmatch(cell.strip()) for cell in reading.cells)


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)


def _first_whole_header(lines: _Lines, sep_delimiter: str | None) -> tuple[int, _Reading] | None:
    for at, (_, text) in enumerate(lines[: TITLE_LINES + 2]):
        reading = _read_header(text, sep_delimiter)
        if reading and reading.matching.complete:
            returned = at > TITLE_LINES and _own_columns(reading)[2]
            return (at, reading) if at <= TITLE_LINES or returned else None
    return None


def _likeliest_header(
    lines: _Lines, sep_delimiter: str | None, lines_filled: int
) -> tuple[int, _Reading]:
    """The line most like a header where none is whole. Raises RefusedError if none is like one."""
    if _is_over_two_lines(lines[: TITLE_LINES + 2], sep_delimiter):
        raise RefusedError(make_finding("header_two_lines"), rows_read=max(lines_filled - 2, 0))
    readings = [
        (at, _read_header(text, sep_delimiter))
        for at, (_, text) in enumerate(lines[: TITLE_LINES + 1])
    ]
    partial = [
        (index, reading)
        for index, reading in readings
        if reading and len(reading.matching.columns) >= RECOGNISED
    ]
    if not partial:
        raise RefusedError(make_finding("header_missing"), rows_read=lines_filled)
    return max(partial, key=lambda found: (len(found[1].matching.columns), -found[0]))


# Whole headers seen before: thousands of files share one. Never a line of data.
_SEEN: dict[tuple[str, str | None], _Reading] = {}


def _read_header(text: str, sep_delimiter: str | None) -> _Reading | None:
    """The line by the delimiter that shows most columns of the contract."""
    if (text, sep_delimiter) in _SEEN:
        return _SEEN[text, sep_delimiter]
    readings = []
    for delimiter in (sep_delimiter,) if sep_delimiter in DELIMITERS else DELIMITERS:
        try:
            cells = tuple(next(csv.reader([text], delimiter=delimiter, strict=True), ()))
            if ' "' in text:
                cells = tuple(lenient_cells(text, delimiter) or cells)
        except csv.Error:
            continue
        readings.append(_Reading(delimiter, cells, contract.match_header(cells)))
    # times hold colons: they separate columns only where they make a whole header
    readings = [each for each in readings if each.delimiter != ":" or each.matching.complete]
    best = max(readings, key=lambda reading: len(reading.matching.columns), default=None)
    if best and best.matching.complete and len(_SEEN) < SEEN and not _holds_value(best):
        _SEEN[text, sep_delimiter] = best
    return best


def sep_line(text: str) -> str | None:
    """The delimiter of Excel's `sep=` line ("" if it names none), or None for another line."""
    line = text.strip(" ").strip('"')
    return line[4:5] if line[:4].lower() == "sep=" and len(line) <= 5 else None


def _is_over_two_lines(lines: _Lines, sep_delimiter: str | None) -> bool:
    """Two lines that name the required columns only together, cell by cell or by a quoted break."""
    for (_, first), (_, second) in pairwise(lines):
        for delimiter in (sep_delimiter,) if sep_delimiter in DELIMITERS else DELIMITERS:
            upper, lower = first.split(delimiter), second.split(delimiter)
            joined = [f"{a} {b}".strip() for a, b in zip(upper, lower, strict=False)]
            if len(upper) == len(lower) and contract.match_header(joined).complete:
                return True
            if (
                first.count('"') % 2
                and contract.match_header(_quoted(first, second, delimiter)).complete
            ):
                return True
    return False


def _quoted(first: str, second: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([first + "\n", second], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return []


def _is_row(text: str, header: _Reading) -> bool:
    """A line of the header's width with most cells filled is no title."""
    try:
        cells = next(csv.reader([text], delimiter=header.delimiter), [])
    except csv.Error:
        return False
    width = len(header.cells)
    return len(cells) == width and sum(bool(cell.strip()) for cell in cells) * 2 > width


def _names(columns: Sequence[str]) -> str:
    named = ", ".join(shown_value(cell) or "(no name)" for cell in columns[:NAMED])
    return f"{named} and {len(columns) - NAMED} more" if len(columns) > NAMED else named


def _refuse_unfit(reading: _Reading, line: int, rows_read: int) -> None:
    matching = reading.matching
    findings = [
        make_finding("column_refused", line=line, value=cell, words=kind)
        for cell, kind in contract.identifying_columns(reading.cells, matching).items()
    ]
    findings += [make_finding("column_twice", line=line, column=n, words=n) for n in matching.twice]
    findings += [
        make_finding(
            "column_ambiguous", line=line, column=n, words=" and ".join(map(shown_value, c))
        )
        for n, c in matching.ambiguous.items()
    ]
    findings += [
        make_finding("column_missing", line=line, column=n, words=n) for n in matching.missing
    ]
    if findings:
        raise RefusedError(*findings, rows_read=rows_read)
