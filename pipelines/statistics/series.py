"""The input of a chart, checked: monthly values, counts, phases. No arithmetic beyond that."""

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]


def monthly_values(values: ArrayLike) -> Floats:
    """One float per month in order of time, nan where a month has no value.

    Raises ValueError for a table instead of a series, or an infinite value.
    """
    series = _finite(values)
    if series.ndim != 1:
        raise ValueError("a series has one dimension")
    return series


def monthly_counts(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    """Numerators and denominators of one shape; where either is nan both are.

    Raises ValueError unless 0 <= numerator <= denominator.
    """
    n, d = _finite(numerator), _finite(denominator)
    if n.shape != d.shape:
        raise ValueError("numerator and denominator differ in length")
    gap = np.isnan(n) | np.isnan(d)
    if (~gap & ((n < 0) | (n > d))).any():
        raise ValueError("a numerator lies outside 0 to its denominator")
    return np.where(gap, np.nan, n), np.where(gap, np.nan, d)


def phase_numbers(months: int, rebase: Collection[int]) -> Ints:
    """The phase of each month: how many rebase positions lie at or before it.

    Raises ValueError for a position that is not in the series.
    """
    starts = np.zeros(months, dtype=np.int64)
    for position in rebase:
        if not 0 <= position < months:
            raise ValueError(f"rebase position {position} is not in a series of {months} months")
        starts[position] = 1
    return np.cumsum(starts)


def _finite(values: ArrayLike) -> Floats:
    floats = np.array(values, dtype=float)
    if np.isinf(floats).any():
        raise ValueError("a value is infinite")
    return floats
