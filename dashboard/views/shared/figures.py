"""A year of the release: sentence, a dot an agency, every cell as a table."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.access import viewer as access
from dashboard.access.record import record_export
from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
from dashboard.components import layout
from dashboard.components.charts import show_chart
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.tables import html_table
from dashboard.exports import release_csv
from dashboard.queries.release import ReleasedMeasure, SharedRelease
from dashboard.text import shared as shared_text
from dashboard.text.formats import format_figure, format_target
from dashboard.views.shared.controls import SharedSelection

Rows = Sequence[Mapping[str, Any]]


def release_stamp(release: SharedRelease, demo: str) -> Markup:
    """The line next to the title: which release, and the demo's mark."""
    mark = element("b", demo) if demo else None
    text = shared_text.release_sentence(release)
    return element("p", join_content(mark, text, between=" · "), class_="about")


def year_section(
    selection: SharedSelection,
    years: Rows,
    labels: Mapping[str, str],
    own: Mapping[str, str],
    state: Mapping[str, Any] | None,
    target: float | None,
) -> None:
    """Sentence and chart. `years`: agencies' values of the year; `own`: the viewer's codes."""
    measure, year = selection.measure, selection.year
    sentence = shared_text.year_sentence(measure, year, state)
    layout.show_lede(f"{measure.label}, {year}", sentence)
    if not years:
        return
    dots = [
        IntervalDot(
            name=f"{labels[row['code']]} (yours)" if row["code"] in own else labels[row["code"]],
            value=row["value"],
            says=format_figure(row["value"], measure.unit),
            meaning="own" if row["code"] in own else "common_cause",
            apart=row["code"] in own,
        )
        for row in years
    ]
    state_value = state["value"] if state else None
    figure = interval_dots_figure(
        dots,
        unit=measure.unit,
        state=state_value,
        state_says=f"State {format_figure(state_value, measure.unit)}" if state else "",
        target=target,
        target_says=f"Target {format_target(target, measure.unit)}" if target is not None else "",
    )
    alt = f"{measure.label}, {year}, one dot an agency, in order of code. {sentence}"
    show_chart(figure, alt, key="chart_shared")
    layout.show_caption(
        "In order of code, which says nothing of an agency. A value is over the year’s shown "
        "cells: shares by shown counts, days by shown counts or, over months, their plain mean."
    )


def cells_table(
    measure: ReleasedMeasure, cells: Rows, labels: Mapping[str, str], own: Mapping[str, str]
) -> Markup:
    """A row a cell of the year, by code and period."""
    rows: list[tuple[Content, ...]] = []
    for cell in cells:
        label = labels[cell["code"]]
        name: Content = element("b", f"{label} (yours)") if cell["code"] in own else label
        days: tuple[str, ...] = ()
        if not measure.persons:
            days = tuple(
                format_figure(cell[key], "days") if cell[key] is not None else ""
                for key in ("median_days", "p90_days")
            )
        rows.append(
            (
                name,
                shared_text.period_text(cell),
                shared_text.cell_text(cell, measure.unit),
                shared_text.count_text(cell),
                *days,
            )
        )
    figure = "Share" if measure.persons else "Mean days"
    more = () if measure.persons else ("Median", "90th percentile")
    columns = ("Agency", "Period", figure, "Persons" if measure.persons else "Requests", *more)
    return html_table("Every cell of the year", columns, rows, numbers=range(2, len(columns)))


def cells_section(
    selection: SharedSelection, cells: Rows, labels: Mapping[str, str], own: Mapping[str, str]
) -> None:
    """Every cell of the year as a table with its export, closed at first: it may be long."""
    with st.expander(f"Every cell of {selection.year}"):
        st.html(cells_table(selection.measure, cells, labels, own))
        st.download_button(
            "Download CSV",
            partial(
                record_export,
                access.current_viewer(),
                partial(release_csv.release_csv, cells, selection.release),
                what=f"shared release, {selection.measure.key}, {selection.year}",
                release=selection.release.number,
            ),
            file_name=release_csv.release_file_name(
                selection.release, f"{selection.measure.key}-{selection.year}"
            ),
            mime="text/csv",
            on_click="ignore",
            key="csv_shared",
        )


def vocabulary() -> Markup:
    """What a mark in place of a figure means, and how figures are made coarse."""
    marks = [
        element("div", element("dt", mark), element("dd", words))
        for mark, words in shared_text.MARKS.items()
    ]
    rule = element(
        "p",
        "Counts are the middle of a band of five from 11 on; a month of days has a size in place of"
        " a count. Rates are computed from shown counts, days are half days. The state’s figure is"
        " arithmetic on what is shown. What is released stays as it is; corrections come once a"
        " year, in a new edition. Where everyone or no one enters, 100% or 0% is shown; where few"
        " agencies are, their size can tell who is who.",
        class_="prose",
    )
    return join_content(element("dl", marks, class_="said"), rule)


def no_release(administers: bool) -> None:
    """That nothing is shared yet, and what an administrator does about it."""
    layout.show_lede("No release yet", "The state program office has not released figures yet.")
    if administers:
        layout.show_caption("Look at what a release would show, then make it, in a terminal:")
        st.code("python -m pipelines release --preview", language="bash", wrap_lines=True)
        make = 'python -m pipelines release --reason "monthly"'
        st.code(make, language="bash", wrap_lines=True)
    else:
        layout.show_caption("What peers see comes from that office’s releases. Ask for the next.")
