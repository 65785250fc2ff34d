"""Compare agencies: one measure in one period, then everyone who asked in the same months."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.components import layout, tables
from dashboard.queries import board as queries
from dashboard.selection import board_version
from dashboard.views.compare import cohorts, controls
from dashboard.views.compare import comparison as comparison_view
from dashboard.views.compare.data import compare_agencies, compare_cohorts

viewer = access.current_viewer()
whole_board = board_version.require_board(viewer)

layout.page_title("Compare agencies", viewer, whole_board)
selection = controls.choose_comparison(viewer, whole_board)
board, measure = selection.board, selection.measure
names = queries.agency_names(viewer, board, selection.group)
layout.filter_note(board, queries.agency_names(viewer, whole_board, selection.group))
rows, comparison = compare_agencies(viewer, selection)
target = queries.current_target(viewer, board, measure.key, None)

comparison_view.comparison_section(selection, rows, names, comparison, target)
if rows:
    st.html(comparison_view.comparison_table(rows, names, measure, comparison))
    export = comparison_view.comparison_rows(rows, names, selection, comparison)
    tables.download_buttons(export, board, f"{measure.key}-{selection.period}", key="comparison")
if measure.persons and selection.grain == "12_months":
    layout.show_caption("12 months: a person discharged in two of the months is counted in both.")
layout.show_caption(measure.month_rule, " ", measure.caveat)
layout.lower_bound_note(queries.agencies(viewer, board), measure, None)

cohort, cohort_comparison = compare_cohorts(viewer, selection)
seen_days = queries.board_settings(viewer, board)["requests"]["cohort_seen_days"]
cohorts.cohort_comparison(selection, cohort, names, cohort_comparison, seen_days)
if cohort:
    st.html(cohorts.cohort_table(cohort, names, cohort_comparison))
    first, last = selection.first_month, selection.last_month
    export = cohorts.cohort_rows(cohort, names, first, last)
    file = f"everyone-who-asked-{selection.period}"
    tables.download_buttons(export, board, file, key="cohorts")
