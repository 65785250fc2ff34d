"""Headers that are not ours, and what they would be read as: a yes before anything is shown."""

import streamlit as st

from dashboard import words
from dashboard.desk import Desk
from dashboard.markup import el
from dashboard.pieces import frame
from dashboard.pieces.table import table
from pipelines.intake import contract


def confirm(desk: Desk) -> None:
    """Each header with its meaning; if one is wrong, the way is to rename it."""
    pairs = dict.fromkeys(
        pair for file in desk.looked.files if not file.refused for pair in file.renamed.items()
    )
    rows = [(theirs, el("code", ours), contract.field(ours).title) for ours, theirs in pairs]
    names = words.listed([file.name for file in desk.looked.files], most=2)
    frame.lede(
        names,
        "Are these columns what we take them for? Their headers are not the template’s.",
    )
    st.html(table("Columns", ("Your header", "Is read as", "What it is"), rows))
    frame.caption(
        "If one is wrong, rename that column in your file and drop it again. Other columns are "
        "named as in the template."
    )
    with st.container(horizontal=True):
        if st.button("Yes, these are right", type="primary"):
            desk.columns_agreed = True
            st.rerun()
        st.button("Choose another file", on_click=desk.choose_another, key="other_columns")
