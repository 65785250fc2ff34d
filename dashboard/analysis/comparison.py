"""How agencies compare in one period: do they differ, who stands apart, who differs from the state.

The three questions are those of `pipelines.statistics.agency_tests`; pure. No ranks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.analysis.thresholds import LEAST_N
from pipelines.statistics import (
    AgencyTests,
    compare_agency_days,
    compare_agency_rates,
    mean_interval,
    wilson,
)

Rows = Sequence[Mapping[str, Any]]


SAME, BETTER, WORSE = "common_cause", "improvement", "concern"


ALL_ALIKE = "no variation"


@dataclass(frozen=True)
class ComparedAgency:
    """One agency: its 95 % interval in the unit of the figure, and how it compares.

    meaning: BETTER or WORSE than the state, chance aside, else SAME; apart: it also lies outside
    the spread of the agencies. in_all: (figure - state's) x n, the persons or days that the
    difference concerns. `why_not` says why it is not compared, else empty.
    """

    agency_id: str
    low: float | None
    high: float | None
    meaning: str
    apart: bool
    in_all: float | None
    why_not: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """All agencies of one period; `tests` is None where none can be compared."""

    agencies: Mapping[str, ComparedAgency]
    tests: AgencyTests | None

    @property
    def compared_agencies(self) -> list[ComparedAgency]:
        """The agencies without a reason against it."""
        return [agency for agency in self.agencies.values() if not agency.why_not]

    def names_with_meaning(
        self, meaning: str, names: Mapping[str, str], *, apart: bool
    ) -> list[str]:
        """The names with this meaning that stand apart, or (`apart` False) that do not."""
        return [
            name
            for key, name in names.items()
            if (agency := self.agencies.get(key)) is not None
            if agency.meaning == meaning and agency.apart is apart
        ]


def compare_rates(rows: Rows, state: float | None) -> Comparison:
    """Rows with numerator and counted (n), provisional and warming_up."""
    return _compared_rates(rows, "numerator", "counted", state)


def compare_shares(rows: Rows, part: str, whole: str, state: float | None) -> Comparison:
    """Any share of counts, as the cohort's are: all of them final."""
    final = [
        {**row, "counted": row[whole], "provisional": False, "warming_up": False} for row in rows
    ]
    return _compared_rates(final, part, "counted", state)


def compare_days(
    rows: Rows, spread: Mapping[str, Mapping[str, Any]], state: float | None
) -> Comparison:
    """Rows with value and counted; `spread`: agency → n, mean and deviation of the same months."""
    agencies = [row for row in rows if row["agency_id"] in spread]
    if not agencies:
        return Comparison({}, None)
    given = [spread[row["agency_id"]] for row in agencies]
    count, mean = [each["n"] for each in given], [each["mean"] for each in given]
    deviation = [np.nan if each["deviation"] is None else each["deviation"] for each in given]
    lows, highs = mean_interval(count, mean, deviation)
    edges = [
        (float(lo), float(hi)) if lo == lo else None for lo, hi in zip(lows, highs, strict=True)
    ]
    why_not = [_why_not(row, edge, state) for row, edge in zip(agencies, edges, strict=True)]
    asked = np.array([not reason for reason in why_not])
    given_days = (np.where(asked, each, np.nan) for each in (count, mean, deviation))
    tests = compare_agency_days(*given_days, target=state)
    return _comparison(agencies, edges, why_not, tests, state, better=-1)


def _compared_rates(rows: Rows, part: str, whole: str, state: float | None) -> Comparison:
    agencies = [row for row in rows if row["agency_id"] is not None and row[whole]]
    if not agencies:
        return Comparison({}, None)
    n, d = np.array([[row[part], row[whole]] for row in agencies], dtype=float).T
    lows, highs = wilson(n, d)
    edges = [(float(lo), float(hi)) for lo, hi in zip(lows, highs, strict=True)]
    why_not = [_why_not(row, edge, state) for row, edge in zip(agencies, edges, strict=True)]
    asked = np.array([not reason for reason in why_not])
    tests = compare_agency_rates(np.where(asked, n, 0), np.where(asked, d, 0), target=state)
    figures = [{**row, "value": row[part] / row[whole]} for row in agencies]
    return _comparison(figures, edges, why_not, tests, state, better=1)


def _comparison(
    rows: Rows,
    edges: Sequence[tuple[float, float] | None],
    why_not: Sequence[str],
    tests: AgencyTests,
    state: float | None,
    *,
    better: int,
) -> Comparison:
    agencies = {}
    for i, row in enumerate(rows):
        side, (low, high) = int(tests.side[i]), edges[i] or (None, None)
        agencies[row["agency_id"]] = ComparedAgency(
            row["agency_id"],
            low,
            high,
            meaning=SAME if not side else BETTER if side == better else WORSE,
            apart=bool(tests.apart[i]),
            in_all=None if why_not[i] or state is None else (row["value"] - state) * row["counted"],
            why_not=why_not[i],
        )
    return Comparison(agencies, None if all(why_not) else tests)


def _why_not(row: Mapping[str, Any], edges: tuple[float, float] | None, state: float | None) -> str:
    if row["provisional"] or row["warming_up"]:
        return "provisional" if row["provisional"] else "warming up"
    if row["counted"] < LEAST_N:
        return f"under n {LEAST_N}"
    if edges is None:
        return ALL_ALIKE
    return "no state figure" if state is None else ""
