"""The choice of an agency's own Overview: which of the viewer's agencies."""

from dataclasses import dataclass

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.queries import board as queries
from dashboard.queries.models import Board
from dashboard.selection.choices import choose_agency
from dashboard.selection.url_widgets import widget_row


@dataclass(frozen=True)
class OwnSelection:
    """One of the viewer's agencies."""

    agency: str
    agency_name: str


def choose_own_agency(viewer: Viewer, board: Board) -> OwnSelection:
    """The viewer's agency; a widget where there are several. Stops the page where there is none."""
    names = {key: row["name"] for key, row in queries.agencies(viewer, board).items()}
    with widget_row() as row:
        if len(names) == 1:
            ((agency, name),) = names.items()
            if st.query_params.get("agency") != agency:
                row.note_missing_choice("agency", name)
        else:
            agency, name = choose_agency(row, viewer, board)
        row.no_choice("group", name)
        row.no_choice("only", "Everyone")
    return OwnSelection(agency, name)
