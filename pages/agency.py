"""Agency: everything of one agency: its three goals, who asked it, what it has sent."""

import streamlit as st

from dashboard import access, filters, reads, sentences
from dashboard.pieces import cards, cohorts, frame, profile, table

viewer = access.current()
at = reads.board(viewer)
measures = reads.measures(viewer, at)
goals = [measure for measure in measures.values() if measure.goal]

head = st.container()
selection = filters.agency(viewer, at)
agency = reads.agencies(viewer, at)[selection.agency]
figures = reads.newest(viewer, at)
lacking = {each.agency_id: each for each in reads.not_sent(viewer, at)}.get(selection.agency)
sent = reads.submissions(viewer, at, selection.agency)

with head:
    frame.title(selection.who, viewer, at)
profile.facts(
    agency,
    reads.groups(viewer, at, selection.agency),
    sent,
    reads.on_time(viewer, at, selection.agency),
)
if lacking:
    frame.note(f"{selection.who} lacks {sentences.lacks(lacking)}.")

st.header("Three goals", anchor=False)
for column, goal in zip(st.columns(len(goals), gap="medium"), goals, strict=True):
    with column:
        cards.card(
            selection.who,
            selection.agency,
            figures.get((selection.agency, goal.key)),
            goal,
            reads.months(viewer, at, goal.key, selection.agency),
            reads.target(viewer, at, goal.key, selection.agency),
        )
for measure in measures.values():
    frame.lower_bound({selection.agency: agency}, measure, selection.agency)
    if not measure.goal:
        cards.beside(selection.agency, figures.get((selection.agency, measure.key)), measure)
cards.behind(viewer, at, selection.agency, selection.who, goals)

left, right = st.columns(2, gap="large")
with left:
    st.header("From first contact to treatment", anchor=False)
    cohort = reads.cohort(viewer, at, selection.agency)
    cohorts.bars(cohort, selection.who)
    table.behind("cohort", cohorts.months_table(cohort), cohort, at, f"asked-{selection.agency}")
with right:
    st.header("Submissions", anchor=False)
    frame.caption("What stands behind the figures: the newest twelve months, as they are now.")
    st.html(profile.submissions_table(sent, lacking))
