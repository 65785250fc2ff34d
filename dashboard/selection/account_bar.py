"""The right end of the header: who is signed in and the way out; in the demo whose eyes to use."""

from functools import partial

import streamlit as st

from dashboard.access import demo
from dashboard.access.viewer import Viewer
from dashboard.components import links
from dashboard.components.html import element
from dashboard.selection.url_widgets import widget_row


def show_account(viewer: Viewer) -> None:
    """The person's name with a link to sign out; for the demo the choice of a role."""
    with st.container(key="account"):
        if viewer.demo:
            _choose_role()
        else:
            sign_out = element("a", "Sign out", href="/sign-out", target="_self")
            st.html(element("p", element("span", viewer.name), " ", sign_out, class_="account"))


def _choose_role() -> None:
    """The roles that this store can show, in step with the URL; links keep the one chosen."""
    links.carry_parameter(demo.PARAMETER, st.session_state.get(demo.PARAMETER))
    labels = {key: _role_label(key, role) for key, role in demo.demo_viewers().items()}
    with widget_row() as row:
        widget = partial(st.selectbox, width=380)
        row.choice(widget, demo.PARAMETER, "Demo: view as", labels)


def _role_label(key: str, role: Viewer) -> str:
    return "State office, every role" if key == demo.EVERY_ROLE else role.name
