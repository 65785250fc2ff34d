"""What the Agency page asks its reader."""

from dashboard.access.viewer import Viewer
from dashboard.queries.models import Board
from dashboard.selection.choices import Selection, agency_widget, choose_filter, site_filter_in_url
from dashboard.selection.url_widgets import widget_row


def choose_agency(viewer: Viewer, board: Board) -> Selection:
    """One agency."""
    with widget_row() as row:
        chosen, who = agency_widget(
            row, viewer, board, with_state=False, clears=site_filter_in_url()
        )
        board = choose_filter(row, viewer, board, None, chosen)
    return Selection(board, agency=chosen, who=who)
