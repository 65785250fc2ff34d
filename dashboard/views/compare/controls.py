"""The choices of the Compare page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis.periods import period_label, period_months
from dashboard.queries import board as queries
from dashboard.queries.models import AgencyGroup, Board, Measure
from dashboard.selection.choices import SEGMENTS, choose_filter, choose_group, choose_measure
from dashboard.selection.url_widgets import widget_row


@dataclass(frozen=True)
class ComparisonSelection:
    """One measure in one period, of a group's agencies, else (None) of all."""

    board: Board
    measure: Measure
    group: AgencyGroup | None
    grain: str  # a key of queries.GRAINS
    period: str  # its key in the URL: 2026, 2026-Q3, 2026-10

    @property
    def label(self) -> str:
        """The period in words."""
        return period_label(self.grain, self.period)

    @property
    def first_month(self) -> date:
        return period_months(self.grain, self.period)[0]

    @property
    def last_month(self) -> date:
        return period_months(self.grain, self.period)[1]


def choose_comparison(viewer: Viewer, board: Board) -> ComparisonSelection:
    """The widgets of the page, and the measure and period that they show; at first a final one."""
    with widget_row() as row:
        measure = choose_measure(row, viewer, board)
        group = choose_group(row, viewer, board)
        board = choose_filter(row, viewer, board, group)
        rows = queries.period_rows(viewer, board, measure.key)
        grains = {key: name for key, name in queries.GRAINS.items() if _periods(rows, key)}
        grain = row.choice(SEGMENTS, "grain", "Period", grains, clears="period")
        periods = _periods(rows, grain)
        labels = {
            period: period_label(_row_grain(grain), period) + (" (not final)" if not_final else "")
            for period, not_final in periods.items()
        }
        newest_final = next((p for p, not_final in periods.items() if not not_final), None)
        period = row.choice(
            partial(st.selectbox, width=200),
            "period",
            "12 months to" if grain == "12_months" else queries.GRAINS[grain],
            labels,
            default=newest_final,
        )
    return ComparisonSelection(board, measure, group, grain, period)


def _periods(rows: Sequence[Mapping[str, Any]], grain: str) -> dict[str, bool]:
    """Period → whether it is not final yet, the newest first."""
    return {row["period"]: row["not_final"] for row in rows if row["grain"] == _row_grain(grain)}


def _row_grain(grain: str) -> str:
    """The grain of the rows that list a grain's periods: any month can end 12 months."""
    return "month" if grain == "12_months" else grain
