"""The contract of the monthly extract, from `extract.schema.json`; reads no provider's file."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
    """How a header row matches: contract column → index, and what is not the contract's."""

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
    return tuple(_make_field(entry) for entry in schema_table()["fields"])


@cache
def contract_field(name: str) -> Field:
    """One column by its name; KeyError for a name that is not the contract's."""
    return {field.name: field for field in contract_fields()}[name]


def column_names() -> tuple[str, ...]:
    """The names of all columns, in the order of the template."""
    return tuple(field.name for field in contract_fields())


def required_columns() -> tuple[str, ...]:
    """The names of the columns that every extract has."""
    return tuple(field.name for field in contract_fields() if field.required)


def fold_header(header: str) -> str:
    """A header without case, spaces and underscores (docs/extract.md, Columns)."""
    return re.sub(r"[\s_]+", "", header.replace("\ufeff", "").replace("\u00a0", " ")).casefold()


def match_header(header: Sequence[str]) -> Matching:
    """Match a header's cells by name; a name wins over an alias, the first alias over later."""
    exact = {fold_header(name): name for name in column_names()}
    columns: dict[str, int] = {}
    twice: list[str] = []
    for index, cell in enumerate(header):
        name = exact.get(fold_header(cell))
        if name is None:
            continue
        if name in columns:
            twice.append(name)
        else:
            columns[name] = index
    by_alias: dict[str, str] = {}
    for index, cell in enumerate(header):
        name = _aliases().get(_letters_and_digits(cell))
        if index not in columns.values() and name and name not in columns:
            columns[name], by_alias[name] = index, cell.strip()
    others = [cell.strip() for index, cell in enumerate(header) if index not in columns.values()]
    others = [cell for cell in others if fold_header(cell) not in exact]
    return Matching(
        columns=columns,
        by_alias=by_alias,
        dropped=tuple(others),
        twice=tuple(dict.fromkeys(twice)),
        refused={cell: kind for cell in others if (kind := names_a_person(cell))},
        missing=tuple(name for name in required_columns() if name not in columns),
    )


def names_a_person(header: str) -> str | None:
    """What identifying thing a header names ("an SSN", "a name" …), or None."""
    spelled = re.sub(r"([a-z])([A-Z])", r"\1_\2", header.strip())
    spelled = re.sub(r"[^a-z0-9]+", "_", spelled.casefold()).strip("_")
    for kind, pattern in schema_table()["refused"].items():
        if re.fullmatch(pattern, spelled):
            return kind
    return None


@cache
def schema_table() -> dict[str, Any]:
    """The Table Schema file as it is."""
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _aliases() -> dict[str, str]:
    return {
        _letters_and_digits(spelled): field.name
        for field in contract_fields()
        for spelled in (*field.aliases, field.name)
    }


def _letters_and_digits(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", header.casefold())


def _make_field(entry: dict[str, Any]) -> Field:
    limits = entry.get("constraints", {})
    words = tuple(limits.get("enum", ()))
    spellings = {spelling: word for word, spelling in entry.get("codes", {}).items()}
    return Field(
        name=entry["name"],
        title=entry["title"],
        description=entry["description"],
        example=entry["example"],
        required=limits.get("required", False),
        required_with=entry.get("requiredWith"),
        words=words,
        codes={**{word: word for word in words}, **spellings},
        aliases=tuple(entry["aliases"]),
        max_length=limits.get("maxLength"),
        pattern=limits.get("pattern"),
        meanings=entry.get("meanings", {}),
    )
