"""The reporting months: proposed from the files, changed by the uploader, checked again."""

import streamlit as st

from dashboard.components import layout
from dashboard.text.formats import long_month
from dashboard.views.submit.choose_step import recent_months
from dashboard.views.submit.session import SubmitSession


def other_months(session: SubmitSession) -> None:
    """The reporting months are proposed from the file; the uploader may say otherwise."""
    delivery, preview = session.checked.delivery, session.checked.preview
    proposed = sorted({month for file in preview.files for month in file.months})
    options = recent_months(proposed[0] if proposed else None)
    with st.popover("Other reporting months", width="stretch"):
        layout.show_caption(
            "Rows outside these months are held. Proposed from the file unless changed."
        )
        newest = proposed[-1] if proposed else options[1]
        oldest = proposed[0] if proposed else options[1]
        first = st.selectbox(
            "From",
            options,
            index=options.index(oldest) if oldest in options else 0,
            format_func=long_month,
            key=f"from_{session.round}",
        )
        last = st.selectbox(
            "To",
            options,
            index=options.index(newest) if newest in options else 0,
            format_func=long_month,
            key=f"to_{session.round}",
        )
        if last < first:
            layout.show_caption("The last month lies before the first.")
        elif st.button("Check again with these months", key=f"months_{session.round}"):
            session.preview_other_months([month for month in options if first <= month <= last])
            st.rerun()
        if delivery.months and st.button("As the file proposes", key=f"own_{session.round}"):
            session.preview_other_months(None)
            st.rerun()
