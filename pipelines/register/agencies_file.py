"""An office's agencies file: each word known and each value of its kind, before it is entered."""

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.intake import contract
from pipelines.measures import registry

Kind = Callable[[Any], Any]  # the value as it is entered; ValueError says what it must be


class RegisterProblem(ValueError):
    """What was given cannot be entered; the message says which and why."""


def read_agencies_file(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries of each section, codes in upper case and months as first days.

    Raises RegisterProblem, which names the section and the word.
    """
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise RegisterProblem(f"{path} cannot be read ({problem.strerror}).") from None
    except ValueError as problem:  # not UTF-8, or not TOML
        raise RegisterProblem(f"{path.name} is not a TOML file: {problem}") from None
    unknown = given.keys() - SECTIONS.keys() - TOLD_ELSEWHERE
    if unknown:
        raise RegisterProblem(f"{path.name}: no such section: {', '.join(sorted(unknown))}")
    return {
        section: [_entry(path.name, section, entry) for entry in _list(path.name, section, given)]
        for section in SECTIONS
    }


def is_made_up(path: Path) -> bool:
    return tomllib.loads(path.read_text("utf-8")).get("sample", {}).get("made_up") is True


def _list(file: str, section: str, given: dict[str, Any]) -> list[Any]:
    entries = given.get(section, [])
    if not isinstance(entries, list):
        raise RegisterProblem(f"{file}: write [[{section}]], once for each")
    return entries


def _entry(file: str, section: str, entry: Any) -> dict[str, Any]:
    kinds, needed = SECTIONS[section]
    where = f"{file}: [[{section}]]"
    if not isinstance(entry, dict):
        raise RegisterProblem(f"{where} must be a table")
    unknown = entry.keys() - kinds.keys()
    if unknown:
        raise RegisterProblem(f"{where} no such key: {', '.join(sorted(unknown))}")
    missing = needed - entry.keys()
    if missing:
        raise RegisterProblem(f"{where} lacks {', '.join(sorted(missing))}")
    entered = {}
    for key, value in entry.items():
        try:
            entered[key] = kinds[key](value)
        except ValueError as problem:
            raise RegisterProblem(f"{where} {key} must be {problem}") from None
    return entered


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text")
    return value.strip()


def _code(value: Any) -> str:
    code = _text(value).upper()
    if not re.fullmatch(contract.contract_field("agency_id").pattern, code):
        raise ValueError("an agency's code: letters, digits, - and _, at most 32")
    return code


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, list):
        raise ValueError("a list of texts")
    return ", ".join(_text(each) for each in value)


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("a date like 2026-09-01, without quotes")
    if not 1950 <= value.year <= 2100:  # a board has a row for each month from the first one on
        raise ValueError("a date from 1950 to 2100")
    return value


def _month(value: Any) -> date:
    return _day(value).replace(day=1)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError("a number, not negative")
    return float(value)


def _digits(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 64:
        raise ValueError("a whole number from 1 to 64")
    return value


def _measure(value: Any) -> str:
    known = [measure.key for measure in registry.load_measures()]
    if value not in known:
        raise ValueError(f"one of {', '.join(known)}")
    return value


def _outcome(value: Any) -> str:
    if value not in ("adopted", "adapted", "abandoned"):
        raise ValueError("adopted, adapted or abandoned")
    return value


def _anything(value: Any) -> Any:
    return value


# section → its keys with their kinds, and those that must be there
SECTIONS: dict[str, tuple[dict[str, Kind], set[str]]] = {
    "agencies": (
        {
            "code": _code,
            "name": _text,
            "size": _text,
            "levels_of_care": _texts,
            "active_from": _month,
            "active_to": _month,
            "id_width": _digits,
            "contact_name": _text,
            "contact_email": _text,
            "managing_entity": _text,
            "region": _text,
            "learning_wave": _text,
            # what a made-up file says of itself, and the extracts show
            "contacts_a_month": _anything,
            "first_month": _anything,
            "missing_months": _anything,
            "sends_person_key": _anything,
        },
        {"code"},
    ),
    "targets": (
        {"measure": _measure, "value": _number, "by": _day, "agency": _code, "unit": _text},
        {"measure", "value", "by"},
    ),
    "projects": (
        {
            "agency": _code,
            "measure": _measure,
            "title": _text,
            "starts": _day,
            "ends": _day,
            "outcome": _outcome,
        },
        {"agency", "measure", "title", "starts"},
    ),
}
TOLD_ELSEWHERE = {"sample", "stories", "faults"}
