"""The published tables of one board as files, one each."""

from pathlib import Path

import duckdb

from pipelines import boards
from pipelines.measures import PUBLISHED


def export(data: Path, out: Path, *, format: str = "csv", as_of: int | None = None) -> list[Path]:
    """Write OUT/<table>.csv (or .parquet) of the newest board, or of the one kept for `as_of`.

    Dates are ISO, booleans true and false, what is not known is empty. Raises boards.NoBoard.
    """
    version = boards.current_version(data) if as_of is None else boards.as_of(data, as_of)
    if version is None:
        raise boards.NoBoard("Nothing has been published yet: ingest a first extract.")
    out.mkdir(parents=True, exist_ok=True)
    writer = duckdb.connect()
    written = []
    for table in PUBLISHED:
        writer.register(table, boards.connect(data, version).sql(f"from {table}").to_arrow_table())
        path = out / f"{table}.{format}"
        target = str(path).replace("'", "''")
        writer.execute(f"copy {table} to '{target}' (format {format})")
        written.append(path)
    writer.close()
    return written
