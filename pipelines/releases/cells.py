"""Counts → cells of a release: one grain a year; what is out stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.months import shift_month
from pipelines.releases.counts import MonthCount, SeriesCounts
from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import Count, ShownCell

WARMING_UP_SHARE = 0.25  # of a cell's months; above it the cell is not shown
IS_OUT = ("", disclosure.HIDDEN)  # marks of a cell that stays as it is


@dataclass(frozen=True)
class ReleaseCell:
    """One cell: an agency's measure in a period of its year's grain, as everyone sees it."""

    agency_id: str
    measure: str
    year: int
    grain: str
    period: str
    starts: date
    ends: date
    shown: ShownCell

    @property
    def is_out(self) -> bool:
        return self.shown.mark in IS_OUT


CellKey = tuple[str, str, str]  # agency, measure, period


def cell_key(cell: ReleaseCell) -> CellKey:
    return cell.agency_id, cell.measure, cell.period


def series_cells(
    series: SeriesCounts,
    last: date,
    before: Mapping[CellKey, ReleaseCell],
    *,
    new_edition: bool = False,
) -> list[ReleaseCell]:
    """The cells of every year from the agency's first month to the year of `last`.

    `before`: the cells of the newest release that was ever out, by key; those that are out stay as
    they are, and so does their year's grain. A new edition corrects figures; grains stay.
    """
    out = {
        key: cell
        for key, cell in before.items()
        if key[:2] == (series.agency_id, series.measure) and cell.is_out
    }
    grain_of = {cell.year: cell.grain for cell in out.values()}
    cells: list[ReleaseCell] = []
    for year in range(min(series.months).year, last.year + 1):
        grain = grain_of.get(year) or _grain(series, year, cells)
        for start in _starts(grain, year):
            key = (series.agency_id, series.measure, period_key(grain, start))
            kept = None if new_edition else out.get(key)
            cells.append(kept or _cell(series, year, grain, start, last))
    return cells


def period_key(grain: str, start: date) -> str:
    """2026-05, 2026-Q2, 2026-H1 or 2026."""
    if grain == "month":
        return f"{start:%Y-%m}"
    if grain == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if grain == "half_year":
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    return str(start.year)


def _grain(series: SeriesCounts, year: int, cells: Sequence[ReleaseCell]) -> str:
    last_year = [month for month in series.months if month.year == year - 1]
    if not last_year:
        return "year"
    counts = [_final_count(series, date(year - 1, month, 1)) for month in range(1, 13)]
    shown = [cell for cell in cells if cell.year == year - 1]
    known = (shown[0].grain, [cell.shown for cell in shown]) if shown else None
    return disclosure.choose_grain(series.grains, counts, known)


def _final_count(series: SeriesCounts, month: date) -> Count | None:
    """A month's count; nothing where the agency was not active, None where it is not final."""
    found = series.months.get(month)
    if found is None:
        return series.nothing if month < max(series.months) else None
    return None if found.why else found.count


def _starts(grain: str, year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13, disclosure.MONTHS_OF[grain])]


def _cell(series: SeriesCounts, year: int, grain: str, start: date, last: date) -> ReleaseCell:
    width = disclosure.MONTHS_OF[grain]
    months = [shift_month(start, step) for step in range(width)]
    found = [series.months[month] for month in months if month in series.months]
    shown = _shown(series, grain, found, is_over=months[-1] <= last)
    return ReleaseCell(
        series.agency_id,
        series.measure,
        year,
        grain,
        period_key(grain, start),
        start,
        months[-1],
        shown,
    )


def _shown(
    series: SeriesCounts, grain: str, found: Sequence[MonthCount], *, is_over: bool
) -> ShownCell:
    if not is_over:
        return ShownCell(disclosure.PROVISIONAL)
    if not found:
        return ShownCell(disclosure.NOT_APPLICABLE)
    if any(month.why == "missing" for month in found):
        return ShownCell(disclosure.NOT_AVAILABLE)
    if any(month.why for month in found):
        return ShownCell(disclosure.PROVISIONAL)
    if sum(month.warming_up for month in found) > WARMING_UP_SHARE * len(found):
        return ShownCell(disclosure.NOT_AVAILABLE)
    total = disclosure.add_counts([month.count for month in found])
    return disclosure.shown_cell(total, grain)
