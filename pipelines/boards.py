"""Where boards lie: versions, the pointer to the current one, and read-only cursors on them."""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

OPEN_BOARDS = 8
# Given at the opening, not set afterwards: a file that some cursor still holds open is locked.
LOCKED_DOWN = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
SCHEMA = 4  # of a board's tables; a reader of another number asks for a new build


class NoBoard(LookupError):
    """Nothing has been published yet, or not the version that was asked for."""


def folder(data: Path) -> Path:
    return data / "boards"


def file(data: Path, version: int) -> Path:
    return folder(data) / f"board-{version:06}.duckdb"


def filters_file(data: Path, version: int) -> Path:
    """The same version's figures by filter, made right after the board."""
    return folder(data) / f"filters-{version:06}.duckdb"


def versions(data: Path) -> list[int]:
    """The versions that are kept, oldest first."""
    found = (re.fullmatch(r"board-(\d{6,})\.duckdb", p.name) for p in folder(data).glob("board-*"))
    return sorted(int(match[1]) for match in found if match)


def current_version(data: Path) -> int | None:
    """The version that the pointer names; none before the first publish.

    A pointer that a broken disk or a hand has garbled stands for the newest board that is there.
    """
    try:
        return int((folder(data) / "CURRENT").read_text("ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        return max(versions(data), default=None)


def as_of(data: Path, version: int) -> int:
    """The kept version that stands for `version`: itself, or the next one that was kept."""
    later = [kept for kept in versions(data) if kept >= version]
    if not later:
        raise NoBoard(f"There is no board {version:06} or later.")
    return later[0]


def keepers(published: Iterable[tuple[int, datetime]], now: datetime, daily_days: int) -> set[int]:
    """The versions to keep: the newest, the last of each day for a while, each month's for ever."""
    last_of_day, last_of_month = {}, {}
    newest = None
    for version, moment in sorted(published):
        newest = version
        last_of_month[moment.year, moment.month] = version
        if now - moment <= timedelta(days=daily_days):
            last_of_day[moment.date()] = version
    return {*last_of_day.values(), *last_of_month.values()} | ({newest} if newest else set())


def connect(data: Path, version: int) -> duckdb.DuckDBPyConnection:
    """A cursor on a kept board: read-only, without access to anything outside it.

    Cursors are for one thread and one query; the file is opened once per process.
    """
    return _cursor(file(data, version), f"Board {version:06} is not kept.")


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
        found, root = _open.pop(path, (None, None))
        try:
            lies = path.stat().st_ino, path.stat().st_mtime_ns
        except FileNotFoundError:
            lies = found  # an unlinked board is read to its end by who has it open
        if lies is None:
            raise NoBoard(missing)
        if root is not None and found != lies:  # a store laid anew counts its boards from one
            root.close()
            root = None
        if root is None:
            root = duckdb.connect(path, read_only=True, config=LOCKED_DOWN)
        _open[path] = lies, root
        while len(_open) > OPEN_BOARDS:
            _open.popitem(last=False)
        return root.cursor()


_opening = threading.Lock()
_open: OrderedDict[Path, tuple[tuple[int, int], duckdb.DuckDBPyConnection]] = OrderedDict()
