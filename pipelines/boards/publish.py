"""Publishes a board next to the current one, then moves the pointer: readers see one, whole.

Boards hold figures, never a client's row. Each is immutable and can be looked at again.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.atomic_files import replace_atomically
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.contents import (
    BoardOrigin,
    write_agencies,
    write_key_corrections,
    write_tables,
)
from pipelines.boards.retention import delete_expired_boards
from pipelines.engines.database import open_database
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.measures import by_filter, compute, inputs
from pipelines.register.agencies import Register
from pipelines.register.audit import Audit
from pipelines.settings import Settings
from pipelines.warehouse import connection as warehouse


def definition_fingerprint(settings: Settings) -> str:
    """A fingerprint of everything but the rows that decides a board: SQL, words, the charts'
    arithmetic and settings."""
    fingerprint = hashlib.sha256()
    pipelines = Path(__file__).parents[1]
    made_by = {".sql", ".toml"}
    for path in (
        *(p for p in sorted((pipelines / "measures").rglob("*")) if p.suffix in made_by),
        *sorted((pipelines / "engines").glob("*.sql")),
        *sorted((pipelines / "statistics").glob("*.py")),
        *sorted((pipelines / "boards").rglob("*.sql")),
        *((pipelines / "boards" / name) for name in ("contents.py", "signals.py")),
        pipelines / "measures" / "registry.py",
    ):
        fingerprint.update(path.read_bytes())
    fingerprint.update(json.dumps(asdict(settings), sort_keys=True).encode())
    fingerprint.update(str(board_files.SCHEMA).encode())
    return fingerprint.hexdigest()


def publish_board(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    settings: Settings,
    now: datetime,
    *,
    progress: Callable[[str], None] = lambda step: None,
    force: bool = False,
    with_filters: bool = True,
) -> int:
    """Compute every figure from the open warehouse and publish it; returns the version.

    Where the current board has the same rows, register and definitions, it stays, unless `force`.
    Figures by filter follow in a file of their own after the board, unless `with_filters` is
    False. `now` is UTC.
    """
    register = Register(data)
    Audit(data).note_settings(asdict(settings), "the settings file")
    origin = BoardOrigin(
        warehouse.current_revision(con), register.revision, definition_fingerprint(settings)
    )
    current = board_files.current_version(data)
    if current is not None and not force:
        is_whole = not with_filters or board_files.filters_file(data, current).exists()
        if is_whole and _board_origin(data, current) == origin:
            return current
    board_files.boards_folder(data).mkdir(mode=0o700, exist_ok=True)
    for unfinished in board_files.boards_folder(data).glob("*.building*"):  # of a killed publish
        unfinished.unlink()
    engine = DuckdbEngine(con)
    write_agencies(engine, register)
    write_key_corrections(engine, register)
    inputs.write_input_tables(engine, settings)
    compute.compute_figures(con, progress)
    progress("board")
    version = max([0, current or 0, *board_files.published_versions(data)]) + 1
    building = board_files.boards_folder(data) / f"board-{version:06}.building"
    with _attach_file(con, building, "board"):
        write_tables(con, register, settings, origin, version, now)
    _publish_file(building, board_files.board_file(data, version), now)
    _move_pointer(data, version)
    if with_filters:
        _publish_filters(con, data, version, now, progress)
    delete_expired_boards(data, settings, now)
    return version


def _board_origin(data: Path, version: int) -> BoardOrigin | None:
    try:
        rows = board_connections.connect_board(data, version).execute(
            "select revision, register_revision, definition from board"
        )
    except (board_files.NoBoard, duckdb.Error):  # a lost or foreign file is replaced
        return None
    return BoardOrigin(*rows.fetchall()[0])


@contextmanager
def _attach_file(con: duckdb.DuckDBPyConnection, building: Path, name: str) -> Iterator[None]:
    """A new file, open under `name` to be written."""
    quoted = str(building).replace("'", "''")
    con.execute(f"attach '{quoted}' as {name}")
    try:
        yield
    finally:
        con.execute(f"detach {name}")


def _publish_file(building: Path, file: Path, now: datetime) -> None:
    """Move the finished file to its name; its file time is `now`, which retention reads."""
    os.utime(building, (now.timestamp(), now.timestamp()))
    replace_atomically(building, file)


def _publish_filters(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    version: int,
    now: datetime,
    progress: Callable[[str], None],
) -> None:
    building = board_files.boards_folder(data) / f"filters-{version:06}.building"
    with _attach_file(con, building, "filters"):
        by_filter.compute_filters(con, "filters", progress)
    with open_database(
        building
    ) as filters:  # a connection of its own: the views name no attached file
        by_filter.create_filter_views(filters)
    _publish_file(building, board_files.filters_file(data, version), now)


def _move_pointer(data: Path, version: int) -> None:
    pointer = board_files.boards_folder(data) / "CURRENT"
    fresh = pointer.with_suffix(".building")
    fresh.write_text(f"{version:06}\n", "ascii")
    replace_atomically(fresh, pointer)
