"""Rows that are no events by their place and look: captions, dashes, tables below the rows, cuts.

Only the first lines below the header and the last ones are looked at here, whatever the size.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipelines.intake import contract
from pipelines.intake.findings import finding_catalogue
from pipelines.intake.header import ADDED, Header, blank_line
from pipelines.intake.line_wrapping import read_cells

DASHES = frozenset("-=_*+ \u2013\u2014")
CAPTION_LINES = 5  # below the header
FOOT_LINES = 200  # below the last row
COMPARED = 5000  # rows whose last cell shows whether the last one of all is whole
FEWEST_COMPARED, FEWEST_DATES = 20, 2
EXCEL_BLOCK = 16  # Excel writes as many separators as the widest of so many rows needs
# What is given back with a finding of these had fewer cells when it was sent.
SHORT_CODES = frozenset({"row_too_short", "rows_padded", "row_is_total", "row_is_caption"})
CUT_CODE = "file_cut_off"
GUARDED = re.compile(r"'+\s*[=+@\-\uff1d\uff0b\uff20\uff0d].")
_DATE = re.compile(
    r"\d{4}[-/.]?\d{1,2}[-/.]?\d{1,2}.*|\d{1,2}[-/. ]([A-Za-z]{3,}|\d{1,2})[-/. ,]+\d{2,4}.*"
    r"|[A-Za-z]{3,}\.? \d{1,2}, ?\d{4}|\d{5}([.,]\d+)?"
)

Line = tuple[int, str]  # index, text


def own_cells(cells: Sequence[str], header: Header) -> tuple[list[str], bool]:
    """The row's cells without what a returned file added, and whether it was cut off there."""
    end = header.width + header.unnamed
    if not header.returned:
        return list(cells), False
    own = [unguard_cell(cell) for cell in cells[:end]]
    codes = set(cells[end].split("; ")) if len(cells) > end else set()
    beyond = cells[end + len(ADDED) :]
    code_alone = codes <= finding_catalogue().keys()
    filled = any(cell.strip() for cell in (beyond if code_alone else cells[end:]))
    if beyond and filled:  # values of the row are where its finding would be
        own += cells[end : len(cells) - len(ADDED)]
    elif codes & (SHORT_CODES | {CUT_CODE}):
        while own and not own[-1].strip():
            own.pop()
    return own, CUT_CODE in codes


def unguard_cell(cell: str) -> str:
    """A cell of a returned file without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


class RowLook:
    """What the cells of one row look like, by the header's columns."""

    def __init__(self, header: Header) -> None:
        columns = header.matching.columns
        self.agency, self.client = columns["agency_id"], columns["client_id"]
        self.event, self.date = columns["event_type"], columns["event_date"]
        self.required = sorted(columns[name] for name in contract.required_columns())
        self._words = {
            at: contract.contract_field(name)
            for name, at in columns.items()
            if contract.contract_field(name).words
        }
        self._fitting: dict[tuple[int, str], bool] = {}

    def fits_when_padded(self, cells: Sequence[str]) -> bool:
        """Whether agency, client, event and date are there and each coded cell holds a word of its
        list, so that no cell has slid to the left."""
        return (
            bool(cells[self.agency].strip() and cells[self.client].strip())
            and bool(_DATE.fullmatch(cells[self.date].strip()))
            and all(self._fits(at, cells[at]) for at in self._words if at < len(cells))
        )

    def _fits(self, at: int, cell: str) -> bool:
        key = (at, cell)
        if key not in self._fitting:
            if len(self._fitting) > COMPARED:
                self._fitting.clear()
            field = self._words[at]
            self._fitting[key] = _folded_word(cell) in field.codes or not (
                field.required or cell.strip()
            )
        return self._fitting[key]

    def is_row(self, cells: Sequence[str]) -> bool:
        """Whether the event or the date is one."""
        event = cells[self.event].strip() if self.event < len(cells) else ""
        date = cells[self.date].strip() if self.date < len(cells) else ""
        known = _folded_word(event) in contract.contract_field("event_type").codes
        return known or bool(_DATE.fullmatch(date))

    def is_label(self, cells: Sequence[str]) -> bool:
        """Whether every required cell is a word without digits and the event is none: a caption."""
        if len(cells) <= self.required[-1] or self.is_row(cells):
            return False
        named = [re.sub(r"\([\d, ]*\)", "", cells[at]).strip() for at in self.required]
        return all(named) and not any(char.isdigit() for cell in named for char in cell)

    def is_heading(self, cells: Sequence[str]) -> bool:
        """Whether the line is the heading of another table: words, not values."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        digits = [sum(map(str.isdigit, cell)) for cell in filled]
        letters = [sum(map(str.isalpha, cell)) for cell in filled]
        if not any(digits):
            return any(letters)
        return len(filled) > 1 and all(a > b for a, b in zip(letters, digits, strict=True))

    def agency_of(self, cells: Sequence[str]) -> str:
        return cells[self.agency].strip().upper() if self.agency < len(cells) else ""


def is_dashes(cells: Iterable[str]) -> bool:
    """Whether a line under a header or above a sum is drawn with dashes."""
    text = "".join(cells)
    return bool(text.strip()) and DASHES.issuperset(text)


def find_captions(
    below: Iterable[Line], header: Header, look: RowLook, spelled: Sequence[str]
) -> list[int]:
    """The lines under the header that name its columns again in other words, or are dashes.

    `below`: the first lines below the header; `spelled`: the header's cells, folded: a line of
    them is the header a second time, and no caption.
    """
    found: list[int] = []
    captions: list[tuple[int, str]] = []
    for at, text in below:
        if blank_line(text):
            continue
        cells, _ = own_cells(read_cells(text, header.delimiter), header)
        if is_dashes(cells):
            found.append(at)
        elif look.is_label(cells) and [contract.fold_header(cell) for cell in cells] != spelled:
            captions.append((at, look.agency_of(cells)))
        else:
            next_agency = look.agency_of(cells)
            found += [line for line, agency in captions if agency != next_agency]
            break
        if len(found) + len(captions) > CAPTION_LINES:
            break
    return found


def find_foot(above: Iterator[Line], header: Header, look: RowLook) -> list[int]:
    """The lines of a table below the rows, from its heading on. `above`: from the last line up."""
    below: list[tuple[int, list[str]]] = []
    agency = ""
    for at, text in above:
        if blank_line(text):
            continue
        cells, _ = own_cells(read_cells(text, header.delimiter), header)
        while cells and not cells[-1].strip():
            cells.pop()
        if text.count('"') % 2 or len(below) > FOOT_LINES:
            return []
        if look.is_row(cells):
            agency = look.agency_of(cells)
            break
        below.append((at, cells))
    below.reverse()
    for first, (_, cells) in enumerate(below):
        own = look.agency_of(cells)
        begins = bool(own) and (agency.startswith(own) or own.startswith(agency))
        if look.is_heading(cells) and agency and not begins:
            return [at for at, _ in below[first:]]
    return []


def is_cut_cell(others: Sequence[str], last: str, *, required: bool, is_date: bool) -> bool:
    """Whether the last cell of a file without a last line end is the beginning of a value: shorter
    than all of the others, which have few forms and begin like it."""
    filled = [other for other in others if other.strip()]
    if len(filled) < (FEWEST_DATES if is_date else FEWEST_COMPARED):
        return False
    if not last.strip():
        return required and len(filled) == len(others)
    if len(filled) < len(others):
        return False
    forms = {_form(other) for other in filled}
    if not is_date and len(forms) > 1:
        return False
    own = _form(last)
    if own in forms or not any(form.startswith(own) for form in forms):
        return False
    return any(map(str.isdigit, own)) or any(other.startswith(last) for other in filled)


def _form(cell: str) -> str:
    """A value with 9 for each digit and a for each letter."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", cell))


def _folded_word(cell: str) -> str:
    word = re.sub(r"[\s_-]+", "_", cell.strip().lower())
    return re.sub(r"^0*(\d+)(\.0+)?$", r"\1", word)
