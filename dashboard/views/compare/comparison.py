"""Agencies side by side in one period: funnel or intervals, and the table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

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
from dashboard.selection.choices import Selection, filter_suffix
from dashboard.text import comparison as comparison_text
from dashboard.text import sentences
from dashboard.text.formats import NO_DATA, STATEWIDE, format_count, format_target, format_value

Rows = Sequence[Mapping[str, Any]]
SHAPES = {"common_cause": "no_change", "improvement": "improving", "concern": "worsening"}


def comparison_section(
    selection: Selection,
    rows: Rows,
    names: Mapping[str, str],
    found: Comparison,
    target: Target | None,
) -> None:
    """Sentence, chart, key; the state's row has no agency."""
    measure = selection.measure
    state = state_row(rows)
    value = state["value"] if state else None
    said = comparison_text.comparison_sentence(found, measure, names, value, selection.says)
    seen = f"{sentences.counted_in(measure)}{filter_suffix(selection.board)}"
    layout.show_lede(f"{measure.short_label}, {seen}, {selection.says}", said)
    drawn = rows_by_name(rows, names)
    if not drawn:
        if selection.board.only:
            layout.show_caption(sentences.month_basis(measure))
        return
    if measure.persons and found.funnel is not None:
        figure = funnel_figure(
            [_spot(row, names, found) for row in drawn],
            state=found.funnel.target,
            tau2=found.funnel.tau2,
            counted_in=f"Persons with a completed detox, {selection.says}",
        )
        what = "share against how many completed detox, with the limits of chance"
    else:
        figure = interval_dots_figure(
            [_dot(row, names, measure, found) for row in drawn],
            unit=measure.unit,
            state=value,
            state_says=f"State {format_value(value, measure.unit)}" if state else "",
            target=target.value if target else None,
            target_says=f"Target {format_target(target.value, measure.unit)}" if target else "",
        )
        what = "mean and 95% interval of each agency, in order of name"
    show_chart_with_png(
        figure,
        f"{measure.label}{filter_suffix(selection.board)}, {what}. {said}",
        selection.board,
        f"{measure.short_label}{filter_suffix(selection.board)}, {selection.says}",
        file=f"{measure.key}-{selection.period}",
        key="chart_comparison",
    )
    st.html(comparison_key(measure))


def comparison_key(measure: Measure) -> Markup:
    """What the shapes mean, and that one in twenty is chance."""
    if measure.persons:
        by = "Limits: 95% and 99.8% of what chance does around the state’s share, given n."
        why_not = f"not final, or under n {thresholds.LEAST_N}"
    else:
        by = "Line: 95% interval. Colored where it leaves out the state’s mean. In order of name."
        why_not = f"not final, under n {thresholds.LEAST_N}, or no variation"
    return element(
        "p",
        icon("improving", "Better than the state (95%)"),
        icon("worsening", "Worse than the state (95%)"),
        icon("no_change", "No difference"),
        icon("provisional", f"Not compared: {why_not}"),
        element("span", by, " Of 20 agencies like the state, about one is colored by chance."),
        class_="keys",
    )


def rows_by_name(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The agencies' rows in the order of their names."""
    known = {row["agency_id"]: row for row in rows if row["agency_id"] in names}
    return [known[agency] for agency in names if agency in known]


def rows_in_list(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The rows of a table and of its export: the state's, then the named agencies' by name."""
    state = state_row(rows)
    return [*([state] if state else []), *rows_by_name(rows, names)]


def state_row(rows: Rows) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["agency_id"] is None), None)


def _dot(
    row: Mapping[str, Any], names: Mapping[str, str], measure: Measure, found: Comparison
) -> IntervalDot:
    each = found.agencies.get(row["agency_id"])
    low, high = (each.low, each.high) if each else (None, None)
    said = f"<b>{format_value(row['value'], measure.unit)}</b>"
    if low is not None:
        said += f" ({interval_text(low, high, measure.unit)})"
    return IntervalDot(
        names[row["agency_id"]],
        row["value"],
        f"{said} n {format_count(row['counted'])}",
        low,
        high,
        final=not (each and each.why_not),
        meaning=each.meaning if each else comparisons.SAME,
    )


def _spot(row: Mapping[str, Any], names: Mapping[str, str], found: Comparison) -> FunnelPoint:
    each = found.agencies.get(row["agency_id"])
    return FunnelPoint(
        names[row["agency_id"]],
        row["counted"],
        row["value"],
        each.meaning if each else comparisons.SAME,
        final=not (each and each.why_not),
    )


def interval_text(low: float | None, high: float | None, unit: str) -> str:
    """`7.8 – 8.9`; `from 7.8` where there is no upper bound."""
    if low is None:
        return NO_DATA
    if high is None or high == float("inf"):
        return f"from {format_value(low, unit)}"
    first = format_value(low, unit).removesuffix("%")
    return f"{first} – {format_value(high, unit)}"


def comparison_table(
    rows: Rows, names: Mapping[str, str], measure: Measure, found: Comparison
) -> Markup:
    """The state first, then the agencies by name."""
    state = state_row(rows)
    if measure.persons:
        columns = ("Agency", "Rate", "95% interval", "Entered", "n", "Months", "Against the state")
    else:
        columns = (
            "Agency",
            "Mean days",
            "95% interval",
            "n",
            "Held",
            "Months",
            "Against the state",
        )
    of = _persons if measure.persons else _days
    cells = [
        (_name(row, names), *of(row, found), against_state(found, row["agency_id"]))
        for row in rows_in_list(rows, names)
    ]
    return html_table(
        "Comparison", columns, cells, numbers=range(1, 6), state_first=state is not None
    )


def comparison_rows(
    rows: Rows, names: Mapping[str, str], selection: Selection, found: Comparison
) -> list[dict[str, Any]]:
    """The same as an export."""
    stamp = {"measure": selection.measure.key, "grain": selection.grain, "period": selection.period}
    told = []
    for row in rows_in_list(rows, names):
        each = found.agencies.get(row["agency_id"] or "")
        against = (each.why_not or comparisons.WORDS[each.meaning].lower()) if each else ""
        edges = {"low": each.low if each else None, "high": each.high if each else None}
        name = names.get(row["agency_id"], STATEWIDE)
        told.append({"agency": name, **row, **edges, "against_the_state": against, **stamp})
    return told


def _name(row: Mapping[str, Any], names: Mapping[str, str]) -> Content:
    agency = row["agency_id"]
    return page_link(names[agency], "agency", agency=agency) if agency else STATEWIDE


def _interval(row: Mapping[str, Any], found: Comparison, unit: str) -> str:
    each = found.agencies.get(row["agency_id"] or "")
    return interval_text(each.low, each.high, unit) if each else NO_DATA


def _persons(row: Mapping[str, Any], found: Comparison) -> tuple[str, ...]:
    return (
        format_value(row["value"], "share"),
        _interval(row, found, "share"),
        format_count(row["entered"]),
        format_count(row["counted"]),
        _months(row),
    )


def _days(row: Mapping[str, Any], found: Comparison) -> tuple[str, ...]:
    return (
        format_value(row["value"], "days"),
        _interval(row, found, "days"),
        format_count(row["counted"]),
        format_count(row["held"]),
        _months(row),
    )


def _months(row: Mapping[str, Any]) -> str:
    if row["agency_id"] is None or row["received"] is None:
        return NO_DATA
    return f"{row['received']} of {row['months']}"


def against_state(found: Comparison, agency: str | None) -> Content:
    """Sign and word of how an agency stands to the state, or why it is not compared."""
    each = found.agencies.get(agency or "")
    if each is None:
        return NO_DATA
    if each.why_not:
        return icon("provisional", f"Not compared: {each.why_not}")
    return icon(SHAPES[each.meaning], comparisons.WORDS[each.meaning])
