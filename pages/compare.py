"""Compare agencies: one measure in one period, then everyone who asked in the same months."""

import streamlit as st

from dashboard import access, filters, reads
from dashboard.pieces import cohorts, comparison, frame, table

viewer = access.current()
at = reads.board(viewer)

frame.title("Compare agencies", viewer, at)
selection = filters.compare(viewer, at)
measure = selection.measure
names = {key: row["name"] for key, row in reads.agencies(viewer, at).items()}
rows = reads.comparison(viewer, at, measure.key, selection.grain, selection.period)
file = f"{measure.key}-{selection.period}"

comparison.comparison(selection, rows, names, reads.target(viewer, at, measure.key, None))
st.html(comparison.comparison_table(rows, names, measure))
table.download(comparison.comparison_rows(rows, names, selection), at, file, key="comparison")
if measure.persons and selection.grain == "12_months":
    frame.caption("12 months: a person discharged in two of the months is counted in both.")
frame.caption(measure.month_rule, " ", measure.caveat)
frame.lower_bound(reads.agencies(viewer, at), measure, None)

asked = reads.cohort_between(viewer, at, selection.first, selection.last)
cohorts.side_by_side(asked, names, selection.says)
st.html(cohorts.cohort_table(asked, names))
table.download(
    cohorts.cohort_rows(asked, names, selection.first, selection.last),
    at,
    f"everyone-who-asked-{selection.period}",
    key="cohorts",
)
