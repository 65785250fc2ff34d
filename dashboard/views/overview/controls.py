"""The choices of the Overview page."""

from dataclasses import dataclass

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components.html import Markup
from dashboard.queries.models import AgencyGroup, Board
from dashboard.selection.choices import choose_filter, choose_group, filter_suffix
from dashboard.selection.url_widgets import widget_row
from dashboard.text.formats import STATEWIDE


@dataclass(frozen=True)
class OverviewSelection:
    """A group of agencies, else (None) the state, on a board, which may be filtered."""

    board: Board
    group: AgencyGroup | None

    @property
    def name(self) -> str:
        """The name of the group or the state."""
        return self.group.name if self.group else STATEWIDE

    @property
    def filtered_name(self) -> str:
        """`North, site LAKE`: the name and the board's filter."""
        return f"{self.name}{filter_suffix(self.board)}"


def choose_group_and_filter(viewer: Viewer, board: Board, *, left: Markup) -> OverviewSelection:
    """The widgets at the right end of a line that starts with `left`, and what they show."""
    with widget_row(wide=True) as row:
        st.html(left)
        with st.container(horizontal=True, width="content", gap="small"):
            group = choose_group(row, viewer, board, hide_label=True)
            board = choose_filter(row, viewer, board, group, hide_label=True)
    return OverviewSelection(board, group)
