"""Runs the shared SQL on DuckDB: a step's text becomes a table that later steps read."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

MACROS = Path(__file__).with_name("duckdb_macros.sql")


class DuckdbEngine:
    """One open connection whose input tables lie in its search path."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        con.execute(MACROS.read_text("utf-8"))

    def step(self, name: str, sql: str) -> None:
        """Make the temporary table `name` from one select statement."""
        self._con.execute(f"create or replace temp table {name} as\n{sql}")

    def rows(self, sql: str) -> list[tuple]:
        return self._con.execute(sql).fetchall()

    def table(self, name: str, columns: str, rows: Iterable[tuple]) -> None:
        """Make the small temporary table `name` with typed `columns` from Python rows."""
        self._con.execute(f"create or replace temp table {name} ({columns})")
        rows = list(rows)
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._con.executemany(f"insert into {name} values ({marks})", rows)
