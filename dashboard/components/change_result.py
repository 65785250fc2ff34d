"""What came of a change that a viewer asked for: kept for the run that follows it, shown once."""

import streamlit as st

from dashboard.components import layout
from pipelines.messages import ChangeResult

KEY = "change_result"  # in the session


def keep_result(result: ChangeResult) -> None:
    """Keep a result for the page's next run."""
    st.session_state[KEY] = result


def result_notice() -> None:
    """The result of the last change, once."""
    result = st.session_state.pop(KEY, None)
    if result is not None:
        layout.show_note(result.text if result.done else f"Not done. {result.text}")
