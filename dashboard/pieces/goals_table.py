"""Agencies and goals as one table: value with n, trend, and what the months before it averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dashboard import words
from dashboard.charts.spark import HEIGHT, WIDTH, sparkline
from dashboard.definitions import Measure, Newest
from dashboard.markup import Markup, el, join, link

_COUNTED_IN = {"days": "days", "share": "people"}


def goals_table(
    agencies: Mapping[str, str],
    goals: Sequence[Measure],
    figures: Mapping[tuple[str | None, str], Newest],
    recent: Mapping[tuple[str | None, str], list[float | None]],
) -> Markup:
    """`agencies`: id → name, in the order of the rows; the state's row, if there, stands first."""
    rows = [(None, "Statewide")] if any(key[0] is None for key in figures) else []
    rows += list(agencies.items())
    body = [
        el(
            "tr",
            _name(agency, name),
            [
                cells(name, figures.get((agency, g.key)), g, recent.get((agency, g.key)))
                for g in goals
            ],
            role="row",
            class_=None if agency else "state",
        )
        for agency, name in rows
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


def goals_rows(
    agencies: Mapping[str, str],
    goals: Sequence[Measure],
    figures: Mapping[tuple[str | None, str], Newest],
) -> list[dict[str, Any]]:
    """The same as an export: a row for each agency and goal, also where there is no figure."""
    keys = {goal.key for goal in goals}
    return [
        {"agency": agencies.get(figure.agency_id or "", "Statewide"), **asdict(figure)}
        for figure in figures.values()
        if figure.measure in keys
    ]


def _name(agency: str | None, name: str) -> Markup:
    label = link(name, "agency", agency=agency) if agency else name
    return el("th", label, scope="row", role="rowheader")


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
            ("Year before", None),
        )
    ]
    return el(
        "thead",
        el("tr", first, names, role="row"),
        el("tr", columns, role="row"),
        role="rowgroup",
    )


def cells(
    name: str, figure: Newest | None, goal: Measure, recent: list[float | None] | None
) -> Markup:
    """Three cells of one agency and goal, or one that says why there is no figure."""
    gap = why_none(figure, goal)
    if gap is not None or figure is None:
        said = gap or "No data"
        return el(
            "td", said, colspan=3, role="cell", class_="none starts", data_goal=goal.short_label
        )
    chosen = {"measure": goal.key} | ({"agency": figure.agency_id} if figure.agency_id else {})
    older = figure.month != figure.expected
    when = f"{words.short_month(figure.month)}, " if older else ""
    n = words.count(figure.counted)
    if goal.persons:
        number, under = (
            words.count(figure.entered),
            f"{when}{words.value(figure.value, 'share')} of {n}",
        )
    else:
        number, under = words.value(figure.value, goal.unit), f"{when}n {n}"
    return join(
        el(
            "td",
            link(number, "trends", **chosen),
            el("small", under),
            role="cell",
            class_="number starts",
            data_goal=goal.short_label,
        ),
        el("td", _trend(figure, goal, recent or []), role="cell", class_="trend"),
        el("td", _past(figure, goal), role="cell", class_="past"),
    )


def why_none(figure: Newest | None, goal: Measure) -> str | None:
    """Why a cell shows no figure of the newest final month; None where there is one to show."""
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


def _past(figure: Newest, goal: Measure) -> Markup:
    if not figure.before_months:
        return el("span", words.NO_DATA, class_="muted")
    worth = words.value(figure.before_value, goal.unit)
    months = "" if figure.before_months == 12 else f"{figure.before_months} months"
    if goal.persons:
        return join(
            f"{figure.before_entered:,.0f}", el("small", f"{worth}, {months}" if months else worth)
        )
    return join(worth, el("small", months) if months else None)


def _trend(figure: Newest, goal: Measure, recent: list[float | None]) -> Markup:
    what = "share" if goal.persons else "mean days"
    alt = f"Last 18 months, {what}, now {words.value(figure.value, goal.unit)}"
    return el("img", src=sparkline(recent), width=WIDTH, height=HEIGHT, alt=alt)
