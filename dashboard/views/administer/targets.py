"""Targets: what a measure is to reach by a day, for everyone or for one agency."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import escape_markdown
from dashboard.components.tables import html_table
from dashboard.jobs import office
from dashboard.text.formats import format_day, format_target
from pipelines.measures.registry import load_measures
from pipelines.register.models import Target

EVERYONE = ""


def targets_section(viewer: Viewer, targets: Sequence[Target], agencies: Mapping[str, str]) -> None:
    """Every target, a form for a new one, and one to end. `agencies`: id → name."""
    if targets:
        columns = ("Measure", "For", "Target", "To be met by")
        st.html(html_table("Targets", columns, [_row(t, agencies) for t in targets], numbers=(2,)))
    else:
        layout.show_caption("No target yet. Charts draw a target; verdicts say whether it is met.")
    left, right = st.columns(2, gap="large")
    with left:
        _new_form(viewer, agencies)
    if targets:
        with right:
            _end_form(viewer, targets, agencies)


def _row(target: Target, agencies: Mapping[str, str]) -> tuple[str, ...]:
    measures = {measure.key: measure for measure in load_measures()}
    measure = measures.get(target.measure)
    return (
        measure.short if measure else target.measure,
        _whose(target.agency_id, agencies),
        _value_text(target.value, measure.unit) if measure else str(target.value),
        format_day(target.meet_by),
    )


def _value_text(value: float, unit: str) -> str:
    return format_target(value, unit) if unit == "share" else f"{format_target(value, unit)} days"


def _whose(agency: str | None, agencies: Mapping[str, str]) -> str:
    return agencies.get(agency, agency) if agency else "everyone"


def _new_form(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    measures = {measure.key: measure for measure in load_measures()}
    with st.container(border=True, gap="small"):
        st.header("Enter a target", anchor=False)
        key = st.selectbox(
            "Measure",
            list(measures),
            format_func=lambda one: measures[one].short,
            key="target_measure",
        )
        agency = st.selectbox(
            "For",
            [EVERYONE, *agencies],
            format_func=lambda one: _whose(one or None, agencies),
            key="target_agency",
        )
        is_share = measures[key].unit == "share"
        number = st.number_input(
            "Percent" if is_share else "Days",
            min_value=0.0,
            max_value=100.0 if is_share else 10_000.0,
            value=None,
            step=1.0,
            format="%g",
            key=f"target_value_{measures[key].unit}",
        )
        meet_by = st.date_input("To be met by", value=None, key="target_by", format="MM/DD/YYYY")
        layout.show_caption(
            "An earlier target stays for its own months. To correct one, end it and enter it again."
        )
        ready = number is not None and meet_by is not None
        pressed = st.button("Enter it", type="primary", disabled=not ready, width="stretch")
        if pressed and number is not None and meet_by is not None:
            value = number / 100 if is_share else number
            with st.spinner("The verdicts are computed again…"):
                keep_result(office.add_target(viewer, agency or None, key, value, meet_by))
            st.rerun()


def _end_form(viewer: Viewer, targets: Sequence[Target], agencies: Mapping[str, str]) -> None:
    with st.container(border=True, gap="small"):
        st.header("End a target", anchor=False)
        labels = [", ".join(_row(target, agencies)) for target in targets]
        number = st.selectbox(
            "Target", range(len(targets)), format_func=labels.__getitem__, key="target_ended"
        )
        target = targets[number]
        layout.show_caption("Charts draw it no more, of its past months too. It can be put back.")
        yes = st.checkbox(
            escape_markdown(f"Yes, end it: {labels[number]}"), key=f"yes_target_{labels[number]}"
        )
        if st.button("End it", disabled=not yes, width="stretch"):
            with st.spinner("The verdicts are computed again…"):
                keep_result(
                    office.end_target(viewer, target.agency_id, target.measure, target.meet_by)
                )
            st.rerun()
