"""What a control chart of 60 months costs, against a median of the same 60 months.

`python -m benchmarks.xmr_speed`. Ratios of one run; the milliseconds are this machine's.
"""

from timeit import repeat

import numpy as np

from pipelines.statistics import p_prime, run_chart, xmr

SIGNALS = 300 * 4  # agencies x measures, at every publish


def best(call, times=200):
    return min(repeat(call, number=times, repeat=5)) / times


def main():
    rng = np.random.default_rng(20260701)
    days = rng.gamma(20, 0.5, 60)
    days[[7, 31]] = np.nan
    d = rng.poisson(30, 60)
    n = rng.binomial(d, 0.4)
    unit = best(lambda: np.nanmedian(days))
    for name, call in {
        "xmr": lambda: xmr(days, improvement="decrease", target=8.0),
        "xmr, three phases": lambda: xmr(days, improvement="decrease", rebase=(20, 40)),
        "p_prime": lambda: p_prime(n, d, improvement="increase"),
        "run_chart": lambda: run_chart(days),
    }.items():
        cost = best(call)
        print(
            f"{name:18} {cost / unit:5.1f} nanmedians  {1000 * cost:.3f} ms"
            f"  {SIGNALS * cost:.2f} s for {SIGNALS:,}"
        )


if __name__ == "__main__":
    main()
