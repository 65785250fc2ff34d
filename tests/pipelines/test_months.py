"""Month arithmetic: texts, shifts over a year's end, leap years, spans."""

from datetime import date

import pytest

from pipelines import months


@pytest.mark.parametrize(
    ("text", "first_days"),
    [
        ("2026-09", [date(2026, 9, 1)]),
        (" 2026-09 ", [date(2026, 9, 1)]),
        ("2026-09..2026-09", [date(2026, 9, 1)]),
        (
            "2025-11..2026-02",
            [date(2025, m, 1) for m in (11, 12)] + [date(2026, 1, 1), date(2026, 2, 1)],
        ),
        ("9999-12", [date(9999, 12, 1)]),
    ],
)
def test_a_month_or_a_span_is_read_as_first_days(text, first_days):
    assert months.parse_months(text) == tuple(first_days)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "months are like 2026-09 or 2025-01..2026-09"),
        ("2026-9", "months are like"),
        ("2026-09-01", "months are like"),
        ("2026-09..", "months are like"),
        ("2026-13", "2026-13 names no month"),
        ("0000-01", "0000-01 names no month"),
        ("2026-09..2026-08", "the last month lies before the first"),
    ],
)
def test_another_text_is_refused_with_words(text, message):
    with pytest.raises(ValueError, match=message):
        months.parse_months(text)


@pytest.mark.parametrize(
    ("month", "by", "shifted"),
    [
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 1)),
        (date(2026, 5, 17), 24, date(2028, 5, 1)),
        (date(2026, 5, 1), -29, date(2023, 12, 1)),
    ],
)
def test_a_shifted_month_is_a_first_day_over_any_year_end(month, by, shifted):
    assert months.shift_month(month, by) == shifted


def test_a_shift_there_and_back_is_the_same_month():
    start = date(2026, 7, 1)
    for by in range(-40, 41):
        assert months.shift_month(months.shift_month(start, by), -by) == start


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 31), date(2026, 2, 1)),
        (date(2026, 3, 1), date(2026, 2, 1)),
        (date(2026, 1, 15), date(2025, 12, 1)),
    ],
)
def test_the_month_before_is_that_of_the_day_s_own_month(day, before):
    assert months.month_before(day) == before


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2100, 2, 1), date(2100, 2, 28)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 4, 12), date(2026, 4, 30)),
        (date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(month, last):
    assert months.month_end(month) == last


def test_the_months_of_a_span_hold_both_ends():
    assert months.months_between(date(2025, 12, 1), date(2026, 2, 1)) == (
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert months.months_between(date(2026, 2, 1), date(2026, 2, 28)) == (date(2026, 2, 1),)
    assert months.months_between(date(2026, 2, 1), date(2026, 1, 1)) == ()
