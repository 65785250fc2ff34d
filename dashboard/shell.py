"""The frame around every page: menu, logo, styles; then the page, or what to do without data."""

from pathlib import Path

import streamlit as st

from dashboard import access, as_of
from dashboard.pieces import frame
from pipelines import boards

ROOT = Path(__file__).parent.parent
LOGO = Path(__file__).with_name("logo.svg")

st.set_page_config(page_title="Starboard", page_icon="🧭", layout="wide")
frame.styles()
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

viewer = access.current()
at = as_of.board(viewer)
if not access.scope(viewer).anything:
    frame.closed(page.title, viewer)
elif page.title == "Submit":  # the first file ever finds no board
    page.run()
elif at is None:
    frame.empty_store(page.title, viewer)
elif at.schema != boards.SCHEMA:
    frame.other_release(page.title, viewer, at)
else:
    page.run()
