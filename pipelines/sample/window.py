"""The window of a sample as whole days since 1970 and months counted from its first one."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pipelines.months import month_end
from pipelines.sample import assumptions
from pipelines.sample.random_draws import Array, draw_chance


@dataclass(frozen=True)
class Window:
    """Months are numbers: 0 is the first one written; before it they are negative."""

    last_month: date
    months: int

    def first_day(self, month: int) -> int:
        """The day on which a month begins, inside the window or out of it."""
        last = np.datetime64(self.last_month, "M")
        return int((last - (self.months - 1) + month).astype("datetime64[D]").astype(np.int64))

    @property
    def starts(self) -> Array:
        """First days of the window's months and, at the end, the day after the window."""
        return np.array([self.first_day(month) for month in range(self.months + 1)])

    def month_of(self, days: Array) -> Array:
        return np.searchsorted(self.starts, days, side="right") - 1

    def name(self, month: int) -> str:
        """As in a file name: 2026-09."""
        return self.day(month).isoformat()[:7]

    def day(self, month: int) -> date:
        return np.datetime64(self.first_day(month), "D").item()

    def days_in(self, month: int) -> int:
        return month_end(self.day(month)).day


def weekday_of(days: Array) -> Array:
    """Monday is 0; day 0, 1 January 1970, was a Thursday."""
    return (days + 3) % 7


def off_weekends(rng: np.random.Generator, days: Array, fixed: Array) -> Array:
    """Most of what would fall on a weekend happens on the Monday after; what is fixed stays."""
    moved = draw_chance(rng, len(days), assumptions.MOVED_OFF_WEEKEND) & ~fixed
    return np.where(moved & (weekday_of(days) > 4), days + 7 - weekday_of(days), days)
