"""What the rules say of a file → its outcome, its findings and what is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.intake.findings import SEVERITIES, Finding, finding_catalogue, make_finding
from pipelines.intake.rule_engine import RuleFinding, RuleVerdict
from pipelines.intake.shape import Shape
from pipelines.messages import Outcome
from pipelines.settings import Settings


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
        """One object a file, as extract.md writes it."""
        return {
            "file": self.name,
            "outcome": self.outcome,
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_held": self.rows_held,
            "duplicates": self.duplicates,
            "months": [f"{month:%Y-%m}" for month in self.months],
            "findings": [each.to_json() for each in self.findings],
        }


@dataclass
class FileCase:
    """A file on its way: read, perhaps shaped, perhaps refused already."""

    name: str
    sha256: str = ""
    size: int = 0
    shape: Shape | None = None
    told: tuple[Finding, ...] = ()
    rows_read: int = 0
    agency: str | None = None
    months: tuple[date, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def settle_outcome(case: FileCase, verdict: RuleVerdict, settings: Settings) -> CheckedFile:
    """The outcome of a file whose rows were judged."""
    shaped = case.shape
    case.agency = verdict.agency
    if verdict.months and not case.months:
        case.months = months_between(*verdict.months)
    case.rows_read = shaped.rows_read
    cut_line = None
    if shaped.cut is not None and begins_like_a_row(shaped, verdict.agency):
        cut_line = max(each.line for each in shaped.apart)
        case.findings.append(make_finding("file_cut_off", line=cut_line))
    case.findings += case.told
    case.findings += [
        make_finding(each.code, line=each.line, words=each.words)
        for each in shaped.apart
        if each.line != cut_line
    ]
    case.findings += _findings(verdict.told)
    held = verdict.held + len(shaped.apart)
    accepted = case.rows_read - held - verdict.repeated
    if not _refuses(case.findings):
        if not accepted:
            case.findings.append(make_finding("nothing_accepted"))
        elif held > settings.intake.held_share * case.rows_read:
            case.findings.append(make_finding("held_too_many", count=held))
    if _refuses(case.findings):
        return refused_file(case)
    assert accepted > 0, "rows read = accepted + held + duplicates"
    warned = any(each.severity == "warning" for each in case.findings)
    outcome = "accept_with_warnings" if held or verdict.repeated or warned else "accept"
    return _checked(case, outcome, accepted, held, verdict.repeated)


def refused_file(case: FileCase) -> CheckedFile:
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
        findings=tuple(sorted(case.findings, key=_order)),
    )


def _findings(told: Sequence[RuleFinding]) -> list[Finding]:
    """The rules' findings in words, without those that a refusal stands for."""
    codes = {each.code for each in told}
    spoken_for = {code for each in codes for code in finding_catalogue()[each].instead_of}
    return [
        make_finding(
            each.code,
            line=each.line,
            column=each.column,
            count=each.count,
            value=each.value,
            record_id=each.record_id,
            costs=each.costs,
        )
        for each in told
        if each.code not in spoken_for
    ]


def _refuses(findings: Sequence[Finding]) -> bool:
    return any(finding_catalogue()[each.code].refuses for each in findings)


def _order(each: Finding) -> tuple[bool, int, int]:
    """What refuses the file first, then errors, warnings, notes, each by line."""
    refuses = finding_catalogue()[each.code].refuses
    return (not refuses, SEVERITIES.index(each.severity), each.line or 0)


def begins_like_a_row(shaped: Shape, agency: str | None) -> bool:
    """A short last row that begins as the agency's rows do (extract.md: the file is refused)."""
    cells = shaped.cut
    at = shaped.header.matching.columns["agency_id"]
    if at >= len(cells):
        return len(cells) > 1  # the agency stands further right: a row that stops before it
    cell = cells[at].strip().upper()
    if agency is None or not cell:
        return False
    return cell == agency or (at == len(cells) - 1 and agency.startswith(cell))


def months_between(first: date, last: date) -> tuple[date, ...]:
    """All first days from one month to another."""
    count = (last.year - first.year) * 12 + last.month - first.month
    months = [(first.month - 1 + step) for step in range(count + 1)]
    return tuple(date(first.year + each // 12, each % 12 + 1, 1) for each in months)
