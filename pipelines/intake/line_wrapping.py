"""One line and its cells, also where a program wrapped whole rows in quotation marks, or cells in
single or curly ones: such a line becomes the same row as plain CSV, or stays as it is.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

# Opening and closing marks, and how a closing mark inside a cell is written.
MARKS = (
    ("'", "'", "''"),
    ("\u201c\u201d\u201e", "\u201c\u201d", ""),
    ("\u2018\u2019\u201a", "\u2018\u2019", ""),
    ("\u00ab", "\u00bb", ""),
    ("`", "`\u00b4", ""),
    ("\u00b4", "\u00b4", ""),
)
FEWEST_CELLS = 4  # as many columns are required
_WHOLE = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True)
class Wrapping:
    """How lines are wrapped: with whole rows in quotation marks, or each cell in odd marks."""

    delimiter: str
    opening: str = ""
    closing: str = ""
    doubled: str = ""

    @property
    def is_whole_row(self) -> bool:
        return not self.opening

    def unwrap_line(self, line: str) -> str:
        """The row as plain CSV; the line itself where it is not wrapped like this."""
        if self.is_whole_row:
            whole = _WHOLE.fullmatch(line.strip(" "))
            inner = whole[1].replace('""', '"') if whole else ""
            return inner if self.delimiter in inner else line
        cells = self._wrapped_cells(line)
        return line if cells is None else csv_line(cells, self.delimiter)

    def wrap_line(self, line: str) -> str:
        """A row of plain CSV wrapped like this."""
        if self.is_whole_row:
            return '"' + line.replace('"', '""') + '"'
        (cells,) = csv.reader([line], delimiter=self.delimiter)
        return self.delimiter.join(map(self._wrap_cell, cells))

    def _wrap_cell(self, cell: str) -> str:
        closing = self.closing[-1] if self.opening[0] != "`" else "`"
        inner = cell.replace(closing, self.doubled) if self.doubled else cell
        return f"{self.opening[0]}{inner}{closing}"

    def _wrapped_cells(self, line: str) -> list[str] | None:
        """The cells where every one that is not empty is wrapped, and enough of them are."""
        between = re.escape(self.delimiter)
        cell = re.compile(
            rf" *(?:[{self.opening}](.*?)[{self.closing}])? *(?:({between})|$)"
            if not self.doubled
            else rf" *(?:'((?:[^']|''|'(?! *(?:{between}|$)))*)')? *(?:({between})|$)"
        )
        cells, at, wrapped = [], 0, 0
        while True:
            found = cell.match(line, at)
            if found is None:
                return None
            wrapped += found[1] is not None
            inner = found[1] or ""
            cells.append(inner.replace(self.doubled, self.closing) if self.doubled else inner)
            if found[2] is None:
                return cells if wrapped >= FEWEST_CELLS else None
            at = found.end()


def wrappings_of(line: str, delimiters: Sequence[str]) -> list[Wrapping]:
    """The ways in which a line may be wrapped, none for nearly all lines."""
    first = line.lstrip(" ")[:1]
    found = []
    if first == '"' and _WHOLE.fullmatch(line.strip(" ")):
        inner = line.strip(" ")[1:-1]
        found += [Wrapping(each) for each in delimiters if inner.count(each) >= FEWEST_CELLS - 1]
    for marks in MARKS:
        if first and first in marks[0]:
            odd = [Wrapping(each, *marks) for each in delimiters]
            found += [each for each in odd if each.unwrap_line(line) != line]
    return found


def csv_line(cells: Sequence[str], delimiter: str) -> str:
    """Cells as a line of plain CSV, without its end."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def read_cells(text: str, delimiter: str) -> list[str]:
    """The cells of one line, as nearly as they can be read."""
    if '"' in text:
        lenient = lenient_cells(text, delimiter)
        if lenient is not None:
            return lenient
    return text.split(delimiter)


def lenient_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one line with spaces around quoted ones; None where a quotation mark is
    misplaced, so that there is more than one reading."""
    cells, at, cell = [], 0, _cell(delimiter)
    while True:
        found = cell.match(text, at)
        if found is None:
            return None
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if not found[3]:
            return cells
        at = found.end()


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    between = re.escape(delimiter)
    return re.compile(rf'(?: *"((?:[^"]|"")*)" *|([^"{between}]*))({between}|$)', re.DOTALL)
