"""What the Compare page asks its reader."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis.periods import period_months
from dashboard.queries import board as queries
from dashboard.queries.models import Board
from dashboard.selection.choices import (
    SEGMENTS,
    Selection,
    choose_filter,
    choose_group,
    choose_measure,
)
from dashboard.selection.url_widgets import widget_row
from dashboard.text.formats import period_label


def choose_comparison(viewer: Viewer, board: Board) -> Selection:
    """A measure and a period of it."""
    with widget_row() as row:
        measure = choose_measure(row, viewer, board)
        group = choose_group(row, viewer, board)
        board = choose_filter(row, viewer, board, group)
        known = queries.period_rows(viewer, board, measure.key)
        grains = {g: name for g, name in queries.GRAINS.items() if _periods(known, g)}
        grain = row.choice(SEGMENTS, "grain", "Period", grains, clears="period")
        periods = _periods(known, grain)
        final = next((p for p, not_final in periods.items() if not not_final), None)
        read = "month" if grain == "12_months" else grain
        names = {
            p: period_label(read, p) + (" (not final)" if nf else "") for p, nf in periods.items()
        }
        ends = "12 months to" if grain == "12_months" else queries.GRAINS[grain]
        period = row.choice(partial(st.selectbox, width=200), "period", ends, names, default=final)
    first, last = period_months(grain, period)
    return Selection(
        board,
        measure,
        group=group,
        grain=grain,
        period=period,
        says=period_label(grain, period),
        first=first,
        last=last,
    )


def _periods(known: list[dict[str, Any]], grain: str) -> dict[str, bool]:
    """Period → whether it is not final yet; any month can end 12 months."""
    read = "month" if grain == "12_months" else grain
    return {row["period"]: row["not_final"] for row in known if row["grain"] == read}
