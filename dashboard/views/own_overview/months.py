"""Is my month in, and what did its checks find: an agency's newest months, from its calendar."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.components import layout
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.queries import board as queries
from dashboard.queries.models import Board, MissingMonths
from dashboard.text import calendar as calendar_text
from dashboard.text.formats import NO_DATA, count_of, format_count, format_day, long_month
from pipelines.months import shift_month

Rows = Sequence[Mapping[str, Any]]
MONTHS = 6  # in the table
FINDINGS = 5  # named under it


def month_rows(viewer: Viewer, board: Board, agency: str) -> list[dict[str, Any]]:
    """The agency's newest months that are over, the newest first, as its calendar has them."""
    today = due_dates.current_day()
    last = shift_month(today.replace(day=1), -1)
    first = shift_month(last, 1 - MONTHS)
    return queries.calendar_rows(viewer, board, first, last, today, agency=agency)[::-1]


def show_month_lede(rows: Rows, missing: MissingMonths | None, due_day: int, today: date) -> None:
    """One sentence: whether all that is due has come, and what is due next."""
    next_due = due_dates.next_due_of_rows(rows, today) or due_dates.next_due_month(today, due_day)
    sentence = calendar_text.calendar_headline([missing] if missing else [], all_agencies=False)
    layout.show_lede("Your months", f"{sentence} {next_due_sentence(next_due)}")


def next_due_sentence(next_due: tuple[date, date]) -> str:
    month, day = next_due
    return f"Next: {long_month(month)}, due {format_day(day)}."


def months_section(
    viewer: Viewer, board: Board, agency: str, rows: Rows, submissions: Rows
) -> None:
    """A table of the newest months, then the findings of the newest one that was sent."""
    active = {row["month"]: row for row in submissions if row["active"]}
    st.html(months_table(agency, rows, active))
    sent = [row["month"] for row in rows if row["month"] in active]
    if not sent:
        layout.show_caption("Nothing is in yet: ", page_link("send your first file", "submit"), ".")
        return
    version = active[sent[0]]["version"]
    findings = [
        row
        for row in queries.finding_rows(viewer, board, agency, sent[0])
        if row["version"] == version and row["severity"] != "note"
    ]
    st.html(findings_list(agency, sent[0], findings))


def months_table(agency: str, rows: Rows, active: Mapping[date, Mapping[str, Any]]) -> Markup:
    """A row a month: its state, when it came, rows in and rows held. `active`: by month."""
    cells = [
        (
            page_link(
                long_month(row["month"]),
                "submissions",
                agency=agency,
                month=f"{row['month']:%Y-%m}",
            ),
            calendar_text.status_sentence(row),
            *_row_counts(active.get(row["month"])),
        )
        for row in rows
    ]
    columns = ("Month", "State", "Rows in", "Held")
    return html_table("Your newest months", columns, cells, numbers=range(2, 4))


def _row_counts(submission: Mapping[str, Any] | None) -> tuple[str, str]:
    if submission is None:
        return NO_DATA, NO_DATA
    return format_count(submission["rows"]), format_count(submission["rows_held"])


def findings_list(agency: str, month: date, findings: Rows) -> Markup:
    """What the checks found in a month's file, rows held first; a sentence where all is well."""
    where = _month_link("all of it", agency, month)
    if not findings:
        text = f"The checks of {long_month(month)} held no row and had no warning."
        return element("p", text, class_="remark")
    lines: list[Content] = [
        element(
            "li",
            join_content(
                element("b", count_of(row["rows"], "row")),
                " held: " if row["severity"] == "error" else " with a warning: ",
                row["why"],
            ),
        )
        for row in findings[:FINDINGS]
    ]
    more = len(findings) - FINDINGS
    head = element("p", f"What the checks of {long_month(month)} found (", where, "):")
    rest = element("li", f"and {count_of(more, 'finding')} more") if more > 0 else None
    return join_content(head, element("ul", lines, rest))


def _month_link(label: str, agency: str, month: date) -> Markup:
    return page_link(label, "submissions", agency=agency, month=f"{month:%Y-%m}")
