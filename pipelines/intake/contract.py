"""The contract of the monthly extract, from `extract.schema.json`; reads no provider's file."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("extract.schema.json")
_NAME = re.compile(r"[^\W\d_][\w .#()/?&'%:-]*")  # begins with a letter, holds no odd sign
LEAST_DIGITS = 3  # a cell with as many digits may be a value, not a column's name
OF_INSTITUTIONS = {"a name", "a phone number", "an address"}  # have these too


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
    ambiguous: dict[str, tuple[str, ...]]  # contract column → the headers that may all be it
    dropped: tuple[str, ...]
    twice: tuple[str, ...]
    others: tuple[int, ...]  # the cells that are no column of the contract
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
    """Match a header's cells by name; a name wins over aliases. Two aliases of a column without its
    name are `ambiguous`. No result holds a cell's text where it may be a value (`shown_header`)."""
    exact = _folded_names()
    folded = [fold_header(cell) for cell in header]
    columns: dict[str, int] = {}
    twice: list[str] = []
    for index, cell in enumerate(folded):
        name = exact.get(cell)
        if name is None:
            continue
        if name in columns:
            twice.append(name)
        else:
            columns[name] = index
    aliased: dict[str, list[int]] = {}
    for index, cell in enumerate(header):
        name = _aliases().get(_letters_and_digits(cell))
        if name and name not in columns:
            aliased.setdefault(name, []).append(index)
    columns |= {name: cells[0] for name, cells in aliased.items()}
    known = set(columns.values())
    others = [at for at, cell in enumerate(folded) if at not in known and cell not in exact]
    return Matching(
        columns=columns,
        by_alias={name: shown_header(header[cells[0]]) for name, cells in aliased.items()},
        ambiguous={
            name: tuple(shown_header(header[at]) for at in cells)
            for name, cells in aliased.items()
            if len(cells) > 1
        },
        dropped=tuple(shown_header(header[at]) for at in others),
        twice=tuple(dict.fromkeys(twice)),
        others=tuple(others),
        missing=tuple(name for name in required_columns() if name not in columns),
    )


def identifying_columns(header: Sequence[str], matching: Matching) -> dict[str, str]:
    """The header's cells that name what identifies a person, as `shown_header` shows them → what
    they name."""
    return {
        shown_header(header[at]): kind
        for at in matching.others
        if (kind := names_a_person(header[at]))
    }


def shown_header(cell: str) -> str:
    """A header's cell fit for a message: a cell that may be a value of a row is not shown."""
    plain = cell.strip()
    digits, letters = sum(map(str.isdigit, plain)), sum(map(str.isalpha, plain))
    is_name = letters and digits < LEAST_DIGITS and _NAME.fullmatch(plain)
    return plain if not plain or is_name else "(not shown)"


def names_a_person(header: str) -> str | None:
    """What identifying thing a header names ("an SSN", "a name" …), or None. A name or alias of the
    contract's columns names none; nor does an institution's name, phone or address."""
    if _letters_and_digits(header) in _aliases():
        return None
    spelled = re.sub(r"([a-z])([A-Z])", r"\1_\2", header.strip())
    spelled = unicodedata.normalize("NFKD", spelled.replace("#", "_no_").casefold())
    spelled = "".join(each for each in spelled if not unicodedata.combining(each))
    spelled = re.sub(r"[^a-z0-9]+", "_", spelled).strip("_")
    kinds = [kind for kind, pattern in _refused().items() if pattern.fullmatch(spelled)]
    if set(kinds) <= OF_INSTITUTIONS and _is_of_institution(spelled):
        return None
    return kinds[0] if kinds else None


@cache
def schema_table() -> dict[str, Any]:
    """The Table Schema file as it is."""
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _folded_names() -> dict[str, str]:
    return {fold_header(name): name for name in column_names()}


@cache
def _aliases() -> dict[str, str]:
    return {
        _letters_and_digits(spelled): field.name
        for field in contract_fields()
        for spelled in (*field.aliases, field.name)
    }


@cache
def _refused() -> dict[str, re.Pattern[str]]:
    """Kind of identifying thing → pattern of the whole headers that name it."""
    return {
        kind: re.compile("|".join(map(_with_parts, patterns)))
        for kind, patterns in schema_table()["refused"].items()
    }


def _with_parts(pattern: str) -> str:
    """The pattern with each `{part}` written out."""
    for part, alternatives in schema_table()["refusedParts"].items():
        pattern = pattern.replace("{" + part + "}", alternatives)
    return pattern


def _is_of_institution(spelled: str) -> bool:
    """Whether a header speaks of an institution and of no person in it."""
    words = spelled.split("_")
    person = re.compile(_with_parts("{person}"))
    return any(word in schema_table()["institutions"] for word in words) and not any(
        map(person.fullmatch, words)
    )


def _letters_and_digits(header: str) -> str:
    return re.sub(r"[\W_]+", "", header.casefold())


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
