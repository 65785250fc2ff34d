"""Submissions: what has come, what is due, who to ask, and every version of a month."""

from datetime import date

import streamlit as st

from dashboard import access, actions, as_of, due, filters, reads
from dashboard.pieces import arrivals, frame, history, month_calendar, table
from pipelines import settings

viewer = access.current()
at = as_of.board(viewer)
rules = settings.load()
today = due.today()
agencies = reads.agencies(viewer, at)
names = {key: agency["name"] for key, agency in agencies.items()}
this_month = today.replace(day=1)
starts = reads.calendar_starts(viewer, at) or this_month

frame.title("Submissions", viewer, at)
history.said()
everybody = access.scope(viewer).everything
overdue = reads.calendar(viewer, at, starts, this_month, today, lacking=True)
lacking = due.who_lacks(overdue, agencies)
due_day = rules.office.due_day
frame.lede(f"Due on day {due_day} of the month after", due.headline(lacking, everybody))


def rows(first: date, last: date) -> list[dict]:
    return reads.calendar(viewer, at, first, last, today)


def having(first: date, last: date, status: str) -> dict[str, str]:
    return month_calendar.having(names, rows(first, last), status)


first, last, chosen = filters.calendar(starts, this_month, having)
newest = due.shift(this_month, -1) if last == this_month else last
expected = due.next_of(rows(first, this_month), today) or due.next_due(today, due_day)
st.html(month_calendar.facts(rows(first, last), newest, expected))
on_screen = {key: names[key] for key in chosen}
here = [row for row in rows(first, last) if row["agency_id"] in on_screen]
kept = filters.in_url("until", "show", "from")
months = [due.shift(first, n) for n in range(filters.WINDOW)]
if on_screen:
    st.html(month_calendar.legend(here))
    st.html(month_calendar.month_calendar(on_screen, months, here, kept))
    frame.caption(
        "Beside a sign: the day of the first complete file. Select it for the month’s versions. "
        "Months that were due before an agency’s first file of all are not judged on time."
    )
    exported = month_calendar.rows_for_export(here)
    table.download(exported, at, f"submissions-{last:%Y-%m}", key="calendar")
else:
    frame.caption("No agency has such a month here.")
if everybody:
    arrivals.who_to_ask(lacking, rules.office.name)

st.header("Every version of a month", anchor=month_calendar.HISTORY)


def asked(agency: str) -> list[dict]:
    return reads.calendar(viewer, at, starts, this_month, today, agency=agency)


agency, month = filters.one_month(names, asked, lacking[0].agency_id if lacking else None)
sent = history.of_month(reads.submissions(viewer, at, agency), month)
status = next((row for row in asked(agency) if row["month"] == month), None)
if status is not None:
    frame.caption(f"{names[agency]}: {due.says(status)}.")
if sent:
    st.html(history.versions(sent, rules.versions.superseded_rows_months))
left, right = st.columns([5, 3], gap="large")
if sent:
    with left:
        history.findings(reads.findings(viewer, at, agency, month), sent)
with right if sent else left:
    history.make_active(viewer, agency, month, sent)
    if status is not None:
        history.nothing_to_report(viewer, status, this_month)
history.active_months(viewer, agencies[agency])
history.kept(rules.versions.superseded_rows_months, actions.may_administer(viewer))
