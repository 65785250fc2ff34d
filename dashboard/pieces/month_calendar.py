"""Agencies by months: what came and when, as sign and word; each cell leads to its history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import due, words
from dashboard.due import Rows
from dashboard.markup import Markup, address, el, join
from dashboard.signs import sign

HISTORY = "history"  # the anchor of the versions below


def legend(shown: Rows) -> Markup:
    """The signs that are on screen, and what they stand for."""
    there = {row["status"] for row in shown}
    keys = [sign(status, name) for status, name in due.STATUSES.items() if status in there]
    return el("p", keys, class_="keys")


def month_calendar(
    agencies: Mapping[str, str], months: Sequence[date], rows: Rows, kept: Mapping[str, str]
) -> Markup:
    """A row an agency, in the order of `agencies`; `kept`: what a cell's link keeps of the URL."""
    by_agency: dict[str, dict[date, Mapping[str, Any]]] = {key: {} for key in agencies}
    for row in rows:
        if row["agency_id"] in by_agency:
            by_agency[row["agency_id"]][row["month"]] = row
    body = [
        el(
            "tr",
            el("th", agencies[key], scope="row", role="rowheader"),
            _cells(months, of, kept),
            el("td", _on_time(of), role="cell", class_="timely", data_month="On time"),
            role="row",
        )
        for key, of in by_agency.items()
    ]
    heads = [_head(month, first=i == 0) for i, month in enumerate(months)]
    table = el(
        "table",
        el(
            "thead",
            el(
                "tr",
                el("th", "Agency", scope="col", role="columnheader"),
                heads,
                el("th", "On time", scope="col", role="columnheader", class_="timely"),
                role="row",
            ),
            role="rowgroup",
        ),
        el("tbody", body, role="rowgroup"),
        role="table",
        class_="board calendar",
    )
    return el(
        "div", table, class_="across", tabindex=0, role="region", aria_label="Agencies and months"
    )


def _head(month: date, *, first: bool) -> Markup:
    year = el("small", str(month.year)) if first or month.month == 1 else None
    return el("th", words.short_month(month), year, scope="col", role="columnheader")


def _cells(
    months: Sequence[date], of: Mapping[date, Mapping[str, Any]], kept: Mapping[str, str]
) -> list[Markup]:
    if not of:
        said = "Nothing asked for in these months"
        return [el("td", said, colspan=len(months), role="cell", class_="none")]
    return [_cell(month, of.get(month), kept) for month in months]


def _cell(month: date, row: Mapping[str, Any] | None, kept: Mapping[str, str]) -> Markup:
    when = words.month(month)
    if row is None:
        outside = el("span", words.NO_DATA, class_="muted", aria_label="Not active")
        return el("td", outside, role="cell", class_="outside", data_month=when)
    chosen = {**kept, "agency": row["agency_id"], "month": f"{month:%Y-%m}"}
    again = el("small", f"version {row['version']}") if row["versions"] > 1 else None
    overdue = row["status"] == "provisional" and row["asked"] and not row["on_time"]
    link = el(
        "a",
        sign(row["status"], size=12, alt=f"{due.says(row)}. "),
        el("span", due.cell(row), aria_hidden="true"),
        href=f"{address('submissions', **chosen)}#{HISTORY}",
        class_="missing" if overdue else row["status"],
    )
    return el("td", link, again, role="cell", data_month=when)


def _on_time(of: Mapping[date, Mapping[str, Any]]) -> Markup | str:
    asked = [row for row in of.values() if row["asked"]]
    if not asked:
        return words.NO_DATA
    return f"{sum(row['on_time'] for row in asked)} of {len(asked)}"


def rows_for_export(rows: Rows) -> list[dict[str, Any]]:
    """The same cells, a row each."""
    names = ("agency_id", "name", "month", "due", "status", "received_on", "version", "rows")
    return [
        {name: row[name] for name in names}
        | {"on_time": ("yes" if row["on_time"] else "no") if row["asked"] else ""}
        for row in rows
    ]


def having(agencies: Mapping[str, str], rows: Rows, status: str) -> dict[str, str]:
    """The agencies that have a month of this status among the rows; all for "all"."""
    there = {row["agency_id"] for row in rows if status == row["status"]}
    return {key: name for key, name in agencies.items() if status == "all" or key in there}


def facts(rows: Rows, newest: date, next_due: tuple[date, date]) -> Markup:
    """One line: the next due day, who has sent the newest month that has ended, timeliness."""
    month, day = next_due
    of = [row for row in rows if row["month"] == newest]
    came = sum(row["status"] in ("received", "late", "nothing") for row in of)
    asked = [row for row in rows if row["asked"]]
    said = [
        join("Next due ", el("b", words.long_day(day)), f", for {words.long_month(month)}"),
        join(
            el("b", f"{words.count(came)} of {words.counted(len(of), 'agency', 'agencies')}"),
            f" sent {words.long_month(newest)}",
        ),
    ]
    if asked:
        on_time = sum(row["on_time"] for row in asked)
        files = words.counted(len(asked), "month")
        said.append(join(el("b", f"{words.count(on_time)} of {files}"), " came by the due day"))
    return el("p", [el("span", each) for each in said], class_="facts")
