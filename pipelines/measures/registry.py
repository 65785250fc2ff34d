"""The measures: the registry of their words, and the steps of SQL that compute their figures."""

import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pipelines.settings import DEFAULTS, Settings, load_settings

FOLDER = Path(__file__).parent


Kind = Literal["interval", "follow_up"]


# The months of a wait count requests, those of a follow-up count persons.
UNITS = {"interval": "days", "follow_up": "share"}


# Requests that an interval cannot count, each kind in a column of its own next to the figure.
Uncounted = Literal["too_long", "no_contact", "served_before"]


Event = Literal[
    "first_contact",
    "assessment",
    "outpatient_service",
    "request_closed",
    "detox_admission",
    "detox_discharge",
]


# The texts that may hold a setting's name in braces, `{window_days}`.
FILLED_TEXTS = (
    *("label", "counted", "excluded", "month_rule", "why", "caveat", "source"),
    "source_with_other_days",
)


class MeasureError(ValueError):
    """An entry of `measures.toml` that is incomplete or wrong; the message names it."""


@dataclass(frozen=True)
class Measure:
    """What a measure says about itself. `key` names its SQL file, its URL value and its anchor.

    `kind`: `interval`, days from one event of a request to another, of which the SQL selects one
    row per request that reached the end; `follow_up`, persons who go on after a discharge, of which
    it selects one row per discharge. `events`: those that the figure is counted from; a held row of
    one costs it one request or discharge at most. `uncounted`: the columns of what it cannot count.
    `subject`, `worse_words` and `better_words` are parts of a verdict's sentence.
    """

    key: str
    kind: Kind
    events: tuple[Event, ...]
    label: str
    short: str
    subject: str
    worse_words: str
    better_words: str
    unit: Literal["days", "share"]
    better: Literal["decrease", "increase"]
    counted: str
    excluded: str
    month_rule: str
    why: str
    caveat: str
    source: str
    warming_up_months: int
    owner: str
    reviewed: date
    uncounted: tuple[Uncounted, ...] = ()
    says_no_contact: bool = False  # its cards and charts say how many had no first contact
    source_with_other_days: str | None = None  # where the office's days are not the source's
    goal: int | None = None
    standard_days: int | None = None
    target: float | None = None

    @property
    def sql(self) -> str:
        """The text that selects one row per counted thing."""
        return step_sql(self.key)

    @property
    def counts_too_long(self) -> bool:
        return "too_long" in self.uncounted

    @property
    def counts_no_contact(self) -> bool:
        return "no_contact" in self.uncounted

    @property
    def counts_served_before(self) -> bool:
        return "served_before" in self.uncounted


@cache
def load_measures() -> tuple[Measure, ...]:
    """Every measure in the order of `measures.toml`, its texts as they are written there.

    Raises MeasureError for an entry that is incomplete or wrong.
    """
    measures = read_measures((FOLDER / "measures.toml").read_text("utf-8"))
    for measure in measures:
        if not (FOLDER / "sql" / f"{measure.key}.sql").exists():
            raise MeasureError(f"[{measure.key}] has no SQL: sql/{measure.key}.sql")
    return measures


def read_measures(text: str) -> tuple[Measure, ...]:
    """The measures of a text of TOML, at least one of each kind."""
    measures = tuple(_measure(key, entry) for key, entry in tomllib.loads(text).items())
    for kind in get_args(Kind):
        if all(measure.kind != kind for measure in measures):
            raise MeasureError(f"No measure is of kind {kind!r}")
    return measures


def filled_measures(settings: Settings) -> tuple[Measure, ...]:
    """Every measure, with the office's numbers in its texts."""
    return tuple(_filled(measure, settings) for measure in load_measures())


def find_measure(key: str) -> Measure | None:
    """The measure of that key; None for one that only an older board knows."""
    return next((measure for measure in load_measures() if measure.key == key), None)


def keys_of_kind(kind: Kind) -> tuple[str, ...]:
    """The keys of the measures of one kind, in the registry's order."""
    return tuple(measure.key for measure in load_measures() if measure.kind == kind)


def keys_by_event() -> dict[str, tuple[str, ...]]:
    """Event type → the measures that a row of it may cost one, the intervals first."""
    in_order = [m for kind in get_args(Kind) for m in load_measures() if m.kind == kind]
    return {
        event: keys
        for event in get_args(Event)
        if (keys := tuple(measure.key for measure in in_order if event in measure.events))
    }


def step_sql(step: str) -> str:
    """The SQL of one step as it runs.

    A line that names `each_interval` or `each_follow_up` becomes one such line per measure of that
    kind, joined by `union all`.
    """
    lines = (FOLDER / "sql" / f"{step}.sql").read_text("utf-8").split("\n")
    for kind in get_args(Kind):
        lines = [_for_each(line, f"each_{kind}", kind) for line in lines]
    return "\n".join(lines)


def _for_each(line: str, name: str, kind: Kind) -> str:
    if name not in line:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return f"\n{indent}union all\n".join(line.replace(name, key) for key in keys_of_kind(kind))


def _measure(key: str, entry: dict[str, Any]) -> Measure:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise MeasureError(f"[{key}] is not a name for an SQL table")
    lists: dict[str, Any] = {
        name: tuple(entry[name]) for name in ("events", "uncounted") if name in entry
    }
    try:
        values: dict[str, Any] = {**entry, **lists}
        measure = Measure(key=key, **values)
    except TypeError as error:
        raise MeasureError(f"[{key}]: {error}") from error
    for field in fields(Measure):
        _check_value(measure, field.name, field.type)
    if measure.unit != UNITS[measure.kind]:
        raise MeasureError(f"[{key}] unit: {measure.kind} is counted in {UNITS[measure.kind]}")
    if not measure.events:
        raise MeasureError(f"[{key}] events: none is named")
    if measure.uncounted and measure.kind != "interval":
        raise MeasureError(f"[{key}] uncounted: only an interval counts requests outside it")
    if measure.says_no_contact and not measure.counts_no_contact:
        raise MeasureError(f"[{key}] says_no_contact: it does not count them")
    known = _days(load_settings(DEFAULTS))
    for name, text in asdict(measure).items():
        for setting in re.findall(r"[{}]\w*", text) if isinstance(text, str) else ():
            if name not in FILLED_TEXTS or (setting != "}" and setting[1:] not in known):
                raise MeasureError(f"[{key}] {name}: {setting!r} is no setting that it may hold")
    return measure


def _check_value(measure: Measure, name: str, kind: Any) -> None:
    """Raise MeasureError where a value is not of its field's type or is an empty text."""
    value = getattr(measure, name)
    listed = value if isinstance(value, tuple) else (value,)
    words = [word for part in (kind, *get_args(kind)) for word in get_args(part) or (part,)]
    words = [word for word in words if isinstance(word, str)]
    types = tuple(part for part in (kind, *get_args(kind)) if isinstance(part, type))
    if words and not isinstance(value, tuple | str):
        raise MeasureError(f"[{measure.key}] {name}: {value!r} is no word")
    if words and (wrong := [word for word in listed if word not in words]):
        raise MeasureError(f"[{measure.key}] {name}: {wrong[0]!r} is none of {', '.join(words)}")
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not words and types and not isinstance(value, types) and not (float in types and whole):
        raise MeasureError(f"[{measure.key}] {name}: {value!r} is not of its type")
    if value == "":
        raise MeasureError(f"[{measure.key}] {name} is empty")


def _filled(measure: Measure, settings: Settings) -> Measure:
    days, shipped = _days(settings), _days(load_settings(DEFAULTS))
    texts = {name: getattr(measure, name) for name in FILLED_TEXTS}
    named = {name for text in texts.values() if text for name in re.findall(r"\{(\w+)\}", text)}
    if measure.source_with_other_days and any(days[name] != shipped[name] for name in named):
        texts["source"] = measure.source_with_other_days
    return replace(
        measure, **{name: text and text.format_map(days) for name, text in texts.items()}
    )


def _days(settings: Settings) -> dict[str, int]:
    """The settings that a text may name: those in days."""
    named = asdict(settings.requests) | asdict(settings.detox)
    return {name: value for name, value in named.items() if name.endswith("_days")}
