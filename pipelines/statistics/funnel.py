"""Funnels: whether an agency differs from the others by more than its size explains. No ranks.

Source: Spiegelhalter, Statistics in Medicine 24 (2005), 1185 (limits, winsorising, φ and τ²).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.intervals import binomial_limits
from pipelines.statistics.series import Flags, Floats, monthly_counts, monthly_values

Z95, Z998 = 1.959964, 3.090232


@dataclass(frozen=True, eq=False)
class Funnel:
    """One entry per agency, in the order given; nan for an agency with no cases.

    value, target and limits in the unit of the figure. z: distance from the target in standard
    errors. phi: mean squared z after winsorising. tau2: variance between agencies beyond chance,
    on the scale of z's numerator; both 0 when overdispersion is not asked for.
    An outlier lies strictly beyond its limits.
    """

    value: Floats
    target: float
    z: Floats
    z_winsorised: Floats
    phi: float
    tau2: float
    lower95: Floats
    upper95: Floats
    lower998: Floats
    upper998: Floats
    outlier95: Flags
    outlier998: Flags


def funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    overdispersion: bool = True,
    exact_below: int = 10,
) -> Funnel:
    """Funnel of rates (0 to 1): sin²(θ ± q√(s² + τ²)), θ = asin√(Σn/Σd), s = 1/(2√d).

    q = 1.959964 and 3.090232; the angle stays in 0 to π/2. Denominators under `exact_below` have
    the exact binomial limits instead, which know no τ². z = (asin√(n/d) - θ)/s.
    Raises ValueError unless 0 <= numerator <= denominator.
    """
    n, d = monthly_counts(monthly_values(numerator), monthly_values(denominator))
    d[d == 0] = np.nan
    cases = np.nansum(d)
    target = float(np.nansum(np.where(np.isnan(d), 0.0, n)) / cases) if cases else np.nan
    angle, error = np.arcsin(np.sqrt(target)), 1 / (2 * np.sqrt(d))

    def line(q: float, spread: Floats) -> Floats:
        return np.sin(np.clip(angle + q * spread, 0.0, np.pi / 2)) ** 2

    def limits(q: float, level: float, spread: Floats) -> tuple[Floats, Floats]:
        lower, upper = line(-q, spread), line(q, spread)
        few = d < exact_below
        if few.any():
            lower[few], upper[few] = binomial_limits(d[few], target, level)
        return lower, upper

    z = (np.arcsin(np.sqrt(n / d)) - angle) / error
    return _funnel(n / d, target, z, error, limits, overdispersion)


def funnel_lines(
    denominator: ArrayLike, target: float, tau2: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """The limits of `funnel` at any denominators, to draw: lower and upper 95 %, then 99.8 %."""
    d = monthly_values(denominator)
    angle, spread = np.arcsin(np.sqrt(target)), np.sqrt(1 / (4 * d) + tau2)
    lower95, upper95, lower998, upper998 = (
        np.sin(np.clip(angle + q * spread, 0.0, np.pi / 2)) ** 2 for q in (-Z95, Z95, -Z998, Z998)
    )
    return lower95, upper95, lower998, upper998


def mean_funnel(
    count: ArrayLike, mean: ArrayLike, deviation: ArrayLike, *, overdispersion: bool = True
) -> Funnel:
    """Funnel of means of values >= 0 (days) on 1/√n: M(1 - s² ± q√(s² + τ²))³, s² = 1/(9nk).

    M = Σ n x mean / Σn, k = M²/σ² with σ² the pooled variance within agencies: the quantiles of a
    gamma of shape nk (Wilson and Hilferty), never below 0. z = (∛(mean/M) - 1 + s²)/s.
    deviation: the sample standard deviation, not needed at count 1.
    Raises ValueError for a negative mean or deviation.
    """
    n, means, sd = monthly_values(count), monthly_values(mean), monthly_values(deviation)
    if (means < 0).any() or (sd < 0).any():
        raise ValueError("days have no negative mean or deviation")
    n = np.where((n > 0) & ~np.isnan(means), n, np.nan)
    cases, freedom = np.nansum(n), np.nansum(np.where(np.isnan(sd), 0.0, n - 1))
    target = float(np.nansum(n * means) / cases) if cases else np.nan
    within = np.nansum((n - 1) * sd**2) / freedom if freedom else np.nan
    has_spread = target > 0 and within > 0
    error = np.sqrt(within / n) / (3 * target) if has_spread else np.full(n.size, np.nan)

    def limits(q: float, level: float, spread: Floats) -> tuple[Floats, Floats]:
        lower, upper = (np.maximum(1 - error**2 + x * spread, 0.0) ** 3 for x in (-q, q))
        return target * lower, target * upper

    z = (np.cbrt(means / target) - 1 + error**2) / error if has_spread else error
    return _funnel(means, target, z, error, limits, overdispersion)


# The variance of a standard normal winsorised at its 10 and 90 % quantiles, a = 1.2816:
# 0.8 - 2a x density(a) + 0.2a².
WINSORISED_VARIANCE = 0.6786546


def variance_between(z: Floats, error: Floats) -> float:
    """τ², the variance between agencies beyond chance: z in standard errors, nan for none.

    Winsorising takes a third of the variance of agencies that scatter normally; this τ² gives it
    back, so that limits of 99.8 % leave 0.2 % of them out. The funnel's own does not.
    """
    winsorised, _, _ = _between(z, error)
    return _between_variance(winsorised / np.sqrt(WINSORISED_VARIANCE), error)[1]


def _funnel(
    value: Floats,
    target: float,
    z: Floats,
    error: Floats,
    limits: Callable[[float, float, Floats], tuple[Floats, Floats]],
    overdispersion: bool,
) -> Funnel:
    winsorised, phi, tau2 = _between(z, error)
    if not overdispersion:
        phi = tau2 = 0.0
    spread = np.sqrt(error**2 + tau2)
    lower95, upper95 = limits(Z95, 0.95, spread)
    lower998, upper998 = limits(Z998, 0.998, spread)
    return Funnel(
        value=value,
        target=target,
        z=z,
        z_winsorised=winsorised,
        phi=phi,
        tau2=tau2,
        lower95=lower95,
        upper95=upper95,
        lower998=lower998,
        upper998=upper998,
        outlier95=(value < lower95) | (value > upper95),
        outlier998=(value < lower998) | (value > upper998),
    )


def _between(z: Floats, error: Floats) -> tuple[Floats, float, float]:
    """Winsorised z, and φ and τ² of them."""
    known = ~np.isnan(z)
    if not known.any():
        return z, np.nan, 0.0
    winsorised = np.clip(z, *np.quantile(z[known], (0.1, 0.9)))
    return winsorised, *_between_variance(winsorised, error)


def _between_variance(z: Floats, error: Floats) -> tuple[float, float]:
    """φ = Σz²/N, τ² = (Nφ - (N-1)) / (Σw - Σw²/Σw) with w = 1/s², at least 0."""
    known = ~np.isnan(z)
    agencies = int(known.sum())
    if agencies == 0:
        return float("nan"), 0.0
    phi = float((z[known] ** 2).sum() / agencies)
    weight = 1 / error[known] ** 2
    room = weight.sum() - (weight**2).sum() / weight.sum()
    excess = agencies * phi - (agencies - 1)
    return phi, float(excess / room) if excess > 0 and room > 0 else 0.0
