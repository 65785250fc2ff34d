"""How long people waited, request by request: a mean hides the longest waits."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.charts.histogram import histogram_figure
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Markup, element, join_content
from dashboard.components.tables import html_table
from dashboard.queries.models import Board, Target
from dashboard.text import sentences
from dashboard.text.formats import format_count
from dashboard.views.agency.data import WaitDistribution


def waits_section(
    board: Board, name: str, waits: WaitDistribution, target: Target | None, when: str
) -> None:
    """Sentence and bars of one time measure. `name`: whose waits, `when`: of which months."""
    measure = waits.measure
    heading = element("h3", measure.short_label, class_="eyebrow")
    if not waits.day_counts:
        none = element("p", f"Nothing counted in {when}.", class_="caption")
        st.html(join_content(heading, none))
        return
    days = [(row["days"], row["requests"]) for row in waits.day_counts]
    median, p90 = days_quantile(days, 0.5), days_quantile(days, 0.9)
    sentence = sentences.waits_sentence(days, median, p90)
    st.html(element("div", heading, element("p", sentence, class_="remark waited")))
    show_chart_with_png(
        histogram_figure(days, median=median, p90=p90, target=target.value if target else None),
        f"{name}, {measure.label}, days of each request, {when}. {sentence}",
        board,
        f"{name} · {measure.short_label}, {when}",
        file=f"days-{measure.key}-{name}",
        key=f"days_{measure.key}",
    )


def days_table(distributions: Sequence[WaitDistribution]) -> Markup:
    """A table of requests by days, a column a measure."""
    by_measure = [
        {row["days"]: row["requests"] for row in waits.day_counts} for waits in distributions
    ]
    columns = ("Days", *(waits.measure.short_label for waits in distributions))
    rows = [
        (format_count(day), *(format_count(requests.get(day, 0)) for requests in by_measure))
        for day in sorted({day for requests in by_measure for day in requests})
    ]
    return html_table("Requests by days", columns, rows, numbers=range(1, len(columns)))


def days_rows(distributions: Sequence[WaitDistribution]) -> list[dict[str, Any]]:
    """The same table for the export, a row a measure and number of days."""
    return [
        {"measure": waits.measure.key, "days": row["days"], "requests": row["requests"]}
        for waits in distributions
        for row in waits.day_counts
    ]


def days_quantile(days: Sequence[tuple[int, int]], share: float) -> float:
    """The days that a share (0 to 1) of all requests take at most.

    `days`: (days, requests), the least first. Interpolates linearly (type 7), as the board's
    medians do.
    """
    requests = sum(n for _, n in days)
    position = share * (requests - 1)
    below, seen, lower = int(position), 0, None
    for day, n in days:
        seen += n
        if lower is None and seen > below:
            lower = day
        if lower is not None and seen > min(below + 1, requests - 1):
            return lower + (day - lower) * (position - below)
    return float(days[-1][0])
