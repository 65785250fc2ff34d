"""The shared release: what everyone may see of all agencies, blinded; one's own is marked."""

import streamlit as st

from dashboard.access import permissions
from dashboard.access import viewer as access
from dashboard.components import layout
from dashboard.queries import release as queries
from dashboard.views.shared import controls, figures

viewer = access.current_viewer()
release = queries.newest_release(viewer)
title = "Compare with peers" if access.viewer_scope(viewer).agencies else "Shared release"
if release is None:
    layout.page_title(title, viewer, None)
    figures.no_release(permissions.may_administer(viewer))
    st.stop()

with st.container(horizontal=True, horizontal_alignment="distribute"):
    st.title(title, anchor=False, width="content")
    demo = layout.demo_mark(viewer)
    st.html(figures.release_stamp(release, demo), width="content")
selection = controls.choose_measure_and_year(viewer, release)
measure, year = selection.measure, selection.year
labels, own = queries.agency_labels(viewer, release), queries.own_codes(viewer)
years = [row for row in queries.agency_years(viewer, release, measure.key) if row["year"] == year]
state = queries.state_years(viewer, release, measure.key).get(year)
target = queries.released_target(viewer, release, measure.key)
figures.year_section(selection, years, labels, own, state, target)

cells = [
    cell for cell in queries.agency_cells(viewer, release, measure.key) if cell["year"] == year
]
figures.cells_section(selection, cells, labels, own)
st.header("How to read this", anchor=False)
st.html(figures.vocabulary())
