"""Months as an office writes them, `2026-09` or `2025-01..2026-09`, to first days."""

import re
from datetime import date, timedelta


def parse_months(text: str) -> tuple[date, ...]:
    """The first days. Raises ValueError with words for whoever typed it."""
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
    months = [first]
    while months[-1] < last:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return tuple(months)
