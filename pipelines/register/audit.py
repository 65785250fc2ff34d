"""The audit log: entries are only added, each hash covers the one before, the newest is sealed.
Holds no client's id."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.register import seal
from pipelines.register.database import RegisterDatabase

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """One action of a person; `about` names its object. `at` is UTC."""

    audit_id: int
    at: str
    who: str
    action: str
    about: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class AuditFilter:
    """Which entries: `who` is a part of the name in any case, the days are UTC and inclusive."""

    who: str | None = None
    action: str | None = None
    agency: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditCheck:
    """Whether the log is as it was written: how many entries, how many of them are newer than the
    seal, and in words what is not right."""

    entries: int
    last_hash: str
    newer: int
    problems: tuple[str, ...]


EVERY_ENTRY = AuditFilter()


class Audit(RegisterDatabase):
    """The audit log of one data folder."""

    def add(self, who: str, action: str, **about: Any) -> None:
        """Record an action, before it is committed elsewhere."""
        with self._change(shown=False) as con:
            record_audit(con, who, action, **about)

    def entries(
        self, asked: AuditFilter = EVERY_ENTRY, newest: int | None = None
    ) -> list[AuditEntry]:
        """Those that the filter asks for, the oldest first; `newest`: this many at most."""
        day_after = asked.until + timedelta(days=1) if asked.until else None
        with self._open() as con:
            rows = con.execute(
                """
                select * from audit
                where ($who is null or instr(lower(who), lower($who)))
                    and ($action is null or action = $action)
                    and ($since is null or at >= $since)
                    and ($before is null or at < $before)
                    and (
                        $agency is null
                        or $agency in (about ->> '$.agency', about ->> '$.series')
                        or $agency in (select value from json_each(about, '$.agencies'))
                    )
                order by audit_id desc limit $newest
                """,
                {
                    "who": asked.who,
                    "action": asked.action,
                    "agency": asked.agency,
                    "since": asked.since and asked.since.isoformat(),
                    "before": day_after and day_after.isoformat(),
                    "newest": -1 if newest is None else newest,
                },
            ).fetchall()
        return [_entry(row) for row in reversed(rows)]

    def actions(self) -> list[str]:
        """Every action that the log has, by name."""
        with self._open() as con:
            rows = con.execute("select distinct action from audit order by 1").fetchall()
        return [row["action"] for row in rows]

    def broken_at(self) -> int | None:
        """The number of the first changed or misplaced entry; None for a whole log."""
        with self._open() as con:
            return _first_broken(con)

    def check(self) -> AuditCheck:
        """Whether each entry is as it was written, and the log ends no sooner than its seal says.

        A process that is killed between an entry and its seal leaves an entry newer than the seal;
        the next one seals both.
        """
        with self._open() as con:
            con.execute("begin")
            head, broken = seal.newest_head(con), _first_broken(con)
            problems = [] if broken is None else [_broken_words(broken)]
            newer = head.entries
            try:
                sealed = seal.sealed_head(con, self._data)
                if sealed is not None:
                    newer = max(0, head.entries - sealed.entries)
                    problems += _seal_problems(con, head, sealed)
            except seal.SealProblem as problem:
                problems.append(problem.args[0])
        return AuditCheck(head.entries, head.hash, newer, tuple(problems))

    def seal_again(self, who: str) -> AuditCheck:
        """Seal the log as it is now, after a restore, say; an entry keeps what was wrong before."""
        found = self.check()
        self.add(who, "audit sealed again", problems=list(found.problems))
        with self._open() as con:
            seal.advance_seal(con, self._data, again=True)
        return self.check()

    def note_settings(self, settings: Mapping[str, Any], who: str) -> None:
        """Record which settings differ from those of the last time, as `section.key` with both."""
        now = {
            f"{section}.{key}": value
            for section, values in settings.items()
            for key, value in values.items()
        }
        text = json.dumps(now, sort_keys=True, default=str)
        with self._open() as con:
            row = con.execute("select value from mark where name = 'settings'").fetchone()
        if row is not None and row["value"] == text:
            return
        with self._change(shown=False) as con:
            before = json.loads(row["value"]) if row else {}
            after = json.loads(text)
            changed = {
                key: [before.get(key), after.get(key)]
                for key in sorted(before.keys() | after.keys())
                if before.get(key) != after.get(key)
            }
            con.execute("insert or replace into mark values ('settings', ?)", [text])
            if row is not None:
                record_audit(con, who, "settings", changed=changed)


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


def _entry(row: sqlite3.Row) -> AuditEntry:
    return AuditEntry(**{**dict(row), "about": json.loads(row["about"])})


def _first_broken(con: sqlite3.Connection) -> int | None:
    before = BEFORE_THE_FIRST
    rows = con.execute("select * from audit order by audit_id")
    for audit_id, row in enumerate(rows, start=1):
        entry = (row["audit_id"], row["at"], row["who"], row["action"], row["about"])
        if row["audit_id"] != audit_id or row["hash"] != _entry_hash(before, *entry):
            return row["audit_id"]
        before = row["hash"]
    return None


def _broken_words(entry: int) -> str:
    return f"Entry {entry} is not as it was written, or does not follow the one before it."


def _seal_problems(con: sqlite3.Connection, head: seal.Head, sealed: seal.Head) -> list[str]:
    if head.entries < sealed.entries:
        missing = sealed.entries - head.entries
        return [
            f"The newest {missing:,} of {sealed.entries:,} entries are missing: they were cut off,"
            " or the register is an older copy."
        ]
    if not seal.holds_head(con, sealed):
        return [
            f"Entry {sealed.entries:,} is another one than was sealed: the register was replaced."
        ]
    return []


def _entry_hash(before: str, *entry: Any) -> str:
    return hashlib.sha256(json.dumps([before, *entry]).encode()).hexdigest()
