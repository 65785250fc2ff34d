"""What the Agency page puts together beside its series: projects, and days of each request."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.queries import board as queries
from dashboard.queries.models import Board, Measure, Project
from dashboard.text.formats import format_span
from dashboard.views.submissions import controls

MONTHS = 12  # of requests in a distribution


def agency_projects(viewer: Viewer, board: Board, agency: str) -> list[Project]:
    """Its change projects of all measures, the earliest first."""
    known = queries.change_projects(viewer, board)
    found = [each for (who, _), these in known.items() if who == agency for each in these]
    return sorted(found, key=lambda project: (project.starts, project.title))


def on_time_counts(viewer: Viewer, board: Board, agency: str) -> tuple[int, int]:
    """How many months of the calendar on Submissions came in time, and how many are asked for."""
    today = due_dates.current_day()
    this_month = today.replace(day=1)
    first = due_dates.shift_month(this_month, 1 - controls.CALENDAR_MONTHS)
    rows = queries.calendar_rows(viewer, board, first, this_month, today, agency=agency)
    asked = [row for row in rows if row["asked"]]
    return sum(row["on_time"] for row in asked), len(asked)


def wait_distributions(
    viewer: Viewer, board: Board, agency: str, goals: Sequence[Measure]
) -> tuple[list[Measure], list[list[dict[str, Any]]], str]:
    """The time goals, their days in the 12 months to the board's newest, and these in words."""
    timed = [measure for measure in goals if not measure.persons]
    last = (board.data_through or board.published_at.date()).replace(day=1)
    before = last.year * 12 + last.month - MONTHS
    first = date(before // 12, before % 12 + 1, 1)
    found = [
        queries.day_counts(viewer, board, measure.key, agency, first, last) for measure in timed
    ]
    return timed, found, format_span(first, last)
