"""People and their roles: who is invited, who came, what each may be. Asks no identity provider."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.register import audit
from pipelines.register.agencies import RegisterProblem
from pipelines.register.database import RegisterDatabase
from pipelines.register.required import require_agency, require_group

ROLES = ("state", "group", "agency", "mentor", "presenter")
ADDRESS = re.compile(r"[^@\s\"'<>\x00-\x1f\x7f]{1,64}@[^@\s\"'<>\x00-\x1f\x7f]{1,250}")
NUMBER = re.compile(r" \(person (\d+)\)$")  # at the end of a sender's name

# a role that holds today: a person's, not ended, and not past its last day
HOLDS = "role.ended_at is null and (role.until is null or role.until >= date('now'))"


@dataclass(frozen=True)
class Identity:
    """A person as an identity provider names it; `has_address`: it vouches for the address."""

    issuer: str
    subject: str
    email: str
    name: str
    has_address: bool


@dataclass(frozen=True)
class Person:
    person_id: int
    email: str
    name: str
    came_at: str


@dataclass(frozen=True)
class Role:
    """A role of a person, or an invitation while `person_id` is None. Days are calendar days."""

    role_id: int
    email: str
    person_id: int | None
    role: str
    agency_id: str | None
    group_kind: str | None
    group_name: str | None
    open_until: date
    until: date | None
    given_at: str
    given_by: str
    ended_at: str | None
    ended_by: str | None

    @property
    def subject(self) -> str:
        """What the role is for: an agency's code, a group, or empty."""
        return self.agency_id or (f"{self.group_kind} {self.group_name}" if self.group_name else "")


def sender_name(name: str, person_id: int | None) -> str:
    """A person as ledger and audit log name it: two may have one name, and one may change it."""
    return name if person_id is None else f"{name} (person {person_id})"


def is_same_sender(one: str, other: str) -> bool:
    """Whether two senders are one person: by number where both have one, else by name, in which
    case and spaces make no second person."""
    numbers = NUMBER.search(one), NUMBER.search(other)
    if numbers[0] and numbers[1]:
        return numbers[0][1] == numbers[1][1]
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


class NotInvited(LookupError):
    """A person that no role waits for."""


class People(RegisterDatabase):
    """The people of one data folder. Each method is one transaction."""

    def __init__(self, data: Path, *, invitation_days: int = 14) -> None:
        super().__init__(data)
        self._invitation_days = invitation_days

    def give_role(
        self,
        email: str,
        role: str,
        who: str,
        *,
        agency_id: str | None = None,
        group: tuple[str, str] | None = None,
        until: date | None = None,
    ) -> Role:
        """Give a role to an address: at once to the one person that has it, else to whoever first
        signs in with it, within the time that invitations are open.

        `group`: kind and name. Raises RegisterProblem for a wrong address, role, agency or group.
        """
        address = email.strip().lower()
        if not ADDRESS.fullmatch(address):
            raise RegisterProblem("That is no e-mail address: write it like name@agency.org.")
        if role not in ROLES:
            raise RegisterProblem(f"There is no such role. Roles are {', '.join(ROLES)}.")
        if (role == "agency") != (agency_id is not None):
            raise RegisterProblem("The role “agency” needs an agency’s code, and it alone.")
        if (role == "group") != (group is not None):
            raise RegisterProblem("The role “group” needs a group, and it alone.")
        kind, name = group or (None, None)
        last_day = datetime.now(UTC).date() + timedelta(days=self._invitation_days)
        with self._change(shown=False) as con:
            if agency_id is not None:
                require_agency(con, agency_id)
            if group is not None:
                require_group(con, *group)
            same = con.execute(
                f"select 1 from role where email = ? and role = ? and agency_id is ? and {HOLDS}"
                " and group_kind is ? and group_name is ?"
                " and (person_id is not null or open_until >= date('now'))",
                [address, role, agency_id, kind, name],
            ).fetchone()
            if same:
                raise RegisterProblem(f"{address} has this role already.")
            known = con.execute("select person_id from person where email = ?", [address])
            persons = [row["person_id"] for row in known.fetchall()]
            person_id = persons[0] if len(persons) == 1 else None
            role_id = con.execute(
                "insert into role (email, person_id, role, agency_id, group_kind, group_name,"
                " open_until, until, given_at, given_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(address, person_id, role, agency_id, kind, name, last_day.isoformat()),
                    *(until.isoformat() if until else None, audit.current_moment(), who),
                ],
            ).lastrowid
            about = {"role": role, "agency": agency_id, "group": name, "until": until}
            given = {key: value for key, value in about.items() if value is not None}
            audit.record_audit(con, who, "role given", to=address, number=role_id, **given)
            return _read_roles(con, "role_id = ?", [role_id])[0]

    def end_role(self, role_id: int, who: str) -> Role:
        """End a role, or take an invitation back. Raises RegisterProblem for an unknown one, and
        where no administrator would be left."""
        with self._change(shown=False) as con:
            found = _read_roles(con, "role_id = ?", [role_id])
            if not found:
                raise RegisterProblem(f"There is no role {role_id}.")
            if found[0].ended_at is None:
                self._end(con, found, who)
            return _read_roles(con, "role_id = ?", [role_id])[0]

    def end_person(self, person_id: int, who: str) -> None:
        """End every role and every session of a person; the person stays in the log."""
        with self._change(shown=False) as con:
            self._end(con, _read_roles(con, "person_id = ? and ended_at is null", [person_id]), who)
            sessions = con.execute(
                "update session set ended_at = ?, ended_why = 'ended by the office'"
                " where person_id = ? and ended_at is null",
                [audit.current_moment(), person_id],
            ).rowcount
            audit.record_audit(con, who, "person ended", person=person_id, sessions=sessions)

    def roles(self) -> list[Role]:
        """Every role ever given, the newest first."""
        with self._open() as con:
            return _read_roles(con, "true", [])[::-1]

    def people(self) -> list[Person]:
        """Everyone who has ever signed in, by address."""
        with self._open() as con:
            rows = con.execute(
                "select person_id, email, name, came_at from person order by email, person_id"
            ).fetchall()
        return [Person(**dict(row)) for row in rows]

    def welcome(self, identity: Identity) -> Person:
        """The person that an identity is; open invitations to the address that its provider vouches
        for become the person's roles. Raises NotInvited where no role holds then."""
        address = identity.email.strip().lower()
        with self._change(shown=False) as con:
            person_id = _find_person(con, identity)
            waiting = _read_roles(
                con,
                f"email = ? and person_id is null and open_until >= date('now') and {HOLDS}",
                [address if identity.has_address else ""],
            )
            if person_id is None and waiting:
                person_id = con.execute(
                    "insert into person (issuer, subject, email, name, came_at)"
                    " values (?, ?, ?, ?, ?)",
                    [
                        *(identity.issuer, identity.subject, address),
                        *(identity.name.strip(), audit.current_moment()),
                    ],
                ).lastrowid
            if person_id is None:
                con.rollback()
                raise NotInvited
            if identity.has_address:
                _renew_address(con, person_id, identity)
            for role in waiting:
                con.execute(
                    "update role set person_id = ? where role_id = ?", [person_id, role.role_id]
                )
                audit.record_audit(
                    con, address, "invitation taken", person=person_id, number=role.role_id
                )
            if not _read_roles(con, f"person_id = ? and {HOLDS}", [person_id]):
                raise NotInvited
            row = con.execute(
                "select person_id, email, name, came_at from person where person_id = ?",
                [person_id],
            ).fetchone()
            return Person(**dict(row))

    def _end(self, con: sqlite3.Connection, roles: Sequence[Role], who: str) -> None:
        for role in roles:
            con.execute(
                "update role set ended_at = ?, ended_by = ? where role_id = ?",
                [audit.current_moment(), who, role.role_id],
            )
            audit.record_audit(
                con, who, "role ended", to=role.email, number=role.role_id, role=role.role
            )
        ended_state = any(role.role == "state" and role.person_id is not None for role in roles)
        left = _read_roles(con, f"role = 'state' and person_id is not null and {HOLDS}", [])
        if ended_state and not left:
            raise RegisterProblem(
                "This is the last administrator. Give someone else the role “state” first, and"
                " let them sign in."
            )


def _renew_address(con: sqlite3.Connection, person_id: int, identity: Identity) -> None:
    """A person's address of today: roles given to an address go to whoever has it now, not to whom
    it belonged before."""
    address, name = identity.email.strip().lower(), identity.name.strip()
    before = con.execute(
        "select email, name from person where person_id = ?", [person_id]
    ).fetchone()
    if (before["email"], before["name"]) == (address, name):
        return
    con.execute(
        "update person set email = ?, name = ? where person_id = ?", [address, name, person_id]
    )
    audit.record_audit(
        con, before["email"], "address renewed", person=person_id, email=address, name=name
    )


def _find_person(con: sqlite3.Connection, identity: Identity) -> int | None:
    row = con.execute(
        "select person_id from person where issuer = ? and subject = ?",
        [identity.issuer, identity.subject],
    ).fetchone()
    return row["person_id"] if row else None


def _read_roles(con: sqlite3.Connection, where: str, values: Sequence[object]) -> list[Role]:
    rows = con.execute(f"select * from role where {where} order by role_id", values).fetchall()
    return [
        Role(
            **{
                **dict(row),
                "open_until": date.fromisoformat(row["open_until"]),
                "until": date.fromisoformat(row["until"]) if row["until"] else None,
            }
        )
        for row in rows
    ]
