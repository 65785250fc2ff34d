"""The choices of the shared release: a measure and a year."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.queries import release as queries
from dashboard.queries.release import ReleasedMeasure, SharedRelease
from dashboard.selection.choices import SEGMENTS
from dashboard.selection.url_widgets import widget_row


@dataclass(frozen=True)
class SharedSelection:
    """One measure in one calendar year of a release."""

    release: SharedRelease
    measure: ReleasedMeasure
    year: int


def choose_measure_and_year(viewer: Viewer, release: SharedRelease) -> SharedSelection:
    """The widgets of the page; at first the newest year with a figure of the state."""
    measures = queries.released_measures(viewer, release)
    with widget_row() as row:
        labels = {key: measure.short for key, measure in measures.items()}
        measure = measures[row.choice(SEGMENTS, "measure", "Measure", labels)]
        cells = queries.agency_cells(viewer, release, measure.key)
        years = {str(year): str(year) for year in sorted({c["year"] for c in cells}, reverse=True)}
        known = queries.state_years(viewer, release, measure.key)
        newest = str(max(known, default=0))
        widget = partial(st.selectbox, width=140)
        year = row.choice(widget, "year", "Year", years, default=newest)
    return SharedSelection(release, measure, int(year))
