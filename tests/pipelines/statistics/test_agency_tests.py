"""The tests between agencies against tables and plain recomputation."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from pipelines.statistics import compare_agency_days, compare_agency_rates, quantiles
from pipelines.statistics.agency_tests import adjusted_rejections
from pipelines.statistics.funnel import WINSORISED_VARIANCE


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [  # from printed tables
        *((3.841459, 1, 0.05), (5.991465, 2, 0.05), (11.070498, 5, 0.05)),
        *((18.307038, 10, 0.05), (124.342113, 100, 0.05)),
        *((10.827566, 1, 0.001), (23.209251, 10, 0.01)),
    ],
)
def test_tails_of_the_chi_square_are_those_of_the_tables(value, freedom, tail):
    assert quantiles.chi_square_tail(value, freedom) == pytest.approx(tail, rel=1e-5)


@pytest.mark.parametrize("freedom", [1, 2, 5, 10, 30, 200, 400])
@pytest.mark.parametrize("share", [0.9, 0.975, 0.999])
def test_the_tail_of_students_t_undoes_its_quantile(freedom, share):
    t = quantiles.student_t_quantile(share, freedom)
    assert quantiles.student_t_tail(t, freedom) == pytest.approx(2 * (1 - share), rel=2e-3)
    assert quantiles.student_t_tail(-t, freedom) == quantiles.student_t_tail(t, freedom)


@pytest.mark.parametrize(
    ("n", "d", "rate"), [(0, 12, 0.3), (7, 12, 0.3), (40, 300, 0.1), (3, 3, 0.5)]
)
def test_the_binomial_test_adds_up_the_exact_chances(n, d, rate):
    share = [math.comb(d, k) * rate**k * (1 - rate) ** (d - k) for k in range(d + 1)]
    by_hand = min(1.0, 2 * min(sum(share[: n + 1]), sum(share[n:])))
    assert quantiles.binomial_tail(n, d, rate) == pytest.approx(by_hand, rel=1e-9)


def test_what_winsorising_leaves_of_a_normals_variance():
    a = NormalDist().inv_cdf(0.9)
    left = 0.8 - 2 * a * NormalDist().pdf(a) + 0.2 * a * a
    assert pytest.approx(left, abs=1e-6) == WINSORISED_VARIANCE


def test_false_discovery_names_all_up_to_the_last_that_is_small_enough():
    chance = np.array([0.009, np.nan, 0.04, 0.03, 0.5, 0.028])
    # of five: 0.01, 0.02, 0.03, 0.04, 0.05
    assert list(adjusted_rejections(chance)) == [True, False, True, True, False, True]
    assert not adjusted_rejections(np.array([0.06, 0.2])).any()
    assert not adjusted_rejections(np.array([])).any()


def test_rates_of_two_camps_differ_far_beyond_chance():
    n, d = np.array([23, 23, 23, 86, 86, 86]), np.full(6, 156)
    tests = compare_agency_rates(n, d)
    rate = n.sum() / d.sum()
    chi = ((n - d * rate) ** 2 / (d * rate * (1 - rate))).sum()
    assert tests.differ == pytest.approx(quantiles.chi_square_tail(chi, 5))
    assert list(tests.side) == [-1, -1, -1, 1, 1, 1]
    assert not tests.apart.any()
    assert tests.spread_low < 0.20 < 0.50 < tests.spread_high


def test_few_expected_cases_are_simulated_and_the_same_every_time():
    alike = compare_agency_rates([1, 0, 1, 2], [12, 11, 12, 13])
    again = compare_agency_rates([1, 0, 1, 2], [12, 11, 12, 13])
    assert alike.differ == again.differ > 0.3
    assert compare_agency_rates([9, 0, 0, 0], [12, 11, 12, 13]).differ < 0.001


def test_an_agency_that_waits_twice_as_long_stands_apart():
    tests = compare_agency_days([100] * 12, [10.0] * 11 + [20.0], [9.0] * 11 + [18.0])
    assert list(np.flatnonzero(tests.apart)) == [11]
    assert tests.any_differ


def test_one_agency_or_none_has_no_answer():
    assert compare_agency_days([40], [8.0], [6.0]).differ == 1.0
    nothing = compare_agency_days([1, 0], [8.0, np.nan], [np.nan, np.nan])
    assert (nothing.differ, nothing.side.any()) == (1.0, False)
    empty = compare_agency_rates([0, 0], [0, 0])
    assert (empty.differ, empty.side.any()) == (1.0, False)


def test_a_state_figure_given_is_what_agencies_are_held_against():
    tests = compare_agency_rates([50, 50, 50], [100, 100, 100], target=0.3)
    assert list(tests.side) == [1, 1, 1]
    assert tests.differ > 0.9
