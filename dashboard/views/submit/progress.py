"""The steps of the Submit page with the current one, and the progress of work."""

from pathlib import Path

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element
from dashboard.views.submit.session import SubmitSession

CSS = Path(__file__).with_name("submit.css")
STEPS = ("Choose file", "Check and send", "Receipt")
AT = {"choose": 0, "work": 1, "columns": 1, "check": 1, "receipt": 2}
WORK = {
    "wait": (0.02, "Waiting for a free place: others’ files are being checked"),
    "read": (0.2, "Reading and checking every row"),
    "compare": (0.55, "Comparing with what is stored"),
    "measure": (0.8, "Working out what the measures would be"),
    "store": (0.6, "Storing and publishing"),
}


def step_list(session: SubmitSession) -> None:
    """The three steps, the current one marked."""
    st.html(CSS)
    current = AT[session.stage]
    items = [
        element(
            "li",
            element("span", "✓" if i < current else str(i + 1), class_="place", aria_hidden="true"),
            name,
            class_="done" if i < current else None,
            aria_current="step" if i == current else None,
        )
        for i, name in enumerate(STEPS)
    ]
    st.html(element("ol", items, class_="steps"))
    if session.problem:
        layout.show_note(session.problem)


def work_progress(session: SubmitSession) -> None:
    """Progress until the job has its answer. Leaving the page does not stop a sending."""
    bar = st.progress(0.0, " ")

    def show_step(step: str) -> None:
        share, text = WORK[step]
        bar.progress(share, text)

    session.take_result(session.running.watch(show_step))
    st.rerun()
