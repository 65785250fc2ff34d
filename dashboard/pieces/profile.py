"""Who an agency is, and what it has sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.charts.projects import dates, timeline
from dashboard.definitions import Board, NotSent, Project
from dashboard.judging import Judged, before
from dashboard.markup import Content, Markup, el, join, link
from dashboard.pieces import frame
from dashboard.pieces.picture import draw_to_keep
from dashboard.pieces.table import behind, table

MONTHS = 12  # of submissions on screen


def facts(
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
        said.append(("Active until", words.month(agency["active_to"])))
    through = agency["data_through"]
    said.append(("Data through", words.day(through) if through else "no finished month"))
    came, asked = on_time
    said += [("Sent on time", f"{came} of {words.counted(asked, 'month')}")] if asked else []
    if newest:
        held = f"{words.count(newest['rows_held'])} of {words.count(newest['rows_read'])}"
        said.append((f"Rows held, {words.short_month(newest['month'])}", held))
    if agency["contact_name"] or agency["contact_email"]:
        contact = ", ".join(c for c in (agency["contact_name"], agency["contact_email"]) if c)
        said.append(("Contact", contact))
    st.html(el("dl", [el("div", el("dt", k), el("dd", v)) for k, v in said], class_="facts"))


def projects(
    shown: Sequence[Project],
    labels: Mapping[str, str],
    series: Mapping[str, Judged],
    at: Board,
    who: str,
) -> None:
    """A bar a project and its table; dates and outcome as recorded, no effect claimed. Its name
    leads to its measure's chart, with the limits of the months before it where these are enough."""
    if not shown:
        frame.caption("No change project is recorded.")
        return
    frame.caption("Bar: start to close-out; hollow while running. Outcome as the team recorded it.")
    until = at.data_through or at.published_at.date()
    listed = "; ".join(f"{each.title}, {dates(each)}" for each in shown)
    alt = f"{who}, change projects: {listed}."
    file = f"projects-{shown[0].agency_id}"
    about = f"{who} · Change projects"
    draw_to_keep(timeline(shown, labels, until), alt, at, about, file=file, key="chart_projects")
    charts = join(*(_its_chart(p, series[p.measure]) for p in shown), between=", ")
    frame.caption(
        "Did it change anything? The chart of each, against the months before it: ", charts
    )
    rows = [
        (
            _its_chart(p, series[p.measure]),
            labels.get(p.measure, p.measure),
            words.month(p.starts),
            words.month(p.ends) if p.ends else "running",
            p.outcome or words.NO_DATA,
        )
        for p in shown
    ]
    columns = ("Project", "Measure", "Start", "Close-out", "Outcome")
    data = [asdict(each) for each in shown]
    behind("projects", table("Change projects", columns, rows), data, at, file)


def _its_chart(project: Project, found: Judged) -> Markup:
    chosen = {"measure": project.measure, "agency": project.agency_id}
    held = before(found, project)
    return link(project.title, "trends", **chosen, **({"baseline": held.key} if held else {}))


def submissions_table(submissions: Sequence[Mapping[str, Any]], lacking: NotSent | None) -> Markup:
    """The last twelve months as they were sent, the newest first; a missing month is a row too."""
    active = {s["month"]: s for s in submissions if s["active"]}
    missing = set(lacking.missing) if lacking else set()
    shown = sorted({*active, *missing}, reverse=True)[:MONTHS]
    columns = ("Month", "Received", "Version", "Rows read", "Held", "Repeats", "State")
    rows = [
        (words.month(month), *_sent(active[month]))
        if month in active
        else (words.month(month), *[words.NO_DATA] * 5, "not sent")
        for month in shown
    ]
    return table("Submissions", columns, rows, numbers=range(2, 6))


def _sent(submission: Mapping[str, Any]) -> tuple[str, ...]:
    state = "complete" if submission["complete"] else "sent before the month had ended"
    if submission["nothing_to_report"]:
        state = "nothing to report"
    return (
        words.day(submission["received_on"]),
        words.count(submission["version"]),
        words.count(submission["rows_read"]),
        words.count(submission["rows_held"]),
        words.count(submission["duplicates"]),
        state,
    )
