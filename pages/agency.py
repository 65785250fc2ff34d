"""Agency: everything of one agency: its goals, its waits, who asked it, its projects, its files."""

import streamlit as st

from dashboard import access, as_of, filters, one_agency, reads, sentences
from dashboard.judging import judged
from dashboard.pieces import cards, cohorts, distribution, frame, profile, table

viewer = access.current()
whole = as_of.board(viewer)
measures = reads.measures(viewer, whole)
goals = [measure for measure in measures.values() if measure.goal]

head = st.container()
selection = filters.agency(viewer, whole)
at, key, who = selection.at, selection.agency, selection.who
agency = reads.agencies(viewer, at)[key]
series = {each.key: judged(viewer, at, each, key) for each in measures.values()}
expected = reads.expected(viewer, at)
lacking = {each.agency_id: each for each in reads.not_sent(viewer, at)}.get(key)
sent = reads.submissions(viewer, at, key)

with head:
    frame.title(who, viewer, at)
on_time = one_agency.on_time(viewer, at, key)
profile.facts(agency, reads.groups(viewer, at, key), sent, on_time)
cards.gaps(lacking, who)
frame.only(at, {key: who})

st.header("Three goals", anchor=False)
cards.cards(at, selection.named, goals, series, expected, agency=key)
for measure in measures.values():
    frame.lower_bound({key: agency}, measure, key)
    if not measure.goal:
        cards.beside(measure, series[measure.key], key)
cards.behind(at, who, key, goals, series)

left, right = st.columns(2, gap="large")
with left:
    st.header("From first contact to treatment", anchor=False)
    cohort = reads.cohort(viewer, at, key)
    cohorts.bars(cohort, at, selection.named)
    table.behind("cohort", cohorts.months_table(cohort), cohort, at, f"asked-{key}")
with right:
    st.header("Change projects", anchor=False)
    projects = one_agency.projects(viewer, at, key)
    labels = {each.key: each.short_label for each in measures.values()}
    profile.projects(projects, labels, series, at, who)

st.header("How long people waited", anchor=False)
timed, counts, when = one_agency.waits(viewer, at, key, goals)
frame.caption(f"Each request of {when}. A mean hides the longest waits.")
for column, measure, each in zip(st.columns(2, gap="large"), timed, counts, strict=False):
    with column:
        distribution.distribution(at, selection.named, measure, series[measure.key], each, when)
shown = distribution.days_table(timed, counts)
table.behind("days", shown, distribution.days_rows(timed, counts), at, f"days-{key}")

st.header("Submissions", anchor=False)
st.html(frame.sentence(sentences.quality(sent, on_time, agency["data_through"])))
st.html(profile.submissions_table(sent, lacking))
