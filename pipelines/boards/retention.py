"""Which boards are kept, and deleting the others."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.engines.database import open_database
from pipelines.settings import Settings


def versions_to_keep(
    published: Iterable[tuple[int, datetime]], now: datetime, daily_days: int
) -> set[int]:
    """The versions to keep: the newest, the last of each day for a while, each month's for ever."""
    last_of_day, last_of_month = {}, {}
    newest = None
    for version, moment in sorted(published):
        newest = version
        last_of_month[moment.year, moment.month] = version
        if now - moment <= timedelta(days=daily_days):
            last_of_day[moment.date()] = version
    return {*last_of_day.values(), *last_of_month.values()} | ({newest} if newest else set())


JUST_CURRENT = timedelta(minutes=15)  # a reader may have read the pointer and not the board yet


def delete_expired_boards(data: Path, settings: Settings, now: datetime) -> None:
    """Unlink the boards that the rule does not keep, a while after the next one was published.

    A file's time says when the board was published, unless a copy or a restore has changed it. So
    the board's own time is read before it is deleted, and every board's where one differs.
    """
    published = {
        v: _file_time(board_files.board_file(data, v)) for v in board_files.published_versions(data)
    }
    daily = settings.versions.daily_boards_days
    doubtful = published.keys() - versions_to_keep(published.items(), now, daily)
    if any(_own_time(board_files.board_file(data, v)) != published[v] for v in doubtful):
        for version in published:
            published[version] = own = _own_time(board_files.board_file(data, version))
            os.utime(board_files.board_file(data, version), (own.timestamp(), own.timestamp()))
    kept = versions_to_keep(published.items(), now, daily)
    for version, after in pairwise(sorted(published)):
        if version not in kept and now - published[after] > JUST_CURRENT:
            board_files.board_file(data, version).unlink()
            board_files.filters_file(data, version).unlink(missing_ok=True)


def _file_time(board: Path) -> datetime:
    return datetime.fromtimestamp(board.stat().st_mtime, UTC)


def _own_time(board: Path) -> datetime:
    """When a board says that it was published; its file's time where it cannot be read."""
    try:
        with open_database(board, read_only=True, config=board_connections.LOCKED_DOWN) as con:
            ((moment,),) = con.execute("select published_at from board").fetchall()
    except (duckdb.Error, ValueError):
        return _file_time(board)
    return moment.replace(tzinfo=UTC)
