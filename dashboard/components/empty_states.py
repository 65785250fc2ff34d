"""What a page shows when it has nothing to show."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components.layout import page_title, show_caption, show_lede
from dashboard.queries.models import Board


def no_access_page(viewer: Viewer) -> None:
    """For a person without any role."""
    page_title("No access", viewer, None)
    show_lede("No role yet", "You have no role here. Ask the state program office for one.")


def empty_store_page(name: str, viewer: Viewer) -> None:
    """Nothing published: the commands that lead to a board."""
    page_title(name, viewer, None)
    show_lede("No board yet", "Nothing has been published: there is no data to show.")
    show_caption(
        "Send the agencies’ extracts in, in a terminal in the project’s folder. "
        "This page shows them as soon as they are in."
    )
    st.code("python -m pipelines ingest FOLDER-OF-EXTRACTS", language="bash", wrap_lines=True)
    show_caption("Or look around with made-up data first:")
    st.code("python -m pipelines demo --no-open", language="bash", wrap_lines=True)
    show_caption("To check a file without storing it:")
    st.code("python -m pipelines check FILE.csv", language="bash", wrap_lines=True)


def other_release_page(name: str, viewer: Viewer, board: Board) -> None:
    """A board whose tables this release does not know: one command computes the newest again."""
    if not board.newest:
        page_title(name, viewer, board)
        show_lede("The board is another release’s", "This release cannot show so early a board.")
        return
    page_title(name, viewer, None)
    show_lede(
        "The board is another release’s", "The figures must be computed again before they show."
    )
    show_caption("Nothing is lost: what agencies sent is in the store. In a terminal:")
    st.code("python -m pipelines build", language="bash", wrap_lines=True)
