"""A figure over time, month by month, and which of its months count as what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from dashboard import sentences
from dashboard.definitions import Measure

Rows = Sequence[Mapping[str, Any]]


class Limits(Protocol):
    """What `pipelines.statistics.xmr` and `p_prime` say, aligned with the months."""

    centre: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    phase: Sequence[int]
    point: Sequence[str]


@dataclass(frozen=True)
class Month:
    """One month; `kind` is final, provisional, warming_up or missing."""

    month: date
    value: float | None
    kind: str
    says: str  # for the pointer resting on it


@dataclass(frozen=True)
class Average:
    """The mean of the months from `first` to `last`, drawn over just these."""

    value: float
    first: date
    last: date
    name: str


def kinds(rows: Rows, column: str = "value") -> list[str]:
    """What each month of a published table counts as; only final months are in any statement.

    Nobody sent it: missing, whatever the count says. Nothing to report is a count of 0.
    """
    return [_kind(row, column) for row in rows]


def months_of(rows: Rows, measure: Measure, column: str = "value") -> list[Month]:
    """A published table's rows as a chart's months; column `entered` draws persons."""
    people = column != "value"
    return [
        Month(
            row["month"],
            None if kind == "missing" else float(row[column]),
            kind,
            sentences.point(row, kind, measure, people=people),
        )
        for row, kind in zip(rows, kinds(rows, column), strict=True)
    ]


def is_sent(row: Mapping[str, Any]) -> bool:
    """Whether a month's figures rest on any file, or on the word that there was nothing."""
    return row["status"] != "missing" if "status" in row else row["agencies"] > 0


def _kind(row: Mapping[str, Any], column: str) -> str:
    if row[column] is None or not is_sent(row):
        return "missing"
    return "provisional" if row["provisional"] else "warming_up" if row["warming_up"] else "final"
