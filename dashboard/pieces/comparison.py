"""Agencies side by side in one period: funnel or intervals, and the table beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import comparing, sentences, verdicts, words
from dashboard.charts.dots import Dot, dots
from dashboard.charts.funnel import Spot, funnel_chart
from dashboard.comparing import Comparison
from dashboard.definitions import Measure, Target
from dashboard.filters import Selection, through
from dashboard.markup import Content, Markup, el, link
from dashboard.pieces import frame
from dashboard.pieces.picture import draw_to_keep
from dashboard.pieces.table import table
from dashboard.signs import sign

Rows = Sequence[Mapping[str, Any]]
SHAPES = {"common_cause": "no_change", "improvement": "improving", "concern": "worsening"}


def comparison(
    selection: Selection,
    rows: Rows,
    names: Mapping[str, str],
    found: Comparison,
    target: Target | None,
) -> None:
    """Sentence, chart, key; the state's row has no agency."""
    measure = selection.measure
    state = state_of(rows)
    value = state["value"] if state else None
    said = comparing.sentence(found, measure, names, value, selection.says)
    seen = f"{sentences.counted_in(measure)}{through(selection.at)}"
    frame.lede(f"{measure.short_label}, {seen}, {selection.says}", said)
    drawn = by_name(rows, names)
    if not drawn:
        if selection.at.only:
            frame.caption(sentences.goes_by(measure))
        return
    if measure.persons and found.funnel is not None:
        figure = funnel_chart(
            [_spot(row, names, found) for row in drawn],
            state=found.funnel.target,
            tau2=found.funnel.tau2,
            counted_in=f"Persons with a completed detox, {selection.says}",
        )
        what = "share against how many completed detox, with the limits of chance"
    else:
        figure = dots(
            [_dot(row, names, measure, found) for row in drawn],
            unit=measure.unit,
            state=value,
            state_says=f"State {words.value(value, measure.unit)}" if state else "",
            target=target.value if target else None,
            target_says=f"Target {words.target(target.value, measure.unit)}" if target else "",
        )
        what = "mean and 95% interval of each agency, in order of name"
    draw_to_keep(
        figure,
        f"{measure.label}{through(selection.at)}, {what}. {said}",
        selection.at,
        f"{measure.short_label}{through(selection.at)}, {selection.says}",
        file=f"{measure.key}-{selection.period}",
        key="chart_comparison",
    )
    st.html(keys(measure))


def keys(measure: Measure) -> Markup:
    """What the shapes mean, and that one in twenty is chance."""
    if measure.persons:
        by = "Limits: 95% and 99.8% of what chance does around the state’s share, given n."
        why_not = f"not final, or under n {verdicts.LEAST_N}"
    else:
        by = "Line: 95% interval. Colored where it leaves out the state’s mean. In order of name."
        why_not = f"not final, under n {verdicts.LEAST_N}, or no variation"
    return el(
        "p",
        sign("improving", "Better than the state (95%)"),
        sign("worsening", "Worse than the state (95%)"),
        sign("no_change", "No difference"),
        sign("provisional", f"Not compared: {why_not}"),
        el("span", by, " Of 20 agencies like the state, about one is colored by chance."),
        class_="keys",
    )


def by_name(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The agencies' rows in the order of their names."""
    known = {row["agency_id"]: row for row in rows if row["agency_id"] in names}
    return [known[agency] for agency in names if agency in known]


def listed(rows: Rows, names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The rows of a table and of its export: the state's, then the named agencies' by name."""
    state = state_of(rows)
    return [*([state] if state else []), *by_name(rows, names)]


def state_of(rows: Rows) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["agency_id"] is None), None)


def _dot(
    row: Mapping[str, Any], names: Mapping[str, str], measure: Measure, found: Comparison
) -> Dot:
    each = found.agencies.get(row["agency_id"])
    low, high = (each.low, each.high) if each else (None, None)
    said = f"<b>{words.value(row['value'], measure.unit)}</b>"
    if low is not None:
        said += f" ({between(low, high, measure.unit)})"
    return Dot(
        names[row["agency_id"]],
        row["value"],
        f"{said} n {words.count(row['counted'])}",
        low,
        high,
        final=not (each and each.why_not),
        meaning=each.meaning if each else comparing.SAME,
    )


def _spot(row: Mapping[str, Any], names: Mapping[str, str], found: Comparison) -> Spot:
    each = found.agencies.get(row["agency_id"])
    return Spot(
        names[row["agency_id"]],
        row["counted"],
        row["value"],
        each.meaning if each else comparing.SAME,
        final=not (each and each.why_not),
    )


def between(low: float | None, high: float | None, unit: str) -> str:
    """`7.8 – 8.9`; `from 7.8` where there is no upper bound."""
    if low is None:
        return words.NO_DATA
    if high is None or high == float("inf"):
        return f"from {words.value(low, unit)}"
    first = words.value(low, unit).removesuffix("%")
    return f"{first} – {words.value(high, unit)}"


def comparison_table(
    rows: Rows, names: Mapping[str, str], measure: Measure, found: Comparison
) -> Markup:
    """The state first, then the agencies by name."""
    state = state_of(rows)
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
        (_name(row, names), *of(row, found), against(found, row["agency_id"]))
        for row in listed(rows, names)
    ]
    return table("Comparison", columns, cells, numbers=range(1, 6), state_first=state is not None)


def comparison_rows(
    rows: Rows, names: Mapping[str, str], selection: Selection, found: Comparison
) -> list[dict[str, Any]]:
    """The same as an export."""
    stamp = {"measure": selection.measure.key, "grain": selection.grain, "period": selection.period}
    told = []
    for row in listed(rows, names):
        each = found.agencies.get(row["agency_id"] or "")
        against = (each.why_not or comparing.WORDS[each.meaning].lower()) if each else ""
        edges = {"low": each.low if each else None, "high": each.high if each else None}
        name = names.get(row["agency_id"], words.STATEWIDE)
        told.append({"agency": name, **row, **edges, "against_the_state": against, **stamp})
    return told


def _name(row: Mapping[str, Any], names: Mapping[str, str]) -> Content:
    agency = row["agency_id"]
    return link(names[agency], "agency", agency=agency) if agency else words.STATEWIDE


def _interval(row: Mapping[str, Any], found: Comparison, unit: str) -> str:
    each = found.agencies.get(row["agency_id"] or "")
    return between(each.low, each.high, unit) if each else words.NO_DATA


def _persons(row: Mapping[str, Any], found: Comparison) -> tuple[str, ...]:
    return (
        words.value(row["value"], "share"),
        _interval(row, found, "share"),
        words.count(row["entered"]),
        words.count(row["counted"]),
        _months(row),
    )


def _days(row: Mapping[str, Any], found: Comparison) -> tuple[str, ...]:
    return (
        words.value(row["value"], "days"),
        _interval(row, found, "days"),
        words.count(row["counted"]),
        words.count(row["held"]),
        _months(row),
    )


def _months(row: Mapping[str, Any]) -> str:
    if row["agency_id"] is None or row["received"] is None:
        return words.NO_DATA
    return f"{row['received']} of {row['months']}"


def against(found: Comparison, agency: str | None) -> Content:
    """Sign and word of how an agency stands to the state, or why it is not compared."""
    each = found.agencies.get(agency or "")
    if each is None:
        return words.NO_DATA
    if each.why_not:
        return sign("provisional", f"Not compared: {each.why_not}")
    return sign(SHAPES[each.meaning], comparing.WORDS[each.meaning])
