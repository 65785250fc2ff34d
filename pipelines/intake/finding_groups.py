"""A file's findings put together by what is wrong, for a screen: no record_id, few lines."""

import re
from collections import Counter
from collections.abc import Iterable

from pipelines.intake.findings import Finding, finding_catalogue
from pipelines.messages import FindingGroup

LINES = 20
MESSAGES = 3
_OPTION = re.compile(r" \(--[a-z-]+\)")  # of a command; a screen has a button or a tick for it


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """One group a code and column, in the order of their first findings."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.column), []).append(finding)
    return [_make_group(same) for same in groups.values()]


def _make_group(same: list[Finding]) -> FindingGroup:
    first = same[0]
    messages = Counter(finding.message for finding in same)
    shown = [message for message, _ in messages.most_common(MESSAGES)]
    lines = sorted(
        {
            line
            for finding in same
            for line in (finding.lines or (finding.line,))
            if line is not None
        }
    )
    return FindingGroup(
        code=first.code,
        column=first.column,
        severity=first.severity,
        refuses=finding_catalogue()[first.code].refuses,
        rows=sum(finding.count for finding in same),
        lines=tuple(lines[:LINES]),
        messages=tuple(shown),
        other_messages=len(messages) - len(shown),
        fix=_OPTION.sub("", first.fix),
        costs=dict(lost_by_measure(same)),
    )


def lost_by_measure(same: Iterable[Finding]) -> Counter[str]:
    """Measure → how many requests or discharges it loses by these findings, at most."""
    lost: Counter[str] = Counter()
    for finding in same:
        lost.update(dict(finding.costs))
    return lost
