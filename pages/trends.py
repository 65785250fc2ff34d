"""Trends: one measure month by month, large for one agency, a group or the state, then all."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.analysis.series import ALL_MONTHS, evaluated_series, offered_baselines
from dashboard.components import layout, tables
from dashboard.components.month_table import month_export_rows, month_table
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.text import sentences
from dashboard.views.trends import controls, sections

viewer = access.current_viewer()
whole = board_version.board_in_url(viewer)

layout.page_title("Trends", viewer, whole)
selection = controls.choose_series(viewer, whole)
board, measure, agency, group = (
    selection.board,
    selection.measure,
    selection.agency,
    selection.group,
)
layout.filter_note(
    board, queries.agency_names(viewer, whole, group) if agency is None else {agency: ""}
)
projects = queries.change_projects(viewer, board).get((agency, measure.key), [])

plain = evaluated_series(viewer, board, measure, agency, group)
above = st.container()  # the verdict stands first, what a chart is drawn by under it
baseline, run = ALL_MONTHS, True
if plain.signal is not None:
    few = plain.signal.note == "too_few_months"
    baseline, run = controls.choose_chart(offered_baselines(plain, projects), few=few)
found = evaluated_series(viewer, board, measure, agency, group, baseline)

verdict = sections.chart_verdict(selection, found, baseline, run=run)
with above:
    sections.trend_lede(selection, found, verdict)
    if found.signal is not None:
        expected = queries.newest_final_months(viewer, board).get(measure.key)
        st.html(sections.evidence_lines(measure, found, baseline, expected, run=run))
        sections.main_chart(selection, found, verdict, projects, run=run)
if found.signal is not None:
    sections.after_chart_notes(
        selection, plain, baseline, projects, queries.agencies(viewer, board)
    )
if found.rows:
    tables.data_expander(
        "trend",
        month_table(found.rows, measure, found.chart),
        month_export_rows(found.rows, measure, selection.who, found.chart),
        board,
        f"{measure.key}-{agency or (group.name if group else choices.STATE)}",
    )
layout.show_caption(measure.month_rule, " ", measure.caveat)
layout.lower_bound_note(queries.agencies(viewer, board), measure, agency)

shown = queries.agency_names(viewer, board, group)
if set(shown) == {agency}:  # the chart above is all there is
    st.stop()
everyone = f"{group.name if group else 'All agencies'}{choices.filter_suffix(board)}"
layout.section_header(f"{everyone}, one scale")
shown = controls.choose_tiles(shown)
layout.show_caption(
    f"{measure.short_label}, {sentences.counted_in(measure)}. Number: newest final month. "
    "Dashed: target. Grey: between the limits. In order of name."
)
sections.small_multiples(
    selection, shown, {key: evaluated_series(viewer, board, measure, key) for key in shown}
)
