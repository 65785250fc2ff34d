"""The one way to open a DuckDB database, without the optimizer's step that changes figures."""

from pathlib import Path

import duckdb

Config = dict[str, str | bool | int | float | list[str]]

# DuckDB 2.0.0 and 2.0.1: where statistics prove one side of a left join empty, this step narrows
# the sums above it to one byte (83,166 becomes -34) or makes them empty, without an error.
# tests/pipelines/engines/test_database.py shows it, and fails when a new version is free of it.
UNSAFE_STEP = "statistics_propagation"


def open_database(
    path: Path | str = ":memory:", *, read_only: bool = False, config: Config | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a file, without a path a database in memory. Raises duckdb.Error as DuckDB does."""
    return duckdb.connect(
        path, read_only=read_only, config={**(config or {}), "disabled_optimizers": UNSAFE_STEP}
    )
