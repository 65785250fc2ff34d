"""Audit log: whether it is whole, who did what, as a file, and what can be put back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

import streamlit as st

from dashboard.access import office as access
from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import element
from dashboard.components.tables import html_table
from dashboard.jobs import office
from dashboard.text.audit import about_text
from dashboard.text.formats import count_of, format_count, format_moment
from pipelines.register.audit import AuditCheck, AuditEntry, AuditFilter
from pipelines.register.undo import UNDO_WORDS, can_undo

SHOWN = 200
EVERYTHING = ""


def audit_section(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    """`agencies`: id → name."""
    _check_note(access.check_log(viewer))
    asked = _choose_filter(access.list_actions(viewer), agencies)
    entries = access.list_entries(viewer, asked, SHOWN)
    if not entries:
        layout.show_caption("No entry matches.")
        return
    columns = ("Entry", "When", "Who", "Did", "About")
    st.html(html_table("Entries, the newest first", columns, [_row(entry) for entry in entries]))
    if len(entries) == SHOWN:
        layout.show_caption(f"The newest {SHOWN}. The file has all that the choices find.")
    st.download_button(
        "Download CSV",
        partial(access.log_csv, viewer, asked),
        "starboard-audit-log.csv",
        "text/csv",
        on_click="ignore",
        key="audit_csv",
    )
    _undo_form(viewer, [entry for entry in entries if can_undo(entry)])


def _check_note(check: AuditCheck) -> None:
    if check.problems:
        layout.show_note(f"The log is not as it was written. {' '.join(check.problems)}")
        layout.show_caption("See “If something looks wrong” in docs/security.md.")
    elif check.newer:
        layout.show_caption(
            f"{format_count(check.entries)} entries, each as it was written; {check.newer} newer"
            " than the seal: the next entry seals them."
        )
    else:
        layout.show_caption(
            f"{count_of(check.entries, 'entry', 'entries')}, each as it was written, and sealed"
            " outside the register."
        )


def _choose_filter(actions: Sequence[str], agencies: Mapping[str, str]) -> AuditFilter:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        who = st.text_input("Who", key="audit_who", max_chars=200, width=200)
        action = st.selectbox(
            "Did",
            [EVERYTHING, *actions],
            format_func=lambda one: one or "anything",
            key="audit_action",
            width=220,
        )
        agency = st.selectbox(
            "Agency",
            [EVERYTHING, *agencies],
            format_func=lambda one: agencies.get(one, "any"),
            key="audit_agency",
            width=260,
        )
        since, until = (
            st.date_input(label, value=None, key=key, format="MM/DD/YYYY", width=160)
            for label, key in (("From", "audit_since"), ("To", "audit_until"))
        )
    return AuditFilter(
        who.strip() or None, action or None, agency or None, _day(since), _day(until)
    )


def _day(chosen: object) -> date | None:
    return chosen if isinstance(chosen, date) else None


def _row(entry: AuditEntry) -> tuple[str, ...]:
    return (
        str(entry.audit_id),
        format_moment(datetime.fromisoformat(entry.at)),
        entry.who,
        entry.action,
        element("span", about_text(entry.about), class_="wrap"),
    )


def _undo_form(viewer: Viewer, entries: Sequence[AuditEntry]) -> None:
    if not entries:
        return
    by_number = {entry.audit_id: entry for entry in entries}
    with st.expander("Put a change back"):
        layout.show_caption(
            "Forgetting a client, ending a token and letting a release out cannot be put back;"
            " a version of a month is made active again on Submissions."
        )
        number = st.selectbox(
            "Entry",
            list(by_number),
            format_func=lambda one: f"{one}: {by_number[one].action} by {by_number[one].who}",
            key="undo_entry",
        )
        entry = by_number[number]
        st.html(layout.sentence_paragraph(about_text(entry.about)))
        layout.show_caption(f"This {UNDO_WORDS[entry.action]}. It is a new entry itself.")
        yes = st.checkbox(f"Yes, put entry {number} back", key=f"yes_undo_{number}")
        if st.button("Put it back", disabled=not yes):
            with st.spinner("The figures are computed again…"):
                keep_result(office.undo_change(viewer, number))
            st.rerun()
