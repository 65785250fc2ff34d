"""The frame around every page: menu, logo, styles; then the page, or what to do without data."""

from functools import partial

import streamlit as st

from dashboard import menu
from dashboard.access import viewer as access
from dashboard.components import empty_states, layout
from dashboard.selection import account_bar, board_version
from pipelines.boards import files as board_files

LOGO = menu.ROOT / "dashboard/components/styles/logo.svg"

st.set_page_config(page_title="Starboard", page_icon="🧭", layout="wide")
layout.load_styles()
st.logo(LOGO, size="large")

viewer = access.current_viewer()
entries = menu.menu_pages(viewer)
pages = [
    st.Page(
        menu.ROOT / f"pages/{entry.file}.py",
        title=entry.title,
        url_path=entry.url,
        default=not i,
        visibility="visible" if entry.in_menu else "hidden",
    )
    for i, entry in enumerate(entries)
]
if not pages:
    page = st.navigation([st.Page(partial(empty_states.no_access_page, viewer), title="No access")])
    page.run()
    st.stop()
page = st.navigation(pages, position="top")
account_bar.show_account(viewer)
entry = entries[pages.index(page)]
board = board_version.board_in_url(viewer)
if not entry.needs_board:
    page.run()
elif board is None:
    empty_states.empty_store_page(page.title, viewer)
elif board.schema != board_files.SCHEMA:
    empty_states.other_release_page(page.title, viewer, board)
else:
    page.run()
