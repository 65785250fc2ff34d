"""The published tables of one board as files, one each."""

from pathlib import Path

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.engines.database import open_database
from pipelines.measures.compute import PUBLISHED


def export_tables(
    data: Path, out: Path, *, format: str = "csv", as_of: int | None = None
) -> list[Path]:
    """Write OUT/<table>.csv (or .parquet) of the newest board, or of the one kept for `as_of`.

    Dates are ISO, booleans true and false, what is not known is empty. Raises boards.NoBoard.
    """
    version = (
        board_files.current_version(data)
        if as_of is None
        else board_files.version_as_of(data, as_of)
    )
    if version is None:
        raise board_files.NoBoard("Nothing has been published yet: ingest a first extract.")
    out.mkdir(parents=True, exist_ok=True)
    writer = open_database()
    written = []
    for table in PUBLISHED:
        writer.register(
            table,
            board_connections.connect_board(data, version).sql(f"from {table}").to_arrow_table(),
        )
        path = out / f"{table}.{format}"
        target = str(path).replace("'", "''")
        writer.execute(f"copy {table} to '{target}' (format {format})")
        written.append(path)
    writer.close()
    return written
