"""Numbers, dates and sentences as the screen says them: pure, and never more than the data say."""

from collections.abc import Sequence
from datetime import date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


NO_DATA = "–"
STATEWIDE = "Statewide"
_ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_DIMENSIONS = {
    "level_of_care": "level of care",
    "referral_source": "referred by",
    "site_id": "site",
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def only(dimension: str, member: str) -> str:
    """A filter: `level of care outpatient`, `referred by court`, `site LAKE`."""
    return f"{_DIMENSIONS[dimension]} {member}"


def through(dimension: str, member: str) -> str:
    """What a filter takes in: `at site LAKE`, `referred by court`."""
    at = "" if dimension == "referral_source" else "at "
    return f"{at}{only(dimension, member)}"


def value(number: float | None, unit: str) -> str:
    """A figure without its unit: `6.5` for days, `35%` for a share, `–` for no data."""
    if number is None or number != number:
        return NO_DATA
    return f"{number:z.0%}" if unit == "share" else f"{number:z,.1f}"


def figure(number: float | None, unit: str) -> str:
    """A figure with its unit: `6.5 days`, `35%`."""
    return f"{value(number, unit)} days" if unit == "days" else value(number, unit)


def target(number: float, unit: str) -> str:
    """A target, without a decimal that nobody set: `5`, `4.5`, `40%`, `37.5%`."""
    return f"{number * 100:g}%" if unit == "share" else f"{number:g}"


def count(number: float | None) -> str:
    return NO_DATA if number is None or number != number else f"{int(number):,}"


def share(part: float | None, whole: float | None) -> str:
    """Part of a whole in percent; nothing is never shown as 0%."""
    if not whole or part is None or part != part or whole != whole:
        return NO_DATA
    percent = 100 * part / whole
    return "under 1%" if 0 < percent < 0.5 else f"{percent:.0f}%"


def counted(number: float, noun: str, plural: str | None = None) -> str:
    """`1 person`, `1,204 people`."""
    return f"{count(number)} {noun if number == 1 else plural or noun + 's'}"


def month(day: date) -> str:
    return f"{short_month(day)} {day.year}"


def short_month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def long_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def day(day: date) -> str:
    return f"{short_month(day)} {day.day}, {day.year}"


def long_day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def moment(at: datetime) -> str:
    return f"{day(at)}, {at:%H:%M} UTC"


def span(first: date, last: date) -> str:
    return month(first) if first == last else f"{month(first)} to {month(last)}"


def listed(names: Sequence[str], *, most: int | None = None) -> str:
    """`Alder, Birch and Cypress`; with `most`, the rest is a number: `Alder, Birch and 4 more`."""
    names = list(names)
    if most is not None and len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def listed_months(months: Sequence[date], most: int = 3) -> str:
    """`Sep and Oct 2026`; a long gap is `Jan to Oct 2026`. The year only where it changes."""
    first, last = months[0], months[-1]
    if len(months) > most:
        start = short_month(first) if first.year == last.year else month(first)
        return f"{start} to {month(last)}"
    return listed(
        [
            month(m) if m == last or m.year != months[i + 1].year else short_month(m)
            for i, m in enumerate(months)
        ]
    )


def of_whom(who: str) -> str:
    """`Alder’s`, `Elms’`; the state’s figures are `The statewide`."""
    if who == STATEWIDE:
        return "The statewide"
    return f"{who}’" if who.endswith("s") else f"{who}’s"


def ordinal(number: int) -> str:
    """`second` to `twelfth`, then `13th`."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def board(version: int) -> str:
    return f"Board {version:06d}"
