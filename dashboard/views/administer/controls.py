"""The choices of the page Administer: one of its sections, one of the agencies."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard.selection.choices import SEGMENTS
from dashboard.selection.url_widgets import widget_row
from pipelines.register.models import Agency

SECTIONS = {
    "agencies": "Agencies",
    "groups": "Groups",
    "targets": "Targets",
    "baselines": "Baselines",
    "people": "People",
    "tokens": "Tokens",
    "releases": "Releases",
    "audit": "Audit log",
    "boards": "Board versions",
    "keys": "Keys",
    "retention": "Forget and retention",
}


def choose_section() -> str:
    """The section's word in the URL; at first people, since an office begins with them."""
    with widget_row() as row:
        return row.choice(SEGMENTS, "section", "Section", SECTIONS, default="people")


def choose_agency(agencies: Mapping[str, Agency]) -> str:
    """The code of the agency to change. The widget finds an agency by what is typed into it."""
    labels = {code: f"{agency.name or code} ({code})" for code, agency in agencies.items()}
    with widget_row() as row:
        widget = partial(st.selectbox, width=420)
        return row.choice(
            widget, "agency", "Agency to change", labels, why_not="the register does not have"
        )
