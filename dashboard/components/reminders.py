"""How far the data reach, which agencies have not sent, and the text that reminds them."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.queries import board as queries
from dashboard.queries.models import Board, MissingMonths
from dashboard.text import reminders, sentences
from dashboard.text.formats import (
    NO_DATA,
    count_of,
    format_day,
    format_long_day,
    join_names,
    long_month,
)


def arrivals_line(viewer: Viewer, board: Board, lacking: Sequence[MissingMonths]) -> Markup:
    """One line of facts under the page's title."""
    if board.data_through is None:
        return element("p", "No month has been sent after it had ended.", class_="facts")
    came, active = queries.sent_newest_month(viewer, board)
    newest = board.data_through.replace(day=1)
    due = due_dates.due_date(newest, queries.board_settings(viewer, board)["office"]["due_day"])
    is_open = came < active and due >= due_dates.day_of_board(board)
    facts: list[Content] = [
        element("span", "Data through ", element("b", format_long_day(board.data_through))),
        element(
            "span",
            element("b", f"{came} of {count_of(active, 'agency', 'agencies')}"),
            f" sent {long_month(newest).split()[0]}",
            f", due {format_day(due)}" if is_open else "",
        ),
    ]
    final = queries.newest_final_months(viewer, board)
    goals = [
        measure
        for measure in queries.measures(viewer, board).values()
        if measure.goal and not measure.persons
    ]
    open_goals = [goal for goal in goals if final.get(goal.key, newest) < newest]
    if open_goals:
        which = [goal.short_label for goal in open_goals] if len(open_goals) < len(goals) else []
        name = long_month(newest).split()[0]
        facts.append(element("span", f"{name} is provisional{_for_goals(which)}"))
    missing = [agency for agency in lacking if agency.missing or agency.never]
    unfinished = [agency for agency in lacking if agency.unfinished]
    if missing:
        facts.append(
            element(
                "span", "Missing: ", _named(missing, lambda a: sentences.months_text(a.missing))
            )
        )
    if unfinished:
        facts.append(
            element(
                "span",
                "Unfinished: ",
                _named(unfinished, lambda a: sentences.months_text(a.unfinished)),
            )
        )
    return element("p", facts, class_="facts")


def _for_goals(names: Sequence[str]) -> str:
    """` for Assessment → service`; without names for all: the goals show an earlier month."""
    return (
        f" for {join_names(names, most=len(names))}" if names else ": goals show an earlier month"
    )


def _named(
    agencies: Sequence[MissingMonths], lacks: Callable[[MissingMonths], str], most: int = 4
) -> Content:
    shown = [
        join_content(element("b", agency.name), f" ({lacks(agency) or 'everything'})")
        for agency in agencies[:most]
    ]
    more = len(agencies) - most
    return join_content(*shown, f"{more} more" if more > 0 else None, between=", ")


def reminder_list(lacking: Sequence[MissingMonths], office: str) -> None:
    """Contact and reminder of each agency that lacks a month."""
    if not lacking:
        return
    with st.expander(f"Who has not sent: {count_of(len(lacking), 'agency', 'agencies')}"):
        rows = [
            (
                page_link(agency.name, "agency", agency=agency.agency_id),
                sentences.missing_months_sentence(agency),
                format_day(agency.data_through) if agency.data_through else NO_DATA,
                agency.contact_name or NO_DATA,
                agency.contact_email or NO_DATA,
            )
            for agency in lacking
        ]
        columns = ("Agency", "Lacks", "Data through", "Contact", "Email")
        st.html(html_table("Agencies that have not sent", columns, rows))
        st.html(element("p", "A reminder to copy:", class_="caption"))
        names = {agency.agency_id: agency for agency in lacking}
        chosen = st.selectbox(
            "Reminder for",
            list(names),
            format_func=lambda key: names[key].name,
            width=280,
            key="reminder_for",
        )
        st.code(reminders.reminder_text(names[chosen], office), language=None, wrap_lines=True)
