"""Limits, phases, gaps, icons and targets of an XmR chart; what is no chart is an error."""

import numpy as np
import pytest

from pipelines.statistics import p_prime, xmr

NAN = float("nan")
CALM = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]  # mean 10.5, mean range 2


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


def test_a_phase_that_has_been_started_is_not_proposed_again():
    held = [*CALM, *[7, 7.5] * 6, NAN]
    assert xmr(held, improvement="decrease", fix_after=12).new_phase == 12
    assert xmr(held, improvement="decrease", fix_after=12, rebase=[24]).new_phase is None


def test_a_phase_without_a_value_yet_leaves_the_icon_to_the_month_before():
    chart = xmr([*CALM, 30, NAN], improvement="decrease", rebase=[13], fix_after=12)
    assert np.isnan(chart.centre[13])
    assert (chart.variation, chart.new_phase) == ("concern", None)


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


def by_count(values, counted, within, **options):
    return xmr(values, improvement="decrease", counted=counted, within=within, **options)


def test_a_month_of_few_has_wider_limits_than_a_month_of_many():
    values = [8.0, 9.0] * 8
    drawn = by_count(values, [30] * 15 + [2], [900.0] * 15 + [60.0])
    assert drawn.upper[-1] - drawn.centre[-1] > 2 * (drawn.upper[0] - drawn.centre[0])
    assert xmr([*values[:-1], 13], improvement="decrease").rule[-1] == "outside_above"
    assert by_count([*values[:-1], 13], [30] * 15 + [2], [900.0] * 15 + [60.0]).rule[-1] == ""


def test_the_centre_weighs_each_month_by_its_n():
    drawn = by_count([10.0] * 11 + [4.0], [10] * 11 + [110], [90.0] * 12)
    assert drawn.centre.tolist() == [7.0] * 12


def test_the_assurance_rests_on_the_limits_at_the_median_n_of_the_last_twelve_points():
    n = [400] * 12 + [16] * 11 + [400]
    drawn = by_count([8.0, 8.2] * 12, n, [25.0 * k for k in n], target=6)
    assert drawn.lower[-1] > 6 > drawn.lower[-2]  # the newest month alone would miss it
    assert drawn.assurance == "inconsistent"


def test_a_month_without_a_value_has_no_limits_of_its_own():
    drawn = by_count([8.0, NAN, *[8.5, 9.0] * 6], [30, 0, *[30] * 12], [90.0, NAN, *[90.0] * 12])
    assert np.isnan(drawn.lower[:3]).tolist() == [False, True, False]
    assert drawn.centre[1] == drawn.centre[0]


@pytest.mark.parametrize(
    ("counted", "within"),
    [
        ([30] * 3, None),
        (None, [1.0] * 3),
        ([30, 0, 30], [1.0] * 3),
        ([30] * 3, [1.0, -1.0, 1.0]),
        ([30] * 2, [1.0] * 2),
        ([30, NAN, 30], [1.0] * 3),
    ],
)
def test_counts_that_do_not_fit_the_values_are_an_error(counted, within):
    with pytest.raises(ValueError, match=r"go together|differ in length|counts none"):
        by_count([8.0, 9.0, 8.0], counted, within)
