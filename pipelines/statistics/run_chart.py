"""Run chart: signals that need no limits, for series too short for a control chart.

Source: Anhøj and Olesen, PLoS ONE 9 (2014) e113825; Anhøj, PLoS ONE 10 (2015) e0121349.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.rules import run_lengths, side_codes
from pipelines.statistics.series import Flags, Floats, Ints, monthly_values, phase_numbers


@dataclass(frozen=True, eq=False)
class RunChart:
    """One entry per phase. start: position of its first month. centre: the median, in the unit of
    the values. n_useful: points off it. The run and crossing figures are nan without any."""

    start: Ints
    centre: Floats
    n_useful: Ints
    longest_run: Floats
    longest_run_max: Floats
    crossings: Floats
    crossings_min: Floats
    signal: Flags


@lru_cache(maxsize=1024)
def critical_values(n_useful: int) -> tuple[int, int]:
    """Longest run and fewest crossings that chance explains among n useful points.

    round(log2 n) + 3, and the 5 % quantile of Binomial(n - 1, ½), in whole numbers.
    Raises ValueError for n < 1.
    """
    if n_useful < 1:
        raise ValueError("critical values need a useful point")
    chances, crossings, reached = n_useful - 1, 0, 1
    while reached * 20 < 2**chances:
        crossings += 1
        reached += math.comb(chances, crossings)
    return round(math.log2(n_useful)) + 3, crossings


def run_figures(side: Ints) -> tuple[int, float, float, float, float, bool]:
    """n_useful, longest run, its maximum, crossings, their minimum, signal; points on the centre
    (side 0) are left out."""
    useful = side[side != 0]
    if useful.size == 0:
        return 0, math.nan, math.nan, math.nan, math.nan, False
    longest, crossings = int(run_lengths(useful).max()), int((useful[1:] != useful[:-1]).sum())
    longest_max, crossings_min = critical_values(useful.size)
    signal = longest > longest_max or crossings < crossings_min
    return useful.size, longest, longest_max, crossings, crossings_min, signal


def run_chart(
    values: ArrayLike, *, rebase: Collection[int] = (), fix_after: int | None = None
) -> RunChart:
    """Anhøj's rules on each phase, around the median of its first `fix_after` points, else of all.

    values: one per month in any unit, nan for a missing month. A signal is a run longer than
    round(log2 n_useful) + 3 or fewer crossings than the 5 % quantile of Binomial(n_useful - 1, ½).
    Raises ValueError for an infinite value, a rebase position outside the series or fix_after < 2.
    """
    if fix_after is not None and fix_after < 2:
        raise ValueError("fix_after is at least 2")
    y = monthly_values(values)
    phase = phase_numbers(y.size, rebase)
    starts = np.flatnonzero(np.diff(phase, prepend=-1))
    medians, figures = [], []
    for part in np.split(y, starts[1:]):
        seen = part[~np.isnan(part)]
        medians.append(float(np.median(seen[:fix_after])) if seen.size else math.nan)
        figures.append(run_figures(side_codes(seen, medians[-1])))
    table = np.array(figures, dtype=float).reshape(-1, 6)
    return RunChart(
        start=starts,
        centre=np.array(medians),
        n_useful=table[:, 0].astype(np.int64),
        longest_run=table[:, 1],
        longest_run_max=table[:, 2],
        crossings=table[:, 3],
        crossings_min=table[:, 4],
        signal=table[:, 5].astype(bool),
    )
