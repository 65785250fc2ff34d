"""Which agencies differ from the state by more than chance explains, and the words for it; pure.

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
    """One agency: its interval, and how it stands to the state.

    meaning: better, worse or no difference; `why_not` says why it is not compared, else empty.
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
    """Rows with numerator and counted (n); the limits come from all agencies given."""
    agencies = [row for row in rows if row["agency_id"] is not None and row["counted"]]
    if not agencies:
        return Comparison({}, None)
    numerators = [row["numerator"] for row in agencies]
    counted = [row["counted"] for row in agencies]
    drawn = funnel(numerators, counted)
    low, high = wilson(numerators, counted)
    found = {}
    for i, row in enumerate(agencies):
        side = 0
        if drawn.outlier95[i]:
            side = 1 if drawn.value[i] > drawn.upper95[i] else -1
        found[row["agency_id"]] = _compared(row, float(low[i]), float(high[i]), side, state, "up")
    return Comparison(found, drawn)


def compare_days(
    rows: Rows, spread: Mapping[str, Mapping[str, Any]], state: float | None
) -> Comparison:
    """Rows with value and counted; `spread`: agency → n, mean and deviation of the same months."""
    agencies = [row for row in rows if row["agency_id"] in spread]
    if not agencies:
        return Comparison({}, None)
    told = [spread[row["agency_id"]] for row in agencies]
    deviation = [float("nan") if t["deviation"] is None else t["deviation"] for t in told]
    lows, highs = mean_interval([t["n"] for t in told], [t["mean"] for t in told], deviation)
    found = {}
    for row, low, high in zip(agencies, map(float, lows), map(float, highs), strict=True):
        known = low == low and state is not None
        side = (1 if low > state else -1 if high < state else 0) if known else 0
        edges = (low, high) if low == low else (None, None)  # days that do not vary have none
        found[row["agency_id"]] = _compared(row, *edges, side, state, "down")
    return Comparison(found, None)


def compare_shares(rows: Rows, part: str, whole: str, state: float | None) -> Comparison:
    """Any share of counts against the state's by its own interval, as the cohort's are."""
    agencies = [row for row in rows if row["agency_id"] is not None and row[whole]]
    if not agencies:
        return Comparison({}, None)
    lows, highs = wilson([row[part] for row in agencies], [row[whole] for row in agencies])
    found = {}
    for row, low, high in zip(agencies, map(float, lows), map(float, highs), strict=True):
        known = state is not None
        side = (1 if low > state else -1 if high < state else 0) if known else 0
        told = {"counted": row[whole], "provisional": False, "warming_up": False}
        found[row["agency_id"]] = _compared({**row, **told}, low, high, side, state, "up")
    return Comparison(found, None)


def _compared(
    row: Mapping[str, Any],
    low: float | None,
    high: float | None,
    side: int,
    state: float | None,
    better: str,
) -> ComparedAgency:
    why_not = ""
    if row["provisional"] or row["warming_up"]:
        why_not = "provisional" if row["provisional"] else "warming up"
    elif row["counted"] < LEAST_N:
        why_not = f"under n {LEAST_N}"
    elif low is None:
        why_not = ALL_ALIKE
    elif state is None:
        why_not = "no state figure"
    wanted = 1 if better == "up" else -1
    meaning = SAME if why_not or not side else BETTER if side == wanted else WORSE
    return ComparedAgency(row["agency_id"], low, high, meaning, why_not)
