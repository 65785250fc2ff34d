"""Who did what: entries are only added, each hash covers the one before. Never a client's id."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines.register.database import RegisterDatabase

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """One thing that somebody did. `about` names what it was done to."""

    audit_id: int
    at: str
    who: str
    action: str
    about: dict[str, Any]
    hash: str


class Audit(RegisterDatabase):
    """The audit log of one data folder."""

    def add(self, who: str, action: str, **about: Any) -> None:
        """Record what is being done, before it is committed elsewhere."""
        with self._change(shown=False) as con:
            record_audit(con, who, action, **about)

    def entries(self) -> list[AuditEntry]:
        """All of them, the oldest first."""
        with self._open() as con:
            rows = con.execute("select * from audit order by audit_id").fetchall()
        return [AuditEntry(**{**dict(row), "about": json.loads(row["about"])}) for row in rows]

    def broken_at(self) -> int | None:
        """The first entry that is not as it was written, or does not follow the one before it."""
        with self._open() as con:
            rows = con.execute("select * from audit order by audit_id").fetchall()
        before = BEFORE_THE_FIRST
        for place, row in enumerate(rows, start=1):
            told = (row["audit_id"], row["at"], row["who"], row["action"], row["about"])
            if row["audit_id"] != place or row["hash"] != _hash(before, *told):
                return row["audit_id"]
            before = row["hash"]
        return None


def record_audit(con: sqlite3.Connection, who: str, action: str, **about: Any) -> None:
    """Add an entry within a transaction of the register's, so that both stand or neither."""
    last = con.execute("select audit_id, hash from audit order by audit_id desc limit 1").fetchone()
    number, before = (last["audit_id"] + 1, last["hash"]) if last else (1, BEFORE_THE_FIRST)
    told = (number, current_moment(), who, action, json.dumps(about, sort_keys=True, default=str))
    con.execute("insert into audit values (?, ?, ?, ?, ?, ?)", [*told, _hash(before, *told)])


def current_moment() -> str:
    """This moment as the register writes it."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def _hash(before: str, *told: Any) -> str:
    return hashlib.sha256(json.dumps([before, *told]).encode()).hexdigest()
