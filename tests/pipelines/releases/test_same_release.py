"""Stores that differ in withheld counts alone make the same releases: so nobody can tell them
apart, whatever else is known, all other agencies' counts included."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.months import months_between
from pipelines.releases.cells import cell_key, series_cells
from pipelines.releases.counts import MonthCount
from pipelines.releases.pooled import pooled_cells
from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import DaysCount, ShareCount
from tests.pipelines.releases import stores
from tests.pipelines.releases.test_disclosure_audit import LAST, is_share, release

SMALL = range(1, 11)


def small_counts(series):
    """Every small count of days; of a share 1 to 10 who entered, and 1 to 10 who did not."""
    if not is_share(series):
        return [DaysCount(((4, n),)) for n in SMALL]
    return [ShareCount(n, n + 30) for n in SMALL] + [ShareCount(30, 30 + n) for n in SMALL]


def with_count(series, cell, count):
    """The series with this count in the first of the cell's months and nothing in the others."""
    first, *others = (m for m in months_between(cell.starts, cell.ends) if m in series.months)
    changed = {first: MonthCount(count), **{month: MonthCount(series.nothing) for month in others}}
    return replace(series, months={**series.months, **changed})


def hidden(cells):
    return [cell for cell in cells if cell.shown.mark == disclosure.HIDDEN]


@pytest.mark.parametrize("seed", range(20))
def test_every_small_count_in_place_of_a_withheld_one_makes_the_same_two_releases(seed):
    tried = 0
    for before, after in zip(*stores.random_store(seed), strict=True):
        first = release(before)
        second = release(after, first)
        for cell in hidden(first)[:6]:
            for count in small_counts(before):
                assert release(with_count(before, cell, count)) == first
                tried += 1
        for cell in hidden(second)[:6]:
            for count in small_counts(after):
                assert release(with_count(after, cell, count), first) == second
    assert tried


def monthly_releases(series):
    """What three releases show while a store grows: in the second year's middle, at its end, and
    two years later."""
    known, shown = {}, []
    for last in (date(2025, 5, 1), date(2025, 12, 1), LAST):
        months = {month: found for month, found in series.months.items() if month <= last}
        cells = series_cells(replace(series, months=months), last, known)
        known = {cell_key(cell): cell for cell in cells}
        shown.append(cells)
    return shown


@pytest.mark.parametrize("seed", range(100, 112))
def test_releases_of_a_growing_store_are_the_same_for_every_small_count(seed):
    tried = 0
    for series in stores.random_store(seed)[0]:
        shown = monthly_releases(series)
        for cell in hidden(shown[-1])[:4]:
            for count in small_counts(series):
                assert monthly_releases(with_count(series, cell, count)) == shown
                tried += 1
    assert tried


def test_a_new_edition_tells_no_withheld_count_either():
    before = stores.days_series("A01", [20] * 24 + [12, 4, 30] + [20] * 9)
    after = stores.days_series("A01", [20] * 24 + [14, 4, 130] + [20] * 9)
    first = release(before)
    known = {cell_key(cell): cell for cell in first}
    edition = series_cells(after, LAST, known, new_edition=True)
    assert edition != first
    for cell in hidden(first):
        for n in range(16):  # one that has left 1 to 10 stays withheld, too
            other = with_count(after, cell, DaysCount(((4, n),)) if n else DaysCount())
            assert series_cells(other, LAST, known, new_edition=True) == edition


def test_state_and_groups_are_a_function_of_the_cells_alone():
    series = [stores.days_series(f"A{n}", [20] * 24 + [20, 20, 4] * 4) for n in range(6)]
    groups = {"North": frozenset({"A0", "A1", "A2"})}
    shown = [cell for one in series for cell in release(one)]
    others = [
        cell
        for one in series
        for cell in release(with_count(one, hidden(release(one))[0], DaysCount(((9, 7),))))
    ]
    assert pooled_cells(others, groups) == pooled_cells(shown, groups) != []
