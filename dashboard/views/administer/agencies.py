"""Agencies: what the office says of each, and from when to when it is active."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import Content
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.jobs import office
from dashboard.text.formats import count_of, month_name
from dashboard.views.administer import controls
from pipelines.register.active_spans import active_spans, spans_text
from pipelines.register.models import Agency

COLUMNS = ("Agency", "Code", "Active", "Size", "Levels of care", "Contact")
TEXTS = {
    "name": "Name",
    "size": "Size",
    "levels_of_care": "Levels of care",
    "contact_name": "Contact",
    "contact_email": "Contact’s e-mail address",
}
CASES = {None: "Its files show it", True: "Yes", False: "No"}


def agencies_section(viewer: Viewer, agencies: Mapping[str, Agency]) -> None:
    """The agencies that a word finds, one of them to change, and a form for a new one."""
    if agencies:
        word = st.text_input("Find an agency", key="agency_word", placeholder="name or code")
        found = [agency for agency in agencies.values() if _is_found(agency, word)]
        st.html(html_table("Agencies", COLUMNS, [_row(agency) for agency in found]))
        layout.show_caption(f"{count_of(len(found), 'agency', 'agencies')} of {len(agencies)}.")
        agency = agencies[controls.choose_agency(agencies)]
        layout.section_header(agency.name or agency.agency_id)
        its_page = page_link("Its figures", "agency", agency=agency.agency_id)
        layout.show_caption(f"Active {_active_text(agency)}. ", its_page)
        left, right = st.columns(2, gap="large")
        with left:
            _facts_form(viewer, agency)
        with right:
            _spans_form(viewer, agency)
    else:
        layout.show_caption("No agency yet. Enter the first here, or many with an agencies file.")
    _new_form(viewer)


def _is_found(agency: Agency, word: str) -> bool:
    named = f"{agency.agency_id} {agency.name} {agency.contact_name} {agency.levels_of_care}"
    return word.strip().lower() in named.lower()


def _row(agency: Agency) -> tuple[Content, ...]:
    contact = ", ".join(t for t in (agency.contact_name, agency.contact_email) if t)
    return (
        page_link(
            agency.name or agency.agency_id,
            "administer",
            section="agencies",
            agency=agency.agency_id,
        ),
        agency.agency_id,
        _active_text(agency),
        agency.size,
        agency.levels_of_care,
        contact,
    )


def _active_text(agency: Agency) -> str:
    texts = []
    for first, last in active_spans(agency):
        since = f"from {month_name(first)}" if first else "since its first file"
        texts.append(f"{since} to {month_name(last)}" if last else since)
    return "; ".join(texts)


def _facts_form(viewer: Viewer, agency: Agency) -> None:
    code = agency.agency_id
    with st.form(f"agency_{code}"):
        st.subheader("What the office says of it", anchor=False)
        texts = {
            key: st.text_input(label, getattr(agency, key), max_chars=200, key=f"{key}_{code}")
            for key, label in TEXTS.items()
        }
        width = st.number_input(
            "Digits of its client numbers (empty: not said)",
            min_value=1,
            max_value=64,
            value=agency.id_width,
            step=1,
            key=f"id_width_{code}",
        )
        cases: Sequence[bool | None] = list(CASES)
        case = st.selectbox(
            "Do its client numbers differ in case alone?",
            cases,
            index=cases.index(agency.case_sensitive_ids),
            format_func=CASES.__getitem__,
            key=f"case_{code}",
        )
        layout.show_caption("The next file is read by the digits and the case of this form.")
        if st.form_submit_button("Save", type="primary", width="stretch"):
            values = {**texts, "id_width": width, "case_sensitive_ids": case}
            with st.spinner("Saving…"):
                keep_result(office.change_agency(viewer, code, values))
            st.rerun()


def _spans_form(viewer: Viewer, agency: Agency) -> None:
    code = agency.agency_id
    with st.form(f"spans_{code}"):
        st.subheader("When it is active", anchor=False)
        layout.show_caption(
            "A line for each time in which it is open. Without a first month: since its first file;"
            " without a last one: no end. In the months between and outside nothing is asked for,"
            " and nothing is missing."
        )
        spans = st.text_area(
            "Active months",
            spans_text(agency),
            placeholder="2024-01 to 2025-06\n2026-01 to",
            max_chars=2000,
            key=f"spans_{code}_text",
        )
        layout.show_caption("The figures are computed again. The audit log can put it back.")
        if st.form_submit_button("Save the months", width="stretch"):
            with st.spinner("The figures are computed again…"):
                keep_result(office.set_active_spans(viewer, code, spans))
            st.rerun()


def _new_form(viewer: Viewer) -> None:
    with st.expander("Enter a new agency"), st.form("new_agency", border=False):
        layout.show_caption(
            "An agency cannot be taken out again; its active months can be ended. Its code is in"
            " every file that it sends."
        )
        code = st.text_input("Code: letters, digits, - and _", max_chars=32, key="new_code")
        name = st.text_input("Name", max_chars=200, key="new_name")
        if st.form_submit_button("Enter it"):
            with st.spinner("Saving…"):
                keep_result(office.add_agency(viewer, code, {"name": name} if name.strip() else {}))
            st.rerun()
