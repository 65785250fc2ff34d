"""The contract of the monthly extract, from `extract.schema.json`; reads no provider's file."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).with_name("extract.schema.json")
EXAMPLE = Path(__file__).with_name("example.csv")


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
def fields() -> tuple[Field, ...]:
    """The columns in the order of the template."""
    return tuple(_field(entry) for entry in _schema()["fields"])


@cache
def field(name: str) -> Field:
    """One column by its name; KeyError for a name that is not the contract's."""
    return {each.name: each for each in fields()}[name]


def columns() -> tuple[str, ...]:
    return tuple(each.name for each in fields())


def required() -> tuple[str, ...]:
    return tuple(each.name for each in fields() if each.required)


def folded(header: str) -> str:
    """A header without what does not matter: case, spaces, underscores (extract.md, Columns)."""
    return re.sub(r"[\s_]+", "", header.replace("\ufeff", "").replace("\u00a0", " ")).casefold()


def match(header: Sequence[str]) -> Matching:
    """Match a header's cells by name; a name wins over an alias, the first alias over later."""
    exact = {folded(name): name for name in columns()}
    found: dict[str, int] = {}
    twice: list[str] = []
    for at, cell in enumerate(header):
        name = exact.get(folded(cell))
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
    others = [cell for cell in others if folded(cell) not in exact]
    return Matching(
        columns=found,
        by_alias=alias,
        dropped=tuple(others),
        twice=tuple(dict.fromkeys(twice)),
        refused={cell: kind for cell in others if (kind := names_a_person(cell))},
        missing=tuple(name for name in required() if name not in found),
    )


def names_a_person(header: str) -> str | None:
    """What identifying thing a header names ("an SSN", "a name" …), or None."""
    spelled = re.sub(r"([a-z])([A-Z])", r"\1_\2", header.strip())
    spelled = re.sub(r"[^a-z0-9]+", "_", spelled.casefold()).strip("_")
    for kind, pattern in _schema()["refused"].items():
        if re.fullmatch(pattern, spelled):
            return kind
    return None


def template() -> str:
    """The CSV to download: the header of every column, no rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(columns())
    return text.getvalue()


def example(agency: str = "A01") -> str:
    """A whole small extract of an agency to download: made up, with each of the six events."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return "\r\n".join([lines[0], *(agency + line[3:] for line in lines[1:]), ""])


def dictionary() -> str:
    """The data dictionary of the extract as Markdown (data/README.md is written from it)."""
    lines = [f"# {_schema()['title']}", "", _schema()["description"], ""]
    lines += ["| column | required | what | values | example |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{each.name}` | {_when(each)} | {each.description} | {_values(each)} |"
        f" `{each.example}` |"
        for each in fields()
    ]
    for each in fields():
        if each.meanings:
            lines += ["", f"## {each.title}: `{each.name}`", "", "| value | is |", "| --- | --- |"]
            lines += [f"| `{word}` | {meaning} |" for word, meaning in each.meanings.items()]
    kinds = ", ".join(_schema()["refused"])
    lines += ["", f"A column that names {kinds} refuses the whole file. Other columns are dropped."]
    return "\n".join(lines) + "\n"


@cache
def _schema() -> dict:
    return json.loads(SCHEMA.read_text("utf-8"))


@cache
def _aliases() -> dict[str, str]:
    return {
        _loose(spelled): each.name for each in fields() for spelled in (*each.aliases, each.name)
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


def _when(each: Field) -> str:
    if each.required:
        return "yes"
    return f"with `{each.required_with}`" if each.required_with else "no"


def _values(each: Field) -> str:
    numbers = {word: number for number, word in each.codes.items() if number != word}
    spelled = [
        f"`{word}`" + (f" {numbers[word]}" if word in numbers else "") for word in each.words
    ]
    return ", ".join(spelled) or (f"up to {each.max_length} characters" if each.max_length else "")
