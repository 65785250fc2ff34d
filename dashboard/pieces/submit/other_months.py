"""The reporting months: proposed from the files, changed by the uploader, checked again."""

import streamlit as st

from dashboard import words
from dashboard.desk import Desk
from dashboard.pieces import frame
from dashboard.pieces.submit.choose import recent_months


def other_months(desk: Desk) -> None:
    """The reporting months are proposed from the file; the uploader may say otherwise."""
    proposed = sorted({month for file in desk.looked.files for month in file.months})
    options = recent_months(proposed[0] if proposed else None)
    with st.popover("Other reporting months", width="stretch"):
        frame.caption("Rows outside these months are held. Proposed from the file unless changed.")
        newest = proposed[-1] if proposed else options[1]
        oldest = proposed[0] if proposed else options[1]
        first = st.selectbox(
            "From",
            options,
            index=options.index(oldest) if oldest in options else 0,
            format_func=words.long_month,
            key=f"from_{desk.round}",
        )
        last = st.selectbox(
            "To",
            options,
            index=options.index(newest) if newest in options else 0,
            format_func=words.long_month,
            key=f"to_{desk.round}",
        )
        if last < first:
            frame.caption("The last month lies before the first.")
        elif st.button("Check again with these months", key=f"months_{desk.round}"):
            desk.look_again([month for month in options if first <= month <= last])
            st.rerun()
        if desk.delivery.months and st.button("As the file proposes", key=f"own_{desk.round}"):
            desk.look_again(None)
            st.rerun()
