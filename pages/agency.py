"""Agency: everything of one agency: its goals, its waits, who asked it, its projects, its files."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.analysis.series import evaluated_series
from dashboard.components import goal_cards, layout, tables
from dashboard.queries import board as queries
from dashboard.selection import board_version
from dashboard.text import sentences
from dashboard.views.agency import cohort as cohort_view
from dashboard.views.agency import controls, distribution, profile
from dashboard.views.agency import data as agency_data

viewer = access.current_viewer()
whole = board_version.board_in_url(viewer)
measures = queries.measures(viewer, whole)
goals = [measure for measure in measures.values() if measure.goal]

head = st.container()
selection = controls.choose_agency(viewer, whole)
board, key, who = selection.board, selection.agency, selection.who
agency = queries.agencies(viewer, board)[key]
series = {each.key: evaluated_series(viewer, board, each, key) for each in measures.values()}
expected = queries.newest_final_months(viewer, board)
lacking = {each.agency_id: each for each in queries.agencies_not_sent(viewer, board)}.get(key)
sent = queries.submission_rows(viewer, board, key)

with head:
    layout.page_title(who, viewer, board)
on_time = agency_data.on_time_counts(viewer, board, key)
profile.agency_facts(agency, queries.group_names(viewer, board, key), sent, on_time)
goal_cards.missing_months_note(lacking, who)
layout.filter_note(board, {key: who})

st.header("Three goals", anchor=False)
goal_cards.goal_cards(board, selection.named, goals, series, expected, agency=key)
for measure in measures.values():
    layout.lower_bound_note({key: agency}, measure, key)
    if not measure.goal:
        goal_cards.secondary_measure(measure, series[measure.key], key)
goal_cards.data_tables(board, who, key, goals, series)

left, right = st.columns(2, gap="large")
with left:
    st.header("From first contact to treatment", anchor=False)
    cohort = queries.cohort_months(viewer, board, key)
    cohort_view.cohort_section(cohort, board, selection.named)
    tables.data_expander(
        "cohort", cohort_view.cohort_months_table(cohort), cohort, board, f"asked-{key}"
    )
with right:
    st.header("Change projects", anchor=False)
    projects = agency_data.agency_projects(viewer, board, key)
    labels = {each.key: each.short_label for each in measures.values()}
    profile.projects_section(projects, labels, series, board, who)

st.header("How long people waited", anchor=False)
timed, counts, when = agency_data.wait_distributions(viewer, board, key, goals)
layout.show_caption(f"Each request of {when}. A mean hides the longest waits.")
for column, measure, each in zip(st.columns(2, gap="large"), timed, counts, strict=False):
    with column:
        distribution.waits_section(board, selection.named, measure, series[measure.key], each, when)
shown = distribution.days_table(timed, counts)
tables.data_expander("days", shown, distribution.days_rows(timed, counts), board, f"days-{key}")

st.header("Submissions", anchor=False)
st.html(
    layout.sentence_paragraph(sentences.quality_sentence(sent, on_time, agency["data_through"]))
)
st.html(profile.submissions_table(sent, lacking))
