from datetime import date, datetime

import pytest

from dashboard import words


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
    assert words.value(number, unit) == said


def test_days_carry_their_unit_and_shares_their_sign():
    assert words.figure(6.5, "days") == "6.5 days"
    assert words.figure(0.35, "share") == "35%"


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [(5.0, "days", "5"), (4.5, "days", "4.5"), (0.4, "share", "40%"), (0.375, "share", "37.5%")],
)
def test_a_target_has_no_decimal_that_nobody_set(number, unit, said):
    assert words.target(number, unit) == said


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
    assert words.share(part, whole) == said


def test_counts_have_thousands_and_the_right_number():
    assert words.count(12345) == "12,345"
    assert words.count(None) == "–"
    assert words.counted(1, "person", "people") == "1 person"
    assert words.counted(1204, "request") == "1,204 requests"


def test_dates_are_american_and_say_their_year():
    day = date(2026, 10, 31)
    assert words.month(day) == "Oct 2026"
    assert words.long_month(day) == "October 2026"
    assert words.day(day) == "Oct 31, 2026"
    assert words.long_day(day) == "October 31, 2026"
    assert words.moment(datetime(2026, 11, 2, 9, 5)) == "Nov 2, 2026, 09:05 UTC"  # noqa: DTZ001
    assert words.span(date(2026, 1, 1), date(2026, 3, 1)) == "Jan 2026 to Mar 2026"
    assert words.span(day, day) == "Oct 2026"


def test_names_are_listed_and_a_long_list_is_cut_with_a_number():
    assert words.listed(["Alder"]) == "Alder"
    assert words.listed(["Alder", "Birch", "Elm"]) == "Alder, Birch and Elm"
    assert words.listed(list("abcdefg"), most=4) == "a, b, c, d and 3 more"
    assert words.listed(list("abcde"), most=4) == "a, b, c, d and e"


def test_a_board_is_named_by_six_digits():
    assert words.board(123) == "Board 000123"


def test_a_limit_just_under_zero_is_zero():
    assert words.value(-0.04, "days") == "0.0"
    assert words.value(-0.004, "share") == "0%"
    assert words.value(-0.06, "days") == "-0.1"
