"""Published tables as typed pandas DataFrames, for a notebook; figures only, read-only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.settings import data_folder

if TYPE_CHECKING:
    import pandas


class UnknownTable(LookupError):
    """The board has no table of this name; the message lists those that it has."""


def published_table(
    name: str, data: Path | None = None, as_of: int | None = None
) -> pandas.DataFrame:
    """One table of docs/board.md, a row as it is described there.

    `data` is the data folder, by default that of the settings. `as_of` is a board version: the
    board kept for it, by default the newest. Dates and times are datetime64, counts Int64, flags
    boolean, other numbers float64, text str; what is not known is missing (NaT, NA or NaN).

    Raises UnknownTable, and NoBoard where nothing is published or kept for `as_of`.
    """
    folder = data if data is not None else data_folder()
    version = (
        board_files.current_version(folder)
        if as_of is None
        else board_files.version_as_of(folder, as_of)
    )
    if version is None:
        raise board_files.NoBoard(
            f"Nothing has been published in {folder} yet: ingest a first extract."
        )
    cursor = board_connections.connect_board(folder, version)
    tables = [
        table
        for (table,) in cursor.execute(
            "select table_name from duckdb_tables() where not internal order by table_name"
        ).fetchall()
    ]
    if name not in tables:
        raise UnknownTable(
            f"Board {version:06} has no table {name!r}. Its tables are: {', '.join(tables)}."
        )
    return _typed_frame(cursor.sql(f'from "{name}"'))


def _typed_frame(rows: duckdb.DuckDBPyRelation) -> pandas.DataFrame:
    """The rows by way of Arrow, which tells a missing count or flag from NaN."""
    import pandas as pd  # 0.3 s, which pages that show no frame do not pay
    import pyarrow as pa

    types = {pa.bool_(): pd.BooleanDtype()}
    whole = (pa.int8, pa.int16, pa.int32, pa.int64, pa.uint8, pa.uint16, pa.uint32, pa.uint64)
    types |= {kind(): pd.Int64Dtype() for kind in whole}
    return rows.to_arrow_table().to_pandas(types_mapper=types.get, date_as_object=False)
