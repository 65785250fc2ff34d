"""Trends: one measure month by month, large for the state or one agency, then all agencies."""

import streamlit as st

from dashboard import access, filters, reads, sentences
from dashboard.pieces import frame, table, trend_view
from dashboard.pieces.month_table import month_rows, month_table

viewer = access.current()
at = reads.board(viewer)

frame.title("Trends", viewer, at)
selection = filters.trends(viewer, at)
measure, agency = selection.measure, selection.agency
figures = reads.newest(viewer, at)
months = reads.months(viewer, at, measure.key, agency)

trend_view.large(
    selection,
    figures.get((agency, measure.key)),
    months,
    reads.target(viewer, at, measure.key, agency),
)
if months:
    table.behind(
        "trend",
        month_table(months, measure),
        month_rows(months, measure, selection.who),
        at,
        f"{measure.key}-{agency or filters.STATE}",
    )
frame.caption(measure.month_rule, " ", measure.caveat)
frame.lower_bound(reads.agencies(viewer, at), measure, agency)

st.header("All agencies, one scale", anchor=False)
names = {key: row["name"] for key, row in reads.agencies(viewer, at).items()}
frame.caption(
    f"{measure.short_label}, {sentences.counted_in(measure)}. Number: newest final month. "
    "Dashed: target. In order of name."
)
shown = filters.tiles(names)
trend_view.small_multiples(
    measure,
    shown,
    {key: reads.months(viewer, at, measure.key, key) for key in shown},
    figures,
    {key: reads.target(viewer, at, measure.key, key) for key in shown},
)
