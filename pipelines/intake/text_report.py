"""A checked file in words, for a terminal or as CSV. Nothing is checked here."""

import csv
import io
from collections.abc import Iterable

from pipelines.intake.annotated_file import guard_cell
from pipelines.intake.finding_groups import lost_by_measure
from pipelines.intake.findings import Finding, rows_phrase
from pipelines.intake.outcome import CheckedFile

OUTCOMES = {
    "accept": "accepted",
    "accept_with_warnings": "accepted with warnings",
    "reject": "refused, nothing of it is stored",
}
LINES_NAMED = 8  # of one code; the others are counted


def render_text(file: CheckedFile) -> str:
    """The file's outcome, its counts and its findings, those of one code together."""
    months = [f"{month:%Y-%m}" for month in file.months]
    span = f" for {months[0]}" + (f" to {months[-1]}" if len(months) > 1 else "") if months else ""
    counts = [f"{rows_phrase(file.rows_read)} read", f"{file.rows_accepted:,} accepted"]
    counts += [f"{file.rows_held:,} held"] if file.rows_held else []
    counts += [f"{file.duplicates:,} repeated"] if file.duplicates else []
    head = f"{_printable_name(file.name)}: {OUTCOMES[file.outcome]}{span} ({', '.join(counts)})"
    by_code: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in file.findings:
        by_code.setdefault((finding.code, finding.column), []).append(finding)
    return "\n".join([head, *(line for same in by_code.values() for line in _code_lines(same))])


def findings_csv(files: Iterable[CheckedFile]) -> str:
    """All findings, a line each, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = ("line", "column", "code", "severity", "message", "fix", "record_id", "count")
    writer.writerow(("file", *columns))
    for file in files:
        for finding in file.findings:
            cells = [file.name, *(getattr(finding, column) for column in columns)]
            writer.writerow(["" if cell is None else guard_cell(str(cell)) for cell in cells])
    return out.getvalue()


def _code_lines(same: list[Finding]) -> list[str]:
    """One code: its message once, or one for each line where they differ."""
    first = same[0]
    if len({finding.message for finding in same}) == 1:
        lines = [f"  {first.severity}: {first.message} [{first.code}]"]
        if first.line is not None:
            lines.append(f"      {_line_numbers(same)}")
    else:
        lines = [f"  {first.severity}: {len(same):,} times [{first.code}]"]
        lines += [f"      line {finding.line}: {finding.message}" for finding in same[:LINES_NAMED]]
        lines += [f"     {_more(len(same))}"] if len(same) > LINES_NAMED else []
    return [*lines, *_cost_lines(same), f"      {first.fix}"]


def _cost_lines(same: list[Finding]) -> list[str]:
    """How many requests or discharges each measure loses by these rows, at most."""
    lost = lost_by_measure(same)
    named = ", ".join(f"{measure} {count:,}" for measure, count in sorted(lost.items()))
    return [f"      costs up to: {named}"] if named else []


def _line_numbers(same: list[Finding]) -> str:
    """The first lines, or for what is said once for all of its rows, the first one."""
    first = same[0]
    if first.severity != "error" and first.count > 1:
        return f"first on line {first.line}"
    lines = first.lines or [finding.line for finding in same]
    numbers = ", ".join(str(line) for line in lines[:LINES_NAMED])
    rows = sum(finding.count for finding in same)
    return f"line{'s' if rows > 1 else ''} {numbers}{_more(rows)}"


def _more(rows: int) -> str:
    return f" and {rows - LINES_NAMED:,} more" if rows > LINES_NAMED else ""


def _printable_name(name: str) -> str:
    """A file's name fit for a terminal: nothing that moves the cursor."""
    return "".join(char if char.isprintable() else "?" for char in name)
