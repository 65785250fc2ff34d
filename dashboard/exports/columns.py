"""What columns.toml says of the columns of exports: their types and their meanings."""

import tomllib
from functools import cache
from pathlib import Path

# section of columns.toml → the pandas type of its columns
TYPES = {
    "text": "str",
    "date": "datetime64[s]",
    "count": "Int64",
    "number": "float64",
    "flag": "boolean",
}


@cache
def column_meanings() -> dict[str, str]:
    """Column → what it means, in a sentence."""
    return {name: text for columns in _sections().values() for name, text in columns.items()}


@cache
def column_types() -> dict[str, str]:
    """Column → its pandas type."""
    return {name: TYPES[kind] for kind, columns in _sections().items() for name in columns}


@cache
def _sections() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
