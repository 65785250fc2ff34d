"""What the Submissions page asks its reader."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.analysis import due_dates
from dashboard.selection.choices import SEGMENTS
from dashboard.selection.url_widgets import widget_row
from dashboard.text.formats import format_span, long_month

CALENDAR_MONTHS = 12  # months side by side in the calendar


CALENDAR_ROWS = 40  # agencies in one calendar


CALENDAR_STATUSES = {
    "all": "All",
    "missing": "Missing",
    "late": "Late",
    "provisional": "Provisional",
}


def choose_calendar(
    starts: date,
    this_month: date,
    having: Callable[[date, date, str], Mapping[str, str]],
) -> tuple[date, date, list[str]]:
    """Twelve months and the agencies to show, a long list in parts: (first, last, agencies).

    `having`: the agencies that have a month of a status (or "all") from one month to another.
    """
    with widget_row() as row:
        ends = [due_dates.shift_month(this_month, -n * CALENDAR_MONTHS) for n in range(40)]
        spans = {
            f"{end:%Y-%m}": format_span(due_dates.shift_month(end, 1 - CALENDAR_MONTHS), end)
            for end in ends
            if end >= starts or end == this_month
        }
        until = row.choice(partial(st.selectbox, width=220), "until", "Months", spans)
        last = date.fromisoformat(f"{until}-01")
        first = due_dates.shift_month(last, 1 - CALENDAR_MONTHS)
        show = row.choice(SEGMENTS, "show", "Agencies with", CALENDAR_STATUSES)
        names = having(first, last, show)
        ids = list(names)
        if len(ids) <= CALENDAR_ROWS:
            return first, last, ids
        parts = {ids[i]: ids[i : i + CALENDAR_ROWS] for i in range(0, len(ids), CALENDAR_ROWS)}
        says = {each: f"{names[each]} – {names[part[-1]]}" for each, part in parts.items()}
        chosen = row.choice(partial(st.selectbox, width=280), "from", "Agencies shown", says)
        return first, last, parts[chosen]


def choose_month(
    agencies: Mapping[str, str],
    rows_of: Callable[[str], Sequence[Mapping[str, Any]]],
    first: str | None,
) -> tuple[str, date | None]:
    """An agency, `first` unless the URL says so, and one of its months; None if it has none.

    At first the newest month that is due, or has come before it was.
    """
    with widget_row() as row:
        agency = row.choice(
            partial(st.selectbox, width=280),
            "agency",
            "Agency",
            agencies,
            default=first,
            clears="month",
        )
        months = {each["month"]: each["status"] for each in reversed(rows_of(agency))}
        if not months:
            return agency, None
        known = {f"{month:%Y-%m}": long_month(month) for month in months}
        newest = next((f"{m:%Y-%m}" for m, status in months.items() if status != "not_due"), None)
        month = row.choice(
            partial(st.selectbox, width=200), "month", "Month", known, default=newest
        )
    return agency, date.fromisoformat(f"{month}-01")
