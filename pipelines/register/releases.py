"""The life of releases in the register: requested, out, refused, withdrawn; codes and consents."""

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.register import audit
from pipelines.register.agencies import RegisterProblem
from pipelines.register.database import RegisterDatabase
from pipelines.register.people import is_same_sender
from pipelines.register.required import require_agency

LONGEST_REASON = 500
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: a code is no word
DIGITS = "23456789"


class NotSigned(RuntimeError):
    """A file in the releases' folder that this office has not signed."""


@dataclass(frozen=True)
class Release:
    """A release and what became of it."""

    number: int
    board_version: int
    reason: str
    edition: str
    requested_at: str
    requested_by: str
    out_at: str | None
    out_by: str | None
    refused_at: str | None
    refused_by: str | None
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawn_why: str | None

    @property
    def state(self) -> str:
        """waiting, out, refused or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.out_at:
            return "out"
        return "refused" if self.refused_at else "waiting"


class Releases(RegisterDatabase):
    """The releases of one data folder. Each method is one transaction."""

    def request(self, board_version: int, reason: str, edition: str, who: str) -> Release:
        """Ask for a release of a board. Raises RegisterProblem without a reason, and while another
        one waits."""
        reason = " ".join(reason.split())
        if not reason or len(reason) > LONGEST_REASON:
            raise RegisterProblem(f"A release needs a reason, of at most {LONGEST_REASON} letters.")
        with self._change(shown=False) as con:
            waiting = [r for r in _read(con) if r.state == "waiting"]
            if waiting:
                raise RegisterProblem(f"Release {waiting[0].number} waits for a second person.")
            number = con.execute(
                "insert into release (board_version, reason, edition, requested_at, requested_by)"
                " values (?, ?, ?, ?, ?)",
                [board_version, reason, edition, audit.current_moment(), who],
            ).lastrowid
            audit.record_audit(
                con, who, "release requested", release=number, board=board_version, reason=reason
            )
            return _read(con)[-1]

    def require_waiting(self, number: int, who: str, *, second: bool) -> None:
        """Raises RegisterProblem for a release that does not wait, or waits for somebody else."""
        with self._open() as con:
            release = _of_state(con, number, "waiting")
        if second and is_same_sender(release.requested_by, who):
            raise RegisterProblem("A second person must say yes to this release.")

    def put_out(self, number: int, public_key: str, who: str, *, second: bool) -> Release:
        """A release is out. `second`: somebody else than who asked must say so."""
        self.require_waiting(number, who, second=second)
        with self._change(shown=False) as con:
            _of_state(con, number, "waiting")
            con.execute(
                "update release set out_at = ?, out_by = ? where number = ?",
                [audit.current_moment(), who, number],
            )
            con.execute("delete from release_key")
            con.execute("insert into release_key values (?)", [public_key])
            audit.record_audit(con, who, "release out", release=number)
            return _of_state(con, number, "out")

    def refuse(self, number: int, who: str) -> Release:
        """A release that waits does not come out."""
        with self._change(shown=False) as con:
            _of_state(con, number, "waiting")
            con.execute(
                "update release set refused_at = ?, refused_by = ? where number = ?",
                [audit.current_moment(), who, number],
            )
            audit.record_audit(con, who, "release refused", release=number)
            return _of_state(con, number, "refused")

    def withdraw(self, number: int, why: str, who: str) -> Release:
        """Show a release no more; it stays in the log, and what it showed stays as it was."""
        why = " ".join(why.split())
        if not why or len(why) > LONGEST_REASON:
            raise RegisterProblem("Say why the release is withdrawn.")
        with self._change(shown=False) as con:
            _of_state(con, number, "out")
            con.execute(
                "update release set withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ?"
                " where number = ?",
                [audit.current_moment(), who, why, number],
            )
            audit.record_audit(con, who, "release withdrawn", release=number, why=why)
            return _of_state(con, number, "withdrawn")

    def releases(self) -> list[Release]:
        """Every release ever asked for, the oldest first."""
        with self._open() as con:
            return _read(con)

    def public_key(self) -> str | None:
        with self._open() as con:
            row = con.execute("select public_key from release_key").fetchone()
        return row["public_key"] if row else None

    def codes(self, agency_ids: Iterable[str]) -> dict[str, str]:
        """Agency → its blinded code, which it keeps; a new agency gets one at random."""
        with self._change(shown=False) as con:
            known = dict(con.execute("select agency_id, code from release_code").fetchall())
            new = sorted(set(agency_ids) - known.keys())
            for agency_id in new:
                code = _new_code(known.values())
                con.execute("insert into release_code values (?, ?)", [agency_id, code])
                known[agency_id] = code
            if not new:
                con.rollback()
        return known

    def known_codes(self) -> dict[str, str]:
        """Agency → its blinded code, of those that have one."""
        with self._open() as con:
            return dict(con.execute("select agency_id, code from release_code").fetchall())

    def give_consent(self, agency_id: str, who: str) -> None:
        """An agency agrees to be named in releases from now on."""
        with self._change(shown=False) as con:
            require_agency(con, agency_id)
            con.execute(
                "insert into consent (agency_id, what, given_at, given_by)"
                " select ?, 'named', ?, ? where not exists"
                " (select 1 from consent where agency_id = ? and ended_at is null)",
                [agency_id, audit.current_moment(), who, agency_id],
            )
            audit.record_audit(con, who, "consent to be named", agency=agency_id)

    def end_consent(self, agency_id: str, who: str) -> None:
        """An agency is named in no release from now on."""
        with self._change(shown=False) as con:
            con.execute(
                "update consent set ended_at = ?, ended_by = ? where agency_id = ?"
                " and ended_at is null",
                [audit.current_moment(), who, agency_id],
            )
            audit.record_audit(con, who, "consent to be named ended", agency=agency_id)

    def named(self) -> frozenset[str]:
        """The agencies that agree to be named."""
        with self._open() as con:
            rows = con.execute("select agency_id from consent where ended_at is null").fetchall()
        return frozenset(row["agency_id"] for row in rows)


def _new_code(taken: Iterable[str]) -> str:
    used = set(taken)
    while True:
        code = secrets.choice(LETTERS) + secrets.choice(LETTERS) + secrets.choice(DIGITS)
        if code not in used:
            return code


def _of_state(con: sqlite3.Connection, number: int, state: str) -> Release:
    found = next((release for release in _read(con) if release.number == number), None)
    if found is None:
        raise RegisterProblem(f"There is no release {number}.")
    if found.state != state:
        raise RegisterProblem(f"Release {number} is {found.state}.")
    return found


def _read(con: sqlite3.Connection) -> list[Release]:
    rows = con.execute("select * from release order by number").fetchall()
    return [Release(**dict(row)) for row in rows]
