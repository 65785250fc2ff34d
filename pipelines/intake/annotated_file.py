"""A provider's own file back with its findings beside the rows: client rows, for them alone."""

import csv
import io
import re
from collections.abc import Iterator

from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.findings import Finding
from pipelines.intake.header import Header, find_header
from pipelines.intake.outcome import CheckedFile

ADDED = ("finding", "message", "fix")
TOP_LINES = 200
# What a spreadsheet would run (OWASP, CSV injection); one character alone is no formula.
_FORMULA = re.compile(r"[=+@\-\uff1d\uff0b\uff20\uff0d].")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def annotate_file(data: bytes, file: CheckedFile, notice: str) -> bytes | None:
    """The file with the columns `finding`, `message` and `fix`: same rows, order and dialect.

    `notice` (42 CFR 2.32) stands above the header, where the way in takes it for a title. None
    where no row was told from another: not text, no header, or a column that must not be sent.
    """
    try:
        text = decode_text(data)
        whole = text.data.decode()
        lines = [(line, end) for line, end in _LINE.findall(whole) if line or end]
        top = [line for line, _ in lines[:TOP_LINES]]
        header = find_header(top, len(lines))
    except RefusedError:
        return None
    told: dict[int, list[Finding]] = {}
    for each in file.findings:
        if each.line is not None and each.line > header.line and each.severity != "note":
            told.setdefault(each.line, []).append(each)
    above = header.line - 1
    end = lines[above][1] or "\r\n"
    sep = 1 if lines[0][0].lower().startswith("sep=") else 0
    out = ["".join(map("".join, lines[:sep])), _row([notice], header.delimiter) + end]
    out += ["".join(map("".join, lines[sep:above]))]
    out += [lines[above][0], header.delimiter, header.delimiter.join(ADDED), end]
    out += _records(lines[header.line :], header, told)
    return _encoded("".join(out), text.encoding)


def guard_cell(cell: str) -> str:
    """A cell that a spreadsheet takes as text."""
    return f"'{cell}" if _FORMULA.match(cell.strip()) else cell


def _records(
    lines: list[tuple[str, str]], header: Header, told: dict[int, list[Finding]]
) -> Iterator[str]:
    """The rows with their findings; a row is a physical line unless a quoted break joins some."""
    at = 0
    while at < len(lines):
        last, cells = _record(lines, at, header.delimiter)
        raw = "".join(line + end for line, end in lines[at:last]) + lines[last][0]
        if not raw.strip(" "):
            yield raw + lines[last][1]
        else:
            safe = [guard_cell(cell) for cell in cells]
            row = raw if safe == cells else _row(safe, header.delimiter)
            gap = header.delimiter * max(header.width - len(cells), 0)
            here = told.get(header.line + at + 1, [])
            yield row + gap + header.delimiter + _beside(here, header.delimiter) + lines[last][1]
        at = last + 1


def _record(lines: list[tuple[str, str]], at: int, delimiter: str) -> tuple[int, list[str]]:
    """The last physical line of the row that begins at `at`, and its cells."""
    if '"' not in lines[at][0]:
        return at, lines[at][0].split(delimiter)
    reader = csv.reader((line + "\n" for line, _ in lines[at:]), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return at, lines[at][0].split(delimiter)
    return at + reader.line_num - 1, cells


def _beside(findings: list[Finding], delimiter: str) -> str:
    codes = "; ".join(dict.fromkeys(each.code for each in findings))
    messages = " ".join(dict.fromkeys(each.message for each in findings))
    fixes = " ".join(dict.fromkeys(each.fix for each in findings))
    return _row([codes, guard_cell(messages), guard_cell(fixes)], delimiter)


def _row(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding, errors="replace")
