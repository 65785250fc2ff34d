"""How long people waited, request by request: a mean hides the longest waits."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import sentences, words
from dashboard.charts.histogram import histogram
from dashboard.definitions import Board, Measure
from dashboard.judging import Judged
from dashboard.markup import el
from dashboard.pieces.picture import draw_to_keep
from dashboard.pieces.table import table

Counts = Sequence[Mapping[str, Any]]


def distribution(
    at: Board, who: str, measure: Measure, found: Judged, counts: Counts, when: str
) -> None:
    """Sentence and bars of one time measure over some months."""
    name = el("h3", measure.short_label, class_="eyebrow")
    if not counts:
        st.html([name, el("p", f"Nothing counted in {when}.", class_="caption")])
        return
    days = [(row["days"], row["requests"]) for row in counts]
    half, most = (quantile(days, share) for share in (0.5, 0.9))
    said = sentences.waited(days, half, most)
    st.html(el("div", name, el("p", said, class_="beside waited")))
    draw_to_keep(
        histogram(days, median=half, p90=most, target=found.target.value if found.target else None),
        f"{who}, {measure.label}, days of each request, {when}. {said}",
        at,
        f"{who} · {measure.short_label}, {when}",
        file=f"days-{measure.key}-{who}",
        key=f"days_{measure.key}",
    )


def days_table(measures: Sequence[Measure], counts: Sequence[Counts]) -> str:
    """Days by requests, all measures side by side."""
    told = [{row["days"]: row["requests"] for row in each} for each in counts]
    days = sorted({day for each in told for day in each})
    columns = ("Days", *(measure.short_label for measure in measures))
    rows = [(words.count(day), *(words.count(each.get(day, 0)) for each in told)) for day in days]
    return table("Requests by days", columns, rows, numbers=range(1, len(columns)))


def days_rows(measures: Sequence[Measure], counts: Sequence[Counts]) -> list[dict[str, Any]]:
    """The same as an export, a row a measure and number of days."""
    return [
        {"measure": measure.key, "days": row["days"], "requests": row["requests"]}
        for measure, each in zip(measures, counts, strict=True)
        for row in each
    ]


def quantile(days: Sequence[tuple[int, int]], share: float) -> float:
    """Linear interpolation (type 7) over days by how many took them, as the board's medians are."""
    requests = sum(n for _, n in days)
    place = share * (requests - 1)
    below, seen, lower = int(place), 0, None
    for day, n in days:
        seen += n
        if lower is None and seen > below:
            lower = day
        if lower is not None and seen > min(below + 1, requests - 1):
            return lower + (day - lower) * (place - below)
    return float(days[-1][0])
