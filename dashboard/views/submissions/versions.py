"""Every version of an agency's month: what came, what its files were told, which one is active."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access import permissions
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.analysis.due_dates import Rows
from dashboard.components import layout
from dashboard.components.html import Content, Markup, element, escape_markdown, join_content
from dashboard.components.icons import icon
from dashboard.components.tables import html_table
from dashboard.jobs import changes
from dashboard.text.formats import (
    count_of,
    format_count,
    format_day,
    format_moment,
    long_month,
    month_name,
)

DONE = "submissions_done"
FORGET = "python -m pipelines forget --agency A01 --client -"
SEVERITIES = {"error": "row held", "warning": "stored, with a warning", "note": "a note"}


def versions_table(months: Rows, kept_months: int) -> Markup:
    """A row a version, the newest first."""
    columns = (
        *("Version", "State", "Received", "From", "Files"),
        *("Rows stored", "Rows read", "Held", "Repeats", "Submission"),
    )
    rows = [
        (
            format_count(row["version"]),
            _state(row, kept_months),
            format_moment(row["received_at"]),
            row["who"],
            element("span", row["file_names"] or "nothing to report", class_="wrap"),
            _rows(row),
            format_count(row["rows_read"]),
            format_count(row["rows_held"]),
            format_count(row["duplicates"]),
            str(row["submission_id"]),
        )
        for row in months
    ]
    return html_table("Every version of the month", columns, rows, numbers=range(5, 10))


def _state(row: Mapping[str, Any], kept_months: int) -> Content:
    if row["active"]:
        early = None if row["complete"] else element("small", "sent before the month had ended")
        return join_content(icon("meets", "active"), early)
    if row["rows_deleted_on"]:
        under = f"rows deleted {format_day(row['rows_deleted_on'])}"
    elif row["superseded_on"] and row["rows"]:
        gone = due_dates.shift_month(row["superseded_on"].replace(day=1), kept_months)
        under = f"rows kept until {month_name(gone)}"
    else:
        under = ""
    replaced = (
        f"replaced {format_day(row['superseded_on'])}" if row["superseded_on"] else "replaced"
    )
    return join_content(replaced, element("small", under) if under else None)


def _rows(row: Mapping[str, Any]) -> Content:
    forgotten = row["rows_forgotten"]
    return join_content(
        format_count(row["rows"]),
        element("small", f"{format_count(forgotten)} forgotten since") if forgotten else None,
    )


def findings_list(told: Rows, months: Rows) -> None:
    """Codes by version: whether a new file mended what the last one was told."""
    st.html(element("h3", "What its files were told", class_="reason"))
    if not told:
        layout.show_caption("No finding in any version.")
        return
    numbers = sorted({row["version"] for row in months if row["file_names"]}, reverse=True)
    codes = {row["code"]: row for row in told}
    counts = {(row["code"], row["version"]): row["rows"] for row in told}
    rows = [
        (
            join_content(element("code", code), element("small", row["why"])),
            SEVERITIES[row["severity"]],
            *(format_count(counts.get((code, version), 0)) for version in numbers),
        )
        for code, row in codes.items()
    ]
    columns = ("Finding", "Its row is", *(f"Version {number}" for number in numbers))
    st.html(html_table("Findings", columns, rows, numbers=range(2, 2 + len(numbers))))


def result_notice() -> None:
    """What the last action came to, once."""
    result = st.session_state.pop(DONE, None)
    if result is not None:
        layout.show_note(result.text if result.done else f"Not done. {result.text}")


def activate_form(viewer: Viewer, agency: str, month: date, months: Rows) -> None:
    """An earlier version instead of the active one, after an explicit yes."""
    active = next((row for row in months if row["active"]), None)
    others = {
        row["submission_id"]: row
        for row in months
        if not row["active"] and not row["rows_deleted_on"]
    }
    if not others or active is None or not permissions.may_change(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(element("h3", "Make another version active", class_="eyebrow"))
        chosen = st.selectbox(
            "Version",
            list(others),
            format_func=lambda n: f"Version {others[n]['version']}",
            key="earlier",
            width=200,
        )
        row = others[chosen]
        st.html(_difference(month, active, row))
        yes = st.checkbox(
            f"Yes, {long_month(month)} goes back to version {row['version']}",
            key=f"yes_{chosen}",
        )
        if st.button("Make it active", type="primary", disabled=not yes, width="stretch"):
            with st.spinner("The figures are computed anew…"):
                st.session_state[DONE] = changes.activate_version(viewer, agency, chosen)
            st.rerun()


def _difference(month: date, active: Mapping[str, Any], row: Mapping[str, Any]) -> Markup:
    change = _standing(row) - _standing(active)
    rows = [
        (f"Version {each['version']}", name, format_day(each["received_on"]), _rows(each))
        for each, name in ((active, "active now"), (row, "if you say yes"))
    ]
    more = count_of(abs(change), "row") + (" more" if change > 0 else " fewer")
    more = more if change else "as many rows"
    return join_content(
        element(
            "p",
            f"{long_month(month)}: version {row['version']} in place of version "
            f"{active['version']}, {more}.",
            class_="verdict",
        ),
        html_table("What changes", ("Version", "State", "Received", "Rows"), rows, numbers=(3,)),
        element("p", "Its figures, and those that follow from them, change.", class_="caption"),
    )


def _standing(row: Mapping[str, Any]) -> int:
    return row["rows"] - row["rows_forgotten"]


def nothing_to_report_form(viewer: Viewer, row: Mapping[str, Any], this_month: date) -> None:
    """A month that has ended and not come can be said to have had no event."""
    agency, who, month = row["agency_id"], row["name"], row["month"]
    open_ = row["status"] in ("missing", "not_due") and month < this_month
    if not open_ or not permissions.may_change(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(element("h3", "Was there nothing to report?", class_="eyebrow"))
        layout.show_caption(
            "That is not the same as a missing month: the figures then count on it."
        )
        yes = st.checkbox(
            f"Yes, {escape_markdown(who)} had no event in {long_month(month)}",
            key="yes_none",
        )
        if st.button("Say nothing to report", disabled=not yes, width="stretch"):
            with st.spinner("Noting it…"):
                st.session_state[DONE] = changes.report_nothing(viewer, agency, month)
            st.rerun()


def active_months_form(viewer: Viewer, agency: Mapping[str, Any]) -> None:
    """From when to when the office asks an agency for its extract."""
    if not permissions.may_administer(viewer):
        return
    key = agency["agency_id"]
    with (
        st.expander(f"First and last month of {escape_markdown(agency['name'])}"),
        st.form(f"active_{key}"),
    ):
        layout.show_caption(
            "Outside these months nothing is asked for. Empty: from its first file; no end."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first, last = (
                st.text_input(
                    label,
                    f"{agency[name]:%Y-%m}" if agency[name] else "",
                    placeholder="2026-09",
                    width=200,
                    key=f"{name}_{key}",
                )
                for label, name in (("First month", "active_from"), ("Last month", "active_to"))
            )
            if st.form_submit_button("Save"):
                with st.spinner("Saving…"):
                    st.session_state[DONE] = changes.set_active_months(viewer, key, first, last)
                st.rerun()


def retention_note(months: int, administers: bool) -> None:
    """How long things stay, and how one client is removed."""
    st.header("What is kept, and for how long", anchor=False)
    st.html(
        element(
            "p",
            "The file itself is never kept. Rows of a version that was replaced are deleted after "
            f"{count_of(months, 'month')}; its counts stay here. Client and person ids stand "
            "in the store only as pseudonyms, under a key that lies elsewhere.",
            class_="prose",
        )
    )
    if administers:
        layout.show_caption(
            "To remove one client everywhere, in a terminal; the number is asked for:"
        )
        st.code(FORGET, language="bash", wrap_lines=True)


def submissions_of_month(submissions: Sequence[Mapping[str, Any]], month: date | None) -> Rows:
    """An agency's submissions of one month, the newest version first."""
    return [row for row in submissions if row["month"] == month]
