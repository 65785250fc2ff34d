"""How often a stable process raises an alarm, and how soon a real halving of the wait is seen.

Simulated, seeded: `python -m benchmarks.false_alarms`. Not a measurement of any office's data.
"""

import numpy as np

from pipelines.statistics import p_prime, run_chart, xmr

LENGTHS = (12, 24, 36, 60)
A_MONTH = 30


def normal(rng, shape):
    return rng.normal(10, 2, shape)


def mild(rng, shape, mean=12.0):
    """Monthly means of 30 whole days, gamma of shape 1.5: their deviation is 0.8 of the mean."""
    return np.rint(rng.gamma(1.5, mean / 1.5, (*shape, A_MONTH))).mean(axis=-1)


def skewed(rng, shape, mean=12.0):
    """The same of shape 0.8: deviation 1.1 of the mean, one in fifteen on the same day."""
    return np.rint(rng.gamma(0.8, mean / 0.8, (*shape, A_MONTH))).mean(axis=-1)


def speaks(chart):
    return chart.variation not in (None, "common_cause")


def last_point_share(series, fix_after=None):
    charts = (xmr(one, improvement="decrease", fix_after=fix_after) for one in series)
    return float(np.mean([speaks(chart) for chart in charts]))


def any_flag_share(series):
    return float(np.mean([(xmr(one, improvement="decrease").rule != "").any() for one in series]))


def run_share(series):
    return float(np.mean([run_chart(one).signal[0] for one in series]))


def rate_share(rng, months, series):
    d = rng.poisson(A_MONTH, (series, months))
    n = rng.binomial(d, 0.4)
    return float(np.mean([speaks(p_prime(*one)) for one in zip(n, d, strict=True)]))


def found_within(draw, before, fix_after, series, rng, months=4):
    """Share of halvings that the icon shows as an improvement in month 1, 2, … after them."""
    waits = np.hstack([draw(rng, (series, before)), draw(rng, (series, months), mean=6.0)])
    seen = [
        [
            xmr(one[: before + month], improvement="decrease", fix_after=fix_after).variation
            == "improvement"
            for month in range(1, months + 1)
        ]
        for one in waits
    ]
    return np.logical_or.accumulate(np.array(seen), axis=1).mean(axis=0)


def typical(rng, shape, mean=12.0):
    """The same of shape 1.25: deviation 0.9 of the mean, median 0.74 of it, as waits for an
    assessment are published (median 6, mean 7.5 to 8)."""
    return np.rint(rng.gamma(1.25, mean / 1.25, (*shape, A_MONTH))).mean(axis=-1)


def main():
    rng = np.random.default_rng(20260701)
    print("Stable series, 1,500 of each length: share with a signal (rates: 30 a month)")
    head = ("months", "last", "mild", "skewed", "fixed 12", "fixed 24", "any", "run", "rates")
    print(*(f"{name:>9}" for name in head))
    for months in LENGTHS:
        plain = normal(rng, (1500, months))
        shares = (
            last_point_share(plain),
            last_point_share(mild(rng, (1500, months))),
            last_point_share(skewed(rng, (1500, months))),
            last_point_share(plain, 12),
            last_point_share(plain, 24),
            any_flag_share(plain),
            run_share(plain),
            rate_share(rng, months, 1500),
        )
        print(f"{months:9}", *(f"{100 * share:7.1f} %" for share in shares))
    print("\nA halving from 12 to 6 days, 500 of each: seen after 1, 2, 3, 4 months")
    for draw in (mild, typical, skewed):
        for before in LENGTHS:
            for fix_after in (None, *(n for n in (12, 24) if n < before), before):
                shares = found_within(draw, before, fix_after, 500, rng)
                base = f"first {fix_after}" if fix_after else "all"
                base = "before it" if fix_after == before else base
                print(
                    f"{draw.__name__:>9} {before:3} months before, base {base:9}",
                    *(f"{100 * share:5.0f} %" for share in shares),
                )


if __name__ == "__main__":
    main()
