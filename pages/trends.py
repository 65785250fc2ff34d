"""Trends: one measure month by month, large for one agency, a group or the state, then all."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.access.record import record_view
from dashboard.analysis.series import (
    evaluated_series,
    offered_baselines,
    series_membership,
)
from dashboard.components import change_result, layout, tables
from dashboard.components.month_table import month_export_rows, month_table
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.text import sentences
from dashboard.views.trends import controls, decided_baselines, sections, tiles

viewer = access.current_viewer()
whole_board = board_version.require_board(viewer)

layout.page_title("Trends", viewer, whole_board)
change_result.result_notice()
selection = controls.choose_series(viewer, whole_board)
board, measure = selection.board, selection.measure
agency, group = selection.agency, selection.group
if agency is not None:
    record_view(viewer, agency, board.version)
agencies = queries.agencies(viewer, board)
if agency is not None:
    layout.filter_note(board, {agency: ""})
    projects = queries.change_projects(viewer, board).get((agency, measure.key), [])
else:
    layout.filter_note(board, queries.agency_names(viewer, whole_board, group))
    projects = []

default_series = evaluated_series(viewer, board, measure, agency, group)
above_controls = st.container()  # the verdict comes first, the controls of the chart below it
chart = controls.RUN_CHART
if default_series.signal is not None:
    baselines = offered_baselines(default_series, projects)
    few_months = default_series.signal.note == "too_few_months"
    chart = controls.choose_chart(baselines, few_months=few_months)
series = evaluated_series(viewer, board, measure, agency, group, chart.baseline)

verdict = sections.chart_verdict(selection, series, chart)
with above_controls:
    sections.trend_lede(selection, series, verdict)
    if series.signal is not None:
        state_month = queries.newest_final_months(viewer, board).get(measure.key)
        st.html(sections.evidence_lines(measure, series, chart, state_month))
        membership = None
        if agency is None:
            membership = series_membership(viewer, board, measure, group, series)
        sections.membership_note(selection, membership, agencies)
        sections.main_chart(selection, series, chart, verdict, projects)
        sections.membership_chart(selection, membership)
if series.signal is not None:
    sections.after_chart_notes(selection, default_series, chart.baseline, projects, agencies)
decided = queries.decided_baselines(viewer, board).get((agency, measure.key), [])
decided_baselines.decided_baselines(viewer, selection, default_series, decided)
if series.rows:
    tables.data_expander(
        "trend",
        month_table(series, measure),
        month_export_rows(series, measure, selection.name),
        board,
        f"{measure.key}-{agency or (group.name if group else choices.STATE)}",
    )
layout.show_caption(measure.month_rule, " ", measure.caveat)
layout.lower_bound_note(agencies, measure, agency)

names = queries.agency_names(viewer, board, group)
if set(names) == {agency}:  # the chart above is all there is
    st.stop()
everyone = f"{group.name if group else 'All agencies'}{choices.filter_suffix(board)}"
layout.section_header(f"{everyone}, one scale")
names = controls.choose_tiles(names)
layout.show_caption(
    f"{measure.short_label}, {sentences.figure_meaning(measure)}. Number: newest final month. "
    "Dashed: target. Grey: between the limits. In order of name."
)
tiles.small_multiples(
    selection, names, {key: evaluated_series(viewer, board, measure, key) for key in names}
)
