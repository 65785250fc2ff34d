"""Agencies and goals as one table: value with n, trend, and the signs of change and target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import words
from dashboard.charts.spark import HEIGHT, WIDTH, sparkline
from dashboard.definitions import Group, Measure, Newest, Only
from dashboard.markup import Markup, el, join, link
from dashboard.pieces import verdict_signs
from dashboard.pieces.cards import where
from pipelines.signals import Signal

_COUNTED_IN = {"days": "days", "share": "people"}


@dataclass(frozen=True)
class Row:
    """The state (no agency), a group or an agency: measure → figure, signal, last 18 months."""

    name: str
    figures: Mapping[str, Newest]
    signals: Mapping[str, Signal]
    recent: Mapping[str, Sequence[float | None]]
    agency: str | None = None
    group: Group | None = None


def goals_table(rows: Sequence[Row], goals: Sequence[Measure], only: Only | None) -> Markup:
    """The state and a group stand before the agencies, as given; `only`: the filter, if any."""
    body = [
        el(
            "tr",
            el("th", _name(row), scope="row", role="rowheader"),
            [cells(row, goal, only) for goal in goals],
            role="row",
            class_=None if row.agency else "state",
        )
        for row in rows
    ]
    table = el(
        "table",
        _head(goals),
        el("tbody", body, role="rowgroup"),
        role="table",
        class_="board goals",
    )
    return el(
        "div", table, class_="across", tabindex=0, role="region", aria_label="Agencies and goals"
    )


def goals_rows(rows: Sequence[Row], goals: Sequence[Measure]) -> list[dict[str, Any]]:
    """The same as an export: a row for each agency and goal, also where there is no figure."""
    figures = (
        *("agency_id", "measure", "month", "status", "value", "counted", "entered", "completed"),
        *("median_days", "p90_days", "held", "no_contact", "links_missing"),
    )
    told = {"mean": "centre", "lower_limit": "lower", "upper_limit": "upper"}
    told |= {name: name for name in ("rule", "run", "since", "target", "variation", "assurance")}
    return [
        {
            "agency": row.name,
            "newest_final": row.figures[goal.key].expected,
            **{name: getattr(row.figures[goal.key], name) for name in figures},
            **{name: getattr(row.signals.get(goal.key), at, None) for name, at in told.items()},
        }
        for row in rows
        for goal in goals
        if goal.key in row.figures
    ]


def _name(row: Row) -> Markup | str:
    return link(row.name, "agency", agency=row.agency) if row.agency else row.name


def _head(goals: Sequence[Measure]) -> Markup:
    first = el("th", "Agency", scope="col", role="columnheader", rowspan=2)
    names = [
        el(
            "th",
            f"{goal.short_label}, {_COUNTED_IN[goal.unit]}",
            colspan=3,
            scope="colgroup",
            role="columnheader",
            class_="starts",
        )
        for goal in goals
    ]
    columns = [
        el("th", word, scope="col", role="columnheader", class_=class_)
        for _ in goals
        for word, class_ in (
            ("Value", "number starts"),
            ("Trend", "trend"),
            ("Change and target", "two-signs"),
        )
    ]
    return el(
        "thead",
        el("tr", first, names, role="row"),
        el("tr", columns, role="row"),
        role="rowgroup",
    )


def cells(row: Row, goal: Measure, only: Only | None) -> Markup:
    """Three cells of one row and goal, or one that says why there is no figure."""
    figure = row.figures.get(goal.key)
    gap = why_none(figure, goal, only)
    if gap is not None or figure is None:
        said = gap or "No data"
        return el(
            "td", said, colspan=3, role="cell", class_="none starts", data_goal=goal.short_label
        )
    chosen = {"measure": goal.key} | where(row.agency, row.group)
    older = figure.expected is not None and figure.month < figure.expected
    when = f"{words.short_month(figure.month)}, " if older else ""
    n = words.count(figure.counted)
    if goal.persons:
        number = words.count(figure.entered)
        under = f"{when}{words.value(figure.value, 'share')} of {n}"
    else:
        number, under = words.value(figure.value, goal.unit), f"{when}n {n}"
    signal = row.signals.get(goal.key)
    return join(
        el(
            "td",
            link(number, "trends", **chosen),
            el("small", under),
            role="cell",
            class_="number starts",
            data_goal=goal.short_label,
        ),
        el("td", _trend(row, goal, figure, signal), role="cell", class_="trend"),
        el(
            "td",
            [el("div", sign) for sign in verdict_signs.signs(signal)] if signal else None,
            role="cell",
            class_="two-signs",
        ),
    )


def why_none(figure: Newest | None, goal: Measure, only: Only | None) -> str | None:
    """Why a cell shows no figure of the newest final month; None where there is one to show."""
    if only is not None and (figure is None or not figure.ever):
        return "None counted"
    if figure is None or not figure.ever:
        return "No completed detox" if goal.persons else "No data yet"
    if figure.month is None:
        return "No final month yet"
    if figure.status == "received" or figure.month == figure.expected or figure.expected is None:
        return None
    what = "Nothing to report" if figure.status == "nothing_to_report" else "No data"
    last = f"{words.month(figure.month)}: {_said(figure, goal)}"
    return f"{what} for {words.short_month(figure.expected)}; last {last}"


def _said(figure: Newest, goal: Measure) -> str:
    if goal.persons:
        return f"{words.count(figure.entered)} of {words.count(figure.counted)}"
    return words.value(figure.value, goal.unit)


def _trend(row: Row, goal: Measure, figure: Newest, signal: Signal | None) -> Markup:
    recent = row.recent.get(goal.key, ())
    end = (signal.variation if signal else None) or "common_cause"
    what = "share" if goal.persons else "mean days"
    alt = f"Last {len(recent)} months, {what}, now {words.value(figure.value, goal.unit)}"
    return el("img", src=sparkline(recent, end=end), width=WIDTH, height=HEIGHT, alt=alt)
