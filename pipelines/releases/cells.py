"""Counts → cells of a release: one grain a year; what is out stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.months import shift_month
from pipelines.releases.counts import MonthCount, SeriesCounts
from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import ShownCell

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

    `before`: this series in the newest release that was ever out, by key; cells that are out stay
    as they are, and so does their year's grain, also where the board no longer has their months. A
    new edition corrects figures, see `_next_edition`; grains stay.
    """
    out = {key: cell for key, cell in before.items() if cell.is_out}
    grain_of = {cell.year: cell.grain for cell in out.values()}
    cells: list[ReleaseCell] = []
    for year in range(min(series.months).year, last.year + 1):
        grain = grain_of.get(year) or _grain(series, year, cells)
        for start in _starts(grain, year):
            key = (series.agency_id, series.measure, period_key(grain, start))
            fresh, kept = _cell(series, year, grain, start, last), out.pop(key, None)
            if kept is not None and new_edition:
                kept = _next_edition(kept, fresh)
            cells.append(kept or fresh)
    return sorted([*out.values(), *cells], key=lambda cell: cell.starts)


def _next_edition(kept: ReleaseCell, fresh: ReleaseCell) -> ReleaseCell:
    """The corrected cell where both are figures. A count that passes from 10 to 11 or back, seen in
    both editions, would tell more than each alone to those who know what was corrected."""
    are_figures = not kept.shown.mark and not fresh.shown.mark
    return fresh if are_figures else kept


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
    counts = None
    if all(_is_final(series, date(year - 1, month, 1)) for month in range(1, 13)):
        counts = {
            grain: [series.period_count(grain, start) for start in _starts(grain, year - 1)]
            for grain in series.grains
        }
    shown = [cell for cell in cells if cell.year == year - 1]
    known = (shown[0].grain, [cell.shown for cell in shown]) if shown else None
    return disclosure.choose_grain(series.grains, counts, known)


def _is_final(series: SeriesCounts, month: date) -> bool:
    """Whether a month's count is final: also before the agency was active, not after its end."""
    found = series.months.get(month)
    return month < max(series.months) if found is None else not found.why


def _starts(grain: str, year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13, disclosure.MONTHS_OF[grain])]


def _cell(series: SeriesCounts, year: int, grain: str, start: date, last: date) -> ReleaseCell:
    width = disclosure.MONTHS_OF[grain]
    months = [shift_month(start, step) for step in range(width)]
    found = [series.months[month] for month in months if month in series.months]
    shown = _shown(series, grain, start, found, is_over=months[-1] <= last)
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
    series: SeriesCounts, grain: str, start: date, found: Sequence[MonthCount], *, is_over: bool
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
    return disclosure.shown_cell(series.period_count(grain, start), grain)
