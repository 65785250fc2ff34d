"""The choices of the Trends page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis.series import ALL_MONTHS, Baseline
from dashboard.queries.models import AgencyGroup, Board, Measure
from dashboard.selection.choices import (
    SEGMENTS,
    choose_agency_or_all,
    choose_filter,
    choose_group,
    choose_measure,
    filter_suffix,
    site_filter_in_url,
)
from dashboard.selection.url_widgets import widget_row

TILES = 24  # small multiples on one page


@dataclass(frozen=True)
class TrendsSelection:
    """One measure of one agency, else (`agency` None) of a group, else (both None) of the state."""

    board: Board
    measure: Measure
    agency: str | None
    group: AgencyGroup | None
    name: str  # of the agency, the group or the state

    @property
    def filtered_name(self) -> str:
        """`Alder, site LAKE`: the name and the board's filter."""
        return f"{self.name}{filter_suffix(self.board)}"


@dataclass(frozen=True)
class ChartSelection:
    """A run chart, or a control chart whose limits rest on the `baseline`."""

    baseline: Baseline
    run: bool


RUN_CHART = ChartSelection(ALL_MONTHS, run=True)


def choose_series(viewer: Viewer, board: Board) -> TrendsSelection:
    """The widgets of the page's first line, and the series that they show."""
    with widget_row() as row:
        measure = choose_measure(row, viewer, board)
        group = choose_group(row, viewer, board, clears="agency")
        agency, name = choose_agency_or_all(row, viewer, board, group, clears=site_filter_in_url())
        board = choose_filter(row, viewer, board, group, agency)
    return TrendsSelection(board, measure, agency, group, name)


def choose_chart(baselines: Mapping[str, Baseline], *, few_months: bool) -> ChartSelection:
    """The kind of chart and the baseline of its limits, by the baseline's key.

    `few_months`: the newest phase is too short for limits of its own. It then shows a run chart,
    except with limits held at earlier months; without such a baseline there is no widget.
    """
    if few_months and len(baselines) == 1:
        return RUN_CHART
    with widget_row() as row:
        kinds = {"control": "Control chart", "run": "Run chart"}
        kind = row.choice(SEGMENTS, "chart", "Chart", kinds)
        if kind == "run":
            return RUN_CHART
        labels = {
            key: baseline.label[0].upper() + baseline.label[1:]
            for key, baseline in baselines.items()
        }
        key = row.choice(partial(st.selectbox, width=320), "baseline", "Limits rest on", labels)
    baseline = baselines[key]
    return ChartSelection(baseline, run=few_months and baseline == ALL_MONTHS)


def choose_tiles(agencies: Mapping[str, str]) -> dict[str, str]:
    """The agencies (id → name) with a small chart on screen: all, or one part of a long list."""
    ids = list(agencies)
    if len(ids) <= TILES:
        return dict(agencies)
    parts = {ids[i]: ids[i : i + TILES] for i in range(0, len(ids), TILES)}
    labels = {first: f"{agencies[first]} – {agencies[part[-1]]}" for first, part in parts.items()}
    with widget_row() as row:
        first = row.choice(partial(st.selectbox, width=320), "from", "Agencies shown", labels)
    return {agency: agencies[agency] for agency in parts[first]}
