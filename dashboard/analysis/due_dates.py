"""When extracts are due, and which agencies have not sent what was due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.queries import board as queries
from dashboard.queries.models import Board, MissingMonths
from pipelines.months import month_before, month_end, shift_month

Rows = Sequence[Mapping[str, Any]]
CALENDAR_MONTHS = 12  # months of the calendar on Submissions


def current_day() -> date:
    """The machine's day: due days are the office's calendar days."""
    return datetime.now().astimezone().date()


def due_date(month: date, due_day: int) -> date:
    """The day in the next month; its last day where that month is shorter."""
    after = shift_month(month, 1)
    return min(after + timedelta(days=due_day - 1), month_end(after))


def next_due_month(day: date, due_day: int) -> tuple[date, date]:
    """The month that is due next, and the day."""
    before = month_before(day)
    month = before if due_date(before, due_day) >= day else shift_month(before, 1)
    return month, due_date(month, due_day)


def next_due_of_rows(rows: Rows, day: date) -> tuple[date, date] | None:
    """The same for those agencies: the next month that one of them has not sent complete."""
    open_ = [
        (row["month"], row["due"])
        for row in rows
        if row["status"] in ("not_due", "provisional") and row["due"] >= day
    ]
    return min(open_, default=None)


def day_of_board(board: Board) -> date:
    """The day by which months are due on a board: today; of an older board, its own day."""
    return current_day() if board.newest else board.published_at.date()


def agencies_missing_months(viewer: Viewer, board: Board) -> list[MissingMonths]:
    """The agencies that lack a month whose due day is over, or have never sent a file, by name.

    An agency whose first month is not due yet lacks nothing.
    """
    agencies = queries.agencies(viewer, board)
    day = day_of_board(board)
    start = queries.calendar_start(viewer, board) or day.replace(day=1)
    overdue = queries.calendar_rows(viewer, board, start, day.replace(day=1), day, lacking=True)
    return missing_months(overdue, agencies)


def missing_months(overdue: Rows, agencies: Mapping[str, Mapping[str, Any]]) -> list[MissingMonths]:
    """Overdue months by agency, in the order of `agencies` (id → row)."""
    months: dict[str, dict[str, list[date]]] = {
        key: {"missing": [], "provisional": []}
        for key, agency in agencies.items()
        if not agency["has_sent"] and agency["active_from"] is None
    }
    for row in overdue:
        of = months.setdefault(row["agency_id"], {"missing": [], "provisional": []})
        of[row["status"]].append(row["month"])
    return [
        MissingMonths(
            agency_id=key,
            name=agency["name"],
            contact_name=agency["contact_name"],
            contact_email=agency["contact_email"],
            data_through=agency["data_through"],
            never=not agency["has_sent"],
            missing=tuple(months[key]["missing"]),
            unfinished=tuple(months[key]["provisional"]),
        )
        for key, agency in agencies.items()
        if key in months
    ]
