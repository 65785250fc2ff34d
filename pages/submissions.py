"""Submissions: what has come, what is due, who to ask, and every version of a month."""

from datetime import date

import streamlit as st

from dashboard.access import permissions
from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.components import layout, reminders, tables
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.text import calendar as calendar_text
from dashboard.views.submissions import calendar as calendar_view
from dashboard.views.submissions import controls, versions
from pipelines import settings

viewer = access.current_viewer()
board = board_version.board_in_url(viewer)
rules = settings.load_settings()
today = due_dates.current_day()
agencies = queries.agencies(viewer, board)
names = {key: agency["name"] for key, agency in agencies.items()}
this_month = today.replace(day=1)
starts = queries.calendar_start(viewer, board) or this_month

layout.page_title("Submissions", viewer, board)
versions.result_notice()
everybody = access.viewer_scope(viewer).everything
overdue = queries.calendar_rows(viewer, board, starts, this_month, today, lacking=True)
lacking = due_dates.agencies_missing_months(overdue, agencies)
due_day = rules.office.due_day
layout.show_lede(
    f"Due on day {due_day} of the month after", calendar_text.calendar_headline(lacking, everybody)
)


def rows(first: date, last: date) -> list[dict]:
    return queries.calendar_rows(viewer, board, first, last, today)


def having(first: date, last: date, status: str) -> dict[str, str]:
    return calendar_view.agencies_with_status(names, rows(first, last), status)


first, last, chosen = controls.choose_calendar(starts, this_month, having)
newest = due_dates.shift_month(this_month, -1) if last == this_month else last
expected = due_dates.next_due_of_rows(rows(first, this_month), today) or due_dates.next_due_month(
    today, due_day
)
st.html(calendar_view.calendar_facts(rows(first, last), newest, expected))
on_screen = {key: names[key] for key in chosen}
here = [row for row in rows(first, last) if row["agency_id"] in on_screen]
kept = choices.parameters_in_url("until", "show", "from")
months = [due_dates.shift_month(first, n) for n in range(controls.CALENDAR_MONTHS)]
if on_screen:
    st.html(calendar_view.calendar_legend(here))
    st.html(calendar_view.month_calendar(on_screen, months, here, kept))
    layout.show_caption(
        "Beside a sign: the day of the first complete file. Select it for the month’s versions. "
        "Months that were due before an agency’s first file of all are not judged on time."
    )
    exported = calendar_view.calendar_export_rows(here)
    tables.download_buttons(exported, board, f"submissions-{last:%Y-%m}", key="calendar")
else:
    layout.show_caption("No agency has such a month here.")
if everybody:
    reminders.reminder_list(lacking, rules.office.name)

st.header("Every version of a month", anchor=calendar_view.HISTORY)


def asked(agency: str) -> list[dict]:
    return queries.calendar_rows(viewer, board, starts, this_month, today, agency=agency)


agency, month = controls.choose_month(names, asked, lacking[0].agency_id if lacking else None)
sent = versions.submissions_of_month(queries.submission_rows(viewer, board, agency), month)
status = next((row for row in asked(agency) if row["month"] == month), None)
if status is not None:
    layout.show_caption(f"{names[agency]}: {calendar_text.status_sentence(status)}.")
if sent:
    st.html(versions.versions_table(sent, rules.versions.superseded_rows_months))
left, right = st.columns([5, 3], gap="large")
if sent:
    with left:
        versions.findings_list(queries.finding_rows(viewer, board, agency, month), sent)
with right if sent else left:
    versions.activate_form(viewer, agency, month, sent)
    if status is not None:
        versions.nothing_to_report_form(viewer, status, this_month)
versions.active_months_form(viewer, agencies[agency])
versions.retention_note(rules.versions.superseded_rows_months, permissions.may_administer(viewer))
