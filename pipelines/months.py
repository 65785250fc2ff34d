"""Months as their first days: parsed, shifted, counted. Knows no clock and no agency."""

import calendar
import re
from datetime import date


def parse_months(text: str) -> tuple[date, ...]:
    """The first days of `2026-09` or `2025-01..2026-09`.

    Raises ValueError with a message for the person who typed the text.
    """
    match = re.fullmatch(r"(\d{4}-\d{2})(?:\.\.(\d{4}-\d{2}))?", text.strip())
    if not match:
        raise ValueError("months are like 2026-09 or 2025-01..2026-09")
    try:
        first = date.fromisoformat(f"{match[1]}-01")
        last = date.fromisoformat(f"{match[2] or match[1]}-01")
    except ValueError:
        raise ValueError(f"{text.strip()} names no month; months are like 2026-09") from None
    if last < first:
        raise ValueError("the last month lies before the first")
    return months_between(first, last)


def shift_month(month: date, by: int) -> date:
    """The first day of the month that lies `by` months later, or earlier where `by` is negative."""
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def month_before(day: date) -> date:
    """The first day of the month before the one that holds `day`."""
    return shift_month(day, -1)


def month_end(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of all months from `first` to `last`; none where `last` is earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(shift_month(first, step) for step in range(count))
