"""Keys and kept rows: what is in order, what to do where it is not; a client to forget."""

from collections.abc import Mapping

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import element
from dashboard.components.icons import icon
from dashboard.components.tables import html_table
from dashboard.jobs import office
from dashboard.text.formats import count_of, format_count, format_day
from pipelines.messages import ChangeResult, Problem, StoreStatus
from pipelines.settings import load_settings

ASKED = "times_forget_was_asked"  # in the session


def store_status(viewer: Viewer) -> StoreStatus | Problem:
    """In what state keys and kept rows are; a job looks at them."""
    with st.spinner("The store is looked at…"):
        return office.inspect_store(viewer)


def keys_section(status: StoreStatus | Problem) -> None:
    """Each key: where it is and whether it is right; never what it is."""
    if isinstance(status, Problem):
        layout.show_note(status.text)
        return
    rows = [
        (
            key.name,
            icon("meets", "in order") if key.is_right else icon("misses", "look at it"),
            element("span", key.state, class_="wrap"),
            element("code", key.place),
        )
        for key in status.keys
    ]
    st.html(html_table("Keys", ("Key", "State", "What is found", "Where"), rows))
    layout.show_caption(
        "Keep a copy of each key apart from the data folder and from its backups. Without the key"
        " of pseudonyms, clients of later files are strangers to those of earlier ones."
    )


def retention_section(status: StoreStatus | Problem) -> None:
    """What is kept of superseded versions, and until when."""
    months = load_settings().versions.superseded_rows_months
    layout.show_lede("Retention", "Rows of versions that another took the place of are deleted.")
    if isinstance(status, Problem):
        layout.show_note(status.text)
        return
    if not status.superseded:
        layout.show_caption(f"None is kept now. They are kept for {months} months, a setting.")
        return
    kept = count_of(status.superseded, "superseded version")
    rows = f"{kept} with {format_count(status.superseded_rows)} rows"
    day = format_day(status.next_deletion) if status.next_deletion else ""
    when = f"; the next are deleted on {day}" if day else ""
    gone = f"{count_of(status.deleted, 'version')} without rows any more keep their counts."
    st.html(layout.sentence_paragraph(f"{rows}, kept for {months} months{when}. {gone}"))
    layout.show_caption("The time is a setting: [versions] superseded_rows_months.")


def forget_section(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    """Removes a client everywhere after an explicit yes. `agencies`: id → name.

    The number is in one run alone: then the form is another one, and the session drops what the
    old one held. No address and no log has it.
    """
    layout.show_lede(
        "Forget a client", "Every row of one client goes, without a trace.", later=True
    )
    if not agencies:
        layout.show_caption("No agency is in the register yet.")
        return
    asked = st.session_state.setdefault(ASKED, 0)
    with st.form("forget", clear_on_submit=True, border=True):
        agency = st.selectbox(
            "Agency", list(agencies), format_func=agencies.__getitem__, key="forget_agency"
        )
        client_id = st.text_input(
            "The agency’s client number",
            key=f"forget_client_{asked}",
            max_chars=200,
            type="password",
            autocomplete="off",
        )
        layout.show_caption(
            "This cannot be undone. Rows of every version go, the store is written again, and the"
            " figures are computed again. The log keeps that a client was forgotten, and not which."
            " Backups made before still hold the rows, and so does the agency."
        )
        yes = st.checkbox("Yes, forget this client for good", key=f"forget_yes_{asked}")
        if st.form_submit_button("Forget the client", type="primary"):
            st.session_state[ASKED] = asked + 1
            keep_result(_forget(viewer, agency, client_id, yes=yes))
            st.rerun()


def _forget(viewer: Viewer, agency: str, client_id: str, *, yes: bool) -> ChangeResult:
    if not client_id.strip():
        return ChangeResult(False, "Type the agency’s client number.")
    if not yes:
        return ChangeResult(False, "Say yes to it: it cannot be undone.")
    with st.spinner("The store is written again…"):
        return office.forget_client(viewer, agency, client_id)
