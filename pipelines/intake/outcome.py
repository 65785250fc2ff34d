"""A file's verdict → its outcome, findings and counts. No rule is applied here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from pipelines.intake.findings import (
    FIRST_LINES,
    MARKED_LINES,
    OWN_FINDINGS,
    SEVERITIES,
    Finding,
    finding_catalogue,
    make_finding,
)
from pipelines.intake.rule_engine import RuleFinding, RuleVerdict
from pipelines.intake.shape import ApartRows, CutRow, Shape
from pipelines.messages import Outcome
from pipelines.months import months_between
from pipelines.settings import Settings

NO_NUMBERS = np.array([], np.int32)


@dataclass(frozen=True)
class CheckedFile:
    """What became of one file. rows_read = rows_accepted + rows_held + duplicates, always."""

    name: str
    sha256: str
    size: int  # bytes
    outcome: Outcome
    agency_id: str | None
    months: tuple[date, ...]  # first days
    rows_read: int
    rows_accepted: int
    rows_held: int
    duplicates: int
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, object]:
        """One object a file, as in docs/extract.md, Commands."""
        return {
            "file": self.name,
            "outcome": self.outcome,
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_held": self.rows_held,
            "duplicates": self.duplicates,
            "months": [f"{month:%Y-%m}" for month in self.months],
            "findings": [finding.to_json() for finding in self.findings],
        }


@dataclass
class FileCase:
    """A file on its way: read, perhaps shaped, perhaps refused already."""

    name: str
    sha256: str = ""
    size: int = 0
    shape: Shape | None = None
    read_findings: tuple[Finding, ...] = ()  # of decoding and shaping
    rows_read: int = 0
    agency: str | None = None
    months: tuple[date, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def settle_outcome(
    case: FileCase, shape: Shape, verdict: RuleVerdict, settings: Settings
) -> CheckedFile:
    """The outcome of a file whose rows are judged."""
    case.agency = verdict.agency
    if verdict.months and not case.months:
        case.months = months_between(*verdict.months)
    case.rows_read = shape.rows_read
    cut = shape.cut
    if cut and (cut.certain or begins_like_a_row(cut.cells, shape, verdict.agency)):
        case.findings.append(make_finding("file_cut_off", line=cut.line))
        cut = None
    case.findings += case.read_findings
    for apart in _with_last_row(shape.apart, cut):
        case.findings += _apart_findings(apart)
    case.findings += _worded_findings(verdict.findings)
    held = verdict.held + shape.rows_apart
    accepted = case.rows_read - held - verdict.repeated
    if not _refuses(case.findings):
        if not accepted:
            case.findings.append(make_finding("nothing_accepted"))
        elif held > settings.intake.held_share * case.rows_read:
            case.findings.append(make_finding("held_too_many", count=held))
    if _refuses(case.findings):
        return refused_file(case)
    assert accepted > 0, "rows read = accepted + held + duplicates"
    warned = any(finding.severity == "warning" for finding in case.findings)
    outcome: Outcome = "accept_with_warnings" if held or verdict.repeated or warned else "accept"
    return _checked(case, outcome, accepted, held, verdict.repeated)


def with_warning(file: CheckedFile, finding: Finding) -> CheckedFile:
    """An accepted file with one more finding, a warning, in its place."""
    findings = tuple(sorted((*file.findings, finding), key=_severity_order))
    return replace(file, outcome="accept_with_warnings", findings=findings)


def refused_file(case: FileCase) -> CheckedFile:
    """The rejected file; all its rows count as held."""
    if not _refuses(case.findings):
        case.findings.append(make_finding("file_not_checked"))
        case.rows_read = case.shape.rows_read if case.shape else 0
    return _checked(case, "reject", 0, case.rows_read, 0)


def _checked(
    case: FileCase, outcome: Outcome, accepted: int, held: int, duplicates: int
) -> CheckedFile:
    assert case.rows_read == accepted + held + duplicates
    return CheckedFile(
        name=case.name,
        sha256=case.sha256,
        size=case.size,
        outcome=outcome,
        agency_id=case.agency,
        months=case.months,
        rows_read=case.rows_read,
        rows_accepted=accepted,
        rows_held=held,
        duplicates=duplicates,
        findings=tuple(sorted(case.findings, key=_severity_order)),
    )


def _with_last_row(apart: Sequence[ApartRows], cut: CutRow | None) -> list[ApartRows]:
    """The rows set apart, with a last row that is too short and not cut off among its like."""
    if cut is None or not cut.is_short:
        return list(apart)
    short = [rows for rows in apart if rows.code == "row_too_short"]
    above = short[0] if short else ApartRows("row_too_short", 0, NO_NUMBERS, NO_NUMBERS)
    room = len(above.lines) < MARKED_LINES
    last = ApartRows(
        above.code,
        above.count + 1,
        np.append(above.lines, [cut.line][:room]).astype(np.int32),
        np.append(above.columns, [cut.columns][:room]).astype(np.int32),
    )
    return [*(rows for rows in apart if rows is not above), last]


def _apart_findings(rows: ApartRows) -> list[Finding]:
    """The findings of rows set apart for one reason: one a row, or one for all where many are."""
    columns = [_more_columns(int(count)) for count in rows.columns[:OWN_FINDINGS]]
    lines = [int(line) for line in rows.lines[:OWN_FINDINGS]]
    if rows.count <= OWN_FINDINGS:
        return [
            make_finding(rows.code, line=line, words=words)
            for line, words in zip(lines, columns, strict=True)
        ]
    return [
        make_finding(
            rows.code,
            line=lines[0],
            count=rows.count,
            words=columns[0],
            lines=lines[:FIRST_LINES],
            marked=rows.lines,
        )
    ]


def _more_columns(count: int) -> str:
    return "1 column" if count == 1 else f"{count:,} columns"


def _worded_findings(rule_findings: Sequence[RuleFinding]) -> list[Finding]:
    """The rules' findings in words, without those that a refusal explains."""
    codes = {finding.code for finding in rule_findings}
    covered = {other for code in codes for other in finding_catalogue()[code].instead_of}
    return [
        make_finding(
            finding.code,
            line=finding.line,
            column=finding.column,
            count=finding.count,
            value=finding.value,
            words=(finding.value or "") if finding_catalogue()[finding.code].counts else "",
            record_id=finding.record_id,
            costs=finding.costs,
            lines=finding.lines,
            others=finding.others,
            marked=finding.marked,
        )
        for finding in rule_findings
        if finding.code not in covered
    ]


def _refuses(findings: Sequence[Finding]) -> bool:
    return any(finding_catalogue()[finding.code].refuses for finding in findings)


def _severity_order(finding: Finding) -> tuple[bool, int, int, int, str]:
    """What refuses the file first, then errors, warnings, notes; by line, then by catalogue."""
    catalogue = finding_catalogue()
    return (
        not catalogue[finding.code].refuses,
        SEVERITIES.index(finding.severity),
        finding.line or 0,
        list(catalogue).index(finding.code),
        finding.column or "",
    )


def begins_like_a_row(cells: Sequence[str], shape: Shape, agency: str | None) -> bool:
    """Whether a short last row begins as the agency's rows do (docs/extract.md, Shape, 6)."""
    index = shape.header.matching.columns["agency_id"]
    if index >= len(cells):
        return len(cells) > 1  # the agency's column is further right: the row stops before it
    cell = cells[index].strip().upper()
    if agency is None or not cell:
        return False
    return cell == agency or (index == len(cells) - 1 and agency.startswith(cell))
