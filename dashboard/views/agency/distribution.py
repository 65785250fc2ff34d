"""How long people waited, request by request: a mean hides the longest waits."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.analysis.series import EvaluatedSeries
from dashboard.charts.histogram import histogram_figure
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import element
from dashboard.components.tables import html_table
from dashboard.queries.models import Board, Measure
from dashboard.text import sentences
from dashboard.text.formats import format_count

Counts = Sequence[Mapping[str, Any]]


def waits_section(
    board: Board, who: str, measure: Measure, found: EvaluatedSeries, counts: Counts, when: str
) -> None:
    """Sentence and bars of one time measure over some months."""
    name = element("h3", measure.short_label, class_="eyebrow")
    if not counts:
        st.html([name, element("p", f"Nothing counted in {when}.", class_="caption")])
        return
    days = [(row["days"], row["requests"]) for row in counts]
    half, most = (days_quantile(days, share) for share in (0.5, 0.9))
    said = sentences.waits_sentence(days, half, most)
    st.html(element("div", name, element("p", said, class_="beside waited")))
    show_chart_with_png(
        histogram_figure(
            days, median=half, p90=most, target=found.target.value if found.target else None
        ),
        f"{who}, {measure.label}, days of each request, {when}. {said}",
        board,
        f"{who} · {measure.short_label}, {when}",
        file=f"days-{measure.key}-{who}",
        key=f"days_{measure.key}",
    )


def days_table(measures: Sequence[Measure], counts: Sequence[Counts]) -> str:
    """Days by requests, all measures side by side."""
    told = [{row["days"]: row["requests"] for row in each} for each in counts]
    days = sorted({day for each in told for day in each})
    columns = ("Days", *(measure.short_label for measure in measures))
    rows = [(format_count(day), *(format_count(each.get(day, 0)) for each in told)) for day in days]
    return html_table("Requests by days", columns, rows, numbers=range(1, len(columns)))


def days_rows(measures: Sequence[Measure], counts: Sequence[Counts]) -> list[dict[str, Any]]:
    """The same as an export, a row a measure and number of days."""
    return [
        {"measure": measure.key, "days": row["days"], "requests": row["requests"]}
        for measure, each in zip(measures, counts, strict=True)
        for row in each
    ]


def days_quantile(days: Sequence[tuple[int, int]], share: float) -> float:
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
