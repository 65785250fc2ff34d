"""A file's findings put together by what is wrong, for a screen: no record_id, few lines."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.intake.findings import Finding, Severity, finding_catalogue

LINES = 20
MESSAGES = 3


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one code and column. `rows`: how many rows they are about.

    `lines` are the first of `rows`; where one finding stands for many rows, its first line alone.
    """

    code: str
    column: str | None
    severity: Severity
    refuses: bool
    rows: int
    lines: tuple[int, ...]
    messages: tuple[str, ...]
    other_messages: int
    fix: str
    costs: dict[str, int]  # measure → requests or discharges that it loses, at most


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """In the order in which the first of each stands."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.code, each.column), []).append(each)
    return [_group(same) for same in groups.values()]


def _group(same: list[Finding]) -> FindingGroup:
    first = same[0]
    messages = Counter(each.message for each in same)
    said = [message for message, _ in messages.most_common(MESSAGES)]
    lines = sorted({each.line for each in same if each.line is not None})
    return FindingGroup(
        code=first.code,
        column=first.column,
        severity=first.severity,
        refuses=finding_catalogue()[first.code].refuses,
        rows=sum(each.count for each in same),
        lines=tuple(lines[:LINES]),
        messages=tuple(said),
        other_messages=len(messages) - len(said),
        fix=first.fix,
        costs=dict(Counter(measure for each in same for measure in each.costs)),
    )
