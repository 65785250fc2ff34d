"""What the Overview page asks its reader."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components.html import Markup
from dashboard.queries.models import Board
from dashboard.selection.choices import Selection, choose_filter, choose_group
from dashboard.selection.url_widgets import widget_row
from dashboard.text.formats import STATEWIDE


def choose_group_and_filter(viewer: Viewer, board: Board, *, beside: Markup) -> Selection:
    """A group of agencies and one filter, or all, at the right of a line."""
    with widget_row(wide=True) as row:
        st.html(beside)
        with st.container(horizontal=True, width="content", gap="small"):
            group = choose_group(row, viewer, board, quiet=True)
            board = choose_filter(row, viewer, board, group, quiet=True)
    return Selection(board, who=group.name if group else STATEWIDE, group=group)
