"""The audit log: entries are only added, each hash covers the one before. Holds no client's id."""

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
    """One action of a person; `about` names its object."""

    audit_id: int
    at: str
    who: str
    action: str
    about: dict[str, Any]
    hash: str


class Audit(RegisterDatabase):
    """The audit log of one data folder."""

    def add(self, who: str, action: str, **about: Any) -> None:
        """Record an action, before it is committed elsewhere."""
        with self._change(shown=False) as con:
            record_audit(con, who, action, **about)

    def entries(self) -> list[AuditEntry]:
        """All of them, the oldest first."""
        with self._open() as con:
            rows = con.execute("select * from audit order by audit_id").fetchall()
        return [AuditEntry(**{**dict(row), "about": json.loads(row["about"])}) for row in rows]

    def broken_at(self) -> int | None:
        """The number of the first changed or misplaced entry; None for a whole log."""
        with self._open() as con:
            rows = con.execute("select * from audit order by audit_id").fetchall()
        before = BEFORE_THE_FIRST
        for audit_id, row in enumerate(rows, start=1):
            entry = (row["audit_id"], row["at"], row["who"], row["action"], row["about"])
            if row["audit_id"] != audit_id or row["hash"] != _entry_hash(before, *entry):
                return row["audit_id"]
            before = row["hash"]
        return None


def record_audit(con: sqlite3.Connection, who: str, action: str, **about: Any) -> None:
    """Add an entry within a transaction of the register, so that both are stored or neither."""
    last = con.execute("select audit_id, hash from audit order by audit_id desc limit 1").fetchone()
    audit_id, before = (last["audit_id"] + 1, last["hash"]) if last else (1, BEFORE_THE_FIRST)
    entry = (
        audit_id,
        current_moment(),
        who,
        action,
        json.dumps(about, sort_keys=True, default=str),
    )
    con.execute(
        "insert into audit values (?, ?, ?, ?, ?, ?)", [*entry, _entry_hash(before, *entry)]
    )


def current_moment() -> str:
    """This moment as the register writes it."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def _entry_hash(before: str, *entry: Any) -> str:
    return hashlib.sha256(json.dumps([before, *entry]).encode()).hexdigest()
