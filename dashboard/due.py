"""When extracts are due, and what a calendar of them says in words; pure but for `today`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dashboard import sentences, words
from dashboard.definitions import NotSent

Rows = Sequence[Mapping[str, Any]]

NAMED = 3  # agencies named in the sentence above the calendar

# status → what the legend calls it; the keys are the URL's words too
STATUSES = {
    "received": "Received",
    "late": "Received late",
    "missing": "Missing",
    "provisional": "Provisional: sent before the month had ended",
    "nothing": "Nothing to report",
    "not_due": "Not yet due",
}


def today() -> date:
    """The machine's day: due days are the office's calendar days."""
    return datetime.now().astimezone().date()


def shift(month: date, by: int) -> date:
    """The month so many months later."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def due(month: date, due_day: int) -> date:
    """The day in the next month; its last day where that month is shorter."""
    after = shift(month, 1)
    return min(after + timedelta(days=due_day - 1), shift(after, 1) - timedelta(days=1))


def next_due(day: date, due_day: int) -> tuple[date, date]:
    """The month that is due next, and the day."""
    before = shift(day.replace(day=1), -1)
    month = before if due(before, due_day) >= day else shift(before, 1)
    return month, due(month, due_day)


def next_of(rows: Rows, day: date) -> tuple[date, date] | None:
    """The same for those agencies: the next month that one of them has not sent complete."""
    open_ = [
        (row["month"], row["due"])
        for row in rows
        if row["status"] in ("not_due", "provisional") and row["due"] >= day
    ]
    return min(open_, default=None)


def headline(overdue: Sequence[NotSent], everybody: bool) -> str:
    """The one sentence above the calendar."""
    if not overdue:
        return (
            "Every month that is due has come." if everybody else "You have sent all that is due."
        )
    if not everybody:
        return f"Due from you: {words.listed([sentences.lacks(each) for each in overdue])}."
    lacks = "lacks" if len(overdue) == 1 else "lack"
    said = f"{words.counted(len(overdue), 'agency', 'agencies')} {lacks} a month that is due"
    if len(overdue) <= NAMED:
        return f"{said}. {'; '.join(f'{a.name}: {sentences.lacks(a)}' for a in overdue)}."
    newest = max(month for each in overdue for month in (*each.missing, *each.unfinished))
    these = sum(newest in (*each.missing, *each.unfinished) for each in overdue)
    return f"{said}, {words.count(these)} of them {words.long_month(newest)}."


def cell(row: Mapping[str, Any]) -> str:
    """What stands beside a sign: the day it came, or why there is none."""
    short = {"missing": "missing", "nothing": "none", "provisional": "partial"}
    if row["status"] in short:
        return short[row["status"]]
    day = row["due"] if row["status"] == "not_due" else row["received_on"]
    return f"{words.short_month(day)} {day.day}"


def says(row: Mapping[str, Any]) -> str:
    """The same as a sentence, for those who do not see the sign."""
    status, version = row["status"], f"version {row['version']}"
    if status == "not_due":
        return f"Not yet due; due {words.day(row['due'])}"
    if status == "missing":
        return f"Missing; was due {words.day(row['due'])}"
    if status == "provisional":
        return f"Provisional, sent before the month had ended, {version}"
    what = "Nothing to report, said" if status == "nothing" else "Received"
    late = (row["received_on"] - row["due"]).days if row["asked"] and not row["on_time"] else 0
    after = f", {words.counted(late, 'day')} late" if late else ""
    return f"{what} {words.day(row['received_on'])}{after}, {version}"


def who_lacks(overdue: Rows, agencies: Mapping[str, Mapping[str, Any]]) -> list[NotSent]:
    """Overdue months by agency, in order of name."""
    months: dict[str, dict[str, list[date]]] = {}
    for row in overdue:
        of = months.setdefault(row["agency_id"], {"missing": [], "provisional": []})
        of[row["status"]].append(row["month"])
    return [
        NotSent(
            agency_id=key,
            name=agency["name"],
            contact_name=agency["contact_name"],
            contact_email=agency["contact_email"],
            data_through=agency["data_through"],
            never=False,
            missing=tuple(months[key]["missing"]),
            unfinished=tuple(months[key]["provisional"]),
        )
        for key, agency in agencies.items()
        if key in months
    ]
