"""Numbers, dates and lists as the screen writes them; pure, and never more than the data say."""

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


def filter_label(dimension: str, member: str) -> str:
    """A filter: `level of care outpatient`, `referred by court`, `site LAKE`."""
    return f"{_DIMENSIONS[dimension]} {member}"


def filter_phrase(dimension: str, member: str) -> str:
    """What a filter takes in: `at site LAKE`, `referred by court`."""
    preposition = "" if dimension == "referral_source" else "at "
    return f"{preposition}{filter_label(dimension, member)}"


def format_value(value: float | None, unit: str) -> str:
    """A figure without its unit: `6.5` for days, `35%` for a share, `–` for no data."""
    if value is None or value != value:
        return NO_DATA
    return f"{value:z.0%}" if unit == "share" else f"{value:z,.1f}"


def format_figure(value: float | None, unit: str) -> str:
    """A figure with its unit: `6.5 days`, `35%`."""
    return f"{format_value(value, unit)} days" if unit == "days" else format_value(value, unit)


def format_apart(value: float, other: float, unit: str) -> tuple[str, str]:
    """Two figures with their units, with as many more digits, at most three, as keep two that
    differ from reading alike: `5.14 days`, `5.08 days`."""
    first, second = format_figure(value, unit), format_figure(other, unit)
    for digits in range(1, 4):
        if first != second or value == other:
            break
        first, second = (_with_digits(each, unit, digits) for each in (value, other))
    return first, second


def _with_digits(value: float, unit: str, more: int) -> str:
    return f"{value:z.{more}%}" if unit == "share" else f"{value:z,.{1 + more}f} days"


def format_target(value: float, unit: str) -> str:
    """A target, without decimals beyond its own: `5`, `4.5`, `40%`, `37.5%`."""
    return f"{value * 100:g}%" if unit == "share" else f"{value:g}"


def format_count(value: float | None) -> str:
    return NO_DATA if value is None or value != value else f"{int(value):,}"


def format_share(part: float | None, whole: float | None) -> str:
    """Part of a whole in percent; nothing is never shown as 0%."""
    if not whole or part is None or part != part or whole != whole:
        return NO_DATA
    percent = 100 * part / whole
    return "under 1%" if 0 < percent < 0.5 else f"{percent:.0f}%"


def count_of(count: float, noun: str, plural: str | None = None) -> str:
    """`1 person`, `1,204 people`."""
    return f"{format_count(count)} {noun if count == 1 else plural or noun + 's'}"


def month_name(day: date) -> str:
    return f"{short_month(day)} {day.year}"


def short_month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def long_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def format_day(day: date) -> str:
    return f"{short_month(day)} {day.day}, {day.year}"


def format_long_day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def format_moment(moment: datetime) -> str:
    return f"{format_day(moment)}, {moment:%H:%M} UTC"


def format_span(first: date, last: date) -> str:
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def period_label(grain: str, period: str) -> str:
    """A period in words: `Oct 2026`, `2026, quarter 3`, `2026`, `the 12 months to Oct 2026`."""
    if grain == "year":
        return period
    if grain == "quarter":
        return f"quarter {period[-1]} of {period[:4]}"
    month = f"{MONTHS[int(period[5:]) - 1][:3]} {period[:4]}"
    return f"the 12 months to {month}" if grain == "12_months" else month


def join_names(names: Sequence[str], *, most: int | None = None) -> str:
    """`Alder, Birch and Cypress`; with `most`, the rest is a number: `Alder, Birch and 4 more`."""
    names = list(names)
    if most is not None and len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def join_months(months: Sequence[date], most: int = 3) -> str:
    """`Sep and Oct 2026`; a long gap is `Jan to Oct 2026`. The year only where it changes."""
    first, last = months[0], months[-1]
    if len(months) > most:
        start = short_month(first) if first.year == last.year else month_name(first)
        return f"{start} to {month_name(last)}"
    return join_names(
        [
            month_name(m) if m == last or m.year != months[i + 1].year else short_month(m)
            for i, m in enumerate(months)
        ]
    )


def possessive(name: str) -> str:
    """`Alder’s`, `Elms’`; the state’s figures are `The statewide`."""
    if name == STATEWIDE:
        return "The statewide"
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def ordinal_word(position: int) -> str:
    """`second` to `twelfth`, then `13th`."""
    if position < len(_ORDINALS):
        return _ORDINALS[position]
    ending = "th" if position % 100 in (11, 12, 13) else _ENDINGS.get(position % 10, "th")
    return f"{position}{ending}"


def board_label(version: int) -> str:
    return f"Board {version:06d}"
