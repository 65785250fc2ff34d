"""Headers that are not ours, and what they are read as: confirmed before anything is shown."""

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element
from dashboard.components.tables import html_table
from dashboard.text.formats import join_names
from dashboard.views.submit.session import SubmitSession
from pipelines.intake import contract


def confirm_columns(session: SubmitSession) -> None:
    """Each header with its meaning; if one is wrong, the way is to rename it."""
    files = session.checked.preview.files
    pairs = dict.fromkeys(
        pair for file in files if not file.refused for pair in file.renamed.items()
    )
    rows = [
        (theirs, element("code", ours), contract.contract_field(ours).title)
        for ours, theirs in pairs
    ]
    names = join_names([file.name for file in files], most=2)
    layout.show_lede(
        names,
        "Are these columns what we take them for? Their headers are not the template’s.",
    )
    st.html(html_table("Columns", ("Your header", "Is read as", "What it is"), rows))
    layout.show_caption(
        "If one is wrong, rename that column in your file and drop it again. Other columns are "
        "named as in the template."
    )
    with st.container(horizontal=True):
        if st.button("Yes, these are right", type="primary"):
            session.columns_agreed = True
            st.rerun()
        st.button("Choose another file", on_click=session.choose_another, key="other_columns")
