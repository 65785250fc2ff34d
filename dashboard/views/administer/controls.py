"""The choice of the page Administer: one of its sections."""

from dashboard.selection.choices import SEGMENTS
from dashboard.selection.url_widgets import widget_row

SECTIONS = {"people": "People", "releases": "Releases", "tokens": "Tokens"}


def choose_section() -> str:
    """The section's word in the URL."""
    with widget_row() as row:
        return row.choice(SEGMENTS, "section", "Section", SECTIONS)
