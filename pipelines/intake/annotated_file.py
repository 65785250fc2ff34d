"""A provider's own file with its findings next to the rows: client rows, for the provider alone."""

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

    `notice` (42 CFR 2.32) is a line above the header, which intake skips as a title. None where
    the rows cannot be read: not text, no header, or a column that must not be sent.
    """
    try:
        text = decode_text(data)
        whole = text.data.decode()
        lines = [(line, end) for line, end in _LINE.findall(whole) if line or end]
        top = [line for line, _ in lines[:TOP_LINES]]
        header = find_header(top, len(lines))
    except RefusedError:
        return None
    by_line: dict[int, list[Finding]] = {}
    for finding in file.findings:
        if finding.line is not None and finding.line > header.line and finding.severity != "note":
            by_line.setdefault(finding.line, []).append(finding)
    above = header.line - 1
    end = lines[above][1] or "\r\n"
    sep = 1 if lines[0][0].lower().startswith("sep=") else 0
    out = ["".join(map("".join, lines[:sep])), _csv_row([notice], header.delimiter) + end]
    out += ["".join(map("".join, lines[sep:above]))]
    out += [lines[above][0], header.delimiter, header.delimiter.join(ADDED), end]
    out += _annotated_rows(lines[header.line :], header, by_line)
    return _encode("".join(out), text.encoding)


def guard_cell(cell: str) -> str:
    """A cell that a spreadsheet takes as text."""
    return f"'{cell}" if _FORMULA.match(cell.strip()) else cell


def _annotated_rows(
    lines: list[tuple[str, str]], header: Header, by_line: dict[int, list[Finding]]
) -> Iterator[str]:
    """The rows with their findings; a row is a physical line unless a quoted break joins some."""
    index = 0
    while index < len(lines):
        last, cells = _record_cells(lines, index, header.delimiter)
        raw = "".join(line + end for line, end in lines[index:last]) + lines[last][0]
        if not raw.strip(" "):
            yield raw + lines[last][1]
        else:
            safe = [guard_cell(cell) for cell in cells]
            row = raw if safe == cells else _csv_row(safe, header.delimiter)
            gap = header.delimiter * max(header.width - len(cells), 0)
            findings = by_line.get(header.line + index + 1, [])
            yield (
                row
                + gap
                + header.delimiter
                + _finding_cells(findings, header.delimiter)
                + lines[last][1]
            )
        index = last + 1


def _record_cells(
    lines: list[tuple[str, str]], start: int, delimiter: str
) -> tuple[int, list[str]]:
    """The last physical line of the row that begins at `start`, and its cells."""
    if '"' not in lines[start][0]:
        return start, lines[start][0].split(delimiter)
    reader = csv.reader(
        (line + "\n" for line, _ in lines[start:]), delimiter=delimiter, strict=True
    )
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return start, lines[start][0].split(delimiter)
    return start + reader.line_num - 1, cells


def _finding_cells(findings: list[Finding], delimiter: str) -> str:
    codes = "; ".join(dict.fromkeys(finding.code for finding in findings))
    messages = " ".join(dict.fromkeys(finding.message for finding in findings))
    fixes = " ".join(dict.fromkeys(finding.fix for finding in findings))
    return _csv_row([codes, guard_cell(messages), guard_cell(fixes)], delimiter)


def _csv_row(cells: list[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def _encode(text: str, encoding: str) -> bytes:
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding, errors="replace")
