"""False signs of limits that know n, against equal limits for every month, and halvings found.

Simulated, seeded: `python -m benchmarks.limits_by_n`. Days are whole and skewed. Not a measurement
of any office's data.
"""

from itertools import product

import numpy as np

from pipelines.statistics import xmr

MONTHS, SERIES, MEAN = 30, 1500, 12.0
SPREADS = (0.8, 1.1)  # deviation of days over their mean
SIZES = ("lognormal 12", "Poisson 6", "30")
BETWEEN = (0.0, 0.15)  # deviation of the months' own means over their mean
NEWEST = (None, 2, 4, 60)  # how many the newest month counts; None: as the others


def draw_sizes(rng, kind, months):
    """How many each month counts, at least 1."""
    if kind == "30":
        return np.full(months, 30)
    if kind == "Poisson 6":
        return np.maximum(1, rng.poisson(6, months))
    return np.maximum(1, np.rint(12 * np.exp(rng.normal(0, 0.6, months)))).astype(int)


def draw_series(rng, sizes, spread, between, means):
    """(mean, n, sum of squared deviations) of each month; gamma days, rounded."""
    shape = 1 / spread**2
    means = means * np.exp(rng.normal(0, between, sizes.size))
    days = np.rint(rng.gamma(shape, np.repeat(means / shape, sizes)))
    starts = np.append(0, np.cumsum(sizes)[:-1])
    total, squares = np.add.reduceat(days, starts), np.add.reduceat(days * days, starts)
    return total / sizes, sizes, squares - total**2 / sizes


def speaks(values, sizes, within):
    """Whether the newest month has a sign by n, and whether by equal limits."""
    by_n = xmr(values, improvement="decrease", counted=sizes, within=np.maximum(within, 0))
    plain = xmr(values, improvement="decrease")
    return [chart.variation != "common_cause" for chart in (by_n, plain)]


def false_share(rng, kind, between, newest, spread):
    """Shares of stable series with a sign at the newest month: (by n, by equal limits)."""
    signs = []
    for _ in range(SERIES):
        sizes = draw_sizes(rng, kind, MONTHS)
        if newest is not None:
            sizes[-1] = newest
        signs.append(speaks(*draw_series(rng, sizes, spread, between, MEAN)))
    return np.mean(signs, axis=0)


def found_share(rng, before, spread, series=500, months=4, a_month=30):
    """Shares of halvings shown as an improvement within four months: (by n, by equal limits, by n
    with limits held at the months before)."""
    found = []
    for _ in range(series):
        means = np.append(np.full(before, MEAN), np.full(months, MEAN / 2))
        sizes = np.full(before + months, a_month)
        values, sizes, within = draw_series(rng, sizes, spread, 0.0, means)
        seen = []
        for end in range(before + 1, before + months + 1):
            known = {"counted": sizes[:end], "within": np.maximum(within[:end], 0)}
            held = {**known, "fix_after": before}
            charts = (
                xmr(values[:end], improvement="decrease", **options)
                for options in (known, {}, held)
            )
            seen.append([chart.variation == "improvement" for chart in charts])
        found.append(np.any(seen, axis=0))
    return np.mean(found, axis=0)


def main():
    rng = np.random.default_rng(20261126)
    print(f"Stable series of {MONTHS} months, {SERIES} each: share with a sign at the newest month")
    print("n a month     | months differ | newest n | by n | equal limits")
    for kind, between, newest in product(SIZES, BETWEEN, NEWEST):
        by_n, plain = 100 * false_share(rng, kind, between, newest, SPREADS[0])
        newest_n = "free" if newest is None else newest
        print(f"{kind:13} | {between:13.0%} | {newest_n:>8} | {by_n:4.1f} % | {plain:4.1f} %")
    print("\nA halving from 12 to 6 days at 30 a month, 500 each: found within four months")
    print("spread | months before | by n | equal limits | by n, held at the months before")
    for spread, before in product((0.8, 0.9, 1.1), (12, 24, 36, 60)):
        by_n, plain, held = 100 * found_share(rng, before, spread)
        print(f"{spread:6} | {before:13} | {by_n:3.0f} % | {plain:3.0f} % | {held:3.0f} %")


if __name__ == "__main__":
    main()
