"""The published tables of one board as files, one each."""

from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

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
    written = []
    for table in PUBLISHED:
        rows = boards.connect(data, version).sql(f"from {table}").to_arrow_table()
        path = out / f"{table}.{format}"
        if format == "csv":
            pa_csv.write_csv(rows, path, pa_csv.WriteOptions(quoting_style="needed"))
        else:
            pa_parquet.write_table(rows, path)
        written.append(path)
    return written
