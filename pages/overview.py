"""Overview: are the three goals moving, which agency to call, whose data are missing."""

import streamlit as st

from dashboard import access, reads
from dashboard.pieces import arrivals, cards, frame, table
from dashboard.pieces.goals_table import goals_rows, goals_table
from dashboard.pieces.news import news
from pipelines import settings

viewer = access.current()
at = reads.board(viewer)
measures = reads.measures(viewer, at)
goals = [measure for measure in measures.values() if measure.goal]
names = {key: row["name"] for key, row in reads.agencies(viewer, at).items()}
figures = reads.newest(viewer, at)
lacking = reads.not_sent(viewer, at)

frame.title("Overview", viewer, at)
arrivals.reach(at, lacking, reads.sent_newest_month(viewer, at))

for column, goal in zip(st.columns(len(goals), gap="medium"), goals, strict=True):
    with column:
        cards.card(
            "Statewide",
            None,
            figures.get((None, goal.key)),
            goal,
            reads.months(viewer, at, goal.key, None),
            reads.target(viewer, at, goal.key, None),
        )
for measure in measures.values():
    if not measure.goal:
        cards.beside(None, figures.get((None, measure.key)), measure)
cards.behind(viewer, at, None, "Statewide", goals)

st.header("Worth a look this month", anchor=False)
frame.caption(
    "Per goal, the figures farthest from an agency’s own 12 months before: a fifth or more, "
    "n 11 or more. One month can differ by chance: see the chart before you call."
)
st.html(news(names, goals, figures, lacking))

st.header("Agencies and goals", anchor=False)
st.html(goals_table(names, goals, figures, reads.recent(viewer, at)))
frame.caption(
    "Each figure is of the newest final month, ",
    frame.final_months(goals, figures),
    ". Year before: the up to 12 final months before it. Trend: the last 18 months, each line on "
    "its own scale. Select a value for its chart.",
)
table.download(goals_rows(names, goals, figures), at, "agencies-and-goals", key="goals")
arrivals.who_to_ask(lacking, settings.load().office.name)
