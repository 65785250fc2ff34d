from datetime import date, datetime

import pytest

from dashboard.text.formats import (
    board_label,
    count_of,
    format_count,
    format_day,
    format_figure,
    format_long_day,
    format_moment,
    format_share,
    format_span,
    format_target,
    format_value,
    join_names,
    long_month,
    month_name,
)


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (6.54, "days", "6.5"),
        (0.0, "days", "0.0"),
        (1234.56, "days", "1,234.6"),
        (None, "days", "–"),
        (float("nan"), "share", "–"),
        (0.351, "share", "35%"),
        (0.0, "share", "0%"),
        (1.0, "share", "100%"),
    ],
)
def test_a_figure_is_written_by_its_unit_and_no_data_is_no_zero(number, unit, said):
    assert format_value(number, unit) == said


def test_days_carry_their_unit_and_shares_their_sign():
    assert format_figure(6.5, "days") == "6.5 days"
    assert format_figure(0.35, "share") == "35%"


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [(5.0, "days", "5"), (4.5, "days", "4.5"), (0.4, "share", "40%"), (0.375, "share", "37.5%")],
)
def test_a_target_has_no_decimal_that_nobody_set(number, unit, said):
    assert format_target(number, unit) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "0%"),
        (1, 3, "33%"),
        (1, 1000, "under 1%"),
        (10, 10, "100%"),
        (1, 0, "–"),
        (None, 3, "–"),
    ],
)
def test_a_share_of_nothing_is_no_data_and_a_trace_is_not_zero(part, whole, said):
    assert format_share(part, whole) == said


def test_counts_have_thousands_and_the_right_number():
    assert format_count(12345) == "12,345"
    assert format_count(None) == "–"
    assert count_of(1, "person", "people") == "1 person"
    assert count_of(1204, "request") == "1,204 requests"


def test_dates_are_american_and_say_their_year():
    day = date(2026, 10, 31)
    assert month_name(day) == "Oct 2026"
    assert long_month(day) == "October 2026"
    assert format_day(day) == "Oct 31, 2026"
    assert format_long_day(day) == "October 31, 2026"
    assert format_moment(datetime(2026, 11, 2, 9, 5)) == "Nov 2, 2026, 09:05 UTC"  # noqa: DTZ001
    assert format_span(date(2026, 1, 1), date(2026, 3, 1)) == "Jan 2026 to Mar 2026"
    assert format_span(day, day) == "Oct 2026"


def test_names_are_listed_and_a_long_list_is_cut_with_a_number():
    assert join_names(["Alder"]) == "Alder"
    assert join_names(["Alder", "Birch", "Elm"]) == "Alder, Birch and Elm"
    assert join_names(list("abcdefg"), most=4) == "a, b, c, d and 3 more"
    assert join_names(list("abcde"), most=4) == "a, b, c, d and e"


def test_a_board_is_named_by_six_digits():
    assert board_label(123) == "Board 000123"


def test_a_limit_just_under_zero_is_zero():
    assert format_value(-0.04, "days") == "0.0"
    assert format_value(-0.004, "share") == "0%"
    assert format_value(-0.06, "days") == "-0.1"
