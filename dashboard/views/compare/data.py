"""The comparisons of a selected period, computed once for a board and viewer."""

from functools import lru_cache
from typing import Any

from dashboard.access.viewer import Viewer
from dashboard.analysis import comparison as comparisons
from dashboard.analysis.comparison import Comparison
from dashboard.queries import board as queries
from dashboard.selection.choices import Selection

Rows = list[dict[str, Any]]


@lru_cache(maxsize=500)
def compare_agencies(viewer: Viewer, selection: Selection) -> tuple[Rows, Comparison]:
    """One measure in one period: rows with the state's first, and who differs from the state.

    All agencies in sight make the limits, whatever group is shown.
    """
    board, measure = selection.board, selection.measure
    rows = queries.comparison_rows(viewer, board, measure.key, selection.grain, selection.period)
    state = next((row["value"] for row in rows if row["agency_id"] is None), None)
    if measure.persons:
        return rows, comparisons.compare_rates(rows, state)
    spread = queries.day_spread(viewer, board, measure.key, selection.first, selection.last)
    return rows, comparisons.compare_days(rows, spread, state)


@lru_cache(maxsize=500)
def compare_cohorts(viewer: Viewer, selection: Selection) -> tuple[Rows, Comparison]:
    """Everyone who asked in the same months, and whose share within 14 days differs."""
    rows = queries.cohort_between(viewer, selection.board, selection.first, selection.last)
    state = next((row for row in rows if row["agency_id"] is None), None)
    share = None
    if state is not None and state["known_contacts_14"]:
        share = state["assessed_14"] / state["known_contacts_14"]
    return rows, comparisons.compare_shares(rows, "assessed_14", "known_contacts_14", share)
