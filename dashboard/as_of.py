"""`?as_of=` in the URL: the board that a page shows, and what every link carries on."""

import streamlit as st

from dashboard import markup, reads
from dashboard.access import Viewer
from dashboard.definitions import Board

NAME = "as_of"


def board(viewer: Viewer) -> Board | None:
    """The board that the URL asks for, the newest where it asks for none or for nonsense.

    The menu drops what stands in the URL, so a session stays at its version until a link without
    one opens the page anew.
    """
    asked = _version(st.query_params.get(NAME, st.session_state.get(NAME)))
    at = reads.board(viewer, asked)
    kept = at is not None and not at.newest
    if kept:
        st.session_state[NAME] = st.query_params[NAME] = str(asked)
    else:
        st.session_state.pop(NAME, None)
    markup.carry({NAME: str(asked)} if kept else {})
    return at


def _version(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 10 else None
