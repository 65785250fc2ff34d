"""Each rule of the control charts at its edges, on series small enough to check by hand."""

import numpy as np
import pytest

from pipelines.statistics import p_prime, xmr

NAN = float("nan")
CALM = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]  # mean 10.5, mean range 2


def rules(values, **options):
    return xmr(values, improvement="decrease", min_points=1, **options).rule.tolist()


def test_limits_lie_266_mean_ranges_from_the_mean():
    chart = xmr([4, 6] * 6, improvement="decrease")
    assert chart.centre.tolist() == [5.0] * 12
    assert chart.upper == pytest.approx([5 + 2.66 * 2] * 12)
    assert chart.lower == pytest.approx([5 - 2.66 * 2] * 12)


def test_limits_are_not_clipped_at_zero():
    assert (xmr([1, 9] * 6, improvement="decrease").lower < 0).all()


def test_a_range_of_exactly_3267_means_is_screened_out_once():
    # Nine ranges of 1, one of r: r is 3.267 means exactly when r = 3.267 (9 + r) / 10.
    jump = 3.267 * 9 / (10 - 3.267)
    values = np.cumsum([0, 1, -1, 1, -1, 1, jump, -1, 1, -1, 1])
    assert xmr(values, improvement="neutral", min_points=1).upper[0] - values.mean() < 2.661
    loose = xmr(values, improvement="neutral", min_points=1, screen=False)
    assert loose.upper[0] - values.mean() == pytest.approx(2.66 * (9 + jump) / 10)


def test_where_screening_leaves_only_ties_the_unscreened_ranges_count():
    chart = xmr([5.0] * 12 + [8.0] * 8, improvement="decrease")
    assert chart.upper[0] - chart.centre[0] == pytest.approx(2.66 * 3 / 19)


def test_eleven_months_have_a_mean_and_neither_limits_nor_rules_nor_an_icon():
    chart = xmr(range(11), improvement="decrease", target=3)
    assert (chart.centre == 5).all()
    assert np.isnan(chart.lower).all()
    assert set(chart.rule) == {""}
    assert set(chart.note) == {"too_few_months"}
    assert (chart.variation, chart.assurance, chart.new_phase) == (None, None, None)


def test_twelve_months_have_limits_and_a_gap_is_no_month():
    assert not np.isnan(xmr(CALM, improvement="decrease").lower).any()
    assert np.isnan(xmr([NAN, *CALM[:11]], improvement="decrease").lower).all()


def test_a_constant_series_has_no_limits_and_says_why():
    chart = xmr([0.1] * 20, improvement="decrease", target=0.05)
    assert np.isnan(chart.upper).all()
    assert set(chart.note) == {"no_variation"}
    assert (chart.variation, chart.assurance) == ("common_cause", None)


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


@pytest.mark.parametrize(
    ("improvement", "low", "high"),
    [
        ("decrease", "improvement", "concern"),
        ("increase", "concern", "improvement"),
        ("neutral", "neutral_low", "neutral_high"),
    ],
)
def test_the_word_of_a_point_follows_the_direction_that_is_wanted(improvement, low, high):
    chart = xmr([*CALM, -9, 30], improvement=improvement, fix_after=12)
    assert chart.point[-2:].tolist() == [low, high]
    assert chart.variation == high


def test_the_icon_is_the_last_month_with_a_value():
    chart = xmr([*CALM, 30, NAN, NAN], improvement="decrease", fix_after=12)
    assert chart.variation == "concern"
    assert chart.rule[-2:].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("target", "decrease", "increase"),
    [(99, "pass", "fail"), (10.5, "inconsistent", "inconsistent"), (-99, "fail", "pass")],
)
def test_a_target_beyond_a_limit_is_met_or_missed_by_direction(target, decrease, increase):
    assert xmr(CALM, improvement="decrease", target=target).assurance == decrease
    assert xmr(CALM, improvement="increase", target=target).assurance == increase
    assert xmr(CALM, improvement="neutral", target=target).assurance is None


def test_a_shift_proposes_a_new_phase_once_it_has_held_for_twelve_months():
    lower = [7, 7.5] * 6
    assert xmr(CALM + lower[:11], improvement="decrease", fix_after=12).new_phase is None
    assert xmr(CALM + lower, improvement="decrease", fix_after=12).new_phase == 12
    assert xmr([*CALM, *lower, 30], improvement="decrease", fix_after=12).new_phase is None
    assert xmr([*CALM, NAN, *lower], improvement="decrease", fix_after=12).new_phase == 13


def test_a_phase_starts_with_the_row_of_its_date_even_when_that_row_is_a_gap():
    chart = xmr([*CALM, NAN, *(x / 2 for x in CALM)], improvement="decrease", rebase=[12])
    assert chart.phase.tolist() == [0] * 12 + [1] * 13
    assert chart.centre[[11, 12]].tolist() == [10.5, 5.25]


def test_a_phase_without_a_value_yet_leaves_the_icon_to_the_month_before():
    chart = xmr([*CALM, 30, NAN], improvement="decrease", rebase=[13], fix_after=12)
    assert np.isnan(chart.centre[13])
    assert (chart.variation, chart.new_phase) == ("concern", None)


def test_a_rate_has_wider_limits_where_its_denominator_is_smaller():
    n, d = np.array([12, 8, 5, 9] * 4), np.array([30, 20, 10, 25] * 4)
    chart = p_prime(n, d)
    width = chart.upper - chart.lower
    assert (np.argsort(width[:4]) == np.argsort(-d[:4])).all()
    assert (chart.lower >= 0).all()


def test_limits_that_reach_0_and_1_are_too_few_cases():
    chart = p_prime([1, 0, 2, 1, 1, 2] * 3, [2, 2, 3, 2, 2, 3] * 3)
    assert set(chart.note) == {"too_few_cases"}


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


def test_an_empty_series_and_one_of_gaps_say_nothing():
    for chart in (xmr([], improvement="decrease"), p_prime([], []), p_prime([0], [0])):
        assert (chart.variation, chart.assurance, chart.new_phase) == (None, None, None)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: xmr([1, float("inf")], improvement="decrease"), "infinite"),
        (lambda: xmr([[1, 2]], improvement="decrease"), "one dimension"),
        (lambda: xmr([1, 2], improvement="better"), "improvement is"),
        (lambda: xmr([1, 2], improvement="decrease", rebase=[-1]), "rebase position -1"),
        (lambda: xmr([1, 2], improvement="decrease", fix_after=1), "fix_after at least 2"),
        (lambda: xmr([1, 2], improvement="decrease", min_points=0), "min_points is at least 1"),
        (lambda: p_prime([3], [2]), "outside 0 to its denominator"),
        (lambda: p_prime([-1], [2]), "outside 0 to its denominator"),
        (lambda: p_prime([1, 2], [2]), "differ in length"),
    ],
)
def test_what_makes_no_chart_is_an_error_that_names_it(call, message):
    with pytest.raises(ValueError, match=message):
        call()
