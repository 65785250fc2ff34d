"""What a viewer may change on Submissions: which version holds, a month without events, a span."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access import permissions
from dashboard.access.viewer import Viewer
from dashboard.analysis.due_dates import Rows
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import Markup, element, escape_markdown, join_content
from dashboard.components.tables import html_table
from dashboard.jobs import changes
from dashboard.text.formats import count_of, format_day, long_month
from dashboard.views.submissions.versions import rows_cell


def activate_form(viewer: Viewer, agency: str, month: date, versions: Rows) -> None:
    """Makes an earlier version active after an explicit yes.

    Nothing without an earlier version whose rows are kept, and for a viewer who may not change the
    agency's months. `versions`: the month's, the newest first.
    """
    active = next((row for row in versions if row["active"]), None)
    earlier = {
        row["submission_id"]: row
        for row in versions
        if not row["active"] and not row["rows_deleted_on"]
    }
    if not earlier or not permissions.may_send_for(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(element("h3", "Make another version active", class_="eyebrow"))
        chosen = st.selectbox(
            "Version",
            list(earlier),
            format_func=lambda submission_id: f"Version {earlier[submission_id]['version']}",
            key="earlier",
            width=200,
        )
        version = earlier[chosen]
        st.html(_version_change(month, active, version))
        yes = st.checkbox(
            f"Yes, version {version['version']} of {long_month(month)} is to hold",
            key=f"yes_{chosen}",
        )
        if st.button("Make it active", type="primary", disabled=not yes, width="stretch"):
            with st.spinner("The figures are computed again…"):
                keep_result(changes.activate_version(viewer, agency, chosen))
            st.rerun()


def withdraw_form(viewer: Viewer, agency: str, month: date, versions: Rows) -> None:
    """Takes the active version back after an explicit yes: a file that was sent wrongly.

    Nothing without an active version, and for a viewer who may not change the agency's months.
    `versions`: the month's, the newest first.
    """
    active = next((row for row in versions if row["active"]), None)
    if active is None or not permissions.may_send_for(viewer, agency):
        return
    earlier = next(
        (
            row
            for row in versions
            if not (row["active"] or row["withdrawn_on"] or row["rows_deleted_on"])
        ),
        None,
    )
    with st.container(border=True, gap="small"):
        st.html(element("h3", "Was this sent wrongly?", class_="eyebrow"))
        then = (
            f"version {earlier['version']} would hold again"
            if earlier
            else f"{long_month(month)} would count as not sent"
        )
        layout.show_caption(
            f"If version {active['version']} is taken back, {then}. It stays in the list and can be"
            " made active again."
        )
        yes = st.checkbox(f"Yes, take version {active['version']} back", key="yes_withdraw")
        if st.button("Take it back", disabled=not yes, width="stretch"):
            with st.spinner("The figures are computed again…"):
                keep_result(changes.withdraw_month(viewer, agency, month))
            st.rerun()


def _version_change(
    month: date, active: Mapping[str, Any] | None, version: Mapping[str, Any]
) -> Markup:
    if active is None:
        return element(
            "p",
            f"{long_month(month)} counts as not sent; version {version['version']} brings"
            f" {count_of(_present_rows(version), 'row')}.",
            class_="verdict",
        )
    change = _present_rows(version) - _present_rows(active)
    difference = count_of(abs(change), "row") + (" more" if change > 0 else " fewer")
    rows = [
        (f"Version {row['version']}", state, format_day(row["received_on"]), rows_cell(row))
        for row, state in ((active, "active now"), (version, "if you say yes"))
    ]
    return join_content(
        element(
            "p",
            f"{long_month(month)}: version {version['version']} in place of version "
            f"{active['version']}, {difference if change else 'as many rows'}.",
            class_="verdict",
        ),
        html_table("What changes", ("Version", "State", "Received", "Rows"), rows, numbers=(3,)),
        element("p", "Its figures, and those that follow from them, change.", class_="caption"),
    )


def _present_rows(row: Mapping[str, Any]) -> int:
    return row["rows"] - row["rows_forgotten"]


def nothing_to_report_form(viewer: Viewer, row: Mapping[str, Any], this_month: date) -> None:
    """Records that a month had no event; `row`: the month's in the calendar.

    Nothing for a month that has not ended or that came, and for a viewer who may not change the
    agency's months.
    """
    agency, name, month = row["agency_id"], row["name"], row["month"]
    is_open = row["status"] in ("missing", "not_due") and month < this_month
    if not is_open or not permissions.may_send_for(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(element("h3", "Was there nothing to report?", class_="eyebrow"))
        layout.show_caption(
            "That is not the same as a missing month: the figures then count on it."
        )
        yes = st.checkbox(
            f"Yes, {escape_markdown(name)} had no event in {long_month(month)}",
            key="yes_none",
        )
        if st.button("Say nothing to report", disabled=not yes, width="stretch"):
            with st.spinner("Noting it…"):
                keep_result(changes.report_nothing(viewer, agency, month))
            st.rerun()


def active_months_form(viewer: Viewer, agency: Mapping[str, Any]) -> None:
    """Sets the first and last month that an agency owes an extract for; administrators only."""
    if not permissions.may_administer(viewer):
        return
    agency_id = agency["agency_id"]
    with (
        st.expander(f"First and last month of {escape_markdown(agency['name'])}"),
        st.form(f"active_{agency_id}"),
    ):
        layout.show_caption(
            "Outside these months nothing is asked for. Empty: from its first file; no end."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first, last = (
                st.text_input(
                    label,
                    f"{agency[column]:%Y-%m}" if agency[column] else "",
                    placeholder="2026-09",
                    width=200,
                    key=f"{column}_{agency_id}",
                )
                for label, column in (("First month", "active_from"), ("Last month", "active_to"))
            )
            if st.form_submit_button("Save"):
                with st.spinner("Saving…"):
                    keep_result(changes.set_active_months(viewer, agency_id, first, last))
                st.rerun()
