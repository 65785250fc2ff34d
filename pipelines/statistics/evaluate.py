"""A series and its lines → the rule and verdict of each month. Knows no kind of chart."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.statistics import rules
from pipelines.statistics.series import Flags, Floats, Ints, Words, phase_numbers

Improvement = Literal["decrease", "increase", "neutral"]
BETTER = {"decrease": -1, "increase": 1, "neutral": 0}
SETTLED_MONTHS = 12  # a shift that has held this long is the new process


@dataclass(frozen=True, eq=False)
class ControlChart:
    """One entry per month, gaps included; a month without a value carries no rule.

    value, centre, lower, upper are in the unit of the values; nan where there is none.
    phase: how many rebase positions have passed. side: +1, 0, -1 of the centre. near: beyond two
    thirds of the way to a limit and not beyond it. rule: one of `rules.NAMES`.
    point: common_cause, improvement, concern, neutral_high, neutral_low.
    note: why limits are missing or say nothing: "", too_few_months, no_variation, too_few_cases.
    variation: the point of the last month with a value; None when its phase has too few months.
    assurance: where the target lies, pass, fail or inconsistent (hit or miss); None without a
    target, limits or a direction of improvement.
    new_phase: where a run on one side began that has held for 12 months to the end, else None.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    phase: Ints
    side: Ints
    near: Flags
    rule: Words
    point: Words
    note: Words
    variation: str | None
    assurance: str | None
    new_phase: int | None


@dataclass(frozen=True, eq=False)
class ChartLines:
    """A phase's lines; limits a number or one per month of the phase, nan where there is none.

    near: how far from the centre a point is near a limit, likewise.
    usual: the limits (lower, upper) of a usual month, for the assurance; None: the last month's.
    """

    centre: float
    lower: Floats | float
    upper: Floats | float
    near: Floats | float
    usual: tuple[float, float] | None = None


def evaluate_phases(
    y: Floats,
    lines_of: Callable[[Ints, Ints], ChartLines],
    *,
    improvement: Improvement,
    target: float | None,
    rebase: Collection[int],
    fix_after: int | None,
    min_points: int,
    outside_counts_as_near: bool = False,
) -> ControlChart:
    """Draw `lines_of(rows of a phase, rows of its base)` and apply the rules, phase by phase."""
    if improvement not in BETTER:
        raise ValueError(f"improvement is {', '.join(BETTER)}, not {improvement!r}")
    if min_points < 1 or (fix_after is not None and fix_after < 2):
        raise ValueError("min_points is at least 1, fix_after at least 2")
    phase = phase_numbers(y.size, rebase)
    centre, lower, upper, far = (np.full(y.size, np.nan) for _ in range(4))
    usual: tuple[float, float] | None = None
    side, code = np.zeros((2, y.size), dtype=np.int64)
    near = np.zeros(y.size, dtype=bool)
    note = np.full(y.size, "too_few_months")
    for phase_number in np.unique(phase):
        rows = np.flatnonzero(phase == phase_number)
        seen = rows[~np.isnan(y[rows])]
        if seen.size == 0:
            continue
        lines, points = lines_of(rows, seen[:fix_after]), y[seen]
        usual = None
        centre[rows] = lines.centre
        side[seen] = rules.side_codes(points, lines.centre)
        if seen.size < min_points:
            continue
        lower[rows], upper[rows], far[rows] = lines.lower, lines.upper, lines.near
        usual = lines.usual
        note[rows] = "no_variation" if np.isnan(lower[seen]).all() else ""
        outside = (points > upper[seen]).astype(np.int64) - (points < lower[seen])
        beyond = np.abs(points - lines.centre) > far[seen]
        near[seen] = beyond & (outside == 0)
        code[seen] = rules.leading_rule_codes(
            outside,
            rules.trend_marks(points),
            rules.two_in_three_marks(side[seen], beyond if outside_counts_as_near else near[seen]),
            rules.shift_marks(side[seen]),
        )
    point = _points(code, BETTER[improvement])
    last = np.flatnonzero(~np.isnan(y))[-1:]
    known = last.size > 0 and note[last[0]] != "too_few_months"
    return ControlChart(
        value=y,
        centre=centre,
        lower=lower,
        upper=upper,
        phase=phase,
        side=side,
        near=near,
        rule=rules.NAMES[code],
        point=point,
        note=note,
        variation=str(point[last[0]]) if known else None,
        assurance=_assurance(
            target, *(usual or _limits_at(last, lower, upper)), BETTER[improvement]
        ),
        new_phase=_new_phase(y, phase, side) if known else None,
    )


def _points(code: Ints, better: int) -> Words:
    """Common cause, or whether the rule's direction is the wanted one."""
    direction = np.where(code % 2 == 1, 1, -1)
    if better == 0:
        words = np.where(direction > 0, "neutral_high", "neutral_low")
    else:
        words = np.where(direction == better, "improvement", "concern")
    return np.where(code == 0, "common_cause", words)


def _limits_at(last: Ints, lower: Floats, upper: Floats) -> tuple[float, float]:
    """The limits of the last month with a value; nan where there is none."""
    return (float(lower[last[0]]), float(upper[last[0]])) if last.size else (np.nan, np.nan)


def _assurance(target: float | None, lower: float, upper: float, better: int) -> str | None:
    """A target strictly beyond a limit will be met, or missed, without a change of the process."""
    if target is None or better == 0 or np.isnan(lower):
        return None
    beyond = int(target > upper) - int(target < lower)
    if beyond == 0:
        return "inconsistent"
    return "fail" if beyond == better else "pass"


def _new_phase(y: Floats, phase: Ints, side: Ints) -> int | None:
    seen = np.flatnonzero(~np.isnan(y) & (phase == phase[-1]))
    if seen.size == 0 or side[seen[-1]] == 0:
        return None
    held = int(rules.run_lengths(side[seen])[-1])
    return int(seen[-held]) if held >= SETTLED_MONTHS else None
