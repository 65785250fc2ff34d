"""Quantiles and tails of the usual distributions from the standard library alone."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.series import Floats

normal_quantile = NormalDist().inv_cdf


@lru_cache(maxsize=65_536)
def student_t_quantile(probability: float, freedom: int) -> float:
    """The t that a share `probability` of Student's t with whole degrees of freedom lies below.

    Bisection on the finite series for its distribution (Abramowitz and Stegun 26.7.3, 26.7.4);
    above 200 degrees of freedom the expansion of 26.7.5, good to 1e-8.
    Raises ValueError for a probability outside 0.5 to 1, or fewer than 1 degree.
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError("student_t takes a probability from 0.5 to 1 and whole degrees from 1")
    if freedom > 200:
        z = normal_quantile(probability)
        return (
            z
            + (z**3 + z) / (4 * freedom)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        )
    low, high = 0.0, math.pi / 2  # the angle atan(t / √freedom)
    for _ in range(60):
        middle = (low + high) / 2
        if _share_within(middle, freedom) < 2 * probability - 1:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(low)


def _share_within(angle: float, freedom: int) -> float:
    """P(|t| < √freedom x tan(angle))."""
    squared = math.cos(angle) ** 2
    odd = freedom % 2
    term, total = 1.0, 0.0
    for power in range(odd, freedom - 1, 2):
        total += term
        term *= squared * (power + 1) / (power + 2)
    if not odd:
        return math.sin(angle) * total
    return 2 / math.pi * (angle + math.sin(angle) * math.cos(angle) * total)


def normal_tail(z: float) -> float:
    """P(|Z| > |z|) of a standard normal."""
    return math.erfc(abs(z) / math.sqrt(2))


def student_t_tail(t: float, freedom: int) -> float:
    """P(|T| > |t|) of Student's t with whole degrees of freedom; above 200 a normal's.

    Raises ValueError for fewer than 1 degree.
    """
    if freedom < 1:
        raise ValueError("student_t_tail takes whole degrees from 1")
    if freedom > 200:
        return normal_tail(t * (1 - 1 / (4 * freedom)) / math.sqrt(1 + t * t / (2 * freedom)))
    return max(0.0, 1 - _share_within(math.atan(abs(t) / math.sqrt(freedom)), freedom))


def chi_square_tail(value: float, freedom: int) -> float:
    """P(X > value) of a chi-square with whole degrees of freedom, by its finite series.

    Source: Abramowitz and Stegun 26.4.4, 26.4.5. Raises ValueError for fewer than 1 degree.
    """
    if freedom < 1:
        raise ValueError("chi_square_tail takes whole degrees from 1")
    if value <= 0:
        return 1.0
    half, odd = value / 2, freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else 0.0
    logs = (
        -half + power * math.log(half) - math.lgamma(power + 1)
        for power in (step + odd / 2 for step in range(freedom // 2))
    )
    return min(1.0, tail + math.fsum(math.exp(term) for term in logs))


def binomial_tail(successes: int, trials: int, chance: float) -> float:
    """Twice the smaller of P(X <= successes) and P(X >= successes), at most 1: an exact test.

    Raises ValueError unless 0 <= successes <= trials and 0 <= chance <= 1.
    """
    share = _binomial_shares(successes, trials, chance)
    smaller = min(share[: successes + 1].sum(), share[successes:].sum())
    return float(min(1.0, 2 * smaller))


def binomial_lower_tail(successes: int, trials: int, chance: float) -> float:
    """P(X <= successes), the one-sided exact test of a share that fell.

    Raises ValueError unless 0 <= successes <= trials and 0 <= chance <= 1.
    """
    return float(min(1.0, _binomial_shares(successes, trials, chance)[: successes + 1].sum()))


def _binomial_shares(successes: int, trials: int, chance: float) -> Floats:
    """P(X = k) for each k from 0 to `trials`."""
    if not 0 <= successes <= trials or not 0 <= chance <= 1:
        raise ValueError("successes lie within the trials, a chance between 0 and 1")
    count = np.arange(trials + 1)
    if chance in (0.0, 1.0):
        return (count == trials * chance).astype(float)
    ways = np.cumsum(np.log(np.maximum(trials - count[:-1], 1)) - np.log(count[:-1] + 1.0))
    log = np.append(0.0, ways) + count * math.log(chance) + (trials - count) * math.log1p(-chance)
    return np.asarray(np.exp(log))


@lru_cache(maxsize=65_536)
def binomial_quantile(probability: float, trials: int, chance: float) -> int:
    """The smallest number of successes that at least a share `probability` lies at or below.

    Sums the exact probabilities; shares equal but for rounding count as equal.
    Raises ValueError above 1,000 trials, where a float no longer holds the terms.
    """
    if trials > 1000:
        raise ValueError("exact binomial quantiles are for at most 1,000 trials")
    reached = 0.0
    for successes in range(trials):
        ways = math.comb(trials, successes)
        reached += ways * chance**successes * (1 - chance) ** (trials - successes)
        if reached >= probability * (1 - 1e-13):
            return successes
    return trials


def gamma_quantile(shape: ArrayLike, z: ArrayLike) -> Floats:
    """Quantile, at the normal deviate z, of a gamma of this shape and mean 1; 0 if it has none.

    (1 - 1/9k + z/√9k)³: Wilson and Hilferty, PNAS 17 (1931), 684.
    """
    nines = 9 * np.asarray(shape, dtype=float)
    return np.maximum(1 - 1 / nines + np.asarray(z) / np.sqrt(nines), 0.0) ** 3
