"""`?as_of=` in the URL: the board that a page shows, and that its links keep."""

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import links
from dashboard.queries import board as queries
from dashboard.queries.models import Board

NAME = "as_of"


def require_board(viewer: Viewer) -> Board:
    """The board in the URL; without any published board the page stops here.

    `dashboard/shell.py` runs no page that needs a board before there is one.
    """
    board = board_in_url(viewer)
    if board is None:
        st.stop()
    return board


def board_in_url(viewer: Viewer) -> Board | None:
    """The board version in the URL, else the newest; None before the first one is published.

    A parameter that is no version number counts as none. The menu drops the URL's parameters, so
    the session keeps its version until it opens a link without one.
    """
    version = _parse_version(st.query_params.get(NAME, st.session_state.get(NAME)))
    board = queries.load_board(viewer, version)
    is_earlier = board is not None and not board.newest
    if is_earlier:
        st.session_state[NAME] = st.query_params[NAME] = str(version)
    else:
        st.session_state.pop(NAME, None)
    links.carry_parameter(NAME, str(version) if is_earlier else None)
    return board


def _parse_version(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
