"""Who is in a pooled series: agencies that begin or end inside the months of a verdict; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class MembershipChange:
    """An agency that is counted from (`begins`) or up to `month` only; `share` of what the series
    counts in the agency's own months, 0 to 1."""

    agency: str
    month: date
    begins: bool
    share: float


def membership_changes(
    by_agency: Mapping[str, Rows], months: Sequence[date], least: float
) -> tuple[MembershipChange, ...]:
    """Agencies with more than the share `least` that begin after the first of `months` or end
    before the last one, by month.

    by_agency: agency → its months' rows (`month`, `counted`); months: those that a verdict rests
    on, in order.
    """
    inside = set(months)
    counted = {
        agency: {row["month"]: row["counted"] for row in rows if row["month"] in inside}
        for agency, rows in by_agency.items()
    }
    whole = {month: sum(own.get(month) or 0 for own in counted.values()) for month in months}
    changes = []
    for agency, own in counted.items():
        present = sorted(month for month, n in own.items() if n)
        if not present:
            continue
        share = sum(own[month] for month in present) / sum(whole[month] for month in present)
        if share > least and present[0] > months[0]:
            changes.append(MembershipChange(agency, present[0], True, share))
        if share > least and present[-1] < months[-1]:
            changes.append(MembershipChange(agency, present[-1], False, share))
    return tuple(sorted(changes, key=lambda change: (change.month, change.agency)))
