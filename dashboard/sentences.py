"""What the screen says in sentences; pure. No verdicts: a figure, its n, and its own past."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import words
from dashboard.definitions import Measure, Newest, NotSent, Target

# What an agency's people went through, as a verb with its object.
_DOES = {
    "contact_to_assessment": "waited {} for an assessment",
    "assessment_to_service": "waited {} from assessment to first service",
    "contact_to_service": "waited {} from first contact to first service",
}
_TOOK = {
    "contact_to_assessment": "First contact to assessment",
    "assessment_to_service": "Assessment to first service",
    "contact_to_service": "First contact to first service",
}
LEAST_N = 11  # no agency is held up to view on a smaller month


def newest(figure: Newest, measure: Measure) -> str:
    """`6.5 days in Oct 2026, n 909` or `130 people in Sep 2026, 35% of 372`."""
    if figure.month is None:
        return "No final month yet" if figure.ever else "Nothing counted so far"
    when = words.month(figure.month)
    if measure.persons:
        people = words.counted(figure.entered or 0, "person", "people")
        rate = words.value(figure.value, measure.unit)
        return f"{people} in {when}, {rate} of {words.count(figure.counted)}"
    return f"{words.figure(figure.value, measure.unit)} in {when}, n {words.count(figure.counted)}"


def before(figure: Newest, measure: Measure) -> str:
    """`The 12 months before averaged 7.1 days`; empty without a final month before."""
    if not figure.before_months:
        return ""
    worth = words.figure(figure.before_value, measure.unit)
    if measure.persons:
        entered = f"{figure.before_entered:,.0f}"
        each = "person" if entered == "1" else "people"
        worth = f"{entered} {each} a month, {worth}"
    return f"The {_past(figure)} before averaged {worth}"


def card(figure: Newest, measure: Measure) -> str:
    """A goal card's sentence: what people lived through, and its past."""
    worth = f"{figure.before_entered or 0:,.0f} a month" if measure.persons else None
    worth = worth or words.value(figure.before_value, measure.unit)
    past = f"; the {_past(figure)} before averaged {worth}." if figure.before_months else "."
    if measure.persons:
        people = words.counted(figure.entered or 0, "person", "people")
        return f"{people} went on to outpatient treatment{past}"
    return f"{_TOOK[measure.key]} took {words.figure(figure.value, measure.unit)}{past}"


def _past(figure: Newest) -> str:
    months = figure.before_months
    return "month" if months == 1 else "12 months" if months == 12 else f"{months} final months"


def headline(figure: Newest, measure: Measure) -> str:
    """The newest final figure and its past, in one sentence."""
    past = before(figure, measure)
    said = newest(figure, measure)
    return f"{said}; {past[0].lower()}{past[1:]}." if past else f"{said}."


def of_whom(who: str) -> str:
    """`Alder’s`, `Elms’`."""
    return f"{who}’" if who.endswith("s") else f"{who}’s"


def picture(who: str, figure: Newest, measure: Measure, months: Sequence[date]) -> str:
    """What a chart over time shows, for those who do not see it."""
    drawn = words.span(months[0], months[-1]) if months else "no months"
    return f"{who}, {measure.label}, month by month, {drawn}. {headline(figure, measure)}"


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


def difference(figure: Newest, measure: Measure) -> float:
    """How far the figure is from its own past, as a share of it; above 0 is worse."""
    if not figure.before_value or figure.value is None:
        return 0.0
    up = figure.value / figure.before_value - 1
    return up if measure.better == "decrease" else -up


def does(figure: Newest, measure: Measure) -> str:
    """The words that link to an agency's chart: `waited 9.3 days for an assessment`."""
    if measure.persons:
        people = words.counted(figure.entered or 0, "person", "people")
        return f"saw {people} of {words.count(figure.counted)} go on from detox to outpatient"
    return _DOES[measure.key].format(words.figure(figure.value, measure.unit))


def against_its_past(figure: Newest, measure: Measure) -> str:
    """What follows those words: the month, n, and the agency's own past."""
    n = "" if measure.persons else f", n {words.count(figure.counted)}"
    rate = f" ({words.value(figure.value, 'share')})" if measure.persons else ""
    past = words.value(figure.before_value, measure.unit)
    return f"{rate} in {words.month(figure.month)}{n}; its 12 months before averaged {past}."


def target(target: Target, measure: Measure) -> str:
    """`5 days by Jun 2028`."""
    unit = " days" if measure.unit == "days" else ""
    said = words.target(target.value, measure.unit)
    return f"{said}{unit} by {words.month(target.meet_by)}"


def no_contact(figure: Newest) -> str:
    """The share of assessments that no first contact was recorded for, beside goal 1."""
    if not figure.no_contact:
        return ""
    whole = figure.no_contact + (figure.counted or 0) + (figure.held or 0)
    more = words.counted(figure.no_contact, "request")
    return f"{more} ({words.share(figure.no_contact, whole)}) had no first contact on record."


def links_missing(figure: Newest) -> str:
    """Who could still add a link to a detox figure."""
    if not figure.links_missing:
        return ""
    lacks = "agency lacks" if figure.links_missing == 1 else "agencies lack"
    return f"{figure.links_missing} {lacks} a month that links could come from."


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


def compared(rows: Sequence[Mapping[str, Any]], measure: Measure, period: str) -> str:
    """What a comparison shows, without saying who is where."""
    state = next((row for row in rows if row["agency_id"] is None), None)
    values = [row["value"] for row in rows if row["agency_id"] is not None]
    if not values:
        return f"No agency has a figure for {period}."
    low, high = (words.value(edge, measure.unit) for edge in (min(values), max(values)))
    unit = " days" if measure.unit == "days" else ""
    about = f", around the state’s {words.value(state['value'], measure.unit)}" if state else ""
    if len(values) == 1:
        return f"One agency, {low}{unit} in {period}{about}."
    return f"{len(values)} agencies, from {low} to {high}{unit} in {period}{about}."


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
