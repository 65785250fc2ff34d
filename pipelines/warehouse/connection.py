"""The warehouse file: opened only to write, by one process at a time, migrated, locked down."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from pipelines.engines.database import open_database

FILE = "warehouse.duckdb"
MIGRATIONS = Path(__file__).with_name("migrations")
PATIENCE_SECONDS = 120.0


class StoreBusy(RuntimeError):
    """Another process writes; the message names it and since when."""


class StoreTooNew(RuntimeError):
    """A later release than this one made the file."""


@contextmanager
def open_for_writing(
    data: Path, purpose: str, patience: float = PATIENCE_SECONDS, *, rewrite: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for this process alone.

    Other processes that wait are shown `purpose`. `rewrite` writes the whole file again when the
    block is done, so that no byte of a deleted row is left in it. Raises StoreBusy after `patience`
    seconds.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    holder = data / "warehouse.holder"
    lock = FileLock(data / "warehouse.lock")
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise StoreBusy(
            f"The store is being written by {_holder_label(holder)}. Try again soon."
        ) from None
    try:
        writer = {"purpose": purpose, "pid": os.getpid(), "since": f"{datetime.now(UTC):%H:%M} UTC"}
        holder.write_text(json.dumps(writer), "utf-8")
        fresh = data / f"{FILE}.rewriting"
        fresh.unlink(missing_ok=True)  # left by a rewrite that was killed
        con = open_database(data / FILE)
        try:
            _lock_down(con, data)
            _migrate(con)
            yield con
            if rewrite:
                _copy_store(con, fresh)
        finally:
            con.close()
        if rewrite:
            _replace_store(fresh, data / FILE)
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def open_in_memory() -> duckdb.DuckDBPyConnection:
    """An empty warehouse that never touches a disk; the caller closes it."""
    con = open_database()
    _lock_down(con, None)
    _migrate(con)
    return con


@dataclass
class Transaction:
    """A running transaction; its block sets `keep = False` to undo it."""

    keep: bool = True


@contextmanager
def begin_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[Transaction]:
    """Keep everything that the block changes, or nothing where it fails."""
    con.execute("begin")
    change = Transaction()
    try:
        yield change
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit" if change.keep else "rollback")


def current_revision(con: duckdb.DuckDBPyConnection) -> int:
    """The number of changes of what is stored."""
    return con.execute("select revision from revision").fetchall()[0][0]


def has_rows(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything is or was stored."""
    return current_revision(con) > 0


def is_new(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store has no pseudonym key yet."""
    return not con.execute("select 1 from pseudonym_key").fetchall()


def _holder_label(holder: Path) -> str:
    try:
        writer = json.loads(holder.read_text("utf-8"))
    except (OSError, ValueError):
        return "another process"
    return f"“{writer['purpose']}” (process {writer['pid']}, since {writer['since']})"


def _lock_down(con: duckdb.DuckDBPyConnection, data: Path | None) -> None:
    con.execute("set autoinstall_known_extensions = false")
    con.execute("set autoload_known_extensions = false")
    con.execute("set memory_limit = '1500MB'")  # beyond it work spills; a state fits 2 GB in all
    con.execute("set temp_directory = ?", [str(data / "spill") if data else ""])
    if data:
        con.execute("set allowed_directories = [?]", [str(data)])
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")


def _copy_store(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    """Copy all live rows to a new file; the bytes of deleted rows stay in the old one."""
    con.execute("force checkpoint")
    (store,) = con.execute("select current_database()").fetchall()[0]
    con.execute(f"attach '{fresh}' as fresh")
    con.execute(f'copy from database "{store}" to fresh')
    con.execute("detach fresh")


def _replace_store(fresh: Path, file: Path) -> None:
    """Put the new file in place of the old one; a log of the old one must not outlive it."""
    for path in (fresh, fresh.parent):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
    os.replace(fresh, file)


def _migrate(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table if not exists migration (number integer, applied_at timestamp)")
    ((done,),) = con.execute("select coalesce(max(number), 0) from migration").fetchall()
    steps = {int(path.name[:4]): path for path in sorted(MIGRATIONS.glob("*.sql"))}
    if done > max(steps):
        raise StoreTooNew(
            f"The store was made by a later release (migration {done}; this one knows"
            f" {max(steps)}). Use that release, or restore a backup made by this one."
        )
    for step in range(done + 1, max(steps) + 1):
        with begin_transaction(con):
            con.execute(steps[step].read_text("utf-8"))
            con.execute("insert into migration values (?, now() at time zone 'utc')", [step])
