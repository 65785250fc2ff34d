"""Three questions about agencies: do they differ, who stands apart, who differs from the state.

1. Chance alone: a chi-square over all agencies. 2. The agencies' own spread: limits of 99.8 % that
include τ², the variance between agencies. 3. Chance alone again, an agency at a time, adjusted for
how many are compared. Sources: Spiegelhalter, Statistics in Medicine 24 (2005), 1185 (2);
Benjamini and Hochberg, J. Royal Statistical Society B 57 (1995), 289 (3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics import quantiles
from pipelines.statistics.funnel import Z998, funnel_lines, variance_between
from pipelines.statistics.series import Flags, Floats, Ints, monthly_counts, monthly_values

DIFFERENT = 0.05  # questions 1 and 3 answer yes below this
LEAST_EXPECTED = 5  # cases under which the chi-square is simulated
LEAST_AGENCIES = 3  # among which one can stand apart
SIMULATIONS = 4000
SEED = 2005


@dataclass(frozen=True, eq=False)
class AgencyTests:
    """One entry per agency, in the order given; an agency with nothing counted has none.

    target: the figure of all together. differ: the p-value of question 1. spread_low, spread_high:
    one standard deviation between agencies around the target, chance taken out; equal to it
    without spread. side: +1 above the target, -1 below, 0 for an agency that question 3 does not
    name. apart: it also lies outside the limits that include the spread, lower998 and upper998.
    chance: the p-value of each agency alone. tau2: the variance between agencies that the limits
    include, of angles for rates, of logarithms for days.
    """

    target: float
    differ: float
    spread_low: float
    spread_high: float
    side: Ints
    apart: Flags
    chance: Floats
    lower998: Floats
    upper998: Floats
    tau2: float

    @property
    def any_differ(self) -> bool:
        """Whether the agencies differ by more than chance explains."""
        return self.differ < DIFFERENT


def compare_agency_rates(
    numerator: ArrayLike, denominator: ArrayLike, *, target: float | None = None
) -> AgencyTests:
    """The three questions about rates n/d; target: the state's rate, by default that of all.

    Raises ValueError unless 0 <= n <= d.

    Each agency alone by the exact binomial test; limits as `funnel_lines` draws them with τ².
    """
    n, d = monthly_counts(monthly_values(numerator), monthly_values(denominator))
    known = d > 0
    d = np.where(known, d, np.nan)
    value = n / d
    centre = float(np.nansum(n) / np.nansum(d)) if known.any() else np.nan
    centre = centre if target is None else target
    angle, error = np.arcsin(np.sqrt(centre)), 1 / (2 * np.sqrt(d))
    tau2 = variance_between((np.arcsin(np.sqrt(value)) - angle) / error, error)
    outer = funnel_lines(d, centre, tau2)[2:]
    chance = np.full(n.size, np.nan)
    for i in np.flatnonzero(known):
        chance[i] = quantiles.binomial_tail(int(n[i]), int(d[i]), centre)
    spread = np.sqrt(tau2)
    low, high = (np.sin(np.clip(angle + s * spread, 0, np.pi / 2)) ** 2 for s in (-1, 1))
    return _tests(
        value,
        centre,
        _rates_differ(n[known], d[known]),
        (float(low), float(high)),
        chance,
        outer,
        tau2,
    )


def compare_agency_days(
    count: ArrayLike, mean: ArrayLike, deviation: ArrayLike, *, target: float | None = None
) -> AgencyTests:
    """The three questions about mean days, from n, mean and sample standard deviation (n - 1);
    target: the state's mean, by default that of all.

    A mean of n skewed values has the quantiles of a gamma (`mean_interval`). Its p-value is the
    larger of two: with the agency's own spread (t) and with that of all agencies (normal), since
    the first is too sure of low means, the second of high ones. τ² is that of the log means, with
    the standard error v/√n, v the pooled ratio of deviation to mean. Agencies of one request, or
    whose days do not vary, are in no question. Raises ValueError for a negative mean or deviation.
    """
    n, means, sd = monthly_values(count), monthly_values(mean), monthly_values(deviation)
    if (means < 0).any() or (sd < 0).any():
        raise ValueError("days have no negative mean or deviation")
    known = (n >= 2) & (means > 0) & (sd > 0)
    n, means, sd = (np.where(known, each, np.nan) for each in (n, means, sd))
    if not known.any():
        nothing = np.full(n.size, np.nan)
        return _tests(means, np.nan, 1.0, (np.nan, np.nan), nothing, (nothing, nothing), 0.0)
    pooled_mean = float(np.nansum(n * means) / np.nansum(n))
    target = pooled_mean if target is None else target
    ratio = float(np.nansum((n - 1) * (sd / means) ** 2) / np.nansum(n - 1))
    own = _deviates(means / target, n * (means / sd) ** 2)
    pooled = _deviates(means / target, n / ratio)
    chance = np.full(n.size, np.nan)
    for i in np.flatnonzero(known):
        chance[i] = max(
            quantiles.student_t_tail(float(own[i]), int(n[i]) - 1),
            quantiles.normal_tail(float(pooled[i])),
        )
    agencies = int(known.sum())
    differ = 1.0
    if agencies > 1:
        alike = _deviates(means / pooled_mean, n / ratio)
        differ = quantiles.chi_square_tail(float(np.nansum(alike**2)), agencies - 1)
    error = np.sqrt(ratio / n)
    tau2 = variance_between(np.log(means / target) / error, error)
    far = Z998 * np.sqrt(error**2 + tau2)
    spread = float(np.sqrt(tau2))
    return _tests(
        means,
        target,
        differ,
        (target * float(np.exp(-spread)), target * float(np.exp(spread))),
        chance,
        (target * np.exp(-far), target * np.exp(far)),
        tau2,
    )


def adjusted_rejections(chance: Floats, level: float = DIFFERENT) -> Flags:
    """Whom Benjamini and Hochberg's rule names among p-values; nan is not compared."""
    known = np.flatnonzero(~np.isnan(chance))
    ordered = known[np.argsort(chance[known], kind="stable")]
    allowed = level * np.arange(1, ordered.size + 1) / max(ordered.size, 1)
    below = np.flatnonzero(chance[ordered] <= allowed)
    named = np.zeros(chance.size, dtype=bool)
    if below.size:
        named[ordered[: below[-1] + 1]] = True
    return named


def _tests(
    value: Floats,
    target: float,
    differ: float,
    spread: tuple[float, float],
    chance: Floats,
    limits: tuple[Floats, Floats],
    tau2: float,
) -> AgencyTests:
    named = adjusted_rejections(chance)
    outside = (value < limits[0]) | (value > limits[1])
    if np.count_nonzero(~np.isnan(chance)) < LEAST_AGENCIES:
        outside[:] = False  # a spread of one or two agencies is no spread
    side = np.where(named, np.sign(value - target), 0).astype(np.int64)
    return AgencyTests(target, differ, *spread, side, named & outside, chance, *limits, tau2)


def _rates_differ(n: Floats, d: Floats) -> float:
    """The p-value of Pearson's chi-square; simulated where fewer than 5 cases are expected."""
    rate = float(n.sum() / d.sum()) if n.size else 0.0
    if n.size < 2 or rate in (0.0, 1.0):
        return 1.0
    found = _pearson(n, d)
    if min(float((d * rate).min()), float((d * (1 - rate)).min())) >= LEAST_EXPECTED:
        return quantiles.chi_square_tail(float(found), n.size - 1)
    random = np.random.default_rng(SEED)
    alike = random.binomial(d.astype(np.int64), rate, size=(SIMULATIONS, n.size))
    more = int((_pearson(alike, d) >= found * (1 - 1e-12)).sum())
    return (1 + more) / (1 + SIMULATIONS)


def _pearson(n: Floats | Ints, d: Floats) -> Floats:
    """Σ (n - d·rate)² / (d·rate·(1 - rate)) along the last axis, with the rate of each row."""
    rate = n.sum(axis=-1, keepdims=True) / d.sum()
    expected = d * rate
    error = expected * (1 - rate)
    terms = np.divide((n - expected) ** 2, error, out=np.zeros(np.shape(n)), where=error > 0)
    return np.asarray(terms.sum(axis=-1))


def _deviates(ratio: Floats, shape: Floats) -> Floats:
    """The normal deviate of a mean over its target, of a gamma of this shape (Wilson, Hilferty)."""
    error = 1 / np.sqrt(9 * shape)
    return (np.cbrt(ratio) - 1 + error**2) / error
