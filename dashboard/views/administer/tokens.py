"""Tokens: by which an agency's program may send; made, shown once, ended."""

from collections.abc import Mapping

import streamlit as st

from dashboard.access import tokens as access
from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import escape_markdown
from dashboard.components.tables import html_table
from pipelines.messages import ChangeResult

COLUMNS = ("Token", "Agency", "For", "Made", "Last used", "State")


def tokens_section(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    """`agencies`: id → name."""
    known = access.list_tokens(viewer)
    rows = [
        (
            f"Token {token.token_id}",
            agencies.get(token.agency_id, token.agency_id),
            token.name,
            f"{token.made_at[:10]} by {token.made_by}",
            (token.last_used_at or "never")[:10],
            f"ended {token.revoked_at[:10]}" if token.revoked_at else "may send",
        )
        for token in known
    ]
    if rows:
        st.html(html_table("Tokens", COLUMNS, rows))
    else:
        layout.show_caption("No program sends yet. A token names one agency and is shown once.")
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, gap="small"):
        st.header("Make a token", anchor=False)
        agency = st.selectbox(
            "Agency", list(agencies), format_func=agencies.__getitem__, key="token_agency"
        )
        name = st.text_input("What is it for?", key="token_name", max_chars=80)
        if st.button("Make it", type="primary", disabled=not name.strip(), width="stretch"):
            made, text = access.make_token(viewer, agency, name.strip())
            layout.show_note(f"Token {made.token_id}. Copy it now: it is not shown again.")
            st.code(text, language=None, wrap_lines=True)
    live = {token.token_id: token for token in known if not token.revoked_at}
    if live:
        with right, st.container(border=True, gap="small"):
            st.header("End a token", anchor=False)
            number = st.selectbox(
                "Token",
                list(live),
                format_func=lambda one: f"{one}: {live[one].agency_id}, {live[one].name}",
                key="ended_token",
            )
            label = escape_markdown(f"Yes, “{live[number].name}” may send no more")
            yes = st.checkbox(label, key=f"yes_token_{number}")
            if st.button("End it", disabled=not yes, key="end_token", width="stretch"):
                access.revoke_token(viewer, number)
                keep_result(ChangeResult(True, f"Token {number} is ended for good."))
                st.rerun()
