"""Submissions: what has come, what is due, who to ask, and every version of a month."""

from datetime import date

import streamlit as st

from dashboard.access import permissions
from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.components import change_result, layout, reminders, tables
from dashboard.queries import board as queries
from dashboard.selection import board_version, choices
from dashboard.text import calendar as calendar_text
from dashboard.views.submissions import calendar as calendar_view
from dashboard.views.submissions import controls, forms, month_history, versions
from pipelines import settings
from pipelines.months import shift_month

viewer = access.current_viewer()
board = board_version.require_board(viewer)
rules = settings.load_settings()
today = due_dates.current_day()
this_month = today.replace(day=1)
agencies = queries.agencies(viewer, board)
names = {key: agency["name"] for key, agency in agencies.items()}
start = queries.calendar_start(viewer, board) or this_month

layout.page_title("Submissions", viewer, board)
change_result.result_notice()
sees_everyone = access.viewer_scope(viewer).everything
missing = due_dates.agencies_missing_months(viewer, board)
due_day = rules.office.due_day
layout.show_lede(
    f"Due on day {due_day} of the month after",
    calendar_text.calendar_headline(missing, sees_everyone),
)


def calendar_rows(first: date, last: date) -> list[dict]:
    return queries.calendar_rows(viewer, board, first, last, today)


def agencies_with_status(first: date, last: date, status: str) -> dict[str, str]:
    return calendar_view.agencies_with_status(names, calendar_rows(first, last), status)


selection = controls.choose_calendar(start, this_month, agencies_with_status)
first, last = selection.first_month, selection.last_month
newest = shift_month(this_month, -1) if last == this_month else last
next_due = due_dates.next_due_of_rows(calendar_rows(first, this_month), today)
next_due = next_due or due_dates.next_due_month(today, due_day)
st.html(calendar_view.calendar_facts(calendar_rows(first, last), newest, next_due))
if selection.agencies:
    shown = {key: names[key] for key in selection.agencies}
    rows = [row for row in calendar_rows(first, last) if row["agency_id"] in shown]
    parameters = choices.parameters_in_url("until", "show", "from")
    st.html(calendar_view.calendar_legend(rows))
    st.html(calendar_view.month_calendar(shown, selection.months, rows, parameters))
    layout.show_caption(
        "Next to a sign: the day of the first complete file. Select it for the month’s versions. "
        "Months that were due before an agency’s first file of all are not judged on time."
    )
    export = calendar_view.calendar_export_rows(rows)
    tables.download_buttons(export, board, f"submissions-{last:%Y-%m}", key="calendar")
else:
    layout.show_caption("No agency has such a month here.")
if sees_everyone:
    reminders.reminder_list(missing, rules.office.name)

st.header("Every version of a month", anchor=calendar_view.HISTORY)


def agency_rows(agency: str) -> list[dict]:
    return queries.calendar_rows(viewer, board, start, this_month, today, agency=agency)


chosen = controls.choose_month(names, agency_rows, missing[0].agency_id if missing else None)
agency, month = chosen.agency, chosen.month
kept_months = rules.versions.superseded_rows_months
if month is not None:
    row = next((row for row in agency_rows(agency) if row["month"] == month), None)
    month_history.month_history(
        viewer, board, agencies[agency], month, row, kept_months, this_month
    )
forms.active_months_form(viewer, agencies[agency])
versions.retention_note(kept_months, permissions.may_administer(viewer))
