"""Read-only cursors on boards, locked down: no other file, nothing from outside."""

import threading
from collections import OrderedDict
from pathlib import Path

import duckdb

from pipelines.boards.files import NoBoard, board_file, filters_file
from pipelines.engines.database import Config, open_database

OPEN_BOARDS = 8

# Passed when a file is opened, not set later: a file that a cursor holds open is locked already.
LOCKED_DOWN: Config = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def connect_board(data: Path, version: int) -> duckdb.DuckDBPyConnection:
    """A cursor on a kept board: read-only, without access to anything outside it.

    Cursors are for one thread and one query; the file is opened once per process.
    """
    return _cursor(board_file(data, version), f"Board {version:06} is not kept.")


def connect_filters(
    data: Path, version: int, dimension: str | None = None, member: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A cursor on a version's figures by filter; NoBoard for the moments until they are made.

    The published tables are there under their own names, as seen through the filter.
    """
    cursor = _cursor(
        filters_file(data, version), f"The filters of board {version:06} are not made yet."
    )
    cursor.execute("set variable dimension = $1", [dimension])
    cursor.execute("set variable member = $1", [member])
    return cursor


def _cursor(path: Path, missing: str) -> duckdb.DuckDBPyConnection:
    with _opening:
        opened, root = _open.pop(path, (None, None))
        identity: tuple[int, int] | None
        try:
            identity = path.stat().st_ino, path.stat().st_mtime_ns
        except FileNotFoundError:
            identity = opened  # an unlinked board stays readable for those who have it open
        if identity is None:
            raise NoBoard(missing)
        if root is not None and opened != identity:  # a new store counts its boards from 1 again
            root.close()
            root = None
        if root is None:
            root = open_database(path, read_only=True, config=LOCKED_DOWN)
        _open[path] = identity, root
        while len(_open) > OPEN_BOARDS:
            _open.popitem(last=False)
        return root.cursor()


_opening = threading.Lock()


_open: OrderedDict[Path, tuple[tuple[int, int], duckdb.DuckDBPyConnection]] = OrderedDict()
