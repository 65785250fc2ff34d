"""The table behind a chart over time: every month, what it came to, its limits and its rule."""

from collections.abc import Mapping
from typing import Any

from dashboard.analysis.month_kinds import month_kinds
from dashboard.analysis.series import EvaluatedSeries
from dashboard.components.html import Markup
from dashboard.components.tables import html_table
from dashboard.queries.models import Measure
from dashboard.text import verdicts
from dashboard.text.formats import NO_DATA, format_count, format_value, month_name
from pipelines.statistics import ControlChart

KINDS = {"final": "final", "provisional": "provisional", "warming_up": "warming up"}
NONE = {"missing": "not sent", "nothing_to_report": "nothing to report"}
_DAYS = ("Mean days", "n", "Median", "90% within", "Held", "Too long", "No contact")
_SHARE = ("Entered", "Rate", "n", "Pending", "In 7 days", "In 30 days")


def month_table(series: EvaluatedSeries, measure: Measure) -> Markup:
    """The newest month first. A month that is not final is in no rule. A proposed phase has its
    limits next to those that hold."""
    months, chart = series.rows, series.chart
    figure_cells = _persons if measure.persons else _days
    columns = ("Month", *(_SHARE if measure.persons else _DAYS), "Mean", "Limits", "Rule")
    cells = [
        (
            month_name(row["month"]),
            *figure_cells(row),
            format_value(float(chart.centre[i]), measure.unit),
            limits_text(chart, i, measure.unit) + _proposed_text(series, i, measure.unit),
            meaning_text(row, kind, chart, i),
        )
        for i, (row, kind) in reversed(
            list(enumerate(zip(months, month_kinds(months), strict=True)))
        )
    ]
    return html_table(
        f"{measure.label}, by month", columns, cells, numbers=range(1, len(columns) - 1)
    )


def limits_text(chart: ControlChart, i: int, unit: str) -> str:
    lower, upper = float(chart.lower[i]), float(chart.upper[i])
    if lower != lower:
        return NO_DATA
    return f"{format_value(lower, unit)} – {format_value(upper, unit)}"


def _proposed_text(series: EvaluatedSeries, i: int, unit: str) -> str:
    if series.proposed is None or series.proposed_from is None or i < series.proposed_from:
        return ""
    return f"; proposed {limits_text(series.proposed, i - series.proposed_from, unit)}"


def meaning_text(row: Mapping[str, Any], kind: str, chart: ControlChart, i: int) -> str:
    """The rule that fired, or why the month is in none."""
    return verdicts.RULE_NAMES[str(chart.rule[i])] if kind == "final" else kind_text(row, kind)


def kind_text(row: Mapping[str, Any], kind: str) -> str:
    """How a month counts, in words; a month without a figure says why."""
    if kind == "missing":
        return NONE.get(str(row.get("status")), "no one counted")
    return KINDS[kind]


def month_export_rows(
    series: EvaluatedSeries, measure: Measure, series_name: str
) -> list[dict[str, Any]]:
    """The same months as export rows (exports/columns.toml), each with `who` and `measure`."""
    months, chart = series.rows, series.chart
    own = {"agency_id", "measure"}
    return [
        {"who": series_name, "measure": measure.key}
        | {name: value for name, value in row.items() if name not in own}
        | {
            "counts_as": kind_text(row, kind),
            "mean": float(chart.centre[i]),
            "lower_limit": float(chart.lower[i]),
            "upper_limit": float(chart.upper[i]),
            "rule": str(chart.rule[i]),
            **_proposed_lines(series, i),
        }
        for i, (row, kind) in enumerate(zip(months, month_kinds(months), strict=True))
    ]


def _proposed_lines(series: EvaluatedSeries, i: int) -> dict[str, float | None]:
    """Mean and limits of the proposed phase; None in the months before it or without one."""
    lines, start = series.proposed, series.proposed_from
    at = None if lines is None or start is None or i < start else i - start
    return {
        f"proposed_{name}": None if at is None else float(getattr(lines, edge)[at])
        for name, edge in (("mean", "centre"), ("lower_limit", "lower"), ("upper_limit", "upper"))
    }


def _days(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        format_value(row["value"], "days"),
        format_count(row["counted"]),
        format_value(row["median_days"], "days"),
        format_value(row["p90_days"], "days"),
        format_count(row["held"]),
        format_count(row["too_long"]),
        format_count(row["no_contact"]),
    )


def _persons(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        format_count(row["entered"]),
        format_value(row["value"], "share"),
        format_count(row["counted"]),
        format_count(row["pending"]),
        "not yet known" if row["provisional_7"] else format_count(row["entered_7"]),
        "not yet known" if row["provisional_30"] else format_count(row["entered_30"]),
    )
