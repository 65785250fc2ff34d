"""Which agencies differ from the state by more than chance explains; pure.

A rate by the funnel's 95 % limits, mean days by their own 95 % interval. No ranks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.analysis.thresholds import LEAST_N
from pipelines.statistics import Funnel, funnel, mean_interval, wilson

Rows = Sequence[Mapping[str, Any]]


SAME, BETTER, WORSE = "common_cause", "improvement", "concern"


WORDS = {BETTER: "Better", WORSE: "Worse", SAME: "No difference"}


ALL_ALIKE = "no variation"


@dataclass(frozen=True)
class ComparedAgency:
    """One agency: its 95 % interval in the unit of the figure, and how it differs from the state.

    meaning: BETTER, WORSE or SAME; `why_not` says why it is not compared, else empty.
    """

    agency_id: str
    low: float | None
    high: float | None
    meaning: str
    why_not: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """All agencies of one period. `funnel` for rates only."""

    agencies: Mapping[str, ComparedAgency]
    funnel: Funnel | None

    def named(self, meaning: str, names: Mapping[str, str]) -> list[str]:
        """The names with this meaning, in their order."""
        return [
            name
            for agency, name in names.items()
            if agency in self.agencies and self.agencies[agency].meaning == meaning
        ]


def compare_rates(rows: Rows, state: float | None) -> Comparison:
    """Rows with numerator and counted (n); all agencies among them make the limits."""
    agencies = [row for row in rows if row["agency_id"] is not None and row["counted"]]
    if not agencies:
        return Comparison({}, None)
    numerators = [row["numerator"] for row in agencies]
    counted = [row["counted"] for row in agencies]
    limits = funnel(numerators, counted)
    low, high = wilson(numerators, counted)
    compared = {}
    for i, row in enumerate(agencies):
        side = 0
        if limits.outlier95[i]:
            side = 1 if limits.value[i] > limits.upper95[i] else -1
        edges = float(low[i]), float(high[i])
        compared[row["agency_id"]] = _compared_agency(row, edges, side, state, "up")
    return Comparison(compared, limits)


def compare_days(
    rows: Rows, spread: Mapping[str, Mapping[str, Any]], state: float | None
) -> Comparison:
    """Rows with value and counted; `spread`: agency → n, mean and deviation of the same months."""
    agencies = [row for row in rows if row["agency_id"] in spread]
    if not agencies:
        return Comparison({}, None)
    spreads = [spread[row["agency_id"]] for row in agencies]
    deviation = [float("nan") if s["deviation"] is None else s["deviation"] for s in spreads]
    lows, highs = mean_interval([s["n"] for s in spreads], [s["mean"] for s in spreads], deviation)
    compared = {}
    for row, low, high in zip(agencies, map(float, lows), map(float, highs), strict=True):
        edges = (low, high) if low == low else None  # days that do not vary have no interval
        side = _side_of_state(edges, state)
        compared[row["agency_id"]] = _compared_agency(row, edges, side, state, "down")
    return Comparison(compared, None)


def compare_shares(rows: Rows, part: str, whole: str, state: float | None) -> Comparison:
    """Any share of counts against the state's by its own interval, as the cohort's are."""
    agencies = [row for row in rows if row["agency_id"] is not None and row[whole]]
    if not agencies:
        return Comparison({}, None)
    lows, highs = wilson([row[part] for row in agencies], [row[whole] for row in agencies])
    compared = {}
    for row, low, high in zip(agencies, map(float, lows), map(float, highs), strict=True):
        side = _side_of_state((low, high), state)
        counts = {"counted": row[whole], "provisional": False, "warming_up": False}
        compared[row["agency_id"]] = _compared_agency(
            {**row, **counts}, (low, high), side, state, "up"
        )
    return Comparison(compared, None)


def _side_of_state(edges: tuple[float, float] | None, state: float | None) -> int:
    """1 for an interval above the state's figure, -1 for one below, 0 for one around it."""
    if edges is None or state is None:
        return 0
    low, high = edges
    return 1 if low > state else -1 if high < state else 0


def _compared_agency(
    row: Mapping[str, Any],
    edges: tuple[float, float] | None,
    side: int,
    state: float | None,
    better: str,
) -> ComparedAgency:
    why_not = ""
    if row["provisional"] or row["warming_up"]:
        why_not = "provisional" if row["provisional"] else "warming up"
    elif row["counted"] < LEAST_N:
        why_not = f"under n {LEAST_N}"
    elif edges is None:
        why_not = ALL_ALIKE
    elif state is None:
        why_not = "no state figure"
    wanted = 1 if better == "up" else -1
    meaning = SAME if why_not or not side else BETTER if side == wanted else WORSE
    low, high = edges or (None, None)
    return ComparedAgency(row["agency_id"], low, high, meaning, why_not)
