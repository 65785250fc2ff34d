"""Methods: what each figure means, why it is so, and the SQL that computes it."""

import streamlit as st

from dashboard import access, as_of, filters, reads
from dashboard.pieces import definitions_list, frame

viewer = access.current()
at = as_of.board(viewer)

frame.title("Methods", viewer, at)
frame.caption(
    "Every figure on this board is computed by the definitions, settings and SQL below. "
    "Days are calendar days; the same day is 0 and is counted."
)
definitions_list.contents(reads.measures(viewer, at))
for measure in reads.measures(viewer, at).values():
    definitions_list.measure(measure, reads.target(viewer, at, measure.key, None))
definitions_list.verdicts()
definitions_list.reasons()
definitions_list.settings(reads.rules(viewer, at))
st.header("The SQL, step by step", anchor="sql")
frame.caption("In this order; each step reads only those before it. Written for two engines.")
definitions_list.steps(filters.sql_step())
definitions_list.glossary()
definitions_list.about_board(at, reads.versions(viewer))
