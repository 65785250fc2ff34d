"""The true counts of each agency, measure and month, as a board has them, and why some are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from pipelines.months import shift_month
from pipelines.statistics import disclosure
from pipelines.statistics.disclosure import Count, DaysCount, ShareCount


@dataclass(frozen=True)
class MonthCount:
    """One month's count; `why` it is not final: missing, provisional or empty. `warming_up`: one of
    the agency's first months, which look fast."""

    count: Count
    why: str = ""
    warming_up: bool = False


@dataclass(frozen=True)
class SeriesCounts:
    """An agency's months of one measure, from its first to its last.

    `persons`: (grain, first month) → a share's persons, each once in the period, although several
    of its months may count one.
    """

    agency_id: str
    measure: str
    grains: tuple[str, ...]
    months: Mapping[date, MonthCount]
    persons: Mapping[tuple[str, date], ShareCount] = field(default_factory=dict)

    @property
    def nothing(self) -> Count:
        """The count of a month in which the agency was not active."""
        return DaysCount() if self.grains == disclosure.DAYS_GRAINS else ShareCount(0, 0)

    def period_count(self, grain: str, start: date) -> Count:
        """The count of a period that begins with the month `start`."""
        if (grain, start) in self.persons:
            return self.persons[grain, start]
        steps = range(disclosure.MONTHS_OF[grain])
        months = [self.months.get(shift_month(start, step)) for step in steps]
        return disclosure.add_counts([self.nothing, *(m.count for m in months if m is not None)])


def read_counts(board: duckdb.DuckDBPyConnection) -> list[SeriesCounts]:
    """Every agency's counts of every measure, by measure and agency."""
    units = dict(board.execute("select key, unit from measure").fetchall())
    histograms: dict[tuple[str, str, date], list[tuple[int, int]]] = {}
    for agency, measure, month, days, requests in board.execute(
        "select agency_id, measure, month, days, requests from day_count order by all"
    ).fetchall():
        histograms.setdefault((agency, measure, month), []).append((days, requests))
    series: dict[tuple[str, str], dict[date, MonthCount]] = {}
    for agency, measure, month, status, provisional, warming_up, entered, counted in board.execute(
        "select agency_id, measure, month, status, provisional, warming_up, numerator, denominator"
        " from agency_month order by measure, agency_id, month"
    ).fetchall():
        count: Count
        if units[measure] == "days":
            count = DaysCount(tuple(histograms.get((agency, measure, month), ())))
        else:
            count = ShareCount(int(entered or 0), int(counted or 0))
        why = "missing" if status == "missing" else "provisional" if provisional else ""
        series.setdefault((measure, agency), {})[month] = MonthCount(count, why, bool(warming_up))
    persons: dict[tuple[str, str], dict[tuple[str, date], ShareCount]] = {}
    for agency, measure, grain, start, entered, counted in board.execute(
        "select agency_id, measure, grain, starts, numerator, denominator from agency_period"
        " where denominator is not null order by all"
    ).fetchall():
        of_series = persons.setdefault((measure, agency), {})
        of_series[grain, start] = ShareCount(int(entered), int(counted))
    return [
        SeriesCounts(
            agency,
            measure,
            disclosure.DAYS_GRAINS if units[measure] == "days" else disclosure.SHARE_GRAINS,
            months,
            persons.get((measure, agency), {}),
        )
        for (measure, agency), months in series.items()
    ]
