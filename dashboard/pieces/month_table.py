"""The table behind a chart over time: every month, what it came to and how it counts."""

from collections.abc import Mapping
from typing import Any

from dashboard import words
from dashboard.charts.series import Rows, kinds
from dashboard.definitions import Measure
from dashboard.markup import Markup
from dashboard.pieces.table import table

KINDS = {"final": "final", "provisional": "provisional", "warming_up": "warming up"}
NONE = {"missing": "not sent", "nothing_to_report": "nothing to report"}


def month_table(months: Rows, measure: Measure) -> Markup:
    """The newest month first."""
    rows = list(reversed(months))
    counts = kinds(rows)
    if measure.persons:
        columns = (
            "Month",
            "Entered",
            "Rate",
            "n",
            "Pending",
            "In 7 days",
            "In 30 days",
            "Counts as",
        )
        cells = [
            (
                words.month(row["month"]),
                words.count(row["entered"]),
                words.value(row["value"], "share"),
                words.count(row["counted"]),
                words.count(row["pending"]),
                words.count(row["entered_7"]),
                words.count(row["entered_30"]),
                counts_as(row, kind),
            )
            for row, kind in zip(rows, counts, strict=True)
        ]
        return table(f"{measure.label}, by month", columns, cells, numbers=range(1, 7))
    columns = ("Month", "Mean days", "n", "Median", "90% within", "Held", "No contact", "Counts as")
    cells = [
        (
            words.month(row["month"]),
            words.value(row["value"], "days"),
            words.count(row["counted"]),
            words.value(row["median_days"], "days"),
            words.value(row["p90_days"], "days"),
            words.count(row["held"]),
            words.count(row["no_contact"]),
            counts_as(row, kind),
        )
        for row, kind in zip(rows, counts, strict=True)
    ]
    return table(f"{measure.label}, by month", columns, cells, numbers=range(1, 7))


def counts_as(row: Mapping[str, Any], kind: str) -> str:
    """How a month counts, in words; a month without a figure says why."""
    if kind == "missing":
        return NONE.get(str(row.get("status")), "no one counted")
    return KINDS[kind]


def month_rows(months: Rows, measure: Measure, who: str) -> list[dict[str, Any]]:
    """The same months as an export, with who and what in each row."""
    own = {"agency_id", "measure"}
    return [
        {"who": who, "measure": measure.key}
        | {name: worth for name, worth in row.items() if name not in own}
        | {"counts_as": counts_as(row, kind)}
        for row, kind in zip(months, kinds(months), strict=True)
    ]
