"""How sure one figure is: intervals of a rate and of a mean, and exact limits of a small count."""

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics import quantiles
from pipelines.statistics.series import Floats, monthly_counts, monthly_values


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval (0 to 1) of a rate n/d: (p + z²/2d ± z√(p(1-p)/d + z²/4d²)) / (1 + z²/d).

    Counts in, scalars or arrays; never of width 0; nan where d = 0 or either is nan.
    Raises ValueError unless 0 <= n <= d and 0 < level < 1.
    Source: Wilson, J. American Statistical Association 22 (1927), 209.
    """
    n, d = monthly_counts(numerator, denominator)
    z = quantiles.normal_quantile(_upper_share(level))
    d = np.where(d == 0, np.nan, d)
    p, share = n / d, z * z / d
    half = z * np.sqrt(p * (1 - p) / d + share / (4 * d))
    lower = (p + share / 2 - half) / (1 + share)
    upper = (p + share / 2 + half) / (1 + share)
    # At 0/d and d/d the bound is 0 and 1 exactly; the formula leaves a rounding.
    return np.where((n == 0) & (d > 0), 0.0, lower)[()], np.where(n == d, 1.0, upper)[()]


def binomial_limits(
    denominator: ArrayLike, rate: float, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Rates between which n/d stays with a chance of at least `level` when the true rate is `rate`.

    The binomial quantiles at (1 ± level)/2 over d, exact at any d; nan where d is 0 or nan.
    Raises ValueError for a rate outside 0 to 1, a level outside, or d above 1,000.
    Source: Spiegelhalter, Statistics in Medicine 24 (2005), 1185, appendix A.1.1 (not smoothed).
    """
    if not 0 <= rate <= 1:
        raise ValueError("a rate lies between 0 and 1")
    share, d = _upper_share(level), monthly_values(denominator)
    lower, upper = np.full((2, d.size), np.nan)
    for index in np.flatnonzero(d > 0):
        trials = int(d[index])
        lower[index] = quantiles.binomial_quantile(1 - share, trials, rate) / trials
        upper[index] = quantiles.binomial_quantile(share, trials, rate) / trials
    return lower, upper


def mean_interval(
    count: ArrayLike, mean: ArrayLike, deviation: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Interval of a mean of skewed values >= 0, in their unit (days): mean / G(±t).

    count, mean and sample standard deviation (n - 1), one entry per agency. The mean of n gamma
    values of shape k = (mean/deviation)² is a gamma of shape nk; G is its quantile (Wilson and
    Hilferty) at Student's t with n - 1 degrees, since k is estimated. Zeros need no treatment.
    nan where no interval can be had: one value, or values that do not vary; an upper bound of inf
    where the values put no bound on the mean.
    Raises ValueError for a negative mean or deviation, or a level outside 0 to 1.
    Why gamma and not a bootstrap: docs/decisions/2026-11-22-interval-of-mean-days.md.
    """
    n, centre, sd = monthly_values(count), monthly_values(mean), monthly_values(deviation)
    if (centre < 0).any() or (sd < 0).any():
        raise ValueError("days have no negative mean or deviation")
    share = _upper_share(level)
    known = (n >= 2) & (centre > 0) & (sd > 0)
    n, centre, sd = (np.where(known, figure, np.nan) for figure in (n, centre, sd))
    t = np.array([quantiles.student_t_quantile(share, int(x) - 1) if x >= 2 else np.nan for x in n])
    shape = n * (centre / sd) ** 2
    high, low = (quantiles.gamma_quantile(shape, z) for z in (t, -t))
    unbounded = np.where(known, np.inf, np.nan)
    return centre / high, np.divide(centre, low, out=unbounded, where=low > 0)


def _upper_share(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    return (1 + level) / 2
