"""The table behind a chart over time: every month, what it came to, its limits and its rule."""

from collections.abc import Mapping
from typing import Any

from dashboard import verdicts, words
from dashboard.charts.series import Rows, kinds
from dashboard.definitions import Measure
from dashboard.markup import Markup
from dashboard.pieces.table import table
from pipelines.statistics import ControlChart

KINDS = {"final": "final", "provisional": "provisional", "warming_up": "warming up"}
NONE = {"missing": "not sent", "nothing_to_report": "nothing to report"}
_DAYS = ("Mean days", "n", "Median", "90% within", "Held", "No contact")
_SHARE = ("Entered", "Rate", "n", "Pending", "In 7 days", "In 30 days")


def month_table(months: Rows, measure: Measure, chart: ControlChart) -> Markup:
    """The newest month first. A month that is not final is in no rule."""
    of = _persons if measure.persons else _days
    columns = ("Month", *(_SHARE if measure.persons else _DAYS), "Mean", "Limits", "Rule")
    cells = [
        (
            words.month(row["month"]),
            *of(row),
            words.value(float(chart.centre[i]), measure.unit),
            limits(chart, i, measure.unit),
            said(row, kind, chart, i),
        )
        for i, (row, kind) in reversed(list(enumerate(zip(months, kinds(months), strict=True))))
    ]
    return table(f"{measure.label}, by month", columns, cells, numbers=range(1, 9))


def limits(chart: ControlChart, i: int, unit: str) -> str:
    lower, upper = float(chart.lower[i]), float(chart.upper[i])
    if lower != lower:
        return words.NO_DATA
    return f"{words.value(lower, unit)} – {words.value(upper, unit)}"


def said(row: Mapping[str, Any], kind: str, chart: ControlChart, i: int) -> str:
    """The rule that fired, or why the month is in none."""
    return verdicts.RULE_NAMES[str(chart.rule[i])] if kind == "final" else counts_as(row, kind)


def counts_as(row: Mapping[str, Any], kind: str) -> str:
    """How a month counts, in words; a month without a figure says why."""
    if kind == "missing":
        return NONE.get(str(row.get("status")), "no one counted")
    return KINDS[kind]


def month_rows(
    months: Rows, measure: Measure, who: str, chart: ControlChart
) -> list[dict[str, Any]]:
    """The same months as an export, with who and what in each row."""
    own = {"agency_id", "measure"}
    return [
        {"who": who, "measure": measure.key}
        | {name: worth for name, worth in row.items() if name not in own}
        | {
            "counts_as": counts_as(row, kind),
            "mean": float(chart.centre[i]),
            "lower_limit": float(chart.lower[i]),
            "upper_limit": float(chart.upper[i]),
            "rule": str(chart.rule[i]),
        }
        for i, (row, kind) in enumerate(zip(months, kinds(months), strict=True))
    ]


def _days(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        words.value(row["value"], "days"),
        words.count(row["counted"]),
        words.value(row["median_days"], "days"),
        words.value(row["p90_days"], "days"),
        words.count(row["held"]),
        words.count(row["no_contact"]),
    )


def _persons(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        words.count(row["entered"]),
        words.value(row["value"], "share"),
        words.count(row["counted"]),
        words.count(row["pending"]),
        words.count(row["entered_7"]),
        words.count(row["entered_30"]),
    )
