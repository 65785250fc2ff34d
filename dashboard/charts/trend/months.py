"""A figure over time, month by month, and which of its months count as what."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from dashboard.analysis.month_kinds import Rows, month_kinds
from dashboard.queries.models import Measure
from dashboard.text import sentences


class Limits(Protocol):
    """What `pipelines.statistics.xmr` and `p_prime` return: arrays with an entry a month.

    centre, lower and upper are in the unit of the values, nan where there is none; phase counts
    the baselines passed; point is the meaning of the month.
    """

    @property
    def centre(self) -> np.ndarray: ...

    @property
    def lower(self) -> np.ndarray: ...

    @property
    def upper(self) -> np.ndarray: ...

    @property
    def phase(self) -> np.ndarray: ...

    @property
    def point(self) -> np.ndarray: ...


@dataclass(frozen=True)
class ChartMonth:
    """One month; `kind` is final, provisional, warming_up or missing."""

    month: date
    value: float | None
    kind: str
    says: str  # for the pointer resting on it


@dataclass(frozen=True)
class AverageLine:
    """The mean of the months from `first` to `last`, drawn over just these."""

    value: float
    first: date
    last: date
    name: str


def chart_months(rows: Rows, measure: Measure, column: str = "value") -> list[ChartMonth]:
    """A published table's rows as a chart's months; column `entered` draws persons."""
    people = column != "value"
    return [
        ChartMonth(
            row["month"],
            None if kind == "missing" else float(row[column]),
            kind,
            sentences.point_label(row, kind, measure, people=people),
        )
        for row, kind in zip(rows, month_kinds(rows, column), strict=True)
    ]
