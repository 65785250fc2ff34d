"""Agencies by months: what came and when, as icon and word; a cell links to its versions."""

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
ByMonth = Mapping[date, Mapping[str, Any]]  # one agency's calendar rows


def calendar_legend(rows: Rows) -> Markup:
    """The icons of the statuses in the rows, and their names."""
    present = {row["status"] for row in rows}
    keys = [
        icon(status, name) for status, name in calendar_text.STATUSES.items() if status in present
    ]
    return element("p", keys, class_="keys")


def month_calendar(
    agencies: Mapping[str, str], months: Sequence[date], rows: Rows, parameters: Mapping[str, str]
) -> Markup:
    """A table with a row an agency, in the order of `agencies` (id → name), and a column a month.

    `parameters`: what a cell's link keeps of the URL.
    """
    by_agency: dict[str, dict[date, Mapping[str, Any]]] = {key: {} for key in agencies}
    for row in rows:
        if row["agency_id"] in by_agency:
            by_agency[row["agency_id"]][row["month"]] = row
    body = [
        element(
            "tr",
            element("th", agencies[key], scope="row", role="rowheader"),
            _month_cells(months, by_month, parameters),
            _on_time_cell(by_month),
            role="row",
        )
        for key, by_month in by_agency.items()
    ]
    heads = [_month_head(month, first=i == 0) for i, month in enumerate(months)]
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


def _month_head(month: date, *, first: bool) -> Markup:
    year = element("small", str(month.year)) if first or month.month == 1 else None
    return element("th", short_month(month), year, scope="col", role="columnheader")


def _month_cells(
    months: Sequence[date], by_month: ByMonth, parameters: Mapping[str, str]
) -> list[Markup]:
    if not by_month:
        text = "Nothing asked for in these months"
        return [element("td", text, colspan=len(months), role="cell", class_="none")]
    return [_month_cell(month, by_month.get(month), parameters) for month in months]


def _month_cell(
    month: date, row: Mapping[str, Any] | None, parameters: Mapping[str, str]
) -> Markup:
    when = month_name(month)
    if row is None:
        outside = element("span", NO_DATA, class_="muted", aria_label="Not active")
        return element("td", outside, role="cell", class_="outside", data_month=when)
    chosen = {**parameters, "agency": row["agency_id"], "month": f"{month:%Y-%m}"}
    version = element("small", f"version {row['version']}") if row["versions"] > 1 else None
    overdue = row["status"] == "provisional" and row["asked"] and not row["on_time"]
    link = element(
        "a",
        icon(row["status"], size=12, alt=f"{calendar_text.status_sentence(row)}. "),
        element("span", calendar_text.cell_text(row), aria_hidden="true"),
        href=f"{page_address('submissions', **chosen)}#{HISTORY}",
        class_="missing" if overdue else row["status"],
    )
    return element("td", link, version, role="cell", data_month=when)


def _on_time_cell(by_month: ByMonth) -> Markup:
    due = [row for row in by_month.values() if row["asked"]]
    text = f"{sum(row['on_time'] for row in due)} of {len(due)}" if due else NO_DATA
    return element("td", text, role="cell", class_="timely", data_month="On time")


def calendar_export_rows(rows: Rows) -> list[dict[str, Any]]:
    """The same cells for the export, a row an agency and month."""
    names = ("agency_id", "name", "month", "due", "status", "received_on", "version", "rows")
    return [
        {name: row[name] for name in names}
        | {"on_time": ("yes" if row["on_time"] else "no") if row["asked"] else ""}
        for row in rows
    ]


def agencies_with_status(agencies: Mapping[str, str], rows: Rows, status: str) -> dict[str, str]:
    """The agencies (id → name) with a month of this status in the rows; all for "all"."""
    matching = {row["agency_id"] for row in rows if status == row["status"]}
    return {key: name for key, name in agencies.items() if status == "all" or key in matching}


def calendar_facts(rows: Rows, newest: date, next_due: tuple[date, date]) -> Markup:
    """One line: the next due day, who has sent the `newest` ended month, and how many are on time.

    `next_due`: a month and its due day.
    """
    month, day = next_due
    newest_rows = [row for row in rows if row["month"] == newest]
    received = sum(row["status"] in ("received", "late", "nothing") for row in newest_rows)
    agencies = count_of(len(newest_rows), "agency", "agencies")
    facts = [
        join_content("Next due ", element("b", format_long_day(day)), f", for {long_month(month)}"),
        join_content(
            element("b", f"{format_count(received)} of {agencies}"), f" sent {long_month(newest)}"
        ),
    ]
    due = [row for row in rows if row["asked"]]
    if due:
        on_time = format_count(sum(row["on_time"] for row in due))
        months = count_of(len(due), "month")
        facts.append(join_content(element("b", f"{on_time} of {months}"), " came by the due day"))
    return element("p", [element("span", fact) for fact in facts], class_="facts")
