"""What the calendar of submissions says of its months; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.queries.models import MissingMonths
from dashboard.text.formats import (
    count_of,
    format_count,
    format_day,
    join_names,
    long_month,
    short_month,
)
from dashboard.text.sentences import missing_months_sentence

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


def calendar_headline(overdue: Sequence[MissingMonths], all_agencies: bool) -> str:
    """The one sentence above the calendar."""
    if not overdue:
        return (
            "Every month that is due has come."
            if all_agencies
            else "You have sent all that is due."
        )
    if not all_agencies:
        own = join_names([missing_months_sentence(agency) for agency in overdue])
        return f"Due from you: {own}."
    lacks = "lacks" if len(overdue) == 1 else "lack"
    text = f"{count_of(len(overdue), 'agency', 'agencies')} {lacks} a month that is due"
    if len(overdue) <= NAMED:
        named = [f"{agency.name}: {missing_months_sentence(agency)}" for agency in overdue]
        return f"{text}. {'; '.join(named)}."
    newest = max(month for agency in overdue for month in (*agency.missing, *agency.unfinished))
    these = sum(newest in (*agency.missing, *agency.unfinished) for agency in overdue)
    return f"{text}, {format_count(these)} of them {long_month(newest)}."


def cell_text(row: Mapping[str, Any]) -> str:
    """The text next to an icon: the day the month was received, or why there is none."""
    short = {"missing": "missing", "nothing": "none", "provisional": "partial"}
    if row["status"] in short:
        return short[row["status"]]
    day = row["due"] if row["status"] == "not_due" else row["received_on"]
    return f"{short_month(day)} {day.day}"


def status_sentence(row: Mapping[str, Any]) -> str:
    """The same as a sentence, for those who do not see the icon."""
    status, version = row["status"], f"version {row['version']}"
    if status == "not_due":
        return f"Not yet due; due {format_day(row['due'])}"
    if status == "missing":
        return f"Missing; was due {format_day(row['due'])}"
    if status == "provisional":
        return f"Provisional, sent before the month had ended, {version}"
    what = "Nothing to report, said" if status == "nothing" else "Received"
    late = (row["received_on"] - row["due"]).days if row["asked"] and not row["on_time"] else 0
    after = f", {count_of(late, 'day')} late" if late else ""
    return f"{what} {format_day(row['received_on'])}{after}, {version}"
