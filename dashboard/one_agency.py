"""What the Agency page puts together beside its series: projects, and days of each request."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard import due, filters, reads, words
from dashboard.access import Viewer
from dashboard.definitions import Board, Measure, Project

MONTHS = 12  # of requests in a distribution


def projects(viewer: Viewer, at: Board, agency: str) -> list[Project]:
    """Its change projects of all measures, the earliest first."""
    known = reads.projects(viewer, at)
    found = [each for (who, _), these in known.items() if who == agency for each in these]
    return sorted(found, key=lambda project: (project.starts, project.title))


def on_time(viewer: Viewer, at: Board, agency: str) -> tuple[int, int]:
    """How many months of the calendar on Submissions came in time, and how many are asked for."""
    today = due.today()
    this_month = today.replace(day=1)
    first = due.shift(this_month, 1 - filters.WINDOW)
    rows = reads.calendar(viewer, at, first, this_month, today, agency=agency)
    asked = [row for row in rows if row["asked"]]
    return sum(row["on_time"] for row in asked), len(asked)


def waits(
    viewer: Viewer, at: Board, agency: str, goals: Sequence[Measure]
) -> tuple[list[Measure], list[list[dict[str, Any]]], str]:
    """The time goals, their days in the 12 months to the board's newest, and these in words."""
    timed = [measure for measure in goals if not measure.persons]
    last = (at.data_through or at.published_at.date()).replace(day=1)
    before = last.year * 12 + last.month - MONTHS
    first = date(before // 12, before % 12 + 1, 1)
    found = [reads.day_counts(viewer, at, measure.key, agency, first, last) for measure in timed]
    return timed, found, words.span(first, last)
