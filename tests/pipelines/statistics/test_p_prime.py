"""Charts of monthly rates at their edges."""

import numpy as np
import pytest

from pipelines.statistics import p_prime


def test_a_rate_has_wider_limits_where_its_denominator_is_smaller():
    n, d = np.array([12, 8, 5, 9] * 4), np.array([30, 20, 10, 25] * 4)
    chart = p_prime(n, d)
    width = chart.upper - chart.lower
    assert (np.argsort(width[:4]) == np.argsort(-d[:4])).all()
    assert (chart.lower >= 0).all()


def test_limits_that_reach_0_and_1_are_too_few_cases():
    chart = p_prime([1, 0, 2, 1, 1, 2] * 3, [2, 2, 3, 2, 2, 3] * 3)
    assert set(chart.note) == {"too_few_cases"}
    low = p_prime([1, 0, 2, 1, 1, 2] * 3, [20, 20, 30, 20, 20, 30] * 3)
    assert (low.lower == 0).all()
    assert set(low.note) == {""}


def test_a_month_without_a_denominator_is_a_gap():
    chart = p_prime([*[12, 8] * 8, 0], [*[30, 21] * 8, 0], min_points=16)
    assert np.isnan([chart.value[-1], chart.lower[-1], chart.upper[-1]]).all()
    assert chart.variation == "common_cause"


def test_without_a_ratio_of_spreads_the_limits_are_binomial():
    # Two rates so that z takes one value only within the base: no range, no ratio.
    chart = p_prime([10, 10, 18], [20, 20, 20], fix_after=2, min_points=1)
    assert np.isnan(chart.sigma_z).all()
    assert chart.upper == pytest.approx([0.5 + 3 * (0.25 / 20) ** 0.5] * 3)
    assert chart.rule[2] == "outside_above"


def test_a_rate_of_all_or_nothing_has_no_limits_and_says_why():
    for n in ([0] * 14, [12] * 14):
        chart = p_prime(n, [12] * 14)
        assert np.isnan(chart.upper).all()
        assert set(chart.note) == {"no_variation"}
