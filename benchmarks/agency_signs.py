"""How often agencies that are alike get a sign, and how often one that is not is found.

`python -m benchmarks.agency_signs [--runs 400] [--agencies 110]`. Days are log-normal around 12 and
deviate by 0.9 of their mean; n lies between 11 and 400; rates lie around 35 %. `spread`: the
agencies' true figures vary by 15 % (log scale). `planted`: one agency of median size waits twice as
long, or has half the rate.
"""

import argparse

import numpy as np

from pipelines.statistics import compare_agency_days, compare_agency_rates

RATIO = 0.9  # deviation over mean of days inside an agency


def days(random, sizes, truth):
    log = np.sqrt(np.log(1 + RATIO**2))
    mean, deviation = np.empty(sizes.size), np.empty(sizes.size)
    for i, (n, centre) in enumerate(zip(sizes, truth, strict=True)):
        waits = np.floor(random.lognormal(np.log(centre) - log**2 / 2, log, n) + random.random(n))
        mean[i], deviation[i] = waits.mean(), waits.std(ddof=1)
    return compare_agency_days(sizes, mean, deviation)


def rates(random, sizes, truth):
    return compare_agency_rates(random.binomial(sizes, truth), sizes)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=400)
    options.add_argument("--agencies", type=int, default=110)
    asked = options.parse_args()
    random = np.random.default_rng(20261126)
    print("what   agencies      any sign  apart, share  differ  planted found  apart")
    for name, compare, centre, factor in (("days", days, 12.0, 2.0), ("rates", rates, 0.35, 0.5)):
        for kind in ("alike", "spread", "planted"):
            signs = apart = differ = found = stands = 0
            for _ in range(asked.runs):
                sizes = np.round(np.exp(random.uniform(np.log(11), np.log(400), asked.agencies)))
                sizes = np.sort(sizes.astype(int))
                truth = np.full(asked.agencies, centre)
                if kind == "spread":
                    truth = np.clip(truth * random.lognormal(0, 0.15, asked.agencies), 0, None)
                    truth = np.minimum(truth, 0.95) if name == "rates" else truth
                middle = asked.agencies // 2
                if kind == "planted":
                    truth[middle] *= factor
                tests = compare(random, sizes, truth)
                signs += bool(tests.side.any())
                apart += tests.apart.mean()
                differ += tests.any_differ
                found += tests.side[middle] != 0
                stands += tests.apart[middle]
            print(
                f"{name:<6} {kind:<12} {signs / asked.runs:>8.1%} {apart / asked.runs:>12.2%}"
                f" {differ / asked.runs:>8.1%} {found / asked.runs:>13.1%}"
                f" {stands / asked.runs:>7.1%}"
            )


if __name__ == "__main__":
    main()
