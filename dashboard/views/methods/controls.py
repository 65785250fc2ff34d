"""The choice of the Methods page."""

from functools import partial

import streamlit as st

from dashboard.selection.url_widgets import widget_row
from pipelines.measures.compute import STEPS


def choose_sql_step() -> str:
    """One step of the computation, by name."""
    with widget_row() as row:
        labels = {step: f"{i}. {step}" for i, step in enumerate(STEPS, start=1)}
        return row.choice(partial(st.selectbox, width=320), "sql", "Step", labels)
