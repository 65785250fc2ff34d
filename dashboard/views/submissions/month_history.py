"""One month of one agency: every version, what its checks found, and what may be changed of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.queries import board as queries
from dashboard.queries.models import Board
from dashboard.text import calendar as calendar_text
from dashboard.views.submissions import forms, versions


def month_history(
    viewer: Viewer,
    board: Board,
    agency: Mapping[str, Any],
    month: date,
    calendar_row: Mapping[str, Any] | None,
    kept_months: int,
    this_month: date,
) -> None:
    """The versions of an agency's month with their findings, next to the forms that change them.

    `calendar_row`: the month's in the calendar, None for a month that the agency does not owe;
    `kept_months`: how long rows stay that were replaced.
    """
    agency_id, name = agency["agency_id"], agency["name"]
    sent = versions.submissions_of_month(queries.submission_rows(viewer, board, agency_id), month)
    if calendar_row is not None:
        layout.show_caption(f"{name}: {calendar_text.status_sentence(calendar_row)}.")
    if sent:
        st.html(versions.versions_table(sent, kept_months))
    left, right = st.columns([5, 3], gap="large")
    if sent:
        with left:
            findings = queries.finding_rows(viewer, board, agency_id, month)
            versions.findings_list(findings, sent)
    with right if sent else left:
        forms.activate_form(viewer, agency_id, month, sent)
        forms.withdraw_form(viewer, agency_id, month, sent)
        if calendar_row is not None:
            forms.nothing_to_report_form(viewer, calendar_row, this_month)
