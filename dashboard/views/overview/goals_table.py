"""Agencies and goals as one table: value with n, trend, and the icons of change and target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline
from dashboard.components import verdict_icons
from dashboard.components.html import Markup, element, join_content
from dashboard.components.links import link_parameters, page_link
from dashboard.queries.models import AgencyGroup, FilterMember, Measure, NewestFigure
from dashboard.text.formats import format_count, format_value, month_name, short_month
from pipelines.boards.signals import Signal

_COUNTED_IN = {"days": "days", "share": "people"}


@dataclass(frozen=True)
class GoalsRow:
    """The state (no agency), a group or an agency.

    `figures`, `signals`, `recent`: by measure key; `recent`: the last 18 months, None where a month
    is not final.
    """

    name: str
    figures: Mapping[str, NewestFigure]
    signals: Mapping[str, Signal]
    recent: Mapping[str, Sequence[float | None]]
    agency: str | None = None
    group: AgencyGroup | None = None


def goals_table(
    rows: Sequence[GoalsRow], goals: Sequence[Measure], only: FilterMember | None
) -> Markup:
    """The table; the rows keep their order. `only`: the board's filter, if any."""
    body = [
        element(
            "tr",
            element("th", _name_cell(row), scope="row", role="rowheader"),
            [goal_cells(row, goal, only) for goal in goals],
            role="row",
            class_=None if row.agency else "state",
        )
        for row in rows
    ]
    table = element(
        "table",
        _head(goals),
        element("tbody", body, role="rowgroup"),
        role="table",
        class_="board goals",
    )
    return element(
        "div", table, class_="across", tabindex=0, role="region", aria_label="Agencies and goals"
    )


def goals_rows(rows: Sequence[GoalsRow], goals: Sequence[Measure]) -> list[dict[str, Any]]:
    """The same table for the export: a row an agency and goal, also without a figure."""
    figure_names = (
        *("agency_id", "measure", "month", "status", "value", "counted", "entered", "completed"),
        *("median_days", "p90_days", "held", "too_long"),
        *("no_contact", "links_missing"),
    )
    signal_names = {"mean": "centre", "lower_limit": "lower", "upper_limit": "upper"}
    signal_names |= {
        name: name for name in ("rule", "run", "since", "target", "variation", "assurance")
    }
    signal_names |= {"level": "level", "level_since": "level_since"}
    signal_names |= {"year_before": "year_before"}
    return [
        {
            "agency": row.name,
            "newest_final": row.figures[goal.key].expected,
            **{name: getattr(row.figures[goal.key], name) for name in figure_names},
            **{
                column: getattr(row.signals.get(goal.key), name, None)
                for column, name in signal_names.items()
            },
        }
        for row in rows
        for goal in goals
        if goal.key in row.figures
    ]


def _name_cell(row: GoalsRow) -> Markup | str:
    return page_link(row.name, "agency", agency=row.agency) if row.agency else row.name


def _head(goals: Sequence[Measure]) -> Markup:
    first = element("th", "Agency", scope="col", role="columnheader", rowspan=2)
    names = [
        element(
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
        element("th", word, scope="col", role="columnheader", class_=class_)
        for _ in goals
        for word, class_ in (
            ("Value", "number starts"),
            ("Trend", "trend"),
            ("Change and target", "two-signs"),
        )
    ]
    return element(
        "thead",
        element("tr", first, names, role="row"),
        element("tr", columns, role="row"),
        role="rowgroup",
    )


def goal_cells(row: GoalsRow, goal: Measure, only: FilterMember | None) -> Markup:
    """Three cells of one row and goal, or one wide cell that says why there is no figure."""
    figure = row.figures.get(goal.key)
    reason = no_figure_reason(figure, goal, only)
    if reason is not None or figure is None or figure.month is None:
        return element(
            "td",
            reason or "No data",
            colspan=3,
            role="cell",
            class_="none starts",
            data_goal=goal.short_label,
        )
    parameters = {"measure": goal.key} | link_parameters(row.agency, row.group)
    other_month = figure.expected is not None and figure.month != figure.expected
    when = f"{short_month(figure.month)}, " if other_month else ""
    n = format_count(figure.counted)
    if goal.persons:
        number = format_count(figure.entered)
        detail = f"{when}{format_value(figure.value, 'share')} of {n}"
    else:
        number, detail = format_value(figure.value, goal.unit), f"{when}n {n}"
    signal = row.signals.get(goal.key)
    icons = verdict_icons.verdict_icons(signal) if signal else []
    return join_content(
        element(
            "td",
            page_link(number, "trends", **parameters),
            element("small", detail),
            role="cell",
            class_="number starts",
            data_goal=goal.short_label,
        ),
        element("td", _trend_image(row, goal, figure, signal), role="cell", class_="trend"),
        element("td", [element("div", icon) for icon in icons], role="cell", class_="two-signs"),
    )


def no_figure_reason(
    figure: NewestFigure | None, goal: Measure, only: FilterMember | None
) -> str | None:
    """Why a cell shows no figure of the newest final month; None where it shows one."""
    if only is not None and (figure is None or not figure.ever):
        return "None counted"
    if figure is not None and figure.closed is not None and figure.month is None:
        return f"Closed {month_name(figure.closed)}"
    if figure is None or not figure.ever:
        return "No completed detox" if goal.persons else "No data yet"
    if figure.month is None:
        return "No final month yet"
    if figure.status == "received" or figure.month == figure.expected or figure.expected is None:
        return None
    last = f"{month_name(figure.month)}: {_figure_text(figure, goal)}"
    if figure.closed is not None:
        return f"Closed {month_name(figure.closed)}; last {last}"
    what = "Nothing to report" if figure.status == "nothing_to_report" else "No data"
    return f"{what} for {short_month(figure.expected)}; last {last}"


def _figure_text(figure: NewestFigure, goal: Measure) -> str:
    if goal.persons:
        return f"{format_count(figure.entered)} of {format_count(figure.counted)}"
    return format_value(figure.value, goal.unit)


def _trend_image(
    row: GoalsRow, goal: Measure, figure: NewestFigure, signal: Signal | None
) -> Markup:
    recent = row.recent.get(goal.key, ())
    speaks = signal is not None and signal.year_before is None
    end = (signal.variation if signal and speaks else None) or "common_cause"
    unit = "share" if goal.persons else "mean days"
    alt = f"Last {len(recent)} months, {unit}, now {format_value(figure.value, goal.unit)}"
    return element("img", src=sparkline(recent, end=end), width=WIDTH, height=HEIGHT, alt=alt)
