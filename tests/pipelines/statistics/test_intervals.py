"""Intervals of rates and of mean days, and the quantiles beneath them."""

import math

import numpy as np
import pytest

from benchmarks import interval_coverage
from pipelines.statistics import binomial_limits, mean_interval, quantiles, wilson


def test_wilson_gives_the_interval_computed_by_hand():
    # 10 of 50 at 95 %: z² = 3.841459, (10 + z²/2) / (50 + z²) = 0.221404, half-width
    # 1.959964 x √(10 x 0.8 + z²/4) / (50 + z²) = 0.108967.
    lower, upper = wilson(10, 50)
    assert lower == pytest.approx(0.221404 - 0.108967, abs=2e-6)
    assert upper == pytest.approx(0.221404 + 0.108967, abs=2e-6)


def test_nobody_of_none_has_no_interval_and_nobody_of_some_is_not_certain():
    lower, upper = wilson([0, 0, 8], [0, 8, 8])
    assert np.isnan([lower[0], upper[0]]).all()
    assert (lower[1], upper[2]) == (0, 1)
    assert upper[1] == pytest.approx(0.3244, abs=1e-4)
    assert lower[2] == pytest.approx(1 - upper[1])


def test_every_wilson_interval_holds_its_rate():
    d = np.repeat(np.arange(1, 40), 40)
    n = np.tile(np.arange(40), 39)
    n, d = n[n <= d], d[n <= d]
    lower, upper = wilson(n, d)
    assert ((lower <= n / d) & (n / d <= upper) & (lower < upper)).all()


def test_exact_limits_leave_out_no_more_than_they_may():
    for d, rate, level in [(5, 0.4, 0.95), (9, 0.031, 0.998), (40, 0.7, 0.95)]:
        lower, upper = (bound[0] for bound in binomial_limits([d], rate, level))
        counts = np.arange(d + 1)
        chance = [math.comb(d, k) * rate**k * (1 - rate) ** (d - k) for k in counts]
        beyond = (counts / d < lower) | (counts / d > upper)
        assert np.sum(chance, where=beyond) <= 1 - level


def test_the_coin_has_the_limits_that_can_be_counted():
    # Of 64 outcomes of six tosses one has no head: 1.6 %, under 2.5; seven have at most one.
    assert [float(bound[0]) for bound in binomial_limits([6], 0.5)] == [1 / 6, 5 / 6]
    assert np.isnan(binomial_limits([0, np.nan], 0.5)).all()


def test_a_share_that_is_reached_exactly_is_reached():
    assert quantiles.binomial_quantile(0.5, 3, 0.5) == 1
    assert quantiles.binomial_quantile(0.81, 2, 0.1) == 0
    assert quantiles.binomial_quantile(0.99, 2, 0.1) == 1


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.7062047362), (2, 4.3026527297), (9, 2.2621571628), (29, 2.0452296421)],
)
def test_student_t_has_the_values_of_the_tables(freedom, t):
    assert quantiles.student_t_quantile(0.975, freedom) == pytest.approx(t, abs=1e-9)


def test_student_t_goes_over_into_the_normal_without_a_step():
    steps = np.diff([quantiles.student_t_quantile(0.975, freedom) for freedom in range(195, 207)])
    assert (np.diff(steps) > 0).all()
    assert quantiles.student_t_quantile(0.975, 10**9) == pytest.approx(
        quantiles.normal_quantile(0.975)
    )


def test_an_interval_of_days_lies_around_the_mean_and_never_below_zero():
    lower, upper = mean_interval([4, 30, 400], [6, 12, 12], [9, 11, 11])
    assert (lower > 0).all()
    assert (lower < [6, 12, 12]).all()
    assert (upper > [6, 12, 12]).all()
    assert (np.diff(upper / lower) < 0).all()


def test_one_value_or_values_alike_have_no_interval():
    lower, upper = mean_interval([0, 1, 5, 5], [np.nan, 4, 4, 0], [np.nan, np.nan, 0, 0])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_three_values_that_say_next_to_nothing_put_no_upper_bound():
    days = [0, 0, 40]
    lower, upper = mean_interval([3], [np.mean(days)], [np.std(days, ddof=1)])
    assert lower[0] > 0
    assert upper[0] == np.inf


@pytest.mark.parametrize("draw", ["mild", "skewed", "many_zeros"])
@pytest.mark.parametrize("n", [3, 10, 30])
def test_the_interval_of_days_holds_the_true_mean_as_often_as_it_says(draw, n):
    rng = np.random.default_rng(20260701)
    held, missed_below, _ = interval_coverage.coverage(
        getattr(interval_coverage, draw), interval_coverage.gamma, n, 2000, rng
    )
    assert held > 0.935
    assert missed_below < 0.05


def test_under_a_long_tail_the_interval_of_days_holds_in_nine_of_ten():
    rng = np.random.default_rng(20260701)
    held, _, _ = interval_coverage.coverage(
        interval_coverage.long_tail, interval_coverage.gamma, 10, 2000, rng
    )
    assert 0.89 < held < 0.95


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: wilson(3, 2), "outside 0 to its denominator"),
        (lambda: wilson(1, 2, level=1), "level"),
        (lambda: binomial_limits([5], 1.5), "rate"),
        (lambda: binomial_limits([1001], 0.5), "1,000"),
        (lambda: mean_interval([3], [-1], [2]), "negative"),
        (lambda: quantiles.student_t_quantile(0.2, 3), "student_t"),
    ],
)
def test_what_has_no_interval_is_an_error_that_names_it(call, message):
    with pytest.raises(ValueError, match=message):
        call()
