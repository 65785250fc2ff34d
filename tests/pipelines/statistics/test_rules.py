"""Each rule of a control chart at its edges, on a base of mean 5 and mean range 2."""

import numpy as np

from pipelines.statistics import xmr


def rules(values, **options):
    return xmr(values, improvement="decrease", min_points=1, **options).rule.tolist()


def test_a_point_on_a_limit_is_inside_it():
    base = [4, 6] * 6  # limits 5 ± 5.32, near ones 5 ± 3.5467
    on, beyond = 5 + 2.66 * 2, np.nextafter(5 + 2.66 * 2, 99)
    assert rules([*base, on, 5, beyond], fix_after=12)[-3:] == ["", "", "outside_above"]


def test_six_on_one_side_are_chance_and_seven_are_a_shift():
    base = [4, 6] * 6
    assert set(rules([*base, 6, 6.5, 6, 6.5, 6], fix_after=12)) == {""}  # the base ends with one
    assert rules([*base, 6, 6.5, 6, 6.5, 6, 6.5], fix_after=12)[11:] == ["shift_above"] * 7


def test_a_point_on_the_mean_breaks_a_shift():
    assert set(rules([4, 6] * 6 + [4.5, 4, 4.5, 5, 4.5, 4, 4.5, 5], fix_after=12)) == {""}


def test_six_steps_one_way_are_a_trend_and_a_tie_breaks_it():
    up = [3, 3.5, 4, 4.5, 5.5, 6, 6.5]
    assert rules([4, 6] * 6 + up, fix_after=12)[12:] == ["trend_up"] * 7
    tied = [3, 3.5, 4, 4, 5.5, 6, 6.5]
    assert set(rules([4, 6] * 6 + tied, fix_after=12)) == {""}


def test_a_peak_belongs_to_the_trend_that_it_ends():
    peak = [3, 3.5, 4, 4.5, 5.5, 6, 6.5, 6.2, 5.7, 5.2, 4.2, 3.8, 3.2]
    found = rules([4, 6] * 6 + peak, fix_after=12)[12:]
    assert found == ["trend_up"] * 7 + ["trend_down"] * 6


def test_two_near_of_three_on_one_side_flag_the_near_ones_alone():
    found = rules([4, 6] * 6 + [4.8, 9, 6, 9], fix_after=12)[12:]
    assert found == ["", "two_in_three_above", "", "two_in_three_above"]
    assert set(rules([4, 6] * 6 + [9, 4, 9], fix_after=12)) == {""}


def test_near_is_beyond_two_thirds_of_the_way_to_a_limit():
    near = 5 + 2 * (2.66 / 3) * 2
    chart = xmr([4, 6] * 6 + [near - 1e-6, near + 1e-6], improvement="neutral", fix_after=12)
    assert chart.near[-2:].tolist() == [False, True]


def test_an_outside_point_counts_as_near_only_when_asked():
    values = [4, 6] * 6 + [4, 9, 6, 11]
    assert rules(values, fix_after=12)[13:] == ["", "", "outside_above"]
    asked = rules(values, fix_after=12, outside_counts_as_near=True)[13:]
    assert asked == ["two_in_three_above", "", "outside_above"]


def test_outside_speaks_before_trend_before_two_in_three_before_shift():
    values = [4, 6] * 6 + [5.1, 5.2, 5.3, 5.4, 8.6, 8.7, 20] + [8.6, 8.7, 6]
    assert rules(values, fix_after=12)[12:] == [
        *["trend_up"] * 6,
        "outside_above",
        *["two_in_three_above"] * 2,
        "shift_above",
    ]
