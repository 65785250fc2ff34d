"""What the office knows of an agency: its facts, its change projects, the months that it sent."""

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

TABLE_MONTHS = 12  # of submissions on screen


def agency_facts(
    agency: Mapping[str, Any],
    groups: Sequence[str],
    submissions: Sequence[Mapping[str, Any]],
    on_time: tuple[int, int],
) -> None:
    """One line: what the office knows of the agency, how far its data reach, what is held.

    `on_time`: the months that came by their due day, the months due. `submissions`: the newest
    first.
    """
    facts: list[tuple[str, Content]] = [("Code", agency["agency_id"])]
    if agency["size"]:
        facts.append(("Size", agency["size"].capitalize()))
    if agency["levels_of_care"]:
        facts.append(("Levels of care", agency["levels_of_care"].capitalize()))
    if groups:
        facts.append(("Groups", ", ".join(groups)))
    if agency["active_to"]:
        word = "Closed" if agency["closed"] else "Active until"
        facts.append((word, month_name(agency["active_to"])))
    if agency["pauses"]:
        spans = [f"{month_name(first)} to {month_name(last)}" for first, last in agency["pauses"]]
        facts.append(("Closed for a while", ", ".join(spans)))
    through = agency["data_through"]
    facts.append(("Data through", format_day(through) if through else "no finished month"))
    months_on_time, months_due = on_time
    if months_due:
        facts.append(("Sent on time", f"{months_on_time} of {count_of(months_due, 'month')}"))
    newest = next((s for s in submissions if s["active"] and s["rows_read"]), None)
    if newest:
        held = f"{format_count(newest['rows_held'])} of {format_count(newest['rows_read'])}"
        facts.append((f"Rows held, {short_month(newest['month'])}", held))
    contact = [text for text in (agency["contact_name"], agency["contact_email"]) if text]
    if contact:
        facts.append(("Contact", ", ".join(contact)))
    pairs = [element("div", element("dt", term), element("dd", fact)) for term, fact in facts]
    st.html(element("dl", pairs, class_="facts"))


def projects_section(
    projects: Sequence[Project],
    measure_labels: Mapping[str, str],
    series: Mapping[str, EvaluatedSeries],
    board: Board,
    agency_name: str,
) -> None:
    """A bar a project, and a table: dates and outcome as the team recorded them, no effect.

    A project's name links to its measure's chart, with limits held at the months before the
    project where these are enough. `measure_labels`, `series`: by measure key.
    """
    if not projects:
        layout.show_caption("No change project is recorded.")
        return
    layout.show_caption(
        "Bar: start to close-out; hollow while running. Outcome as the team recorded it."
    )
    until = board.data_through or board.published_at.date()
    listed = "; ".join(f"{project.title}, {project_dates(project)}" for project in projects)
    file = f"projects-{projects[0].agency_id}"
    show_chart_with_png(
        projects_timeline(projects, dict(measure_labels), until),
        f"{agency_name}, change projects: {listed}.",
        board,
        f"{agency_name} · Change projects",
        file=file,
        key="chart_projects",
    )
    links = [_chart_link(project, series[project.measure]) for project in projects]
    layout.show_caption(
        "Did it change anything? The chart of each, against the months before it: ",
        join_content(*links, between=", "),
    )
    rows = [
        (
            link,
            measure_labels.get(project.measure, project.measure),
            month_name(project.starts),
            month_name(project.ends) if project.ends else "running",
            project.outcome or NO_DATA,
        )
        for project, link in zip(projects, links, strict=True)
    ]
    columns = ("Project", "Measure", "Start", "Close-out", "Outcome")
    export = [asdict(project) for project in projects]
    data_expander("projects", html_table("Change projects", columns, rows), export, board, file)


def _chart_link(project: Project, series: EvaluatedSeries) -> Markup:
    parameters = {"measure": project.measure, "agency": project.agency_id}
    baseline = baseline_before(series, project)
    if baseline is not None:
        parameters["baseline"] = baseline.key
    return page_link(project.title, "trends", **parameters)


def submissions_table(
    submissions: Sequence[Mapping[str, Any]], missing_months: MissingMonths | None
) -> Markup:
    """A table of the newest twelve months, the newest first; a missing month is a row too."""
    active = {s["month"]: s for s in submissions if s["active"]}
    missing = set(missing_months.missing) if missing_months else set()
    months = sorted({*active, *missing}, reverse=True)[:TABLE_MONTHS]
    columns = ("Month", "Received", "Version", "Rows read", "Held", "Repeats", "State")
    rows = [
        (month_name(month), *_submission_cells(active[month]))
        if month in active
        else (month_name(month), *[NO_DATA] * 5, "not sent")
        for month in months
    ]
    return html_table("Submissions", columns, rows, numbers=range(2, 6))


def _submission_cells(submission: Mapping[str, Any]) -> tuple[str, ...]:
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
