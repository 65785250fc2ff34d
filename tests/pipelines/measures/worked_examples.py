"""Reads cases/*.toml: the notation that cases/README.md describes."""

import dataclasses
import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.pipelines.measures.comparison import DATES, FLAGS, KEYS, NUMBERS, TEXTS
from tests.pipelines.measures.given import MEASURES, default_rules
from tests.pipelines.measures.recompute import (
    Agency,
    Event,
    Measure,
    Row,
    Rules,
    Sent,
    months_between,
)

FOLDER = Path(__file__).with_name("cases")
EVENT_TYPES = {
    "contact": "first_contact",
    "assessment": "assessment",
    "service": "outpatient_service",
    "admission": "detox_admission",
    "discharge": "detox_discharge",
    "closed": "request_closed",
}
CLIENT = re.compile(
    r"(?P<agency>\w+)/(?P<client>\w+)(?: +key (?P<key>\w+))?(?: +site (?P<site>\w+))?"
)


@dataclass(frozen=True)
class Case:
    topic: str
    title: str
    events: list[Event]
    superseded: list[Event]
    sent: list[Sent]
    agencies: list[Agency]
    rules: Rules
    measures: list[Measure]
    expect: dict[str, list[Row]]
    absent: dict[str, list[Row]]


def all_cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in cases_of(path)]


def cases_of(path: Path) -> list[Case]:
    return [case_of(path.stem, case) for case in tomllib.loads(path.read_text("utf-8"))["case"]]


def case_of(topic: str, case: dict) -> Case:
    unknown = case.keys() - {
        *("title", "sent", "agencies", "events", "superseded", "rules", "standard_days"),
        *("expect", "absent"),
    }
    if unknown:
        raise ValueError(f"{topic}: {case.get('title')}: unknown {sorted(unknown)}")
    agencies, standards = case.get("agencies", {}), case.get("standard_days", {})
    return Case(
        topic=topic,
        title=case["title"],
        events=events_of(case.get("events", "")),
        superseded=events_of(case.get("superseded", "")),
        sent=[one for agency, text in case["sent"].items() for one in sent_of(agency, text)],
        agencies=[agency_of(a, agencies.get(a, "")) for a in {**case["sent"], **agencies}],
        rules=rules_of(case.get("rules", {})),
        measures=[dataclasses.replace(m, standard_days=standards.get(m.measure)) for m in MEASURES],
        expect={table: rows_of(table, text) for table, text in case.get("expect", {}).items()},
        absent={table: rows_of(table, text) for table, text in case.get("absent", {}).items()},
    )


def rules_of(changed: dict) -> Rules:
    if "treatment_codes" in changed:
        changed = {**changed, "treatment_codes": frozenset(changed["treatment_codes"])}
    return dataclasses.replace(default_rules(), **changed)


def agency_of(agency_id: str, text: str) -> Agency:
    words = text.split()
    bounds = dict(zip(words[::2], words[1::2], strict=True))
    if bounds.keys() - {"from", "to", "corrects", "pauses"}:
        raise ValueError(f"not 'from MONTH to MONTH pauses SPAN corrects MONTH': {text}")
    first, _, last = bounds.get("pauses", "").partition("..")
    begun, end, corrected = (bounds.get(word) for word in ("from", "to", "corrects"))
    return Agency(
        agency_id,
        begun and month_of(begun),
        end and month_of(end),
        frozenset([month_of(corrected)] if corrected else []),
        ((month_of(first), month_of(last)),) if first else (),
    )


def sent_of(agency_id: str, text: str) -> list[Sent]:
    sent = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        span, _, said = item.partition(" ")
        if said not in ("", "unfinished", "nothing to report"):
            raise ValueError(f"neither 'unfinished' nor 'nothing to report': {item}")
        first, _, last = span.partition("..")
        sent += [
            Sent(agency_id, month, said != "unfinished", said == "nothing to report")
            for month in months_between(month_of(first), month_of(last or first))
        ]
    return sent


def events_of(text: str) -> list[Event]:
    return [event for line in text.splitlines() if line.strip() for event in line_of_events(line)]


def line_of_events(line: str) -> list[Event]:
    head, _, tail = line.partition(":")
    who = CLIENT.fullmatch(head.strip())
    if who is None:
        raise ValueError(f"not 'AGENCY/CLIENT [key K] [site S]:' {line}")
    events: list[Event] = []
    for item in tail.split(","):
        day, kind, *said = item.split()
        on = (
            events[0].event_date + timedelta(days=int(day))
            if day.startswith("+")
            else date.fromisoformat(day)
        )
        detail = said[0] if said else None
        if len(said) > 1 or (detail and kind not in ("service", "discharge", "closed")):
            raise ValueError(f"too many words: {item}")
        events.append(
            Event(
                agency_id=who["agency"],
                client_id=who["client"],
                event_type=EVENT_TYPES[kind],
                event_date=on,
                person_key=who["key"],
                service_code=detail if kind == "service" else None,
                discharge_reason=detail if kind == "discharge" else None,
                site_id=who["site"],
            )
        )
    return events


def rows_of(table: str, text: str) -> list[Row]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    columns, rows = lines[0], [dict(zip(lines[0], words, strict=True)) for words in lines[1:]]
    if not rows or set(KEYS[table]) - set(columns):
        raise ValueError(f"{table}: a row names its {KEYS[table]}")
    return [{column: cell(column, word) for column, word in row.items()} for row in rows]


def cell(column: str, word: str) -> object:
    if word == "-":
        return None
    if column in TEXTS:
        return word
    if column in DATES:
        return month_of(word) if len(word) == 7 else date.fromisoformat(word)
    if column in FLAGS:
        return {"yes": True, "no": False}[word]
    return float(Fraction(word)) if column in NUMBERS else int(word)


def month_of(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
