"""`?as_of=` in the URL: the board that a page shows, and what every link carries on."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import links
from dashboard.queries import board as queries
from dashboard.queries.models import Board

NAME = "as_of"


def board_in_url(viewer: Viewer) -> Board | None:
    """The board that the URL asks for, the newest where it asks for none or for nonsense.

    The menu drops what stands in the URL, so a session stays at its version until a link without
    one opens the page anew.
    """
    asked = _version(st.query_params.get(NAME, st.session_state.get(NAME)))
    board = queries.load_board(viewer, asked)
    kept = board is not None and not board.newest
    if kept:
        st.session_state[NAME] = st.query_params[NAME] = str(asked)
    else:
        st.session_state.pop(NAME, None)
    links.carry_parameters({NAME: str(asked)} if kept else {})
    return board


def _version(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 10 else None
