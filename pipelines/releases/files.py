"""The files of releases: written once, signed as they come out, opened only as signed."""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.atomic_files import replace_atomically
from pipelines.boards.connections import LOCKED_DOWN
from pipelines.engines.database import open_database
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.register.releases import Release, Releases
from pipelines.releases import signing
from pipelines.releases.cells import ReleaseCell
from pipelines.releases.pooled import PooledCell, agency_years
from pipelines.statistics.disclosure import ShownCell

# the tables of a release, in the order of docs/release.md
TABLES = {
    "release": "number int, board_version int, made_at timestamp, data_through date,"
    " edition varchar, reason varchar",
    "agency": "code varchar, name varchar",
    "agency_cell": "code varchar, measure varchar, year int, grain varchar, period varchar,"
    " starts date, ends date, mark varchar, counted int, size varchar, entered int, value double,"
    " median_days double, p90_days double",
    "agency_year": "code varchar, measure varchar, year int, value double, cells int",
    "pooled_cell": "group_name varchar, measure varchar, grain varchar, period varchar,"
    " agencies int, cells_left_out int, counted int, entered int, value double, lowest double,"
    " highest double",
    "measure": "key varchar, goal int, label varchar, short varchar, unit varchar, better varchar,"
    " counted varchar, month_rule varchar",
    "target": "measure varchar, value double, meet_by date",
}


@dataclass(frozen=True)
class ReleaseContent:
    """What one release holds; cells name agencies, the file has their codes."""

    number: int
    board_version: int
    data_through: Any
    edition: str
    reason: str
    cells: Sequence[ReleaseCell]
    pooled: Sequence[PooledCell]
    measures: Sequence[tuple[Any, ...]]
    targets: Sequence[tuple[Any, ...]]
    names: dict[str, str]  # of agencies that agree to be named


class NoRelease(LookupError):
    """No release is out."""


def releases_folder(data: Path) -> Path:
    return data / "releases"


def release_file(data: Path, number: int) -> Path:
    return releases_folder(data) / f"release-{number:06}.duckdb"


def waiting_file(data: Path, number: int) -> Path:
    """The file of a release that is not out: complete, unsigned, read by no page."""
    return releases_folder(data) / f"release-{number:06}.waiting"


def write_waiting(data: Path, content: ReleaseContent, codes: dict[str, str]) -> Path:
    """Write a release's file, whole on the disk, before anyone says yes to it."""
    folder = releases_folder(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    building = folder / f"release-{content.number:06}.building"
    building.unlink(missing_ok=True)
    with open_database(building) as con:
        engine, rows = DuckdbEngine(con, into="main"), _rows(content, codes)
        for table, columns in TABLES.items():  # a column at a time: a row at a time takes minutes
            engine.table(table, columns, rows[table])
    replace_atomically(building, waiting_file(data, content.number))
    return waiting_file(data, content.number)


def sign_and_publish(data: Path, number: int) -> str:
    """Sign a waiting file and move it to its name; returns the public key. The signature is there
    before the file."""
    key = signing.load_signing_key(data, Releases(data).public_key())
    waiting, final = waiting_file(data, number), release_file(data, number)
    public_key = signing.public_key_text(key)
    if not waiting.exists():  # a run before this one was stopped after the move
        signature = final.with_suffix(".signature").read_bytes()
        signing.check_signature(public_key, final, number, signature)
        return public_key
    signature = signing.sign_file(key, waiting, number)
    making = final.with_suffix(".making")
    making.write_bytes(signature)
    replace_atomically(making, final.with_suffix(".signature"))
    replace_atomically(waiting, final)
    return public_key


def newest_out(data: Path) -> Release | None:
    """The newest release that is out and not withdrawn."""
    out = [release for release in Releases(data).releases() if release.state == "out"]
    return out[-1] if out else None


def connect_release(data: Path, number: int) -> duckdb.DuckDBPyConnection:
    """A cursor on a release: read-only, without access to anything outside it.

    Raises NoRelease where there is no file, NotSigned for one that the office has not signed.
    """
    path = release_file(data, number)
    with _opening:
        try:
            identity = (path.stat().st_ino, path.stat().st_mtime_ns, path.stat().st_size)
            signature = path.with_suffix(".signature").read_bytes()
        except FileNotFoundError:
            raise NoRelease(f"Release {number} has no file.") from None
        opened, root = _open.get(path, (None, None))
        if root is None or opened != (identity, hashlib.sha256(signature).digest()):
            signing.check_signature(Releases(data).public_key() or "", path, number, signature)
            root = open_database(path, read_only=True, config=LOCKED_DOWN)
            _open[path] = (identity, hashlib.sha256(signature).digest()), root
        return root.cursor()


def read_cells(data: Path, number: int, codes: dict[str, str]) -> list[ReleaseCell]:
    """The cells of a release, out or withdrawn, by agency: what is out stays as it is."""
    agencies = {code: agency for agency, code in codes.items()}
    rows = connect_release(data, number).execute("select * from agency_cell").fetchall()
    cells = []
    for code, measure, year, grain, period, starts, ends, *shown in rows:
        if code in agencies:
            whose = agencies[code]
            cells.append(
                ReleaseCell(whose, measure, year, grain, period, starts, ends, ShownCell(*shown))
            )
    return cells


def _rows(content: ReleaseContent, codes: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Table → rows, every list in an order that does not depend on agencies' names or codes of the
    office."""
    made_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    head = (
        *(content.number, content.board_version, made_at, content.data_through),
        *(content.edition, content.reason),
    )
    agencies = {cell.agency_id for cell in content.cells}
    return {
        "release": [head],
        "agency": sorted((codes[a], content.names.get(a)) for a in agencies),
        "agency_cell": sorted(
            (_cell_row(codes[cell.agency_id], cell) for cell in content.cells),
            key=lambda row: (row[0], row[1], row[5]),
        ),
        "agency_year": sorted(
            (codes[agency], *rest) for agency, *rest in agency_years(content.cells)
        ),
        "pooled_cell": [tuple(asdict(cell).values()) for cell in content.pooled],
        "measure": list(content.measures),
        "target": list(content.targets),
    }


def _cell_row(code: str, cell: ReleaseCell) -> tuple[Any, ...]:
    return (
        *(code, cell.measure, cell.year, cell.grain, cell.period, cell.starts, cell.ends),
        *asdict(cell.shown).values(),
    )


_opening = threading.Lock()
_open: dict[Path, tuple[Any, duckdb.DuckDBPyConnection]] = {}
