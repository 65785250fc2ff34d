"""Agencies in one period against the state: funnel or intervals, and the table below it."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.analysis import comparison as comparisons
from dashboard.analysis import thresholds
from dashboard.analysis.comparison import Comparison
from dashboard.charts.funnel import FunnelPoint, funnel_figure
from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
from dashboard.components import layout
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Content, Markup, element
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.queries.models import Measure, Target
from dashboard.selection.choices import filter_suffix
from dashboard.text import comparison as comparison_text
from dashboard.text import sentences
from dashboard.text.formats import NO_DATA, STATEWIDE, format_count, format_target, format_value
from dashboard.views.compare.controls import ComparisonSelection
from dashboard.views.compare.data import Rows, agency_rows, rows_in_order, state_row

SHAPES = {
    ("common_cause", False): "no_change",
    ("improvement", False): "better_open",
    ("concern", False): "worse_open",
    ("improvement", True): "improving",
    ("concern", True): "worsening",
}


def comparison_section(
    selection: ComparisonSelection,
    rows: Rows,
    names: Mapping[str, str],
    comparison: Comparison,
    target: Target | None,
) -> None:
    """Sentence, chart and key. `names`: id → name of the agencies on the page."""
    measure, suffix = selection.measure, filter_suffix(selection.board)
    state = state_row(rows)
    state_value = state["value"] if state else None
    sentence = comparison_text.comparison_sentence(
        comparison, measure, names, state_value, selection.label
    )
    eyebrow = (
        f"{measure.short_label}, {sentences.figure_meaning(measure)}{suffix}, {selection.label}"
    )
    layout.show_lede(eyebrow, sentence)
    agencies = agency_rows(rows, names)
    if not agencies:
        if selection.board.only:
            layout.show_caption(sentences.filter_basis_sentence(measure))
        return
    if measure.persons and comparison.tests is not None:
        figure = funnel_figure(
            [_funnel_point(row, names, comparison) for row in agencies],
            state=comparison.tests.target,
            tau2=comparison.tests.tau2,
            counted_in=f"Persons with a completed detox, {selection.label}",
        )
        content = "share against how many completed detox, with limits that include the spread"
    else:
        figure = _interval_figure(agencies, names, measure, comparison, state, target)
        content = "mean and 95% interval of each agency, in order of name"
    show_chart_with_png(
        figure,
        f"{measure.label}{suffix}, {content}. {sentence}",
        selection.board,
        f"{measure.short_label}{suffix}, {selection.label}",
        file=f"{measure.key}-{selection.period}",
        key="chart_comparison",
    )
    st.html(comparison_key(measure))


def _interval_figure(
    agencies: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    measure: Measure,
    comparison: Comparison,
    state: Mapping[str, Any] | None,
    target: Target | None,
) -> go.Figure:
    state_value = state["value"] if state else None
    return interval_dots_figure(
        [_interval_dot(row, names, measure, comparison) for row in agencies],
        unit=measure.unit,
        state=state_value,
        state_says=f"State {format_value(state_value, measure.unit)}" if state else "",
        target=target.value if target else None,
        target_says=f"Target {format_target(target.value, measure.unit)}" if target else "",
    )


def comparison_key(measure: Measure) -> Markup:
    """The key below the chart: what the shapes mean, and which limits include the spread."""
    if measure.persons:
        limits = "Limits: 95% and 99.8% around the state’s share, given n; they include the spread."
        why_not = f"not final, or under n {thresholds.LEAST_N}"
    else:
        limits = "Line: 95% interval. In order of name."
        why_not = f"not final, under n {thresholds.LEAST_N}, or no variation"
    return element(
        "p",
        icon("improving", "Better, stands apart"),
        icon("worsening", "Worse, stands apart"),
        icon("better_open", "Better than the state"),
        icon("worse_open", "Worse than the state"),
        icon("no_change", "No difference"),
        icon("provisional", f"Not compared: {why_not}"),
        element(
            "span",
            limits,
            " Open: chance alone does not explain the difference, all agencies compared at once "
            "(5%). Filled: also outside 99.8% limits that include the agencies’ own spread.",
        ),
        class_="keys",
    )


def _interval_dot(
    row: Mapping[str, Any], names: Mapping[str, str], measure: Measure, comparison: Comparison
) -> IntervalDot:
    agency = comparison.agencies.get(row["agency_id"])
    low, high = (agency.low, agency.high) if agency else (None, None)
    label = f"<b>{format_value(row['value'], measure.unit)}</b>"
    if low is not None:
        label += f" ({interval_text(low, high, measure.unit)})"
    return IntervalDot(
        names[row["agency_id"]],
        row["value"],
        f"{label} n {format_count(row['counted'])}",
        low,
        high,
        final=not (agency and agency.why_not),
        meaning=agency.meaning if agency else comparisons.SAME,
        apart=bool(agency and agency.apart),
    )


def _funnel_point(
    row: Mapping[str, Any], names: Mapping[str, str], comparison: Comparison
) -> FunnelPoint:
    agency = comparison.agencies.get(row["agency_id"])
    return FunnelPoint(
        names[row["agency_id"]],
        row["counted"],
        row["value"],
        agency.meaning if agency else comparisons.SAME,
        apart=bool(agency and agency.apart),
        final=not (agency and agency.why_not),
    )


def interval_text(low: float | None, high: float | None, unit: str) -> str:
    """`7.8 – 8.9`; `from 7.8` without an upper bound, the sign for no data without an interval."""
    if low is None:
        return NO_DATA
    if high is None or high == float("inf"):
        return f"from {format_value(low, unit)}"
    first = format_value(low, unit).removesuffix("%")
    return f"{first} – {format_value(high, unit)}"


def comparison_table(
    rows: Rows, names: Mapping[str, str], measure: Measure, comparison: Comparison
) -> Markup:
    """A table: the state first, then the agencies by name."""
    columns: tuple[str, ...]
    if measure.persons:
        columns = ("Agency", "Rate", "95% interval", "Entered", "n", "Months", "Persons, in all")
        figure_cells = _share_cells
    else:
        columns = ("Agency", "Mean days", "95% interval", "n", "Held", "Months", "Days, in all")
        figure_cells = _days_cells
    cells = [
        (
            _name_cell(row, names),
            *figure_cells(row, comparison),
            _in_all_cell(row, comparison),
            against_state(comparison, row["agency_id"]),
        )
        for row in rows_in_order(rows, names)
    ]
    has_state = state_row(rows) is not None
    columns += ("Against the state",)
    return html_table("Comparison", columns, cells, numbers=range(1, 7), state_first=has_state)


def comparison_rows(
    rows: Rows, names: Mapping[str, str], selection: ComparisonSelection, comparison: Comparison
) -> list[dict[str, Any]]:
    """The same table for the export."""
    period = {
        "measure": selection.measure.key,
        "grain": selection.grain,
        "period": selection.period,
    }
    export = []
    for row in rows_in_order(rows, names):
        name = names.get(row["agency_id"], STATEWIDE)
        agency = comparison.agencies.get(row["agency_id"] or "")
        edges = {"low": agency.low if agency else None, "high": agency.high if agency else None}
        against = ""
        if agency is not None:
            word = comparison_text.compared_word(agency.meaning, apart=agency.apart)
            against = agency.why_not or word.lower()
        compared = {"in_all": agency.in_all if agency else None, "against_the_state": against}
        export.append({"agency": name, **row, **edges, **compared, **period})
    return export


def _name_cell(row: Mapping[str, Any], names: Mapping[str, str]) -> Content:
    agency = row["agency_id"]
    return page_link(names[agency], "agency", agency=agency) if agency else STATEWIDE


def _interval_cell(row: Mapping[str, Any], comparison: Comparison, unit: str) -> str:
    agency = comparison.agencies.get(row["agency_id"] or "")
    return interval_text(agency.low, agency.high, unit) if agency else NO_DATA


def _share_cells(row: Mapping[str, Any], comparison: Comparison) -> tuple[str, ...]:
    return (
        format_value(row["value"], "share"),
        _interval_cell(row, comparison, "share"),
        format_count(row["entered"]),
        format_count(row["counted"]),
        _months_cell(row),
    )


def _days_cells(row: Mapping[str, Any], comparison: Comparison) -> tuple[str, ...]:
    return (
        format_value(row["value"], "days"),
        _interval_cell(row, comparison, "days"),
        format_count(row["counted"]),
        format_count(row["held"]),
        _months_cell(row),
    )


def _in_all_cell(row: Mapping[str, Any], comparison: Comparison) -> str:
    """`+118`: the difference from the state’s figure times n; empty for the state."""
    agency = comparison.agencies.get(row["agency_id"] or "")
    if agency is None or agency.in_all is None:
        return NO_DATA
    return f"{agency.in_all:+,.0f}" if abs(agency.in_all) >= 0.5 else "0"


def _months_cell(row: Mapping[str, Any]) -> str:
    if row["agency_id"] is None or row["received"] is None:
        return NO_DATA
    return f"{row['received']} of {row['months']}"


def against_state(comparison: Comparison, agency_id: str | None) -> Content:
    """Icon and word of how an agency compares to the state, or why it is not compared."""
    agency = comparison.agencies.get(agency_id or "")
    if agency is None:
        return NO_DATA
    if agency.why_not:
        return icon("provisional", f"Not compared: {agency.why_not}")
    word = comparison_text.compared_word(agency.meaning, apart=agency.apart)
    return icon(SHAPES[agency.meaning, agency.apart], word)
