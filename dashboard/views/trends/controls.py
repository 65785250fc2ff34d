"""What the Trends page asks its reader."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis.series import ALL_MONTHS, Baseline
from dashboard.queries.models import Board
from dashboard.selection.choices import (
    SEGMENTS,
    Selection,
    agency_widget,
    choose_filter,
    choose_group,
    choose_measure,
    site_filter_in_url,
)
from dashboard.selection.url_widgets import widget_row

TILES = 24  # small multiples on one page


def choose_series(viewer: Viewer, board: Board) -> Selection:
    """A measure, and the state, a group or one agency."""
    with widget_row() as row:
        measure = choose_measure(row, viewer, board)
        group = choose_group(row, viewer, board, clears="agency")
        clears = site_filter_in_url()
        agency, who = agency_widget(row, viewer, board, with_state=True, group=group, clears=clears)
        board = choose_filter(row, viewer, board, group, agency)
    return Selection(board, measure, agency, who, group)


def choose_chart(options: Mapping[str, Baseline], *, few: bool) -> tuple[Baseline, bool]:
    """What the limits rest on, and whether to draw a run chart: of all months while these are few,
    as in a phase that has just begun; limits held at earlier months may be there all the same."""
    if few and len(options) == 1:
        return ALL_MONTHS, True
    with widget_row() as row:
        kinds = {"control": "Control chart", "run": "Run chart"}
        kind = row.choice(SEGMENTS, "chart", "Chart", kinds)
        if kind == "run":
            return ALL_MONTHS, True
        labels = {key: each.label[0].upper() + each.label[1:] for key, each in options.items()}
        key = row.choice(partial(st.selectbox, width=320), "baseline", "Limits rest on", labels)
    return options[key], few and options[key] == ALL_MONTHS


def choose_tiles(agencies: Mapping[str, str]) -> dict[str, str]:
    """The agencies whose small charts are on screen: all, or one part of a long list."""
    ids = list(agencies)
    if len(ids) <= TILES:
        return dict(agencies)
    parts = {ids[i]: ids[i : i + TILES] for i in range(0, len(ids), TILES)}
    names = {first: f"{agencies[first]} – {agencies[part[-1]]}" for first, part in parts.items()}
    with widget_row() as row:
        first = row.choice(partial(st.selectbox, width=320), "from", "Agencies shown", names)
    return {each: agencies[each] for each in parts[first]}
