"""A figure over time, month by month, and which of its months count as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from dashboard import sentences
from dashboard.definitions import Measure


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


def kinds(frame: pd.DataFrame, column: str = "value") -> list[str]:
    """What each month of a published table counts as; only final months are in any statement.

    Nobody sent it: missing, whatever the count says. Nothing to report is a count of 0.
    """
    sent = frame["status"] != "missing" if "status" in frame else frame["agencies"] > 0
    return [
        "missing"
        if pd.isna(worth) or not came
        else "provisional"
        if provisional
        else "warming_up"
        if warming_up
        else "final"
        for worth, came, provisional, warming_up in zip(
            frame[column], sent, frame["provisional"], frame["warming_up"], strict=True
        )
    ]


def months_of(frame: pd.DataFrame, measure: Measure, column: str = "value") -> list[Month]:
    """A published table's rows as a chart's months; column `entered` draws persons."""
    people = column != "value"
    return [
        Month(
            row.month,
            None if kind == "missing" else float(getattr(row, column)),
            kind,
            sentences.point(row, kind, measure, people=people),
        )
        for row, kind in zip(frame.itertuples(), kinds(frame, column), strict=True)
    ]
