"""Every version of an agency's month as tables: what came, which is active, what was found."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.analysis.due_dates import Rows
from dashboard.components import layout
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.tables import html_table
from dashboard.text.formats import (
    count_of,
    format_count,
    format_day,
    format_moment,
    month_name,
)
from pipelines.months import shift_month

FORGET = "python -m pipelines forget --agency A01 --client -"
SEVERITIES = {"error": "row held", "warning": "stored, with a warning", "note": "a note"}


def submissions_of_month(submissions: Rows, month: date | None) -> list[Mapping[str, Any]]:
    """An agency's submissions of one month, the newest version first; none without a month."""
    return [row for row in submissions if row["month"] == month]


def versions_table(versions: Rows, kept_months: int) -> Markup:
    """A table with a row a version; `kept_months`: how long rows stay that were replaced."""
    columns = (
        *("Version", "State", "Received", "From", "Files"),
        *("Rows stored", "Rows read", "Held", "Repeats", "Submission"),
    )
    rows = [
        (
            format_count(row["version"]),
            _state_cell(row, kept_months),
            format_moment(row["received_at"]),
            row["who"],
            element("span", row["file_names"] or "nothing to report", class_="wrap"),
            rows_cell(row),
            format_count(row["rows_read"]),
            format_count(row["rows_held"]),
            format_count(row["duplicates"]),
            str(row["submission_id"]),
        )
        for row in versions
    ]
    return html_table("Every version of the month", columns, rows, numbers=range(5, 10))


def _state_cell(row: Mapping[str, Any], kept_months: int) -> Content:
    if row["active"]:
        early = None if row["complete"] else element("small", "sent before the month had ended")
        return join_content(icon("meets", "active"), early)
    if row["rows_deleted_on"]:
        detail = f"rows deleted {format_day(row['rows_deleted_on'])}"
    elif row["superseded_on"] and row["rows"]:
        until = shift_month(row["superseded_on"].replace(day=1), kept_months)
        detail = f"rows kept until {month_name(until)}"
    else:
        detail = ""
    word = "taken back" if row["withdrawn_on"] else "replaced"
    on = format_day(row["superseded_on"]) if row["superseded_on"] else ""
    return join_content(f"{word} {on}".strip(), element("small", detail) if detail else None)


def rows_cell(row: Mapping[str, Any]) -> Content:
    """How many rows a version stored, and how many of them were forgotten since."""
    forgotten = row["rows_forgotten"]
    return join_content(
        format_count(row["rows"]),
        element("small", f"{format_count(forgotten)} forgotten since") if forgotten else None,
    )


def findings_list(findings: Rows, versions: Rows) -> None:
    """A table of finding codes by version: whether a new file mends what the last one had wrong.

    `findings`: a row a code and version, errors first.
    """
    st.html(element("h3", "What the checks of its files found", class_="reason"))
    if not findings:
        layout.show_caption("No finding in any version.")
        return
    numbers = sorted({row["version"] for row in versions if row["file_names"]}, reverse=True)
    by_code = {row["code"]: row for row in findings}
    counts = {(row["code"], row["version"]): row["rows"] for row in findings}
    rows = [
        (
            join_content(element("code", code), element("small", row["why"])),
            SEVERITIES[row["severity"]],
            *(format_count(counts.get((code, number), 0)) for number in numbers),
        )
        for code, row in by_code.items()
    ]
    columns = ("Finding", "Its row is", *(f"Version {number}" for number in numbers))
    st.html(html_table("Findings", columns, rows, numbers=range(2, 2 + len(numbers))))


def retention_note(months: int, administers: bool) -> None:
    """How long rows and files stay; for an administrator also how to remove one client.

    `months`: how long rows stay that were replaced.
    """
    st.header("What is kept, and for how long", anchor=False)
    st.html(
        element(
            "p",
            "The file itself is never kept. Rows of a version that was replaced are deleted after "
            f"{count_of(months, 'month')}; its counts stay here. Client and person ids are "
            "in the store only as pseudonyms, under a key that is kept elsewhere.",
            class_="prose",
        )
    )
    if administers:
        layout.show_caption(
            "To remove one client everywhere, in a terminal; the number is asked for:"
        )
        st.code(FORGET, language="bash", wrap_lines=True)
