"""Overview: are the three goals moving, which agency to call and about what, whose data miss."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.analysis import series as analysis_series
from dashboard.components import goal_cards, layout, reminders, tables, verdict_icons
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.views.overview import controls
from dashboard.views.overview import data as overview_data
from dashboard.views.overview.goals_table import goals_rows, goals_table
from dashboard.views.overview.news import (
    changed_signals,
    new_and_lasting,
    no_news_line,
    show_news,
)
from pipelines import settings

viewer = access.current_viewer()
whole_board = board_version.require_board(viewer)
measures = queries.measures(viewer, whole_board)
goals = [measure for measure in measures.values() if measure.goal]
not_sent = due_dates.agencies_missing_months(viewer, whole_board)

layout.page_title("Overview", viewer, whole_board)
selection = controls.choose_group_and_filter(
    viewer, whole_board, left=reminders.arrivals_line(viewer, whole_board, not_sent)
)
board, group = selection.board, selection.group
names = queries.agency_names(viewer, board, group)
names_without_filter = queries.agency_names(viewer, whole_board, group)
layout.filter_note(board, names_without_filter)
series = overview_data.evaluated_goals(viewer, board, group)
final_months = queries.newest_final_months(viewer, board)

goal_cards.goal_cards(board, selection.filtered_name, goals, series, final_months, group=group)
for measure in measures.values():
    if not measure.goal:
        goal_cards.secondary_measure(measure, series[measure.key], group=group)
for goal, text in overview_data.membership_sentences(viewer, board, goals, group, series):
    layout.show_note(f"{goal.short_label}: {text}")
file = group.name if group else choices.STATE
goal_cards.data_tables(board, selection.name, file, goals, series)

layout.section_header(f"What changed this month{choices.filter_suffix(board)}")
signals = analysis_series.newest_signals(viewer, board)
changes = changed_signals(names, list(measures.values()), signals, final_months)
new, lasting = new_and_lasting(changes)
projects = queries.change_projects(viewer, board)
missing = [agency for agency in not_sent if agency.agency_id in names_without_filter]
no_news = no_news_line(names, signals, lasting=bool(lasting))
show_news(names, new, projects, missing, otherwise=no_news)
if lasting:
    layout.section_header(f"Still so{choices.filter_suffix(board)}")
    show_news(names, lasting, projects)

layout.section_header(f"Agencies and goals{choices.filter_suffix(board)}")
st.html(verdict_icons.verdict_legend())
rows = overview_data.overview_rows(viewer, board, group)
st.html(goals_table(rows, goals, board.only))
layout.show_caption(
    "Newest final month: ",
    layout.final_months_sentence(goals, final_months),
    ". Trend: the last 18 months, each line on its own scale. Select a value for its chart. "
    "Baseline: the first 12 final months.",
)
tables.download_buttons(goals_rows(rows, goals), board, "agencies-and-goals", key="goals")
reminders.reminder_list(missing, settings.load_settings().office.name)
