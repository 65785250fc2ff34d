"""What the screen says in sentences; pure. Figures, n, who lacks what; verdicts have their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import words
from dashboard.definitions import Measure, NotSent, Only, Target


def picture(who: str, measure: Measure, months: Sequence[date], verdict: str) -> str:
    """What a chart over time shows, for those who do not see it."""
    drawn = words.span(months[0], months[-1]) if months else "no months"
    return f"{who}, {measure.label}, month by month, {drawn}. {verdict}"


def point(row: Mapping[str, Any], kind: str, measure: Measure, *, people: bool = False) -> str:
    """One month, for the pointer resting on it."""
    when = words.month(row["month"])
    hollow = {"provisional": ", provisional", "warming_up": ", warming up"}.get(kind, "")
    if measure.persons:
        rate = f"{words.value(row['value'], 'share')} of {words.count(row['counted'])}"
        entered = words.counted(row["entered"] or 0, "person", "people")
        said = f"{entered}, {rate}" if people else f"{rate}, {entered}"
    else:
        said = f"{words.figure(row['value'], measure.unit)}, n {words.count(row['counted'])}"
    return f"<b>{when}</b>: {said}{hollow}"


def no_final_month(rows: Sequence[Mapping[str, Any]], measure: Measure, only: Only | None) -> str:
    """Why a series says nothing yet; through a filter that never counts anything, that it does."""
    if any(row["counted"] for row in rows):
        return "No final month yet."
    named = f" {words.through(only.dimension, only.member)}" if only else ""
    return f"No {_counts(measure)}{named} is counted{'' if only else ' so far'}."


def goes_by(measure: Measure) -> str:
    """Which rows place a figure in a filter, and the way on."""
    rows = "a discharge’s row says" if measure.persons else "a request’s rows say"
    return f"It goes by what {rows}. Choose another filter, or everyone."


def _counts(measure: Measure) -> str:
    return "detox discharge" if measure.persons else "request"


def target(target: Target, measure: Measure) -> str:
    """`5 days by Jun 2028`."""
    unit = " days" if measure.unit == "days" else ""
    said = words.target(target.value, measure.unit)
    return f"{said}{unit} by {words.month(target.meet_by)}"


def no_contact(row: Mapping[str, Any]) -> str:
    """The share of assessments that no first contact was recorded for, beside goal 1."""
    if not row["no_contact"]:
        return ""
    whole = row["no_contact"] + (row["counted"] or 0) + (row["held"] or 0)
    more = words.counted(row["no_contact"], "request")
    return f"{more} ({words.share(row['no_contact'], whole)}) had no first contact on record."


def held(row: Mapping[str, Any]) -> str:
    """How many intervals of the month are out of the average."""
    if not row["held"]:
        return ""
    return f"{words.counted(row['held'], 'interval')} held out of the average."


def links_missing(row: Mapping[str, Any]) -> str:
    """Who could still add a link to a detox figure."""
    missing = row["links_missing"]
    if not missing:
        return ""
    lacks = "agency lacks" if missing == 1 else "agencies lack"
    return f"{missing} {lacks} a month that links could come from."


def lacks(agency: NotSent) -> str:
    """`Sep, Oct 2026`; `nothing sent yet`; `Oct 2026 (unfinished)`."""
    if agency.never:
        return "nothing sent yet"
    parts = [months(agency.missing)] if agency.missing else []
    if agency.unfinished:
        parts.append(f"{months(agency.unfinished)} (sent before it had ended)")
    return ", ".join(parts)


def months(months: Sequence[date], most: int = 3) -> str:
    """The last few months, the year only where it changes."""
    shown = list(months)[-most:]
    said = [
        words.month(m)
        if i == len(shown) - 1 or m.year != shown[i + 1].year
        else words.short_month(m)
        for i, m in enumerate(shown)
    ]
    earlier = len(months) - len(shown)
    return (f"{earlier} earlier, " if earlier else "") + ", ".join(said)


def reminder(agency: NotSent, office: str) -> str:
    """A text to copy into a message to an agency that has not sent."""
    who = agency.contact_name or agency.name
    missing = "any month" if agency.never else months((*agency.missing, *agency.unfinished), 6)
    return (
        f"Dear {who},\n\n"
        f"the treatment access board has no complete file from {agency.name} for {missing}. "
        "Until it comes, statewide figures leave you out, and your own newest figures are older "
        "than the others'.\n\n"
        "Please send the extract. If there was nothing to report, say so with it. "
        f"If something holds you up, call us.\n\n{office}"
    )


def asked(row: Mapping[str, Any], when: str) -> str:
    """What became of all who asked, those included who never arrive."""
    requests = words.counted(row["contacts"], "request")
    within = (
        f"{words.count(row['assessed_14'])} ({words.share(row['assessed_14'], row['contacts'])}) "
        "were assessed within 14 days"
        if row["assessed_14"] is not None
        else "assessments within 14 days are not yet known"
    )
    waiting = words.counted(row["waiting"], "is", "are")
    return f"Of {requests} in {when}, {within}; {waiting} still waiting."


def all_asked(row: Mapping[str, Any], when: str) -> str:
    """What became of all who asked over several months."""
    said = f"{words.counted(row['contacts'], 'request')} in {when}: "
    seen = f"{words.share(row['seen'], row['contacts'])} seen so far, "
    closed = f"{words.share(row['closed'], row['contacts'])} closed, "
    gone = f"{words.share(row['not_seen'], row['contacts'])} never seen, "
    return (
        f"{said}{seen}{closed}{gone}{words.share(row['waiting'], row['contacts'])} still waiting."
    )


def quality(
    sent: Sequence[Mapping[str, Any]], on_time: tuple[int, int], through: date | None
) -> str:
    """One line of data quality over the newest 12 months' active files."""
    newest = [s for s in sent if s["active"]][:12]
    if not newest:
        return "Nothing has been sent yet."
    read, kept_out = (sum(s[name] or 0 for s in newest) for name in ("rows_read", "rows_held"))
    again = sum(s["version"] > 1 for s in newest)
    came, asked = on_time
    said = [
        f"Data through {words.day(through)}" if through else "No finished month",
        f"{came} of {words.counted(asked, 'month')} on time" if asked else "",
        f"{words.count(kept_out)} of {words.counted(read, 'row')} held in the newest "
        f"{words.counted(len(newest), 'month')}",
        f"{words.counted(again, 'month')} sent again" if again else "no month sent again",
    ]
    return "; ".join(filter(None, said)) + "."


def waited(days: Sequence[tuple[int, int]], half: float, most: float) -> str:
    """How long the shorter half, and nine in ten, took; the same day apart."""
    requests = sum(n for _, n in days)
    same = sum(n for day, n in days if day == 0)
    said = f"Of {words.counted(requests, 'request')}, half took at most {_days(half)}"
    said += f" and nine in ten at most {_days(most)}"
    return f"{said}; {words.share(same, requests)} the same day." if same else f"{said}."


def _days(number: float) -> str:
    return "1 day" if number == 1 else f"{number:.1f} days" if number % 1 else f"{number:g} days"


def not_seen(row: Mapping[str, Any]) -> str:
    """Where the others of a month are."""
    others = row["contacts"] - row["seen"]
    if not others:
        return "Everyone who asked has been seen."
    return (
        f"{words.count(others)} not seen: {words.count(row['waiting'])} still waiting, "
        f"{words.count(row['closed'])} closed with a reason, "
        f"{words.count(row['not_seen'])} never seen."
    )


def counted_in(measure: Measure) -> str:
    return "share of persons who entered" if measure.persons else "mean days"
