"""Words that stand for no client, and common names of people: for the rules and for messages."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Words:
    """Words for the rules, in capitals: placeholders for an id, and common names of people."""

    placeholders: tuple[str, ...]
    names: tuple[str, ...]


@cache
def known_words() -> Words:
    """The words of `placeholder_words.csv` and `person_names.csv`."""
    return Words(_first_column("placeholder_words.csv"), _first_column("person_names.csv"))


def _first_column(name: str) -> tuple[str, ...]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return tuple(row[0] for row in list(csv.reader(file))[1:])


def holds_a_name(text: str) -> bool:
    """Whether one of the words is a common name of people."""
    return bool(_names().intersection(re.findall(r"[^\W\d_]+", text.upper())))


@cache
def _names() -> frozenset[str]:
    return frozenset(known_words().names)
