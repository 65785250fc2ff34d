"""Everyone who asked one agency, month by month: seen, closed, waiting, seen late, never seen."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.analysis.cohorts import Rows, fate_counts, never_seen, newest_known_month
from dashboard.charts import theme
from dashboard.charts.cohort_bars import CohortBar, CohortPart, cohort_figure
from dashboard.components import layout
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Markup
from dashboard.components.tables import html_table
from dashboard.queries.models import Board
from dashboard.text import sentences
from dashboard.text.formats import format_count, format_share, month_name


def cohort_section(months: Rows, board: Board, name: str, seen_days: int) -> None:
    """The newest known month: how many were assessed and treated, and where the others are.

    `months`: a row a month of contact, the earliest first. `name`: whose requests these are.
    `seen_days`: a request counts as seen within so many days of the contact.
    """
    row = newest_known_month(months)
    if row is None:
        layout.show_caption(
            "No month of first contacts is old enough yet: its 14 days must be over."
        )
        return
    when = month_name(row["month"])
    contacts = row["contacts"]
    layout.show_caption(
        f"First contacts of {when}, the newest whose 14 days are over. Shares of all who asked."
    )

    def step_bar(label: str, column: str, under: str = "") -> CohortBar:
        return CohortBar(label, row[column], f"{format_share(row[column], contacts)} of all", under)

    steps = [
        step_bar(
            "Assessed",
            "assessed_14",
            f"within 14 days, {format_count(row['assessed_7'])} within 7",
        ),
        step_bar("First service", "started_14", "within 14 days of asking"),
    ]
    fates = [
        CohortPart("seen", row["seen"], theme.BETTER, theme.WHITE),
        CohortPart("closed", row["closed"], theme.POINT, theme.WHITE),
        CohortPart("waiting", row["waiting"], theme.HAIRLINE, theme.INK),
        CohortPart("seen later", row["seen_late"], theme.LINE, theme.INK),
        CohortPart("never seen", never_seen(row), theme.INK, theme.WHITE),
    ]
    others = sentences.not_seen_sentence(row, seen_days)
    alt = f"{name}: {sentences.cohort_sentence(row, when)} {others}"
    title = f"{name} · First contacts of {when}"
    show_chart_with_png(
        cohort_figure(contacts, steps, fates),
        alt,
        board,
        title,
        file=f"asked-{name}",
        key="chart_cohort",
    )
    st.html(layout.sentence_paragraph(others))


def cohort_months_table(months: Rows) -> Markup:
    """A table of every month of contact, the newest first; an unknown count is no 0."""
    columns = (
        *("Month", "Asked", "Assessed in 7 days", "In 14", "Treated in 14"),
        *("Seen", "Closed", "Waiting", "Seen later", "Never seen"),
    )

    def count_text(row: Mapping[str, Any], column: str) -> str:
        return "not yet known" if row[column] is None else format_count(row[column])

    rows = [
        (
            month_name(row["month"]),
            format_count(row["contacts"]),
            *(count_text(row, column) for column in ("assessed_7", "assessed_14", "started_14")),
            *map(format_count, fate_counts(row)),
        )
        for row in reversed(months)
    ]
    return html_table(
        "Everyone who asked, by month of contact", columns, rows, numbers=range(1, 10)
    )
