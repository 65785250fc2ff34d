"""The comparisons of a selected period, computed once for a board and viewer, and their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.access.scope_cache import remember_by_scope
from dashboard.access.viewer import Viewer
from dashboard.analysis import comparison as comparisons
from dashboard.analysis.cohorts import assessed_share
from dashboard.analysis.comparison import Comparison
from dashboard.queries import board as queries
from dashboard.views.compare.controls import ComparisonSelection

Rows = Sequence[Mapping[str, Any]]


@remember_by_scope(500)
def compare_agencies(
    viewer: Viewer, selection: ComparisonSelection
) -> tuple[list[dict[str, Any]], Comparison]:
    """One measure in one period: the rows, the state's first, and who differs from the state.

    The limits come from all agencies that the viewer sees, also where the page shows one group.
    """
    board, measure = selection.board, selection.measure
    rows = queries.comparison_rows(viewer, board, measure.key, selection.grain, selection.period)
    state = state_row(rows)
    state_value = state["value"] if state is not None else None
    if measure.persons:
        return rows, comparisons.compare_rates(rows, state_value)
    spread = queries.day_spread(
        viewer, board, measure.key, selection.first_month, selection.last_month
    )
    return rows, comparisons.compare_days(rows, spread, state_value)


@remember_by_scope(500)
def compare_cohorts(
    viewer: Viewer, selection: ComparisonSelection
) -> tuple[list[dict[str, Any]], Comparison]:
    """Everyone who asked in the same months: the rows, and whose share within 14 days differs."""
    rows = queries.cohort_between(
        viewer, selection.board, selection.first_month, selection.last_month
    )
    state = state_row(rows)
    state_share = assessed_share(state) if state is not None else None
    return rows, comparisons.compare_shares(rows, "assessed_14", "known_contacts_14", state_share)


def state_row(rows: Rows) -> Mapping[str, Any] | None:
    """The state's row, which has no agency; None for a viewer who may not see it."""
    return next((row for row in rows if row["agency_id"] is None), None)


def agency_rows(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The rows of the named agencies (id → name), in the order of the names."""
    by_agency = {row["agency_id"]: row for row in rows}
    return [by_agency[agency] for agency in names if agency in by_agency]


def rows_in_order(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The rows of a table and its export: the state's, if any, then the named agencies'."""
    state = state_row(rows)
    return [*([state] if state else []), *agency_rows(rows, names)]
