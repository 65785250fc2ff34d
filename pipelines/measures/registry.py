"""The measures: the registry of their words, and the steps of SQL that compute their figures."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Measure:
    """What a measure says about itself. `key` names its SQL file, its URL value and its anchor."""

    key: str
    label: str
    short: str
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
    goal: int | None = None
    standard_days: int | None = None
    target: float | None = None

    @property
    def sql(self) -> str:
        """The text that selects one row per counted thing."""
        return step_sql(self.key)


@cache
def load_measures() -> tuple[Measure, ...]:
    """Every measure in the order of `measures.toml`; an unknown word in it is a TypeError."""
    entries = tomllib.loads((FOLDER / "measures.toml").read_text("utf-8"))
    return tuple(Measure(key=key, **words) for key, words in entries.items())


def step_sql(step: str) -> str:
    return (FOLDER / "sql" / f"{step}.sql").read_text("utf-8")
