"""Limits of a mean that know how many cases each month counted: a chart of means, a limit a month.

The variance of a month's mean is within / n + between: `within` is what cases vary inside a month,
`between` what months vary beyond that. Where every month counts the same and nothing varies inside,
it is XmR. Source: docs/statistics.md, Limits that know how many were counted.
"""

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics import rules
from pipelines.statistics.evaluate import ChartLines
from pipelines.statistics.series import Floats, Ints, monthly_values

RANGE_TO_LIMIT = 2.66  # 3 / 1.128, rounded as Making Data Count prints it
LARGEST_RANGE = 3.267  # upper limit of a range, in mean ranges
USUAL_MONTHS = 12  # a target is held against the limits at the median count of so many months
# the mean of |difference| / its standard deviation over neighbours that nothing but chance parts
MEAN_RATIO = (3 / RANGE_TO_LIMIT) / np.sqrt(2)
STEPS = 100  # of Newton's method; it needs about ten


def month_samples(y: Floats, counted: ArrayLike, within: ArrayLike) -> tuple[Floats, Floats]:
    """The checked counts and sums of squares of a series; a count of 0 becomes nan.

    Raises ValueError where their length is not the series', for a value without a count, or for a
    negative count or sum.
    """
    n, squares = monthly_values(counted), monthly_values(within)
    if not n.shape == squares.shape == y.shape:
        raise ValueError("values, counted and within differ in length")
    if (n < 0).any() or (squares < 0).any():
        raise ValueError("a count or a sum of squares is negative")
    n = np.where(n == 0, np.nan, n)
    has_value = ~np.isnan(y)
    if np.isnan(n[has_value]).any() or np.isnan(squares[has_value]).any():
        raise ValueError("a month with a value has no count or no sum of squares")
    return n, squares


def month_lines(
    y: Floats, n: Floats, squares: Floats, rows: Ints, base: Ints, *, screen: bool
) -> ChartLines:
    """The lines of one phase: its months `rows`, judged by the months `base` of it."""
    centre = float((n[base] * y[base]).sum() / n[base].sum())
    within = _within_variance(n[base], squares[base])
    between = _between_variance(y[base], within / n[base], screen)
    sigma = np.sqrt(within / n[rows] + between)
    sigma[sigma <= rules.tolerance(centre)] = np.nan
    recent = rows[~np.isnan(y[rows])][-USUAL_MONTHS:]
    usual = float(np.sqrt(within / np.median(n[recent]) + between))
    usual = usual if usual > rules.tolerance(centre) else float("nan")
    return ChartLines(
        centre,
        centre - 3 * sigma,
        centre + 3 * sigma,
        2 * sigma,
        usual=(centre - 3 * usual, centre + 3 * usual),
    )


def _within_variance(n: Floats, squares: Floats) -> float:
    """The pooled variance of cases inside a month; 0 where every month counts one case."""
    freedom = float((n - 1).sum())
    return float(squares.sum()) / freedom if freedom > 0 else 0.0


def _between_variance(y: Floats, sampling: Floats, screen: bool) -> float:
    """What months vary beyond sampling: from neighbours, the largest ranges left out once."""
    ranges, variance = np.abs(np.diff(y)), sampling[1:] + sampling[:-1]
    if ranges.size == 0:
        return 0.0
    between = _solve_between(ranges, variance)
    if not screen:
        return between
    spread = np.sqrt(variance + 2 * between)
    if not (spread > 0).all():
        return between  # nothing varies
    ratio = ranges / spread
    kept = ratio < LARGEST_RANGE * ratio.mean()
    if not kept.any() or not ranges[kept].any():
        return between
    return _solve_between(ranges[kept], variance[kept])


def _solve_between(ranges: Floats, variance: Floats) -> float:
    """The variance at which mean(range / √(variance + 2 x it)) is MEAN_RATIO; 0 if it is less at 0.

    The mean falls and is convex, so Newton's method climbs to the solution from any point before.
    """
    mean_range = float(ranges.mean())
    if (variance == 0).all():
        return (mean_range / MEAN_RATIO) ** 2 / 2
    at = max(0.0, ((mean_range / MEAN_RATIO) ** 2 - float(variance.max())) / 2)
    for _ in range(STEPS):
        total = variance + 2 * at
        excess = float((ranges / np.sqrt(total)).mean()) - MEAN_RATIO
        if excess <= 0:
            break
        step = excess / float((ranges / total**1.5).mean())
        if step <= 1e-15 * at:
            break
        at += step
    return at
