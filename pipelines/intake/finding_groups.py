"""A file's findings put together by what is wrong, for a screen: no record_id, few lines."""

from collections import Counter
from collections.abc import Iterable

from pipelines.intake.findings import Finding, finding_catalogue
from pipelines.messages import FindingGroup

LINES = 20
MESSAGES = 3


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
