"""Methods: what each figure means, why it is so, and the SQL that computes it."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.components import layout
from dashboard.queries import board as queries
from dashboard.selection import board_version
from dashboard.views.methods import controls, sections

viewer = access.current_viewer()
board = board_version.require_board(viewer)

layout.page_title("Methods", viewer, board)
layout.show_caption(
    "Every figure on this board is computed by the definitions, settings and SQL below. "
    "Days are calendar days; the same day is 0 and is counted."
)
measures = queries.measures(viewer, board)
sections.contents_list(measures)
for measure in measures.values():
    sections.measure_definition(measure, queries.current_target(viewer, board, measure.key, None))
settings = queries.board_settings(viewer, board)
sections.verdicts_section(settings)
sections.reasons_section(settings)
sections.settings_section(settings)
st.header("The SQL, step by step", anchor="sql")
layout.show_caption("In this order; each step reads only those before it. Written for two engines.")
sections.sql_section(controls.choose_sql_step())
sections.glossary_section()
sections.board_section(board, queries.board_versions(viewer))
