import statistics

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import DaysCount, ShareCount, ShownCell, shown_cell


def of(n, days=5):
    return DaysCount(((days, n),)) if n else DaysCount()


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (11, 13), (15, 13), (16, 18), (20, 18), (21, 23), (99, 98), (1000, 998)],
)
def test_a_count_is_the_middle_of_its_band(count, shown):
    assert disclosure.band_middle(count) == shown
    assert shown_cell(of(count), "quarter").counted == shown


@pytest.mark.parametrize("count", range(1, 11))
def test_a_count_of_1_to_10_is_withheld_whole(count):
    for grain in disclosure.DAYS_GRAINS:
        assert shown_cell(of(count), grain) == ShownCell(disclosure.HIDDEN)
    with pytest.raises(ValueError, match="1 to 10"):
        disclosure.band_middle(count)
    with pytest.raises(ValueError, match="1 to 10"):
        disclosure.size_word(count)


@given(st.integers(11, 5000))
def test_a_band_is_five_wide_and_holds_its_count(count):
    middle = disclosure.band_middle(count)
    assert abs(middle - count) <= 2
    assert (middle - 13) % 5 == 0


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, ""), (11, "11–29"), (29, "11–29"), (30, "30–99"), (99, "30–99"), (100, "100 and more")],
)
def test_a_month_has_a_size_word_and_no_count(count, word):
    shown = shown_cell(of(count), "month")
    assert shown.size == word
    assert shown.counted == (0 if count == 0 else None)


@pytest.mark.parametrize(
    ("entered", "counted", "expected"),
    [
        (10, 40, None),
        (30, 40, None),  # the ten who did not enter
        (11, 22, (13, 23)),
        (0, 30, (0, 28)),
        (0, 10, None),
        (30, 30, (28, 28)),
        (0, 0, (0, 0)),
        (29, 30, None),
    ],
)
def test_a_share_shows_neither_side_of_1_to_10(entered, counted, expected):
    shown = shown_cell(ShareCount(entered, counted), "quarter")
    if expected is None:
        assert shown == ShownCell(disclosure.HIDDEN)
        return
    assert (shown.entered, shown.counted) == expected
    assert shown.value == (expected[0] / expected[1] if expected[1] else None)


@given(st.dictionaries(st.integers(0, 180), st.integers(1, 40), min_size=1))
def test_days_are_half_days_of_the_true_figures(histogram):
    count = DaysCount(tuple(sorted(histogram.items())))
    days = [day for day, requests in histogram.items() for _ in range(requests)]
    shown = shown_cell(count, "year")
    if len(days) <= 10:
        assert shown.mark == disclosure.HIDDEN
        return
    assert abs(shown.value - statistics.mean(days)) <= 0.25 + 1e-9
    assert abs(shown.median_days - np.quantile(days, 0.5)) <= 0.25 + 1e-9
    assert (shown.p90_days is None) == (len(days) < 21)
    if shown.p90_days is not None:
        assert abs(shown.p90_days - np.quantile(days, 0.9)) <= 0.25 + 1e-9
    for figure in (shown.value, shown.median_days):
        assert (figure * 2) % 1 == 0


@given(st.integers(11, 300), st.sampled_from(disclosure.DAYS_GRAINS))
@example(30, "month")  # in the middle of a band of five: a month shows its size alone
@example(100, "month")
def test_what_is_shown_is_the_same_for_every_count_of_a_band(count, grain):
    first = count - (count - 11) % 5
    if grain == "month":
        first = max(first, *(least for least, _ in disclosure.SIZES if least <= count))
    assert shown_cell(of(count), grain) == shown_cell(of(first), grain)


def by_grain(months, grains=disclosure.DAYS_GRAINS):
    """Twelve months' counts, added up to each grain."""
    width = disclosure.MONTHS_OF
    return {
        grain: [
            disclosure.add_counts(months[at : at + width[grain]])
            for at in range(0, 12, width[grain])
        ]
        for grain in grains
    }


def year(*counts):
    """Twelve months' counts; fewer repeat."""
    return by_grain([of(counts[i % len(counts)]) for i in range(12)])


@pytest.mark.parametrize(
    ("before", "grain"),
    [
        (year(20), "month"),
        (year(0), "month"),
        (year(20, 4, 20), "quarter"),
        (year(4), "quarter"),
        (year(2), "half_year"),
        (year(1), "year"),
        (None, "year"),
    ],
)
def test_a_years_grain_is_the_finest_without_a_small_cell_the_year_before(before, grain):
    assert disclosure.choose_grain(disclosure.DAYS_GRAINS, before, None) == grain


def test_a_shares_grain_looks_at_both_sides():
    # 3 of a quarter did not enter, 12 of a year
    for month, grain in ((ShareCount(4, 5), "year"), (ShareCount(4, 8), "quarter")):
        before = by_grain([month] * 12, disclosure.SHARE_GRAINS)
        assert disclosure.choose_grain(disclosure.SHARE_GRAINS, before, None) == grain


def test_where_a_cell_is_hidden_the_grain_rests_on_what_is_shown():
    """Whether 3 hidden months add up to 11 must not be told by the next year's grain."""
    hidden, big = ShownCell(disclosure.HIDDEN), ShownCell(size="11–29", value=5.0)
    for few in (1, 10):  # the same choice for each hidden count
        for months, shown, grain in (
            ([few] * 3 + [20] * 9, [hidden] * 3 + [big] * 9, "half_year"),
            ([few] + [20] * 11, [hidden] + [big] * 11, "quarter"),
            ([few] + [0] * 11, [hidden] + [ShownCell(counted=0)] * 11, "year"),
        ):
            before = by_grain([of(count) for count in months])
            chosen = disclosure.choose_grain(disclosure.DAYS_GRAINS, before, ("month", shown))
            assert chosen == grain


def test_after_a_hidden_quarter_a_share_is_shown_as_a_year():
    both = ShownCell(counted=48, entered=18, value=0.4)
    before = by_grain([ShareCount(4, 8)] * 12, disclosure.SHARE_GRAINS)
    shown = ("quarter", [ShownCell(disclosure.HIDDEN), both, both, both])
    assert disclosure.choose_grain(disclosure.SHARE_GRAINS, before, shown) == "year"
