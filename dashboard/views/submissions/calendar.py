"""Agencies by months: what came and when, as sign and word; each cell leads to its history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.analysis.due_dates import Rows
from dashboard.components.html import Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_address
from dashboard.text import calendar as calendar_text
from dashboard.text.formats import (
    NO_DATA,
    count_of,
    format_count,
    format_long_day,
    long_month,
    month_name,
    short_month,
)

HISTORY = "history"  # the anchor of the versions below


def calendar_legend(shown: Rows) -> Markup:
    """The signs that are on screen, and what they stand for."""
    there = {row["status"] for row in shown}
    keys = [
        icon(status, name) for status, name in calendar_text.STATUSES.items() if status in there
    ]
    return element("p", keys, class_="keys")


def month_calendar(
    agencies: Mapping[str, str], months: Sequence[date], rows: Rows, kept: Mapping[str, str]
) -> Markup:
    """A row an agency, in the order of `agencies`; `kept`: what a cell's link keeps of the URL."""
    by_agency: dict[str, dict[date, Mapping[str, Any]]] = {key: {} for key in agencies}
    for row in rows:
        if row["agency_id"] in by_agency:
            by_agency[row["agency_id"]][row["month"]] = row
    body = [
        element(
            "tr",
            element("th", agencies[key], scope="row", role="rowheader"),
            _cells(months, of, kept),
            element("td", _on_time(of), role="cell", class_="timely", data_month="On time"),
            role="row",
        )
        for key, of in by_agency.items()
    ]
    heads = [_head(month, first=i == 0) for i, month in enumerate(months)]
    table = element(
        "table",
        element(
            "thead",
            element(
                "tr",
                element("th", "Agency", scope="col", role="columnheader"),
                heads,
                element("th", "On time", scope="col", role="columnheader", class_="timely"),
                role="row",
            ),
            role="rowgroup",
        ),
        element("tbody", body, role="rowgroup"),
        role="table",
        class_="board calendar",
    )
    return element(
        "div", table, class_="across", tabindex=0, role="region", aria_label="Agencies and months"
    )


def _head(month: date, *, first: bool) -> Markup:
    year = element("small", str(month.year)) if first or month.month == 1 else None
    return element("th", short_month(month), year, scope="col", role="columnheader")


def _cells(
    months: Sequence[date], of: Mapping[date, Mapping[str, Any]], kept: Mapping[str, str]
) -> list[Markup]:
    if not of:
        said = "Nothing asked for in these months"
        return [element("td", said, colspan=len(months), role="cell", class_="none")]
    return [_cell(month, of.get(month), kept) for month in months]


def _cell(month: date, row: Mapping[str, Any] | None, kept: Mapping[str, str]) -> Markup:
    when = month_name(month)
    if row is None:
        outside = element("span", NO_DATA, class_="muted", aria_label="Not active")
        return element("td", outside, role="cell", class_="outside", data_month=when)
    chosen = {**kept, "agency": row["agency_id"], "month": f"{month:%Y-%m}"}
    again = element("small", f"version {row['version']}") if row["versions"] > 1 else None
    overdue = row["status"] == "provisional" and row["asked"] and not row["on_time"]
    link = element(
        "a",
        icon(row["status"], size=12, alt=f"{calendar_text.status_sentence(row)}. "),
        element("span", calendar_text.cell_text(row), aria_hidden="true"),
        href=f"{page_address('submissions', **chosen)}#{HISTORY}",
        class_="missing" if overdue else row["status"],
    )
    return element("td", link, again, role="cell", data_month=when)


def _on_time(of: Mapping[date, Mapping[str, Any]]) -> Markup | str:
    asked = [row for row in of.values() if row["asked"]]
    if not asked:
        return NO_DATA
    return f"{sum(row['on_time'] for row in asked)} of {len(asked)}"


def calendar_export_rows(rows: Rows) -> list[dict[str, Any]]:
    """The same cells, a row each."""
    names = ("agency_id", "name", "month", "due", "status", "received_on", "version", "rows")
    return [
        {name: row[name] for name in names}
        | {"on_time": ("yes" if row["on_time"] else "no") if row["asked"] else ""}
        for row in rows
    ]


def agencies_with_status(agencies: Mapping[str, str], rows: Rows, status: str) -> dict[str, str]:
    """The agencies that have a month of this status among the rows; all for "all"."""
    there = {row["agency_id"] for row in rows if status == row["status"]}
    return {key: name for key, name in agencies.items() if status == "all" or key in there}


def calendar_facts(rows: Rows, newest: date, next_due: tuple[date, date]) -> Markup:
    """One line: the next due day, who has sent the newest month that has ended, timeliness."""
    month, day = next_due
    of = [row for row in rows if row["month"] == newest]
    came = sum(row["status"] in ("received", "late", "nothing") for row in of)
    asked = [row for row in rows if row["asked"]]
    said = [
        join_content(
            "Next due ",
            element("b", format_long_day(day)),
            f", for {long_month(month)}",
        ),
        join_content(
            element(
                "b",
                f"{format_count(came)} of {count_of(len(of), 'agency', 'agencies')}",
            ),
            f" sent {long_month(newest)}",
        ),
    ]
    if asked:
        on_time = sum(row["on_time"] for row in asked)
        files = count_of(len(asked), "month")
        said.append(
            join_content(
                element("b", f"{format_count(on_time)} of {files}"), " came by the due day"
            )
        )
    return element("p", [element("span", each) for each in said], class_="facts")
