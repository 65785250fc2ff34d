"""The frame around every page: menu, logo, styles; then the page, or what to do without data."""

from pathlib import Path

import streamlit as st

from dashboard.access import viewer as access
from dashboard.components import empty_states, layout
from dashboard.selection import board_version
from pipelines.boards import files as board_files

ROOT = Path(__file__).parent.parent
LOGO = ROOT / "dashboard/components/styles/logo.svg"

st.set_page_config(page_title="Starboard", page_icon="🧭", layout="wide")
layout.load_styles()
st.logo(LOGO, size="large")

pages = [
    st.Page(ROOT / "pages/overview.py", title="Overview", default=True),
    st.Page(ROOT / "pages/compare.py", title="Compare"),
    st.Page(ROOT / "pages/trends.py", title="Trends"),
    st.Page(ROOT / "pages/agency.py", title="Agency"),
    st.Page(ROOT / "pages/submit.py", title="Submit"),
    st.Page(ROOT / "pages/submissions.py", title="Submissions"),
    st.Page(ROOT / "pages/methods.py", title="Methods"),
]
page = st.navigation(pages, position="top")

viewer = access.current_viewer()
board = board_version.board_in_url(viewer)
if not access.viewer_scope(viewer).anything:
    empty_states.no_access_page(page.title, viewer)
elif page.title == "Submit":  # the first file ever finds no board
    page.run()
elif board is None:
    empty_states.empty_store_page(page.title, viewer)
elif board.schema != board_files.SCHEMA:
    empty_states.other_release_page(page.title, viewer, board)
else:
    page.run()
