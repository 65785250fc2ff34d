"""What the Methods page asks its reader."""

from functools import partial

import streamlit as st

from dashboard.selection.url_widgets import widget_row
from pipelines.measures.compute import STEPS


def choose_sql_step() -> str:
    """One step of the computation."""
    with widget_row() as row:
        names = {step: f"{i}. {step}" for i, step in enumerate(STEPS, start=1)}
        return row.choice(partial(st.selectbox, width=320), "sql", "Step", names)
