"""Funnels of rates and of mean days at their edges."""

import numpy as np
import pytest

from pipelines.statistics import binomial_limits, funnel, mean_funnel


def test_under_ten_cases_the_limits_are_binomial_quantiles():
    few = funnel([3, 40], [9, 91])
    lower, upper = binomial_limits([9], few.target)
    assert (few.lower95[0], few.upper95[0]) == (lower[0], upper[0])
    assert funnel([3, 40], [10, 90]).lower95[0] != binomial_limits([10], 0.43)[0][0]


def test_an_agency_without_cases_is_a_gap_and_changes_nothing():
    ours, without = funnel([5, 0, 30], [20, 0, 60]), funnel([5, 30], [20, 60])
    assert np.isnan([ours.value[1], ours.z[1], ours.lower95[1], ours.upper998[1]]).all()
    assert not ours.outlier95[1]
    assert (ours.target, ours.phi, ours.tau2) == (without.target, without.phi, without.tau2)
    assert ours.upper95[[0, 2]].tolist() == without.upper95.tolist()


def test_limits_stay_between_0_and_1_and_never_turn_back():
    d = np.arange(1, 400)
    chart = funnel(np.minimum(d, 2), d, exact_below=0)
    assert chart.lower998.min() == 0
    assert (np.diff(chart.upper998) <= 0).all()
    assert (chart.lower998 <= chart.lower95).all()
    assert (chart.upper95 <= chart.upper998).all()


def test_overdispersion_widens_the_limits_and_takes_outliers_back():
    d = np.full(20, 400)
    n = np.where(np.arange(20) % 2, 120, 200)
    plain, wide = funnel(n, d, overdispersion=False), funnel(n, d)
    assert (plain.phi, plain.tau2) == (0, 0)
    assert wide.tau2 > 0
    assert plain.outlier998.all()
    assert not wide.outlier95.any()


@pytest.mark.parametrize(("n", "d"), [([], []), ([0], [0]), ([0, 0], [9, 30]), ([9, 30], [9, 30])])
def test_a_funnel_of_nothing_or_of_one_rate_has_no_outliers(n, d):
    chart = funnel(n, d)
    assert not chart.outlier95.any()
    assert chart.tau2 == 0


def test_the_mean_funnel_narrows_with_the_number_of_requests_around_the_pooled_mean():
    count = np.array([5, 20, 80, 320])
    chart = mean_funnel(count, [9, 11, 10, 10], [8, 9, 9, 9])
    assert chart.target == pytest.approx((45 + 220 + 800 + 3200) / 425)
    assert (np.diff(chart.upper95 - chart.lower95) < 0).all()
    assert (chart.lower998 >= 0).all()


def test_the_limits_of_a_mean_are_the_quantiles_of_a_gamma():
    # Mean and deviation alike: exponential days. Five have the chi-square of ten degrees over 10.
    chart = mean_funnel([5], [10], [10], overdispersion=False)
    assert chart.lower95[0] == pytest.approx(3.24697, rel=0.01)
    assert chart.upper95[0] == pytest.approx(20.4832, rel=0.01)


def test_an_agency_of_one_request_needs_no_deviation_and_one_of_none_is_a_gap():
    chart = mean_funnel([1, 40, 0], [3, 10, np.nan], [np.nan, 9, np.nan])
    assert not np.isnan(chart.upper95[:2]).any()
    assert np.isnan(chart.upper95[2])
    # A deviation that is not known does not dilute the others'.
    alone = mean_funnel([40, 40], [10, 10], [9, np.nan])
    assert alone.upper95[0] == mean_funnel([40, 40], [10, 10], [9, 9]).upper95[0]


@pytest.mark.parametrize(
    ("count", "mean", "deviation"),
    [([], [], []), ([4, 5], [0, 0], [0, 0]), ([1, 1], [3, 4], [np.nan, np.nan])],
)
def test_without_a_spread_the_mean_funnel_has_no_limits(count, mean, deviation):
    chart = mean_funnel(count, mean, deviation)
    assert np.isnan(chart.upper95).all()
    assert not chart.outlier95.any()


def test_days_are_never_negative():
    with pytest.raises(ValueError, match="negative"):
        mean_funnel([3], [-1], [2])


def test_of_alike_agencies_one_in_twenty_lies_beyond_the_95_percent_limits():
    rng = np.random.default_rng(20260701)
    count = rng.integers(5, 60, 3000)
    days = [np.floor(rng.gamma(0.9, 10, n)) for n in count]
    chart = mean_funnel(
        count, [x.mean() for x in days], [x.std(ddof=1) for x in days], overdispersion=False
    )
    assert 0.03 < chart.outlier95.mean() < 0.06
    assert chart.outlier998.mean() < 0.006
    rates = funnel(rng.binomial(count, 0.4), count, overdispersion=False)
    assert 0.02 < rates.outlier95.mean() < 0.06
