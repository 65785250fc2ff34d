"""An office's agencies file, read and checked: known keys, values of their kind. Enters nothing."""

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
    """A value cannot be entered; the message says which and why."""


def read_agencies_file(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries of each section, codes in upper case and months as first days.

    Raises RegisterProblem, which names the section and the word.
    """
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise RegisterProblem(f"{path} cannot be read ({problem.strerror}).") from None
    except ValueError as problem:  # not UTF-8, or not TOML
        raise RegisterProblem(f"{path.name} is not a TOML file: {problem}") from None
    unknown = sections.keys() - SECTIONS.keys() - IGNORED_SECTIONS
    if unknown:
        raise RegisterProblem(f"{path.name}: no such section: {', '.join(sorted(unknown))}")
    return {
        section: [
            _checked_entry(path.name, section, entry)
            for entry in _section_entries(path.name, section, sections)
        ]
        for section in SECTIONS
    }


def check_agency(entry: dict[str, Any]) -> dict[str, Any]:
    """One agency's values as an agencies file may hold them, `code` among them.

    Raises RegisterProblem, which names the word.
    """
    return _checked_entry("", "agencies", entry)


def is_made_up(path: Path) -> bool:
    return tomllib.loads(path.read_text("utf-8")).get("sample", {}).get("made_up") is True


def _section_entries(file: str, section: str, sections: dict[str, Any]) -> list[Any]:
    entries = sections.get(section, [])
    if not isinstance(entries, list):
        raise RegisterProblem(f"{file}: write [[{section}]], once for each")
    return entries


def _checked_entry(file: str, section: str, entry: Any) -> dict[str, Any]:
    kinds, needed = SECTIONS[section]
    where = f"{file}: [[{section}]]" if file else "An agency:"
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
    pattern = contract.contract_field("agency_id").pattern
    assert pattern is not None, "the contract has a pattern for an agency's code"
    if not re.fullmatch(pattern, code):
        raise ValueError("an agency's code: letters, digits, - and _, at most 32")
    return code


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, list):
        raise ValueError("a list of texts")
    return ", ".join(_text(item) for item in value)


def _spans(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('a list of months, like ["2025-07..2025-12"]')
    return tuple(_text(item) for item in value)


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


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _measure(value: Any) -> str:
    known = [measure.key for measure in registry.load_measures()]
    if value not in known:
        raise ValueError(f"one of {', '.join(known)}")
    return value


def _reason(value: Any) -> str:
    reason = " ".join(_text(value).split())
    if not 1 <= len(reason) <= 500:
        raise ValueError("a text of 1 to 500 characters")
    return reason


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
            "pauses": _spans,
            "id_width": _digits,
            "case_sensitive_ids": _yes_or_no,
            "contact_name": _text,
            "contact_email": _text,
            "managing_entity": _text,
            "region": _text,
            "learning_wave": _text,
            # only a made-up file has these; the register does not keep them
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
    "baselines": (
        {"agency": _code, "measure": _measure, "starts": _month, "reason": _reason},
        {"measure", "starts", "reason"},
    ),
    "key_corrections": (
        {"agency": _code, "month": _month, "reason": _text},
        {"agency", "month", "reason"},
    ),
}
IGNORED_SECTIONS = {"sample", "stories", "faults"}
