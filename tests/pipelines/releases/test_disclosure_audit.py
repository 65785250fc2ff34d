"""No hidden count can be worked out of releases; the rule before this one lets many out."""

from datetime import date

import pytest

from pipelines.releases.cells import cell_key, series_cells
from pipelines.statistics import disclosure
from tests.pipelines.releases import stores
from tests.pipelines.releases.attack import AgencyMeasure, add, minus, narrowest

pytestmark = pytest.mark.slow
LAST = date(2026, 12, 1)
LEAST = 4  # values that a hidden count must still be able to have
SEEDS = 8  # random stores in the suite; `python -m benchmarks.disclosure` takes 500


def release(series, before=()):
    known = {cell_key(cell): cell for cell in before}
    return series_cells(series, LAST, known)


def is_share(series):
    return series.grains == disclosure.SHARE_GRAINS


def worst(series, cells):
    return narrowest(cells, list(series.grains), is_share(series))


CONSTRUCTED = {
    "13, 13, 1": [13, 13, 1] * 12,
    "residues of five, one hidden": stores.quarters([13, 18, 23, 28] * 2 + [13, 18, 1, 28]),
    "a year of ones": [1] * 36,
    "ten hidden months after a good year": [20] * 12 + [1] * 10 + [0, 0] + [20] * 12,
    "hidden months that add up to ten": [20] * 12 + [2, 2, 2, 2, 1, 1] + [20] * 6 + [20] * 12,
    "hidden months that add up to sixty": [20] * 12 + [10] * 12 + [20] * 12,
    "all zero but one": [20] * 12 + [0] * 5 + [7] + [0] * 6 + [11] * 12,
    "at the edges": [11, 10, 0] * 12,
}
SHARES = {
    "18, 18, 13, 10 of 38, 37, 43, 35": list(
        zip(
            stores.quarters([20, 22, 20, 21] * 2 + [18, 18, 13, 10]),
            stores.quarters([50, 50, 50, 50] * 2 + [38, 37, 43, 35]),
            strict=True,
        )
    ),
    "one who did not enter": [(12, 12)] * 24 + [(11, 12)] + [(12, 12)] * 11,
    "everyone, but for a quarter": [(8, 16)] * 24 + [(16, 16)] * 3 + [(14, 16)] * 3 + [(8, 16)] * 6,
    "a hidden side each": [(8, 16)] * 24 + [(1, 16)] * 6 + [(15, 16)] * 6,
    "few of many": [(1, 200)] * 36,
}


@pytest.mark.parametrize("name", [*CONSTRUCTED, *SHARES])
def test_a_constructed_store_gives_no_hidden_count_away(name):
    series = (
        stores.days_series("A01", CONSTRUCTED[name])
        if name in CONSTRUCTED
        else stores.share_series("A01", SHARES[name])
    )
    cells = release(series)
    found = worst(series, cells)
    assert found is None or found >= LEAST


def test_a_hidden_count_keeps_all_ten_values():
    for name in ("13, 13, 1", "ten hidden months after a good year", "at the edges"):
        series = stores.days_series("A01", CONSTRUCTED[name])
        cells = release(series)
        assert worst(series, cells) in (None, 10), name


def test_a_correction_between_two_releases_gives_nothing_away():
    before = stores.days_series("A01", [20] * 24 + [12, 4, 30] + [20] * 9)
    after = stores.days_series("A01", [20] * 24 + [12, 7, 30] + [20] * 9)
    first = release(before)
    second = release(after, first)
    assert [cell.shown for cell in second] == [cell.shown for cell in first]
    assert worst(after, second) == 10


def test_a_new_edition_turns_no_figure_into_a_hidden_count_or_back():
    first = stores.days_series("A01", [20] * 24 + [10, 11, 30] + [20] * 9)
    second = stores.days_series("A01", [20] * 24 + [11, 10, 40] + [20] * 9)
    before = release(first)
    corrected = series_cells(
        second, LAST, {cell_key(cell): cell for cell in before}, new_edition=True
    )
    months = {cell.period: cell.shown for cell in corrected}
    assert months["2026-01"].mark == disclosure.HIDDEN
    assert months["2026-02"] == {cell.period: cell.shown for cell in before}["2026-02"]
    assert months["2026-03"].size == "30–99"


def test_a_new_month_of_a_year_that_is_out_leaves_its_grain():
    months = [20] * 33
    first = series_cells(stores.days_series("A01", months), date(2026, 9, 1), {})
    later = stores.days_series("A01", [*months, 3, 20, 20])
    second = series_cells(later, LAST, {cell_key(cell): cell for cell in first})
    assert {cell.grain for cell in second if cell.year == 2026} == {"month"}
    assert worst(later, second) == 10


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_random_store_gives_no_hidden_count_away(seed):
    assert recovered(seed) == []


def recovered(seed):
    """The hidden cells of two releases of a random store with fewer than LEAST possible values.

    What others count is no help: no published number rests on two agencies' true counts, so all
    other agencies together know no more than everyone. After a correction the facts of two
    releases may contradict each other; those of one release never do.
    """
    found = []
    for before, after in zip(*stores.random_store(seed), strict=True):
        first = release(before)
        width = worst(before, first)
        if width is not None and width < LEAST:
            found.append((before.agency_id, before.measure, width))
        width = worst(after, release(after, first))
        if width is not None and 0 < width < LEAST:
            found.append((after.agency_id, after.measure, width))
    return found


@pytest.mark.parametrize(
    ("entered", "counted", "left"),
    [
        ([18, 18, 13, 10], [38, 37, 43, 35], (9, 10)),
        ([25, 19, 20, 1], [50, 46, 56, 32], (1, 1)),
    ],
)
def test_the_earlier_rule_fails_the_same_audit(entered, counted, left):
    """Counts to the nearest five and whole-percent rates of true counts, quarters and the year."""
    known = AgencyMeasure([2026], is_share=True)
    hidden = None
    for at, (k, n) in enumerate(
        [*zip(entered, counted, strict=True), (sum(entered), sum(counted))]
    ):
        keys = [
            (2026, month) for month in (range(3 * at + 1, 3 * at + 4) if at < 4 else range(1, 13))
        ]
        of_counted = add(*(known.counted[key] for key in keys))
        of_entered = add(*(known.entered[key] for key in keys))
        known.facts.between(of_counted, 5 * round(n / 5) - 2, 5 * round(n / 5) + 2)
        if k <= 10:
            hidden = of_entered
            known.facts.between(of_entered, 1, 10)
            continue
        known.facts.between(of_entered, 5 * round(k / 5) - 2, 5 * round(k / 5) + 2)
        percent = round(100 * k / n)
        factor = {v: 100 for v in of_entered}
        rate = {v: percent for v in of_counted}
        half = add({v: 0.5 for v in of_counted})
        known.facts.between(add(minus(factor, rate), half), 0, 1e6)
        known.facts.between(minus(minus(factor, rate), half), -1e6, 0)
    low, high = known.facts.extreme(hidden, 1), known.facts.extreme(hidden, -1)
    assert (low, high) == left
    assert high - low + 1 < LEAST
