"""Agency: everything of one agency: its goals, its waits, who asked it, its projects, its files."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.access.record import record_view
from dashboard.analysis import due_dates
from dashboard.analysis.series import evaluated_series
from dashboard.components import goal_cards, layout, tables
from dashboard.queries import board as queries
from dashboard.selection import board_version
from dashboard.text import sentences
from dashboard.views.agency import cohort as cohort_view
from dashboard.views.agency import controls, distribution, profile
from dashboard.views.agency import data as agency_data

viewer = access.current_viewer()
whole_board = board_version.require_board(viewer)
measures = queries.measures(viewer, whole_board)
goals = [measure for measure in measures.values() if measure.goal]

head = st.container()
selection = controls.choose_agency_and_filter(viewer, whole_board)
board, agency_id, name = selection.board, selection.agency, selection.agency_name
record_view(viewer, agency_id, board.version)
agency = queries.agencies(viewer, board)[agency_id]
series = {
    key: evaluated_series(viewer, board, measure, agency_id) for key, measure in measures.items()
}
final_months = queries.newest_final_months(viewer, board)
not_sent = {row.agency_id: row for row in due_dates.agencies_missing_months(viewer, board)}
missing_months = not_sent.get(agency_id)
submissions = queries.submission_rows(viewer, board, agency_id)

with head:
    layout.page_title(name, viewer, board)
on_time = agency_data.on_time_counts(viewer, board, agency_id)
group_names = queries.group_names(viewer, board, agency_id)
profile.agency_facts(agency, group_names, submissions, on_time)
goal_cards.missing_months_note(missing_months, name)
layout.filter_note(board, {agency_id: name})

st.header("Three goals", anchor=False)
goal_cards.goal_cards(board, selection.filtered_name, goals, series, final_months, agency=agency_id)
for measure in measures.values():
    layout.lower_bound_note({agency_id: agency}, measure, agency_id)
    if not measure.goal:
        goal_cards.secondary_measure(measure, series[measure.key], agency_id)
goal_cards.data_tables(board, name, agency_id, goals, series)

left, right = st.columns(2, gap="large")
with left:
    st.header("From first contact to treatment", anchor=False)
    cohort = queries.cohort_months(viewer, board, agency_id)
    seen_days = queries.board_settings(viewer, board)["requests"]["cohort_seen_days"]
    cohort_view.cohort_section(cohort, board, selection.filtered_name, seen_days)
    cohort_table = cohort_view.cohort_months_table(cohort)
    tables.data_expander("cohort", cohort_table, cohort, board, f"asked-{agency_id}")
with right:
    st.header("Change projects", anchor=False)
    projects = agency_data.agency_projects(viewer, board, agency_id)
    labels = {key: measure.short_label for key, measure in measures.items()}
    profile.projects_section(projects, labels, series, board, name)

st.header("How long people waited", anchor=False)
distributions, when = agency_data.wait_distributions(viewer, board, agency_id, goals)
layout.show_caption(f"Each request of {when}. A mean hides the longest waits.")
for column, waits in zip(st.columns(2, gap="large"), distributions, strict=False):
    target = series[waits.measure.key].target
    with column:
        distribution.waits_section(board, selection.filtered_name, waits, target, when)
days_table = distribution.days_table(distributions)
days_rows = distribution.days_rows(distributions)
tables.data_expander("days", days_table, days_rows, board, f"days-{agency_id}")

st.header("Submissions", anchor=False)
quality = sentences.quality_sentence(submissions, on_time, agency["data_through"])
st.html(layout.sentence_paragraph(quality))
st.html(profile.submissions_table(submissions, missing_months))
