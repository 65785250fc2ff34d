"""Whose eyes the demo looks through: a choice in the frame of every page, in step with the URL."""

from functools import partial

import streamlit as st

from dashboard.access import demo
from dashboard.access.viewer import Viewer
from dashboard.components import links
from dashboard.selection.url_widgets import widget_row


def choose_view_as(viewer: Viewer) -> None:
    """The roles that this store can show, for the demo alone; links keep the one chosen."""
    if not viewer.demo:
        return
    links.carry_parameter(demo.PARAMETER, st.session_state.get(demo.PARAMETER))
    labels = {key: view_as_label(key, role) for key, role in demo.demo_viewers().items()}
    with st.container(key="view-as"), widget_row() as row:
        widget = partial(st.selectbox, width=380)
        row.choice(widget, demo.PARAMETER, "Demo: view as", labels)


def view_as_label(key: str, role: Viewer) -> str:
    return "State office, every role" if key == demo.EVERY_ROLE else role.name
