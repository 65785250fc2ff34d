"""Anhøj's rules at their edges."""

import numpy as np
import pytest

from pipelines.statistics import run_chart
from pipelines.statistics.run_chart import critical_values


def test_points_on_the_median_are_not_useful():
    chart = run_chart([1, 2, 3, 2, 1, 2, 3])
    assert (chart.centre[0], chart.n_useful[0]) == (2, 4)


def test_a_run_one_longer_than_chance_explains_is_a_signal():
    assert critical_values(20) == (7, 6)
    seven = run_chart([9, 1, 9] + [1] * 7 + [9, 9, 1, 9, 9, 1, 9, 9, 9, 9])
    eight = run_chart([9, 1, 9] + [1] * 8 + [9, 9, 1, 9, 9, 9, 9, 9, 9])
    assert (seven.longest_run[0], seven.crossings[0], seven.signal[0]) == (7, 8, False)
    assert (eight.longest_run[0], eight.crossings[0], eight.signal[0]) == (8, 6, True)


def test_too_few_crossings_are_a_signal_without_a_long_run():
    chart = run_chart([1] * 5 + [9] * 5 + [1] * 5 + [9] * 5)
    assert (chart.longest_run[0], chart.crossings[0], chart.crossings_min[0]) == (5, 3, 6)
    assert chart.signal[0]


def test_each_phase_has_its_own_median_and_its_own_figures():
    chart = run_chart([1, 2, 3, 11, 12, 13], rebase=[3])
    assert chart.start.tolist() == [0, 3]
    assert chart.centre.tolist() == [2, 12]
    assert run_chart([1, 2, 3], rebase=[0]).start.tolist() == [0]


def test_a_phase_without_useful_points_has_no_figures_and_no_signal():
    chart = run_chart([float("nan"), 4, 4, float("nan")], rebase=[3])
    assert chart.n_useful.tolist() == [0, 0]
    assert np.isnan(chart.longest_run).all()
    assert not chart.signal.any()
    assert run_chart([]).start.size == 0


def test_critical_values_need_a_point():
    with pytest.raises(ValueError, match="useful point"):
        critical_values(0)
    with pytest.raises(ValueError, match="fix_after"):
        run_chart([1, 2], fix_after=1)
