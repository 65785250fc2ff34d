"""Where one stands on the Submit page, and how long work goes on."""

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


def step_list(desk: SubmitSession) -> None:
    """The three steps, the current one marked."""
    st.html(CSS)
    board = AT[desk.stage]
    items = [
        element(
            "li",
            element("span", "✓" if i < board else str(i + 1), class_="place", aria_hidden="true"),
            name,
            class_="done" if i < board else None,
            aria_current="step" if i == board else None,
        )
        for i, name in enumerate(STEPS)
    ]
    st.html(element("ol", items, class_="steps"))
    if desk.problem:
        layout.show_note(desk.problem)


def work_progress(desk: SubmitSession) -> None:
    """Progress until the answer is there. Leaving the page stops no sending."""
    bar = st.progress(0.0, " ")

    def told(step: str) -> None:
        share, said = WORK[step]
        bar.progress(share, said)

    desk.settle(desk.errand.watch(told))
    st.rerun()
