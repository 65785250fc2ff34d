"""Overview of an agency's own staff: is my month in, how are we doing, what changed."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.analysis.series import evaluated_series
from dashboard.components import goal_cards, layout
from dashboard.queries import board as queries
from dashboard.selection import board_version
from dashboard.views.own_overview import controls, months, peers

viewer = access.current_viewer()
board = board_version.require_board(viewer)
measures = queries.measures(viewer, board)
goals = [measure for measure in measures.values() if measure.goal]

head = st.container()
selection = controls.choose_own_agency(viewer, board)
agency, name = selection.agency, selection.agency_name
with head:
    layout.page_title(name, viewer, board)

not_sent = {row.agency_id: row for row in due_dates.agencies_missing_months(viewer, board)}
month_rows = months.month_rows(viewer, board, agency)
due_day = queries.board_settings(viewer, board)["office"]["due_day"]
months.show_month_lede(month_rows, not_sent.get(agency), due_day, due_dates.day_of_board(board))

series = {
    key: evaluated_series(viewer, board, measure, agency) for key, measure in measures.items()
}
final_months = queries.newest_final_months(viewer, board)
st.header("Three goals", anchor=False)
goal_cards.goal_cards(board, name, goals, series, final_months, agency=agency)
for measure in measures.values():
    layout.lower_bound_note(queries.agencies(viewer, board), measure, agency)
    if not measure.goal:
        goal_cards.secondary_measure(measure, series[measure.key], agency)
goal_cards.data_tables(board, name, agency, goals, series)

peers.peers_section(viewer, agency)

st.header("Your newest months", anchor=False)
submissions = queries.submission_rows(viewer, board, agency)
months.months_section(viewer, board, agency, month_rows, submissions)
