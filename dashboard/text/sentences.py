"""Sentences about figures, counts and missing months; pure. Verdicts are in verdicts.py."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.analysis.cohorts import never_seen
from dashboard.queries.models import FilterMember, Measure, MissingMonths, Target
from dashboard.text.formats import (
    count_of,
    filter_phrase,
    format_count,
    format_day,
    format_figure,
    format_share,
    format_span,
    format_target,
    format_value,
    month_name,
    short_month,
)
from pipelines.measures.registry import find_measure


def left_out_sentence(measure: Measure, row: Mapping[str, Any]) -> str:
    """What the month's figure leaves out or could still gain."""
    if measure.persons:
        parts = [links_missing_sentence(row)]
    else:
        parts = [held_sentence(row), too_long_sentence(row, measure.too_long_days)]
    registered = find_measure(measure.key)
    if registered is not None and registered.says_no_contact:
        parts.append(no_contact_sentence(row))
    return " ".join(filter(None, parts))


def chart_alt(name: str, measure: Measure, months: Sequence[date], verdict: str) -> str:
    """What a chart over time shows, for those who do not see it."""
    drawn = format_span(months[0], months[-1]) if months else "no months"
    return f"{name}, {measure.label}, month by month, {drawn}. {verdict}"


def point_label(
    row: Mapping[str, Any], kind: str, measure: Measure, *, people: bool = False
) -> str:
    """One month, for the pointer resting on it."""
    when = month_name(row["month"])
    hollow = {"provisional": ", provisional", "warming_up": ", warming up"}.get(kind, "")
    if measure.persons:
        rate = f"{format_value(row['value'], 'share')} of {format_count(row['counted'])}"
        entered = count_of(row["entered"] or 0, "person", "people")
        figure = f"{entered}, {rate}" if people else f"{rate}, {entered}"
    else:
        figure = f"{format_figure(row['value'], measure.unit)}, n {format_count(row['counted'])}"
    return f"<b>{when}</b>: {figure}{hollow}"


def no_final_month_sentence(
    rows: Sequence[Mapping[str, Any]], measure: Measure, only: FilterMember | None
) -> str:
    """Why a series says nothing yet; through a filter that never counts anything, that it does."""
    if any(row["counted"] for row in rows):
        return "No final month yet."
    named = f" {filter_phrase(only.dimension, only.member)}" if only else ""
    return f"No {_counts(measure)}{named} is counted{'' if only else ' so far'}."


def filter_basis_sentence(measure: Measure) -> str:
    """Which rows place a figure in a filter, and the way on."""
    rows = "a discharge’s row says" if measure.persons else "a request’s rows say"
    return f"It goes by what {rows}. Choose another filter, or everyone."


def _counts(measure: Measure) -> str:
    return "detox discharge" if measure.persons else "request"


def target_sentence(target: Target, measure: Measure) -> str:
    """`5 days by Jun 2028`."""
    unit = " days" if measure.unit == "days" else ""
    value = format_target(target.value, measure.unit)
    return f"{value}{unit} by {month_name(target.meet_by)}"


def no_contact_sentence(row: Mapping[str, Any]) -> str:
    """The share of assessments that no first contact was recorded for, next to goal 1."""
    if not row["no_contact"]:
        return ""
    whole = sum(row[name] or 0 for name in ("no_contact", "counted", "held", "too_long"))
    more = count_of(row["no_contact"], "request")
    return f"{more} ({format_share(row['no_contact'], whole)}) had no first contact on record."


def held_sentence(row: Mapping[str, Any]) -> str:
    """How many intervals of the month are out of the average."""
    if not row["held"]:
        return ""
    return f"{count_of(row['held'], 'interval')} held out of the average."


def too_long_sentence(row: Mapping[str, Any], days: int) -> str:
    """How many reached the end more than so many days after a contact that nothing followed."""
    if not row["too_long"]:
        return ""
    are = "is" if row["too_long"] == 1 else "are"
    more = count_of(row["too_long"], "request")
    return f"{more} waited longer than {days} days and {are} out of the average."


def links_missing_sentence(row: Mapping[str, Any]) -> str:
    """Who could still add a link to a detox figure."""
    missing = row["links_missing"]
    if not missing:
        return ""
    lacks = "agency lacks" if missing == 1 else "agencies lack"
    return f"{missing} {lacks} a month that links could come from."


def missing_months_sentence(agency: MissingMonths) -> str:
    """`Sep, Oct 2026`; `nothing sent yet`; `Oct 2026 (unfinished)`."""
    if agency.never:
        return "nothing sent yet"
    parts = [months_text(agency.missing)] if agency.missing else []
    if agency.unfinished:
        parts.append(f"{months_text(agency.unfinished)} (sent before it had ended)")
    return ", ".join(parts)


def months_text(months: Sequence[date], most: int = 3) -> str:
    """The last few months, the year only where it changes."""
    shown = list(months)[-most:]
    names = [
        month_name(m) if i == len(shown) - 1 or m.year != shown[i + 1].year else short_month(m)
        for i, m in enumerate(shown)
    ]
    earlier = len(months) - len(shown)
    return (f"{earlier} earlier, " if earlier else "") + ", ".join(names)


def cohort_sentence(row: Mapping[str, Any], when: str) -> str:
    """What became of all requests, also of those that no one saw."""
    requests = count_of(row["contacts"], "request")
    within = (
        f"{format_count(row['assessed_14'])} ({format_share(row['assessed_14'], row['contacts'])}) "
        "were assessed within 14 days"
        if row["assessed_14"] is not None
        else "assessments within 14 days are not yet known"
    )
    waiting = count_of(row["waiting"], "is", "are")
    return f"Of {requests} in {when}, {within}; {waiting} still waiting."


def cohort_totals_sentence(row: Mapping[str, Any], when: str, seen_days: int) -> str:
    """What became of all requests over several months; `seen_days`: those that a seen one took."""
    asked = row["contacts"]
    return (
        f"{count_of(asked, 'request')} in {when}: "
        f"{format_share(row['seen'], asked)} seen within {seen_days} days, "
        f"{format_share(row['closed'], asked)} closed, "
        f"{format_share(row['seen_late'], asked)} seen later, "
        f"{format_share(never_seen(row), asked)} never seen, "
        f"{format_share(row['waiting'], asked)} still waiting."
    )


def quality_sentence(
    sent: Sequence[Mapping[str, Any]], on_time: tuple[int, int], through: date | None
) -> str:
    """One line of data quality over the newest 12 months' active files."""
    newest = [s for s in sent if s["active"]][:12]
    if not newest:
        return "Nothing has been sent yet."
    read, kept_out = (sum(s[name] or 0 for s in newest) for name in ("rows_read", "rows_held"))
    again = sum(s["version"] > 1 for s in newest)
    received, due = on_time
    facts = [
        f"Data through {format_day(through)}" if through else "No finished month",
        f"{received} of {count_of(due, 'month')} on time" if due else "",
        f"{format_count(kept_out)} of {count_of(read, 'row')} held in the newest "
        f"{count_of(len(newest), 'month')}",
        f"{count_of(again, 'month')} sent again" if again else "no month sent again",
    ]
    return "; ".join(filter(None, facts)) + "."


def waits_sentence(days: Sequence[tuple[int, int]], half: float, most: float) -> str:
    """How long the shorter half, and nine in ten, took; the same day apart."""
    requests = sum(n for _, n in days)
    same = sum(n for day, n in days if day == 0)
    text = f"Of {count_of(requests, 'request')}, half took at most {_days(half)}"
    text += f" and nine in ten at most {_days(most)}"
    return f"{text}; {format_share(same, requests)} the same day." if same else f"{text}."


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:.1f} days" if days % 1 else f"{days:g} days"


def not_seen_sentence(row: Mapping[str, Any], seen_days: int) -> str:
    """Where those of a month are who were not seen within `seen_days`."""
    others = row["contacts"] - row["seen"]
    if not others:
        return "Everyone who asked has been seen."
    return (
        f"{format_count(others)} not seen, or not within {seen_days} days: "
        f"{format_count(row['waiting'])} still waiting, "
        f"{format_count(row['closed'])} closed with a reason, "
        f"{format_count(row['seen_late'])} seen later, "
        f"{format_count(never_seen(row))} never seen."
    )


def figure_meaning(measure: Measure) -> str:
    return "share of persons who entered" if measure.persons else "mean days"
