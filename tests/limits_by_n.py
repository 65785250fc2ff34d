"""The limits of mean days in plain Python, from the days of each month: a yardstick.

Written from docs/statistics.md; shares nothing with `pipelines.statistics`. A month is a dict
{days: requests}.
"""

import math
from itertools import pairwise
from statistics import mean, median


def n_of(month):
    return sum(month.values())


def mean_of(month):
    return sum(days * requests for days, requests in month.items()) / n_of(month)


def day_limits(months, base=None):
    """(centre, the deviation of each month, the deviation at the usual n); 0 where none varies."""
    base = months if base is None else base
    requests = sum(n_of(month) for month in base)
    centre = sum(mean_of(month) * n_of(month) for month in base) / requests
    squares = sum(
        times * (days - mean_of(month)) ** 2 for month in base for days, times in month.items()
    )
    inside = squares / (requests - len(base)) if requests > len(base) else 0.0
    pairs = [
        (abs(mean_of(b) - mean_of(a)), inside / n_of(a) + inside / n_of(b))
        for a, b in pairwise(base)
    ]
    between = _between(pairs)
    spread = [math.sqrt(known + 2 * between) for _, known in pairs]
    if all(spread):
        ratios = [distance / s for (distance, _), s in zip(pairs, spread, strict=True)]
        kept = [
            pair for pair, ratio in zip(pairs, ratios, strict=True) if ratio < 3.267 * mean(ratios)
        ]
        if kept and (inside or any(distance > 1e-9 for distance, _ in kept)):
            between = _between(kept)
    sigma = [math.sqrt(inside / n_of(month) + between) for month in months]
    usual = math.sqrt(inside / median(n_of(month) for month in months[-12:]) + between)
    return centre, sigma, usual


def _between(pairs):
    """The variance between months, by halving."""

    def excess(between):
        if any(known + 2 * between == 0 and distance for distance, known in pairs):
            return math.inf
        return mean(d / math.sqrt(k + 2 * between) if d else 0 for d, k in pairs) - wanted

    wanted = (3 / 2.66) / math.sqrt(2)
    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while excess(high) > 0:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2
