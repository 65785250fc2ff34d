"""Two sets of published tables, cell for cell; one may come from an export's CSV files."""

import csv
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.pipelines.measures.recompute import COLUMNS, Row

KEYS = {
    "agency_month": ("agency_id", "measure", "month"),
    "state_month": ("measure", "month"),
    "agency_period": ("agency_id", "measure", "grain", "period"),
    "state_period": ("measure", "grain", "period"),
    "agency_cohort": ("agency_id", "month"),
    "state_cohort": ("month",),
}
TEXTS = {"agency_id", "measure", "status", "grain", "period"}
DATES = {"month", "starts", "ends"}
FLAGS = {
    *("warming_up", "provisional", "provisional_7", "provisional_30"),
    *("known_7", "known_14"),
}
NUMBERS = {"value", "median_days", "p90_days"}


@dataclass(frozen=True)
class Difference:
    table: str
    key: tuple
    column: str
    a: object
    b: object

    def __str__(self) -> str:
        where = " ".join(str(part) for part in self.key)
        return f"{self.table} [{where}] {self.column}: {self.a!r} against {self.b!r}"


@dataclass(frozen=True)
class Comparison:
    differences: list[Difference]
    cells: int

    def __str__(self) -> str:
        reported = [str(difference) for difference in self.differences[:40]]
        return "\n".join([f"{len(self.differences)} of {self.cells} cells differ", *reported])


def compare(tables_a: dict[str, list[Row]], tables_b: dict[str, list[Row]]) -> Comparison:
    """All six tables; a row, a column or a table of one side only is a difference too."""
    differences: list[Difference] = []
    cells = 0
    for table in COLUMNS:
        a, twice_a = by_key(table, tables_a.get(table, []))
        b, twice_b = by_key(table, tables_b.get(table, []))
        differences += [Difference(table, key, "row", "twice", "") for key in twice_a]
        differences += [Difference(table, key, "row", "", "twice") for key in twice_b]
        for key in sorted(a.keys() | b.keys()):
            if key not in a or key not in b:
                present = ("present", "absent") if key in a else ("absent", "present")
                differences.append(Difference(table, key, "row", *present))
                continue
            for column in dict.fromkeys([*COLUMNS[table], *a[key], *b[key]]):
                left = a[key].get(column, "no such column")
                right = b[key].get(column, "no such column")
                cells += 1
                if not same(left, right):
                    differences.append(Difference(table, key, column, left, right))
    return Comparison(differences, cells)


def by_key(table: str, rows: list[Row]) -> tuple[dict[tuple, Row], list[tuple]]:
    found: dict[tuple, Row] = {}
    twice = []
    for row in rows:
        key = tuple(row[column] for column in KEYS[table])
        if key in found:
            twice.append(key)
        found[key] = row
    return found, twice


def same(a: object, b: object) -> bool:
    """Equal in kind and value; numbers with a fraction to a billionth of their size."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    return type(a) is type(b) and a == b


def read_export(folder: Path) -> dict[str, list[Row]]:
    """The six tables as `python -m pipelines export` writes them."""
    tables = {}
    for table in COLUMNS:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            tables[table] = [
                {column: typed(column, text) for column, text in row.items()}
                for row in csv.DictReader(file, strict=True)
            ]
    return tables


def typed(column: str, text: str) -> object:
    if text == "":
        return None
    if column in TEXTS:
        return text
    if column in DATES:
        return date.fromisoformat(text)
    if column in FLAGS:
        return {"true": True, "false": False}[text.lower()]
    return float(text) if column in NUMBERS else int(text)
