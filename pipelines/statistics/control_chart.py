"""Control charts of one agency's months: XmR for days, Laney's P' for rates. No pictures.

Sources: NHS England, "Making data count" (XmR, its screening and constants); Nelson, J. Quality
Technology 14 (1982) (screened ranges); Laney, Quality Engineering 14 (2002) (P').
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics import evaluate, rules
from pipelines.statistics.evaluate import ChartLines, ControlChart, Improvement
from pipelines.statistics.month_limits import (
    LARGEST_RANGE,
    RANGE_TO_LIMIT,
    month_lines,
    month_samples,
)
from pipelines.statistics.series import Floats, Ints, monthly_counts, monthly_values

RANGE_TO_SIGMA = 1.128  # the mean range of two neighbours, in standard deviations


@dataclass(frozen=True, eq=False)
class ProportionChart(ControlChart):
    """A control chart of rates (0 to 1); sigma_z is real over binomial spread, nan for none."""

    sigma_z: Floats


def xmr(
    values: ArrayLike,
    *,
    improvement: Improvement,
    target: float | None = None,
    rebase: Collection[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
    counted: ArrayLike | None = None,
    within: ArrayLike | None = None,
    min_points: int = 12,
    outside_counts_as_near: bool = False,
) -> ControlChart:
    """Individuals chart: mean ± 2.66 x mean moving range of the phase's base.

    values: one per month (days, or any unit), nan for a month that is missing, provisional or
    warming up. Base: the first `fix_after` points of a phase, else all. `screen` leaves out, once,
    ranges of 3.267 mean ranges or more.
    counted, within: how many cases each value is the mean of, and the sum of their squared
    deviations from it. With them each month has limits of its own: month_lines. A month without a
    count has none.
    Limits are not clipped. A phase of fewer than `min_points` points has its mean, no limits and
    no rules; a base that does not vary has no limits.
    Raises ValueError for an infinite value, an unknown improvement, a rebase position outside the
    series, fix_after < 2 or min_points < 1, one of counted and within without the other, or where
    month_samples does.
    """
    y = monthly_values(values)
    if (counted is None) != (within is None):
        raise ValueError("counted and within go together")
    samples = None if counted is None or within is None else month_samples(y, counted, within)

    def lines(rows: Ints, base: Ints) -> ChartLines:
        if samples is not None:
            return month_lines(y, *samples, rows, base, screen=screen)
        centre = float(y[base].mean())
        nothing = rules.tolerance(centre)
        spread = _mean_range(y[base], screen, nothing)
        far = RANGE_TO_LIMIT * spread if spread > nothing else np.nan
        return ChartLines(centre, centre - far, centre + far, 2 * (far / 3))

    return evaluate.evaluate_phases(
        y,
        lines,
        improvement=improvement,
        target=target,
        rebase=rebase,
        fix_after=fix_after,
        min_points=min_points,
        outside_counts_as_near=outside_counts_as_near,
    )


def p_prime(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    fix_after: int | None = None,
    rebase: Collection[int] = (),
    screen: bool = True,
    improvement: Improvement = "neutral",
    target: float | None = None,
    min_points: int = 12,
    laney: bool = True,
) -> ProportionChart:
    """Laney's P' chart of a monthly rate: c ± 3 x sigma_z x √(c(1-c)/d), inside 0 to 1.

    c = Σn/Σd of the base; sigma_z = mean range of z = (y-c)/√(c(1-c)/d), screened as in xmr, over
    1.128. A P chart (sigma_z = 1) where that cannot be had, or with laney=False. d = 0 is a gap.
    A month whose limits reach 0 and 1 can signal nothing: note too_few_cases. Outside, trend and
    shift speak; two in three has no source for P' and does not.
    Raises ValueError as xmr does, and unless 0 <= numerator <= denominator.
    """
    n, d = monthly_counts(monthly_values(numerator), monthly_values(denominator))
    d[d == 0] = np.nan
    sigma = np.full(d.size, np.nan)

    def lines(rows: Ints, base: Ints) -> ChartLines:
        c = float(n[base].sum() / d[base].sum())
        if c in (0.0, 1.0):
            return ChartLines(c, np.nan, np.nan, np.inf)
        binomial = np.sqrt(c * (1 - c) / d)
        ratio = np.nan
        if laney:
            z = (n[base] / d[base] - c) / binomial[base]
            ratio = _mean_range(z, screen, 1e-9) / RANGE_TO_SIGMA
        has_ratio = ratio > 1e-9
        sigma[rows] = ratio if has_ratio else np.nan
        far = 3 * (ratio if has_ratio else 1.0) * binomial[rows]
        return ChartLines(c, np.maximum(c - far, 0.0), np.minimum(c + far, 1.0), np.inf)

    chart = evaluate.evaluate_phases(
        n / d,
        lines,
        improvement=improvement,
        target=target,
        rebase=rebase,
        fix_after=fix_after,
        min_points=min_points,
    )
    blunt = (chart.lower <= 0) & (chart.upper >= 1)
    note = np.where(blunt, "too_few_cases", chart.note)
    return ProportionChart(**(vars(chart) | {"note": note, "sigma_z": sigma}))


def _mean_range(points: Floats, screen: bool, nothing: float) -> float:
    """Mean |difference| of neighbours, the largest left out; nan for a single point.

    Where screening leaves nothing, or only ranges of nothing, the unscreened mean.
    """
    ranges = np.abs(np.diff(points))
    if ranges.size == 0:
        return float("nan")
    mean = float(ranges.mean())
    if not screen:
        return mean
    kept = ranges[ranges < LARGEST_RANGE * mean]
    screened = float(kept.mean()) if kept.size else 0.0
    return screened if screened > nothing else mean
