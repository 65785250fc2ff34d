"""Trends: one measure month by month, large for one agency, a group or the state, then all."""

import streamlit as st

from dashboard import access, as_of, filters, overview, reads, sentences
from dashboard.judging import ALL, baselines, judged
from dashboard.pieces import frame, table, trend_view
from dashboard.pieces.month_table import month_rows, month_table

viewer = access.current()
whole = as_of.board(viewer)

frame.title("Trends", viewer, whole)
selection = filters.trends(viewer, whole)
at, measure, agency, group = selection.at, selection.measure, selection.agency, selection.group
frame.only(at, overview.names(viewer, whole, group) if agency is None else {agency: ""})
projects = reads.projects(viewer, at).get((agency, measure.key), [])

plain = judged(viewer, at, measure, agency, group)
above = st.container()  # the verdict stands first, what a chart is drawn by under it
baseline, run = ALL, True
if plain.signal is not None:
    few = plain.signal.note == "too_few_months"
    baseline, run = filters.drawing(baselines(plain, projects), few=few)
found = judged(viewer, at, measure, agency, group, baseline)

verdict = trend_view.verdict_of(selection, found, baseline, run=run)
with above:
    trend_view.lede(selection, found, verdict)
    if found.signal is not None:
        expected = reads.expected(viewer, at).get(measure.key)
        st.html(trend_view.beside(measure, found, baseline, expected, run=run))
        trend_view.large(selection, found, verdict, projects, run=run)
if found.signal is not None:
    trend_view.afterwards(selection, plain, baseline, projects, reads.agencies(viewer, at))
if found.rows:
    table.behind(
        "trend",
        month_table(found.rows, measure, found.chart),
        month_rows(found.rows, measure, selection.who, found.chart),
        at,
        f"{measure.key}-{agency or (group.name if group else filters.STATE)}",
    )
frame.caption(measure.month_rule, " ", measure.caveat)
frame.lower_bound(reads.agencies(viewer, at), measure, agency)

shown = overview.names(viewer, at, group)
if set(shown) == {agency}:  # the chart above is all there is
    st.stop()
everyone = f"{group.name if group else 'All agencies'}{filters.through(at)}"
frame.header(f"{everyone}, one scale")
shown = filters.tiles(shown)
frame.caption(
    f"{measure.short_label}, {sentences.counted_in(measure)}. Number: newest final month. "
    "Dashed: target. Grey: between the limits. In order of name."
)
trend_view.small_multiples(
    selection, shown, {key: judged(viewer, at, measure, key) for key in shown}
)
