"""Who is signed in: a secret in a cookie, hashed here, ended by the person, the office or time."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.register import audit
from pipelines.register.database import RegisterDatabase
from pipelines.register.people import HOLDS

SECONDS_BETWEEN_MARKS = 30  # a session that is used is written down no more often than this
KEPT_DAYS = 60  # of sessions that are over


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: from its start, and without any use."""

    absolute: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(minutes=60)


@dataclass(frozen=True)
class SignedIn:
    """A person whose session holds, with the roles of this moment.

    `agencies`: those of the role agency; `group_agencies`: those of the groups of the role group.
    """

    person_id: int
    name: str
    email: str
    roles: frozenset[str]
    agencies: frozenset[str]
    group_agencies: frozenset[str]


class Sessions(RegisterDatabase):
    """The sessions of one data folder."""

    def __init__(self, data: Path, limits: Limits | None = None) -> None:
        super().__init__(data)
        self._limits = limits or Limits()

    def start(self, person_id: int) -> str:
        """A new session of a person; returns its secret, which is shown only now."""
        secret, now = secrets.token_urlsafe(32), _now()
        with self._change(shown=False) as con:
            con.execute(
                "insert into session (mark, person_id, started_at, seen_at) values (?, ?, ?, ?)",
                [session_mark(secret), person_id, _text(now), _text(now)],
            )
            con.execute(
                "delete from session where started_at < ?", [_text(now - timedelta(days=KEPT_DAYS))]
            )
            email = con.execute(
                "select email from person where person_id = ?", [person_id]
            ).fetchone()["email"]
            audit.record_audit(con, email, "signed in", person=person_id)
        return secret

    def find(self, secret: str, *, used: bool = True) -> SignedIn | None:
        """Who the secret's session belongs to; None once it is over, or no role holds any more.

        `used`: the person does something now, so that the session is not idle.
        """
        if not secret:
            return None
        now = _now()
        with self._open() as con:
            row = con.execute(
                "select * from session inner join person using (person_id) where mark = ?",
                [session_mark(secret)],
            ).fetchone()
            if row is None or row["ended_at"] is not None:
                return None
            seen, started = _moment(row["seen_at"]), _moment(row["started_at"])
            if now - started > self._limits.absolute or now - seen > self._limits.idle:
                return None
            found = _signed_in(con, row)
        if found is None:
            return None
        if used and (now - seen).total_seconds() >= SECONDS_BETWEEN_MARKS:
            with self._change(shown=False) as con:
                con.execute(
                    "update session set seen_at = ? where mark = ? and ended_at is null",
                    [_text(now), session_mark(secret)],
                )
        return found

    def end(self, secret: str, why: str = "signed out") -> None:
        """End a session, in every tab that it is open in. Any other text changes nothing."""
        with self._open() as con:
            row = con.execute(
                "select person_id, email from session inner join person using (person_id)"
                " where mark = ? and ended_at is null",
                [session_mark(secret)],
            ).fetchone()
        if row is None:
            return
        with self._change(shown=False) as con:
            ended = con.execute(
                "update session set ended_at = ?, ended_why = ?"
                " where mark = ? and ended_at is null",
                [_text(_now()), why, session_mark(secret)],
            ).rowcount
            if ended:
                audit.record_audit(con, row["email"], why, person=row["person_id"])


def _signed_in(con: sqlite3.Connection, person: sqlite3.Row) -> SignedIn | None:
    roles = con.execute(
        f"select role, agency_id, group_kind, group_name from role where person_id = ? and {HOLDS}",
        [person["person_id"]],
    ).fetchall()
    if not roles:
        return None
    group_agencies = con.execute(
        "select agency_group.agency_id from role inner join agency_group"
        " on agency_group.kind = role.group_kind and agency_group.name = role.group_name"
        f" where role.person_id = ? and {HOLDS}",
        [person["person_id"]],
    ).fetchall()
    return SignedIn(
        person_id=person["person_id"],
        name=person["name"] or person["email"],
        email=person["email"],
        roles=frozenset(row["role"] for row in roles),
        agencies=frozenset(row["agency_id"] for row in roles if row["agency_id"]),
        group_agencies=frozenset(row["agency_id"] for row in group_agencies),
    )


def session_mark(secret: str) -> str:
    """The name of a secret's session, from which the secret cannot be found."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
