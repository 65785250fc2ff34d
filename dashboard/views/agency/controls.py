"""The choices of the Agency page."""

from dataclasses import dataclass

from dashboard.access.viewer import Viewer
from dashboard.queries.models import Board
from dashboard.selection.choices import (
    choose_agency,
    choose_filter,
    filter_suffix,
    site_filter_in_url,
)
from dashboard.selection.url_widgets import widget_row


@dataclass(frozen=True)
class AgencySelection:
    """One agency on a board, which may be filtered."""

    board: Board
    agency: str
    agency_name: str

    @property
    def filtered_name(self) -> str:
        """`Alder, site LAKE`: the agency's name and the board's filter."""
        return f"{self.agency_name}{filter_suffix(self.board)}"


def choose_agency_and_filter(viewer: Viewer, board: Board) -> AgencySelection:
    """The widgets of the page, and the agency and the filter that they show."""
    with widget_row() as row:
        agency, name = choose_agency(row, viewer, board, clears=site_filter_in_url())
        board = choose_filter(row, viewer, board, None, agency)
    return AgencySelection(board, agency, name)
