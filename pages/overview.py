"""Overview: are the three goals moving, which agency to call and about what, whose data miss."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.analysis import series as analysis_series
from dashboard.components import goal_cards, layout, reminders, tables, verdict_icons
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.views.overview import controls
from dashboard.views.overview import data as overview_data
from dashboard.views.overview.goals_table import goals_rows, goals_table
from dashboard.views.overview.news import changed_signals, news_list, quiet_line
from pipelines import settings

viewer = access.current_viewer()
board = whole = board_version.board_in_url(viewer)
measures = queries.measures(viewer, board)
goals = [measure for measure in measures.values() if measure.goal]
lacking = queries.agencies_not_sent(viewer, board)

layout.page_title("Overview", viewer, board)
selection = controls.choose_group_and_filter(
    viewer, board, beside=reminders.arrivals_line(viewer, board, lacking)
)
board, group = selection.board, selection.group
names = queries.agency_names(viewer, board, group)
layout.filter_note(board, queries.agency_names(viewer, whole, group))
series = overview_data.evaluated_goals(viewer, board, group)
expected = queries.newest_final_months(viewer, board)

goal_cards.goal_cards(board, selection.named, goals, series, expected, group=group)
for measure in measures.values():
    if not measure.goal:
        goal_cards.secondary_measure(measure, series[measure.key], group=group)
goal_cards.data_tables(board, selection.who, group.name if group else "state", goals, series)

layout.section_header(f"What changed this month{choices.filter_suffix(board)}")
told = analysis_series.newest_signals(viewer, board)
found = changed_signals(names, list(measures.values()), told, expected)
projects = queries.change_projects(viewer, board)
gone = [
    agency for agency in lacking if agency.agency_id in queries.agency_names(viewer, whole, group)
]
st.html(news_list(names, found[: overview_data.LINES], projects, gone) or quiet_line(names, told))
if len(found) > overview_data.LINES:
    with st.expander(f"{len(found) - overview_data.LINES} more"):
        st.html(news_list(names, found[overview_data.LINES :], projects))

layout.section_header(f"Agencies and goals{choices.filter_suffix(board)}")
st.html(verdict_icons.verdict_legend())
rows = overview_data.overview_rows(viewer, board, group)
st.html(goals_table(rows, goals, board.only))
layout.show_caption(
    "Newest final month: ",
    layout.final_months_sentence(goals, expected),
    ". Trend: the last 18 months, each line on its own scale. Select a value for its chart. "
    "Baseline: the first 12 final months.",
)
tables.download_buttons(goals_rows(rows, goals), board, "agencies-and-goals", key="goals")
reminders.reminder_list(gone, settings.load_settings().office.name)
