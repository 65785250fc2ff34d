"""What the icon promises, by simulation: few false alarms, and a real halving is seen."""

import numpy as np
import pytest

from benchmarks import false_alarms, limits_by_n


@pytest.mark.parametrize("months", false_alarms.LENGTHS)
def test_a_stable_series_shows_an_icon_in_at_most_one_month_of_fifty(months):
    rng = np.random.default_rng(20260701)
    series = false_alarms.normal(rng, (1500, months))
    assert false_alarms.last_point_share(series) <= 0.02


def test_any_flag_in_history_would_be_wrong_for_every_third_stable_series():
    rng = np.random.default_rng(20260701)
    assert false_alarms.any_flag_share(false_alarms.normal(rng, (300, 60))) > 1 / 3


def test_a_stable_rate_shows_an_icon_in_at_most_one_month_of_fifty():
    assert false_alarms.rate_share(np.random.default_rng(20260701), 36, 1000) <= 0.02


@pytest.mark.parametrize("before", false_alarms.LENGTHS)
def test_a_halving_of_the_wait_is_seen_within_four_months_at_thirty_requests_a_month(before):
    rng = np.random.default_rng(20260701)
    seen = false_alarms.found_within(false_alarms.mild, before, None, 150, rng)
    assert seen[-1] >= 0.8


@pytest.mark.parametrize("newest", [2, 60])
def test_a_newest_month_of_few_or_many_is_no_alarm_where_equal_limits_raise_one(newest):
    rng = np.random.default_rng(20261126)
    signs = []
    for _ in range(400):
        sizes = np.append(np.full(29, 30), newest)
        signs.append(limits_by_n.speaks(*limits_by_n.draw_series(rng, sizes, 0.8, 0.0, 12.0)))
    by_n, equal = np.mean(signs, axis=0)
    assert by_n <= 0.05
    assert newest != 2 or equal > 0.3
