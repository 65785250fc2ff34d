"""Baselines: the series that the office judges by themselves from a month on, and why."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import Content, escape_markdown
from dashboard.components.links import link_parameters, page_link
from dashboard.components.tables import html_table
from dashboard.jobs import changes
from dashboard.text.formats import STATEWIDE, month_name
from pipelines.measures.registry import load_measures
from pipelines.messages import ChangeResult
from pipelines.months import parse_months
from pipelines.register.models import Phase

STATE = ""


def baselines_section(viewer: Viewer, phases: Sequence[Phase], agencies: Mapping[str, str]) -> None:
    """Every decided baseline, a form for a new one, and one to withdraw. `agencies`: id → name."""
    if phases:
        columns = ("Series", "Measure", "From", "Reason", "Decided")
        rows = [_row(phase, agencies) for phase in phases]
        st.html(html_table("Baselines", columns, rows))
    else:
        layout.show_caption("No baseline is decided: every series is judged by all of its months.")
    left, right = st.columns(2, gap="large")
    with left:
        _new_form(viewer, agencies)
    if phases:
        with right:
            _withdraw_form(viewer, phases, agencies)


def _short(key: str) -> str:
    return next((measure.short for measure in load_measures() if measure.key == key), key)


def _whose(agency: str | None, agencies: Mapping[str, str]) -> str:
    return agencies.get(agency, agency) if agency else STATEWIDE


def _row(phase: Phase, agencies: Mapping[str, str]) -> tuple[Content, ...]:
    where = link_parameters(phase.agency_id, None)
    return (
        page_link(_whose(phase.agency_id, agencies), "trends", measure=phase.measure, **where),
        _short(phase.measure),
        month_name(phase.starts),
        phase.reason,
        f"{phase.decided_at[:10]} by {phase.decided_by}" if phase.decided_by else "not said",
    )


def _new_form(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    measures = {measure.key: measure.short for measure in load_measures()}
    with st.form("new_baseline"):
        st.header("Start a new baseline", anchor=False)
        layout.show_caption(
            "For a change that is known and lasts, such as a new intake. Limits and verdicts then"
            " rest on the months since, for everyone. It can be withdrawn."
        )
        agency = st.selectbox(
            "Series",
            [STATE, *agencies],
            format_func=lambda one: _whose(one or None, agencies),
            key="baseline_agency",
        )
        measure = st.selectbox(
            "Measure", list(measures), format_func=measures.__getitem__, key="baseline_measure"
        )
        month = st.text_input(
            "First month", placeholder="2026-09", max_chars=7, key="baseline_first"
        )
        reason = st.text_area("Why?", max_chars=500, key="baseline_reason")
        if st.form_submit_button("Start it", type="primary", width="stretch"):
            with st.spinner("The verdicts are computed again…"):
                keep_result(_start(viewer, agency or None, measure, month, reason))
            st.rerun()


def _start(
    viewer: Viewer, agency: str | None, measure: str, month: str, reason: str
) -> ChangeResult:
    first = _month(month)
    if first is None:
        return ChangeResult(False, "Write the first month like 2026-09.")
    return changes.start_baseline(viewer, agency, measure, first, reason)


def _month(text: str) -> date | None:
    try:
        (month,) = parse_months(text)
    except ValueError:
        return None
    return month


def _withdraw_form(viewer: Viewer, phases: Sequence[Phase], agencies: Mapping[str, str]) -> None:
    labels = [
        f"{_whose(p.agency_id, agencies)}, {_short(p.measure)}, {month_name(p.starts)}"
        for p in phases
    ]
    with st.container(border=True, gap="small"):
        st.header("Withdraw a baseline", anchor=False)
        number = st.selectbox(
            "Baseline", range(len(phases)), format_func=labels.__getitem__, key="baseline_ended"
        )
        layout.show_caption("The series is judged by its months before, too. It can be put back.")
        label = escape_markdown(f"Yes, withdraw it: {labels[number]}")
        yes = st.checkbox(label, key=f"yes_baseline_{labels[number]}")
        if st.button("Withdraw it", disabled=not yes, width="stretch"):
            phase = phases[number]
            with st.spinner("The verdicts are computed again…"):
                keep_result(
                    changes.withdraw_baseline(viewer, phase.agency_id, phase.measure, phase.starts)
                )
            st.rerun()
