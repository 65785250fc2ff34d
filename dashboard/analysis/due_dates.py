"""When extracts are due, and what a calendar of them says in words; pure but for `today`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.queries.models import MissingMonths

Rows = Sequence[Mapping[str, Any]]
CALENDAR_MONTHS = 12  # months of the calendar on Submissions


def current_day() -> date:
    """The machine's day: due days are the office's calendar days."""
    return datetime.now().astimezone().date()


def shift_month(month: date, by: int) -> date:
    """The month so many months later."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def due_date(month: date, due_day: int) -> date:
    """The day in the next month; its last day where that month is shorter."""
    after = shift_month(month, 1)
    return min(after + timedelta(days=due_day - 1), shift_month(after, 1) - timedelta(days=1))


def next_due_month(day: date, due_day: int) -> tuple[date, date]:
    """The month that is due next, and the day."""
    before = shift_month(day.replace(day=1), -1)
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


def agencies_missing_months(
    overdue: Rows, agencies: Mapping[str, Mapping[str, Any]]
) -> list[MissingMonths]:
    """Overdue months by agency, in order of name."""
    months: dict[str, dict[str, list[date]]] = {}
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
            never=False,
            missing=tuple(months[key]["missing"]),
            unfinished=tuple(months[key]["provisional"]),
        )
        for key, agency in agencies.items()
        if key in months
    ]
