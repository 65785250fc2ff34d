"""Who an agency is, and what it has sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from dashboard.analysis.series import EvaluatedSeries, baseline_before
from dashboard.charts.project_bars import project_dates, projects_timeline
from dashboard.components import layout
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.links import page_link
from dashboard.components.tables import data_expander, html_table
from dashboard.queries.models import Board, MissingMonths, Project
from dashboard.text.formats import (
    NO_DATA,
    count_of,
    format_count,
    format_day,
    month_name,
    short_month,
)

MONTHS = 12  # of submissions on screen


def agency_facts(
    agency: Mapping[str, Any],
    groups: Sequence[str],
    submissions: Sequence[Mapping[str, Any]],
    on_time: tuple[int, int],
) -> None:
    """One line: what the office knows of the agency, how far its data reach, what is held."""
    newest = next((s for s in submissions if s["active"] and s["rows_read"]), None)
    said: list[tuple[str, Content]] = [("Code", agency["agency_id"])]
    said += [("Size", agency["size"].capitalize())] if agency["size"] else []
    if agency["levels_of_care"]:
        said.append(("Levels of care", agency["levels_of_care"].capitalize()))
    said += [("Groups", ", ".join(groups))] if groups else []
    if agency["active_to"]:
        said.append(("Active until", month_name(agency["active_to"])))
    through = agency["data_through"]
    said.append(("Data through", format_day(through) if through else "no finished month"))
    came, asked = on_time
    said += [("Sent on time", f"{came} of {count_of(asked, 'month')}")] if asked else []
    if newest:
        held = f"{format_count(newest['rows_held'])} of {format_count(newest['rows_read'])}"
        said.append((f"Rows held, {short_month(newest['month'])}", held))
    if agency["contact_name"] or agency["contact_email"]:
        contact = ", ".join(c for c in (agency["contact_name"], agency["contact_email"]) if c)
        said.append(("Contact", contact))
    st.html(
        element(
            "dl",
            [element("div", element("dt", k), element("dd", v)) for k, v in said],
            class_="facts",
        )
    )


def projects_section(
    shown: Sequence[Project],
    labels: Mapping[str, str],
    series: Mapping[str, EvaluatedSeries],
    board: Board,
    who: str,
) -> None:
    """A bar a project and its table; dates and outcome as recorded, no effect claimed. Its name
    leads to its measure's chart, with the limits of the months before it where these are enough."""
    if not shown:
        layout.show_caption("No change project is recorded.")
        return
    layout.show_caption(
        "Bar: start to close-out; hollow while running. Outcome as the team recorded it."
    )
    until = board.data_through or board.published_at.date()
    listed = "; ".join(f"{each.title}, {project_dates(each)}" for each in shown)
    alt = f"{who}, change projects: {listed}."
    file = f"projects-{shown[0].agency_id}"
    about = f"{who} · Change projects"
    show_chart_with_png(
        projects_timeline(shown, labels, until), alt, board, about, file=file, key="chart_projects"
    )
    charts = join_content(*(_its_chart(p, series[p.measure]) for p in shown), between=", ")
    layout.show_caption(
        "Did it change anything? The chart of each, against the months before it: ", charts
    )
    rows = [
        (
            _its_chart(p, series[p.measure]),
            labels.get(p.measure, p.measure),
            month_name(p.starts),
            month_name(p.ends) if p.ends else "running",
            p.outcome or NO_DATA,
        )
        for p in shown
    ]
    columns = ("Project", "Measure", "Start", "Close-out", "Outcome")
    data = [asdict(each) for each in shown]
    data_expander("projects", html_table("Change projects", columns, rows), data, board, file)


def _its_chart(project: Project, found: EvaluatedSeries) -> Markup:
    chosen = {"measure": project.measure, "agency": project.agency_id}
    held = baseline_before(found, project)
    return page_link(project.title, "trends", **chosen, **({"baseline": held.key} if held else {}))


def submissions_table(
    submissions: Sequence[Mapping[str, Any]], lacking: MissingMonths | None
) -> Markup:
    """The last twelve months as they were sent, the newest first; a missing month is a row too."""
    active = {s["month"]: s for s in submissions if s["active"]}
    missing = set(lacking.missing) if lacking else set()
    shown = sorted({*active, *missing}, reverse=True)[:MONTHS]
    columns = ("Month", "Received", "Version", "Rows read", "Held", "Repeats", "State")
    rows = [
        (month_name(month), *_sent(active[month]))
        if month in active
        else (month_name(month), *[NO_DATA] * 5, "not sent")
        for month in shown
    ]
    return html_table("Submissions", columns, rows, numbers=range(2, 6))


def _sent(submission: Mapping[str, Any]) -> tuple[str, ...]:
    state = "complete" if submission["complete"] else "sent before the month had ended"
    if submission["nothing_to_report"]:
        state = "nothing to report"
    return (
        format_day(submission["received_on"]),
        format_count(submission["version"]),
        format_count(submission["rows_read"]),
        format_count(submission["rows_held"]),
        format_count(submission["duplicates"]),
        state,
    )
