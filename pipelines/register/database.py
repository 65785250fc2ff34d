"""The register's one SQLite file: opened for a moment, migrated, several may write it."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.register import seal

FILE = "register.sqlite"
SCHEMA = Path(__file__).with_name("schema")
WAIT_SECONDS = 30.0

_log = logging.getLogger(__name__)


class RegisterDatabase:
    """The register of one data folder. Each method of those that build on it is one transaction."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._data = data
        self._path = data / FILE
        steps = {int(path.name[:4]): path for path in sorted(SCHEMA.glob("*.sql"))}
        if self._schema_version() < max(steps):
            with FileLock(data / "register.lock"):  # of several that start at once, one migrates
                done = self._schema_version()
                for step in sorted(n for n in steps if n > done):
                    self._migrate(step, steps[step].read_text("utf-8"))

    @property
    def revision(self) -> int:
        """Moves with every change that a board shows."""
        with self._open() as con:
            return con.execute("select revision from revision").fetchone()[0]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        con = sqlite3.connect(self._path, timeout=WAIT_SECONDS)
        con.row_factory = sqlite3.Row
        con.execute("pragma foreign_keys = on")
        try:
            yield con
        finally:
            con.close()

    @contextmanager
    def _change(self, *, shown: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction; `shown`: boards show what changes, so the next board is a new one.

        What it adds to the audit log is sealed after the commit.
        """
        with self._open() as con:
            con.execute("begin immediate")
            before = seal.newest_head(con)
            yield con
            if not con.in_transaction:
                return
            if shown:
                con.execute("update revision set revision = revision + 1")
            is_recorded = seal.newest_head(con) != before
            con.commit()
            if is_recorded:
                self._seal(con)

    def _seal(self, con: sqlite3.Connection) -> None:
        """The entry is stored whatever happens here; a later seal covers it, the check says so."""
        try:
            seal.advance_seal(con, self._data)
        except (OSError, Timeout) as fault:
            _log.error("The audit log could not be sealed: %s", type(fault).__name__)

    def _schema_version(self) -> int:
        with self._open() as con:
            return con.execute("pragma user_version").fetchone()[0]

    def _migrate(self, step: int, sql: str) -> None:
        with self._open() as con:
            con.execute("pragma journal_mode = wal")
            con.executescript(f"begin immediate;\n{sql}\npragma user_version = {step};\ncommit;")
