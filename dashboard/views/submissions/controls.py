"""The choices of the Submissions page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.analysis.due_dates import CALENDAR_MONTHS
from dashboard.selection.choices import SEGMENTS
from dashboard.selection.url_widgets import widget_row
from dashboard.text.formats import format_span, long_month
from pipelines.months import shift_month

CALENDAR_ROWS = 40  # agencies in one calendar
CALENDAR_SPANS = 40  # at most, to choose from
CALENDAR_STATUSES = {
    "all": "All",
    "missing": "Missing",
    "late": "Late",
    "provisional": "Provisional",
}


@dataclass(frozen=True)
class CalendarSelection:
    """Twelve months, and the ids of the agencies in the calendar, in its order."""

    first_month: date
    last_month: date
    agencies: tuple[str, ...]

    @property
    def months(self) -> list[date]:
        """The months from the first to the last."""
        return [shift_month(self.first_month, n) for n in range(CALENDAR_MONTHS)]


@dataclass(frozen=True)
class MonthSelection:
    """One month of one agency; None for an agency that owes no month."""

    agency: str
    month: date | None


def choose_calendar(
    start: date,
    this_month: date,
    agencies_with_status: Callable[[date, date, str], Mapping[str, str]],
) -> CalendarSelection:
    """The widgets of the calendar, and the months and agencies that they show.

    `start`: the first month of the calendar as a whole. `agencies_with_status`: first month, last
    month, status (or "all") → id → name of the agencies with such a month. A long list of agencies
    is shown in parts.
    """
    with widget_row() as row:
        last_months = [shift_month(this_month, -n * CALENDAR_MONTHS) for n in range(CALENDAR_SPANS)]
        spans = {
            f"{last:%Y-%m}": format_span(shift_month(last, 1 - CALENDAR_MONTHS), last)
            for last in last_months
            if last >= start or last == this_month
        }
        until = row.choice(partial(st.selectbox, width=220), "until", "Months", spans)
        last = date.fromisoformat(f"{until}-01")
        first = shift_month(last, 1 - CALENDAR_MONTHS)
        status = row.choice(SEGMENTS, "show", "Agencies with", CALENDAR_STATUSES)
        names = agencies_with_status(first, last, status)
        ids = tuple(names)
        if len(ids) <= CALENDAR_ROWS:
            return CalendarSelection(first, last, ids)
        parts = {ids[i]: ids[i : i + CALENDAR_ROWS] for i in range(0, len(ids), CALENDAR_ROWS)}
        labels = {key: f"{names[key]} – {names[part[-1]]}" for key, part in parts.items()}
        chosen = row.choice(partial(st.selectbox, width=280), "from", "Agencies shown", labels)
        return CalendarSelection(first, last, parts[chosen])


def choose_month(
    agencies: Mapping[str, str],
    month_rows: Callable[[str], Sequence[Mapping[str, Any]]],
    default_agency: str | None,
) -> MonthSelection:
    """The widgets of the versions, and the agency and month that they show.

    `month_rows`: agency → its calendar rows, the earliest first. At first the newest month that is
    due, or that came before it was due.
    """
    with widget_row() as row:
        agency = row.choice(
            partial(st.selectbox, width=280),
            "agency",
            "Agency",
            agencies,
            default=default_agency,
            clears="month",
        )
        statuses = {
            month_row["month"]: month_row["status"] for month_row in reversed(month_rows(agency))
        }
        if not statuses:
            return MonthSelection(agency, None)
        labels = {f"{month:%Y-%m}": long_month(month) for month in statuses}
        newest = next((f"{m:%Y-%m}" for m, status in statuses.items() if status != "not_due"), None)
        month = row.choice(
            partial(st.selectbox, width=200), "month", "Month", labels, default=newest
        )
    return MonthSelection(agency, date.fromisoformat(f"{month}-01"))
