"""Compare agencies: one measure in one period, then everyone who asked in the same months."""

import streamlit as st

from dashboard import access, as_of, filters, overview, reads
from dashboard.compared import asked, compared
from dashboard.pieces import cohorts, comparison, frame, table

viewer = access.current()
whole = as_of.board(viewer)

frame.title("Compare agencies", viewer, whole)
selection = filters.compare(viewer, whole)
at, measure = selection.at, selection.measure
names = overview.names(viewer, at, selection.group)
frame.only(at, overview.names(viewer, whole, selection.group))
rows, found = compared(viewer, selection)
target = reads.target(viewer, at, measure.key, None)

comparison.comparison(selection, rows, names, found, target)
if rows:
    st.html(comparison.comparison_table(rows, names, measure, found))
    export = comparison.comparison_rows(rows, names, selection, found)
    table.download(export, at, f"{measure.key}-{selection.period}", key="comparison")
if measure.persons and selection.grain == "12_months":
    frame.caption("12 months: a person discharged in two of the months is counted in both.")
frame.caption(measure.month_rule, " ", measure.caveat)
frame.lower_bound(reads.agencies(viewer, at), measure, None)

cohort, within = asked(viewer, selection)
cohorts.side_by_side(selection, cohort, names, within)
if cohort:
    st.html(cohorts.cohort_table(cohort, names, within))
    table.download(
        cohorts.cohort_rows(cohort, names, selection.first, selection.last),
        at,
        f"everyone-who-asked-{selection.period}",
        key="cohorts",
    )
