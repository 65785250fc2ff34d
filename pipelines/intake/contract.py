"""The contract of the monthly extract, from `extract.schema.json`; reads no provider's file."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).with_name("extract.schema.json")


@dataclass(frozen=True)
class Field:
    """One column of the contract; `codes` maps each accepted spelling to the stored word."""

    name: str
    title: str
    description: str
    example: str
    required: bool
    required_with: str | None
    words: tuple[str, ...]
    codes: dict[str, str]
    aliases: tuple[str, ...]
    max_length: int | None
    pattern: str | None
    meanings: dict[str, str]


@dataclass(frozen=True)
class Matching:
    """What a header row says: contract column → position, and all that is not the contract's."""

    columns: dict[str, int]
    by_alias: dict[str, str]  # contract column → the provider's own header
    dropped: tuple[str, ...]
    twice: tuple[str, ...]
    refused: dict[str, str]  # the provider's own header → what it names
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


@cache
def contract_fields() -> tuple[Field, ...]:
    """The columns in the order of the template."""
    return tuple(_field(entry) for entry in _schema()["fields"])


@cache
def contract_field(name: str) -> Field:
    """One column by its name; KeyError for a name that is not the contract's."""
    return {each.name: each for each in contract_fields()}[name]


def column_names() -> tuple[str, ...]:
    return tuple(each.name for each in contract_fields())


def required_columns() -> tuple[str, ...]:
    return tuple(each.name for each in contract_fields() if each.required)


def fold_header(header: str) -> str:
    """A header without what does not matter: case, spaces, underscores (extract.md, Columns)."""
    return re.sub(r"[\s_]+", "", header.replace("\ufeff", "").replace("\u00a0", " ")).casefold()


def match_header(header: Sequence[str]) -> Matching:
    """Match a header's cells by name; a name wins over an alias, the first alias over later."""
    exact = {fold_header(name): name for name in column_names()}
    found: dict[str, int] = {}
    twice: list[str] = []
    for at, cell in enumerate(header):
        name = exact.get(fold_header(cell))
        if name in found:
            twice.append(name)
        elif name:
            found[name] = at
    alias: dict[str, str] = {}
    for at, cell in enumerate(header):
        name = _aliases().get(_loose(cell))
        if at not in found.values() and name and name not in found:
            found[name], alias[name] = at, cell.strip()
    others = [cell.strip() for at, cell in enumerate(header) if at not in found.values()]
    others = [cell for cell in others if fold_header(cell) not in exact]
    return Matching(
        columns=found,
        by_alias=alias,
        dropped=tuple(others),
        twice=tuple(dict.fromkeys(twice)),
        refused={cell: kind for cell in others if (kind := names_a_person(cell))},
        missing=tuple(name for name in required_columns() if name not in found),
    )


def names_a_person(header: str) -> str | None:
    """What identifying thing a header names ("an SSN", "a name" …), or None."""
    spelled = re.sub(r"([a-z])([A-Z])", r"\1_\2", header.strip())
    spelled = re.sub(r"[^a-z0-9]+", "_", spelled.casefold()).strip("_")
    for kind, pattern in _schema()["refused"].items():
        if re.fullmatch(pattern, spelled):
            return kind
    return None


@cache
def _schema() -> dict:
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _aliases() -> dict[str, str]:
    return {
        _loose(spelled): each.name
        for each in contract_fields()
        for spelled in (*each.aliases, each.name)
    }


def _loose(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", header.casefold())


def _field(entry: dict) -> Field:
    limits = entry.get("constraints", {})
    words = tuple(limits.get("enum", ()))
    numbers = {number: word for word, number in entry.get("codes", {}).items()}
    return Field(
        name=entry["name"],
        title=entry["title"],
        description=entry["description"],
        example=entry["example"],
        required=limits.get("required", False),
        required_with=entry.get("requiredWith"),
        words=words,
        codes={**{word: word for word in words}, **numbers},
        aliases=tuple(entry["aliases"]),
        max_length=limits.get("maxLength"),
        pattern=limits.get("pattern"),
        meanings=entry.get("meanings", {}),
    )
