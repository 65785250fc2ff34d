"""Control charts of one agency's months: XmR for days, Laney's P' for rates. No pictures.

Where it is known how many were counted, each month of an XmR chart has its own limits.

Sources: NHS England, "Making data count" (XmR, its screening and constants); Nelson, J. Quality
Technology 14 (1982) (screened ranges); Laney, Quality Engineering 14 (2002) (P').
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics import evaluate, rules
from pipelines.statistics.evaluate import ChartLines, ControlChart, Improvement
from pipelines.statistics.series import Floats, Ints, monthly_counts, monthly_values

RANGE_TO_LIMIT = 2.66  # 3 / 1.128, rounded as Making Data Count prints it
RANGE_TO_SIGMA = 1.128  # the mean range of two neighbours, in standard deviations
LARGEST_RANGE = 3.267  # upper limit of a range, in mean ranges
MEAN_RATIO = 3 / RANGE_TO_LIMIT / 2**0.5  # mean range over the deviation of a range
USUAL_MONTHS = 12  # newest points whose median n is the usual one
NEWTON_STEPS = 100  # a bound; about six are made


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
    counted, within: of each month, how many its value is the mean of, and the sum of their squared
    deviations from it. With them the limits are centre ± 3 √(s²/n + τ²): s² is what varies inside
    a month, τ² what varies between months beyond that, the centre weighs each month by its n, and
    the assurance rests on the limits at the median n of the last 12 points. Where nothing varies
    inside and n is equal, that is the chart without them. A month without a value has no limits.
    Limits are not clipped. A phase of fewer than `min_points` points has its mean, no limits and
    no rules; a base that does not vary has no limits.
    Raises ValueError for an infinite value, an unknown improvement, a rebase position outside the
    series, fix_after < 2, min_points < 1, or where one of counted and within is without the other,
    a month with a value counts none, or a sum of squares is negative.
    """
    y = monthly_values(values)
    if (counted is None) != (within is None):
        raise ValueError("counted and within go together")

    def individual_lines(rows: Ints, base: Ints) -> ChartLines:
        centre = float(y[base].mean())
        nothing = rules.tolerance(centre)
        spread = _mean_range(y[base], screen, nothing)
        far = RANGE_TO_LIMIT * spread if spread > nothing else np.nan
        return ChartLines(centre, centre - far, centre + far, 2 * (far / 3))

    lines: Callable[[Ints, Ints], ChartLines] = individual_lines
    if counted is not None and within is not None:
        lines = _lines_by_count(y, monthly_values(counted), monthly_values(within), screen)
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


def _lines_by_count(
    y: Floats, counted: Floats, within: Floats, screen: bool
) -> Callable[[Ints, Ints], ChartLines]:
    """Limits of each month by its own n; all three arrays one entry a month."""
    if not y.shape == counted.shape == within.shape:
        raise ValueError("values, counted and within differ in length")
    seen = ~np.isnan(y)
    if not ((counted[seen] >= 1).all() and (within[seen] >= 0).all()):
        raise ValueError("a month with a value counts none, or its sum of squares is negative")
    n = np.where(seen, counted, np.nan)

    def lines(rows: Ints, base: Ints) -> ChartLines:
        centre = float((n[base] * y[base]).sum() / n[base].sum())
        freedom = float((n[base] - 1).sum())
        inside = float(within[base].sum()) / freedom if freedom > 0 else 0.0
        between = _between_variance(y[base], inside / n[base], screen, rules.tolerance(centre))
        sigma = np.sqrt(inside / n[rows] + between)
        sigma[~(sigma > rules.tolerance(centre))] = np.nan
        recent = n[rows][~np.isnan(n[rows])][-USUAL_MONTHS:]
        usual = 3 * float(np.sqrt(inside / np.median(recent) + between))
        usual = usual if usual > rules.tolerance(centre) else np.nan
        return ChartLines(
            centre,
            centre - 3 * sigma,
            centre + 3 * sigma,
            2 * sigma,
            usual=(centre - usual, centre + usual),
        )

    return lines


def _between_variance(points: Floats, variance: Floats, screen: bool, nothing: float) -> float:
    """τ²: what varies between months beyond their own `variance`, from the ranges of neighbours.

    The ranges, each over its own spread, have the mean of a chart of individuals; with `screen`
    those of 3.267 mean ratios or more are left out, once.
    """
    ranges = np.abs(np.diff(points))
    known = variance[1:] + variance[:-1]
    if ranges.size == 0:
        return 0.0
    between = _solve_between(ranges, known)
    spread = np.sqrt(known + 2 * between)
    if not screen or not spread.all():
        return between
    ratio = ranges / spread
    kept = ratio < LARGEST_RANGE * ratio.mean()
    if not kept.any() or (not known.any() and float(ranges[kept].mean()) <= nothing):
        return between
    return _solve_between(ranges[kept], known[kept])


def _solve_between(ranges: Floats, known: Floats) -> float:
    """The τ² at which mean(range / √(known + 2 τ²)) is MEAN_RATIO; 0 where it is less at 0.

    The mean falls with τ² and is convex, so that Newton's steps from the left never pass the root.
    """
    mean = float(ranges.mean())
    between = max(0.0, ((mean / MEAN_RATIO) ** 2 - float(known.max())) / 2)
    if mean == 0:
        return 0.0
    for _ in range(NEWTON_STEPS):
        spread = known + 2 * between
        excess = float((ranges / np.sqrt(spread)).mean()) - MEAN_RATIO
        step = excess / float((ranges / spread**1.5).mean())
        if step <= 1e-15 * between or between + step == between:
            break
        between += step
    return between


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
