"""How often an interval of mean days holds the true mean: gamma, t and two bootstraps.

Simulated, seeded: `python -m benchmarks.interval_coverage`. The rivals live here alone.
"""

import numpy as np

from pipelines.statistics import mean_interval
from pipelines.statistics.quantiles import student_t_quantile

SIZES = (3, 5, 10, 20, 50, 200)


def mild(rng, shape):
    """Whole days, gamma of shape 2.5."""
    return np.floor(rng.gamma(2.5, 4, shape))


def skewed(rng, shape):
    """Whole days, gamma of shape 0.9; with those under a day, a quarter are 0."""
    return np.floor(rng.gamma(0.9, 10, shape)) * (rng.random(shape) > 0.15)


def many_zeros(rng, shape):
    """Two in five on the same day whatever the rest, gamma of shape 1."""
    return np.floor(rng.gamma(1.0, 8, shape)) * (rng.random(shape) > 0.4)


def long_tail(rng, shape):
    """Lognormal with a deviation of 1 on the log scale, cut at 180 days."""
    return np.minimum(np.floor(np.exp(rng.normal(1.8, 1.0, shape))), 180)


def gamma(days, rng):
    n, repeats = days.shape[1], days.shape[0]
    return mean_interval(np.full(repeats, n), days.mean(axis=1), days.std(axis=1, ddof=1))


def student(days, rng):
    n = days.shape[1]
    half = student_t_quantile(0.975, n - 1) * days.std(axis=1, ddof=1) / np.sqrt(n)
    return days.mean(axis=1) - half, days.mean(axis=1) + half


def percentile_bootstrap(days, rng, resamples=999):
    n = days.shape[1]
    bounds = [
        np.quantile(one[rng.integers(0, n, (resamples, n))].mean(axis=1), (0.025, 0.975))
        for one in days
    ]
    return np.array(bounds).T


def studentised_bootstrap(days, rng, resamples=999):
    n, bounds = days.shape[1], []
    for one in days:
        again = one[rng.integers(0, n, (resamples, n))]
        spread = again.std(axis=1, ddof=1)
        varied = spread > 0
        t = (again.mean(axis=1)[varied] - one.mean()) / spread[varied]
        low, high = np.quantile(t, (0.025, 0.975)) if varied.any() else (np.nan, np.nan)
        bounds.append((one.mean() - high * one.std(ddof=1), one.mean() - low * one.std(ddof=1)))
    return np.array(bounds).T


def coverage(draw, method, n, repeats, rng):
    """Share that holds the mean, misses below and above, median width in means."""
    true_mean = draw(rng, 2_000_000).mean()
    days = draw(rng, (repeats, n))
    days = days[days.std(axis=1) > 0]  # without variation no interval is given
    lower, upper = method(days, rng)
    width = float(np.median((upper - lower) / true_mean))
    return np.mean((lower <= true_mean) & (true_mean <= upper)), np.mean(true_mean < lower), width


def main():
    for draw in (mild, skewed, many_zeros, long_tail):
        print(f"\n{draw.__name__}: {draw.__doc__}")
        print(f"{'n':>5}", *(f"{m.__name__:>24}" for m, _ in METHODS), " held (median width)")
        for n in SIZES:
            cells = []
            for method, repeats in METHODS:
                rng = np.random.default_rng(20260701)
                held, _, width = coverage(draw, method, n, repeats, rng)
                cells.append(f"{100 * held:13.1f} % ({width:6.2f})")
            print(f"{n:5}", *cells)


METHODS = (
    (gamma, 10_000),
    (student, 10_000),
    (percentile_bootstrap, 800),
    (studentised_bootstrap, 800),
)

if __name__ == "__main__":
    main()
