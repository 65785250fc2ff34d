import statistics

import numpy as np
import pytest
from hypothesis import given
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
    assert (shown.p90_days is None) == (len(days) < 20)
    if shown.p90_days is not None:
        assert abs(shown.p90_days - np.quantile(days, 0.9)) <= 0.25 + 1e-9
    for figure in (shown.value, shown.median_days):
        assert (figure * 2) % 1 == 0


def year(*counts):
    """Twelve months' counts; fewer repeat."""
    return [of(counts[i % len(counts)]) for i in range(12)]


@pytest.mark.parametrize(
    ("before", "grain"),
    [
        (year(20), "month"),
        (year(0), "month"),
        (year(20, 4, 20), "quarter"),
        (year(4), "quarter"),
        (year(2), "half_year"),
        (year(1), "year"),
        ([*year(20)[:11], None], "year"),
        (None, "year"),
    ],
)
def test_a_years_grain_is_the_finest_without_a_small_cell_the_year_before(before, grain):
    assert disclosure.choose_grain(disclosure.DAYS_GRAINS, before, None) == grain


def test_a_shares_grain_looks_at_both_sides():
    before = [ShareCount(4, 5) for _ in range(12)]  # 3 of a quarter did not enter, 12 of a year
    assert disclosure.choose_grain(disclosure.SHARE_GRAINS, before, None) == "year"
    before = [ShareCount(4, 8) for _ in range(12)]
    assert disclosure.choose_grain(disclosure.SHARE_GRAINS, before, None) == "quarter"


def test_where_a_cell_is_hidden_the_grain_rests_on_what_is_shown():
    """Whether 3 hidden months add up to 11 must not be told by the next year's grain."""
    hidden, big = ShownCell(disclosure.HIDDEN), ShownCell(size="11–29", value=5.0)
    for few in (1, 10):  # the same choice for each hidden count
        counts = [of(few)] * 3 + [of(20)] * 9
        shown = ("month", [hidden] * 3 + [big] * 9)
        assert disclosure.choose_grain(disclosure.DAYS_GRAINS, counts, shown) == "half_year"
        counts = [of(few), of(20), of(20)] + [of(20)] * 9
        shown = ("month", [hidden] + [big] * 11)
        assert disclosure.choose_grain(disclosure.DAYS_GRAINS, counts, shown) == "quarter"
        counts = [of(few)] + [of(0)] * 11
        shown = ("month", [hidden] + [ShownCell(counted=0)] * 11)
        assert disclosure.choose_grain(disclosure.DAYS_GRAINS, counts, shown) == "year"


def test_of_a_share_both_sides_must_be_shown_large():
    hidden = ShownCell(disclosure.HIDDEN)
    nothing_entered = ShownCell(counted=28, entered=0, value=0.0)
    both = ShownCell(counted=48, entered=18, value=0.4)
    counts = [ShareCount(4, 8)] * 12
    for second, grain in ((nothing_entered, "year"), (both, "half_year")):
        shown = ("quarter", [hidden, second, both, both])
        assert disclosure.choose_grain(disclosure.SHARE_GRAINS, counts, shown) == grain
