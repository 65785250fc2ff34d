"""What is said of a shared release; pure."""

from collections.abc import Mapping
from typing import Any

from dashboard.queries.release import ReleasedMeasure, SharedRelease
from dashboard.text.formats import (
    count_of,
    format_count,
    format_day,
    format_figure,
    format_value,
    period_label,
)

# the one vocabulary for cells without a figure
MARKS = {
    "[c]": "withheld: the figure rests on 1 to 10",
    "[x]": "not available: a month is missing, or the agency’s first months",
    "[z]": "not applicable: the agency was not active",
    "[p]": "not final yet",
}
GRAINS = {"month": "month", "quarter": "quarter", "half_year": "half-year", "year": "year"}


def release_sentence(release: SharedRelease) -> str:
    made, through = format_day(release.made_at), format_day(release.data_through)
    return f"Release {release.number}, made {made}. Data through {through}."


def year_sentence(measure: ReleasedMeasure, year: int, state: Mapping[str, Any] | None) -> str:
    """The state's figure of a year, and how far the agencies reach."""
    if state is None:
        return f"No figure of {year} is released yet."
    unit = measure.unit
    agencies = count_of(state["agencies"], "agency", "agencies")
    reach = f"from {format_value(state['lowest'], unit)} to {format_figure(state['highest'], unit)}"
    if measure.persons:
        share = f"{format_count(state['entered'])} of {format_count(state['counted'])} persons"
        return f"{year}: {share}, {format_figure(state['value'], unit)}. {agencies} reach {reach}."
    middle = format_figure(state["value"], unit)
    return f"{year}: the middle of {agencies} is {middle}; they reach {reach}."


def cell_text(cell: Mapping[str, Any], unit: str) -> str:
    """A cell as text: its figure, or its mark."""
    if cell["mark"]:
        return cell["mark"]
    return format_value(cell["value"], unit) if cell["value"] is not None else "none counted"


def count_text(cell: Mapping[str, Any]) -> str:
    """What a cell counts: a size, persons, or requests; empty where a mark stands for it."""
    if cell["mark"]:
        return ""
    if cell["size"]:
        return cell["size"]
    if cell["entered"] is not None:
        return f"{format_count(cell['entered'])} of {format_count(cell['counted'])}"
    return format_count(cell["counted"])


def period_text(cell: Mapping[str, Any]) -> str:
    """The cell's period in words: `May 2026`, `Q2 2026`, `first half of 2026`, `2026`."""
    if cell["grain"] == "half_year":
        half = "first" if cell["starts"].month == 1 else "second"
        return f"{half} half of {cell['year']}"
    return period_label(cell["grain"], cell["period"])
