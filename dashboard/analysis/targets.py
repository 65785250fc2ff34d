"""Which target holds in which month; pure. The rule is that of a board's current target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from dashboard.queries.models import Target
from pipelines.months import shift_month


@dataclass(frozen=True)
class TargetSpan:
    """A target and the first and last of the months in a row in which it holds."""

    target: Target
    first: date
    last: date


def target_spans(
    targets: Sequence[tuple[Target, bool]], months: Sequence[date], through: date | None
) -> tuple[TargetSpan, ...]:
    """The targets (True: the agency's own) over `months`, in order of time.

    In a month the target holds that is to be met next after its last day, or after `through`, the
    last day of data, if that is earlier: an agency's own before everyone's; once all of both have
    passed, the last one.
    """
    if not targets:
        return ()
    held = [(_target_on(targets, _last_day(month, through)), month) for month in months]
    spans = []
    for target, group in groupby(held, key=lambda pair: pair[0]):
        these = [month for _, month in group]
        spans.append(TargetSpan(target, these[0], these[-1]))
    return tuple(spans)


def _target_on(targets: Sequence[tuple[Target, bool]], day: date) -> Target:
    running = [
        (not own, target.meet_by, target) for target, own in targets if target.meet_by >= day
    ]
    if running:
        return min(running, key=lambda known: known[:2])[2]
    passed = [(own, target.meet_by, target) for target, own in targets]
    return max(passed, key=lambda known: known[:2])[2]


def _last_day(month: date, through: date | None) -> date:
    last = shift_month(month, 1) - timedelta(days=1)
    return last if through is None else min(last, through)
