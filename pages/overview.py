"""Overview: are the three goals moving, which agency to call and about what, whose data miss."""

import streamlit as st

from dashboard import access, as_of, filters, judging, overview, reads
from dashboard.pieces import arrivals, cards, frame, table, verdict_signs
from dashboard.pieces.goals_table import goals_rows, goals_table
from dashboard.pieces.news import changed, news, quiet
from pipelines import settings

viewer = access.current()
at = whole = as_of.board(viewer)
measures = reads.measures(viewer, at)
goals = [measure for measure in measures.values() if measure.goal]
lacking = reads.not_sent(viewer, at)

frame.title("Overview", viewer, at)
selection = filters.overview(viewer, at, beside=arrivals.reach(viewer, at, lacking))
at, group = selection.at, selection.group
names = overview.names(viewer, at, group)
frame.only(at, overview.names(viewer, whole, group))
series = overview.series(viewer, at, group)
expected = reads.expected(viewer, at)

cards.cards(at, selection.named, goals, series, expected, group=group)
for measure in measures.values():
    if not measure.goal:
        cards.beside(measure, series[measure.key], group=group)
cards.behind(at, selection.who, group.name if group else "state", goals, series)

frame.header(f"What changed this month{filters.through(at)}")
told = judging.told(viewer, at)
found = changed(names, list(measures.values()), told, expected)
projects = reads.projects(viewer, at)
gone = [agency for agency in lacking if agency.agency_id in overview.names(viewer, whole, group)]
st.html(news(names, found[: overview.LINES], projects, gone) or quiet(names, told))
if len(found) > overview.LINES:
    with st.expander(f"{len(found) - overview.LINES} more"):
        st.html(news(names, found[overview.LINES :], projects))

frame.header(f"Agencies and goals{filters.through(at)}")
st.html(verdict_signs.legend())
rows = overview.rows(viewer, at, group)
st.html(goals_table(rows, goals, at.only))
frame.caption(
    "Newest final month: ",
    frame.final_months(goals, expected),
    ". Trend: the last 18 months, each line on its own scale. Select a value for its chart. "
    "Baseline: the first 12 final months.",
)
table.download(goals_rows(rows, goals), at, "agencies-and-goals", key="goals")
arrivals.who_to_ask(gone, settings.load().office.name)
