"""Runs the shared SQL on DuckDB: a step's text becomes a table that later steps read."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

MACROS = Path(__file__).with_name("duckdb_macros.sql")


class DuckdbEngine:
    """One open connection whose search path holds the input tables.

    Tables and views are temporary, unless `into` names an attached file or the open one (`main`).
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, into: str | None = None) -> None:
        self._con = con
        self._temp, self._into = ("", f"{into}.") if into else ("temp ", "")
        con.execute(MACROS.read_text("utf-8").replace("temp ", self._temp))

    def step(self, name: str, sql: str) -> None:
        """Make the table `name` from one select statement."""
        self._con.execute(f"create or replace {self._temp}table {self._into}{name} as\n{sql}")

    def view(self, name: str, sql: str) -> None:
        """Name a select statement; it runs, for the columns that a query reads, when it is read."""
        self._con.execute(f"create or replace {self._temp}view {self._into}{name} as\n{sql}")

    def rows(self, sql: str) -> list[tuple]:
        return self._con.execute(sql).fetchall()

    def table(self, name: str, columns: str, rows: Iterable[tuple]) -> None:
        """Make the small table `name` with typed `columns` from Python rows."""
        self._con.execute(f"create or replace {self._temp}table {self._into}{name} ({columns})")
        rows = list(rows)
        if rows:
            kinds = [column.split()[1] for column in columns.split(",")]
            lists = ", ".join(f"unnest(cast(? as {kind}[]))" for kind in kinds)
            values = [list(column) for column in zip(*rows, strict=True)]
            self._con.execute(f"insert into {self._into}{name} select {lists}", values)
