"""What the Agency page reads besides its series: projects, timeliness, days of each request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.queries import board as queries
from dashboard.queries.models import Board, Measure, Project
from dashboard.text.formats import format_span
from pipelines.months import shift_month

WAIT_MONTHS = 12  # of requests in a distribution


@dataclass(frozen=True)
class WaitDistribution:
    """A time measure and its requests by days: rows with `days` and `requests`, the least first."""

    measure: Measure
    day_counts: Sequence[dict[str, Any]]


def agency_projects(viewer: Viewer, board: Board, agency: str) -> list[Project]:
    """The agency's change projects of all measures, the earliest first."""
    projects = [
        project
        for (owner, _), of_measure in queries.change_projects(viewer, board).items()
        if owner == agency
        for project in of_measure
    ]
    return sorted(projects, key=lambda project: (project.starts, project.title))


def on_time_counts(viewer: Viewer, board: Board, agency: str) -> tuple[int, int]:
    """Of the calendar on Submissions: the months that came by their due day, the months due."""
    today = due_dates.current_day()
    this_month = today.replace(day=1)
    first = shift_month(this_month, 1 - due_dates.CALENDAR_MONTHS)
    rows = queries.calendar_rows(viewer, board, first, this_month, today, agency=agency)
    due = [row for row in rows if row["asked"]]
    return sum(row["on_time"] for row in due), len(due)


def wait_distributions(
    viewer: Viewer, board: Board, agency: str, goals: Sequence[Measure]
) -> tuple[list[WaitDistribution], str]:
    """The time goals' distributions over the board's newest 12 months, and these in words."""
    last = (board.data_through or board.published_at.date()).replace(day=1)
    first = shift_month(last, 1 - WAIT_MONTHS)
    distributions = [
        WaitDistribution(
            measure, queries.day_counts(viewer, board, measure.key, agency, first, last)
        )
        for measure in goals
        if not measure.persons
    ]
    return distributions, format_span(first, last)
