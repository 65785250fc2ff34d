"""Agencies side by side in one period: a dot each, the state's line, and the table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import sentences, theme, words
from dashboard.charts.dots import Dot, dots
from dashboard.definitions import Measure, Target
from dashboard.filters import Selection
from dashboard.markup import Content, Markup, link
from dashboard.pieces import frame
from dashboard.pieces.table import table
from pipelines.statistics import wilson

Rows = Sequence[Mapping[str, Any]]


def comparison(
    selection: Selection, rows: Rows, names: Mapping[str, str], target: Target | None
) -> None:
    """Sentence and chart; the state's row has no agency."""
    measure = selection.measure
    said = sentences.compared(rows, measure, selection.says)
    frame.lede(f"{measure.short_label}, {sentences.counted_in(measure)}, {selection.says}", said)
    drawn = by_name(rows, names)
    if not drawn:
        return
    frame.caption(
        "In order of name, which says nothing of rank. ",
        "Line: 95% interval of the share. " if measure.persons else "",
        "Hollow: provisional or warming up. The fewer are counted, the more chance moves a dot.",
    )
    state = state_of(rows)
    st.plotly_chart(
        dots(
            [_dot(row, names, measure) for row in drawn],
            unit=measure.unit,
            state=state["value"] if state else None,
            state_says=f"State {words.value(state['value'], measure.unit)}" if state else "",
            target=target.value if target else None,
            target_says=f"Target {words.target(target.value, measure.unit)}" if target else "",
        ),
        theme=None,
        config=theme.CONFIG,
        alt=f"{measure.label}: a dot for each agency, in order of name. {said}",
        key="chart_comparison",
    )


def by_name(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The agencies' rows in the order of their names."""
    known = {row["agency_id"]: row for row in rows if row["agency_id"] in names}
    return [known[agency] for agency in names if agency in known]


def state_of(rows: Rows) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["agency_id"] is None), None)


def _dot(row: Mapping[str, Any], names: Mapping[str, str], measure: Measure) -> Dot:
    low, high = interval(row, measure)
    said = words.value(row["value"], measure.unit)
    return Dot(
        names[row["agency_id"]],
        row["value"],
        f"<b>{said}</b>  n {words.count(row['counted'])}",
        low,
        high,
        final=not (row["provisional"] or row["warming_up"]),
    )


def interval(row: Mapping[str, Any], measure: Measure) -> tuple[float | None, float | None]:
    """Wilson's, for a share; a mean's needs the days themselves, which a board does not hold."""
    if not measure.persons or not row["counted"]:
        return None, None
    low, high = wilson(row["numerator"], row["counted"])
    return float(low), float(high)


def comparison_table(rows: Rows, names: Mapping[str, str], measure: Measure) -> Markup:
    """The state first, then the agencies by name."""
    state = state_of(rows)
    listed = [*([state] if state else []), *by_name(rows, names)]
    if measure.persons:
        columns = ("Agency", "Entered", "Rate", "95% interval", "n", "Months", "Counts as")
        cells = [(_name(row, names), *_persons(row, measure)) for row in listed]
        return table(
            "Comparison", columns, cells, numbers=range(1, 6), state_first=state is not None
        )
    pooled = all(row["median_days"] is None for row in listed)  # no median of several months
    middle = () if pooled else ("Median", "90% within")
    columns = ("Agency", "Mean days", *middle, "n", "Held", "Months", "Counts as")
    cells = [(_name(row, names), *_days(row, pooled)) for row in listed]
    numbers = range(1, len(columns) - 1)
    return table("Comparison", columns, cells, numbers=numbers, state_first=state is not None)


def comparison_rows(
    rows: Rows, names: Mapping[str, str], selection: Selection
) -> list[dict[str, Any]]:
    """The same as an export."""
    stamp = {"measure": selection.measure.key, "grain": selection.grain, "period": selection.period}
    state = state_of(rows)
    listed = [*([state] if state else []), *by_name(rows, names)]
    return [{"agency": names.get(row["agency_id"], "Statewide"), **row, **stamp} for row in listed]


def _name(row: Mapping[str, Any], names: Mapping[str, str]) -> Content:
    agency = row["agency_id"]
    return link(names[agency], "agency", agency=agency) if agency else "Statewide"


def _persons(row: Mapping[str, Any], measure: Measure) -> tuple[str, ...]:
    low, high = interval(row, measure)
    return (
        words.count(row["entered"]),
        words.value(row["value"], "share"),
        f"{words.value(low, 'share')} – {words.value(high, 'share')}",
        words.count(row["counted"]),
        _months(row),
        _counts_as(row),
    )


def _days(row: Mapping[str, Any], pooled: bool) -> tuple[str, ...]:
    middle = () if pooled else (row["median_days"], row["p90_days"])
    return (
        *(words.value(days, "days") for days in (row["value"], *middle)),
        words.count(row["counted"]),
        words.count(row["held"]),
        _months(row),
        _counts_as(row),
    )


def _months(row: Mapping[str, Any]) -> str:
    if row["agency_id"] is None or row["received"] is None:
        return words.NO_DATA
    return f"{row['received']} of {row['months']}"


def _counts_as(row: Mapping[str, Any]) -> str:
    states = (("provisional", "provisional"), ("warming_up", "warming up"))
    return ", ".join(word for column, word in states if row[column]) or "final"
