"""Tokens of programs that send for an agency: stored hashed, shown once, one agency each."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from pipelines.register import audit
from pipelines.register.agencies import RegisterProblem
from pipelines.register.database import FILE, RegisterDatabase
from pipelines.register.required import require_agency

# the number finds the row, the secret (256 bits) is compared: no search by a guessed value
TOKEN = re.compile(r"sb_([1-9][0-9]{0,9})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Token:
    """A token without its secret."""

    token_id: int
    agency_id: str
    name: str
    made_at: str
    made_by: str
    last_used_at: str | None = None
    revoked_at: str | None = None

    @property
    def sender(self) -> str:
        """The sender as the ledger names it."""
        return f"{self.name} (token {self.token_id})"


class Tokens(RegisterDatabase):
    """The tokens of one data folder."""

    def make(self, agency_id: str, name: str, who: str) -> tuple[Token, str]:
        """Make a token; returns it and its text, which is shown only now.

        Raises RegisterProblem for an agency that is not in the register.
        """
        secret, made_at = secrets.token_urlsafe(32), audit.current_moment()
        with self._change(shown=False) as con:
            require_agency(con, agency_id)
            token_id = con.execute(
                "insert into token (agency_id, name, hash, made_at, made_by)"
                " values (?, ?, ?, ?, ?)",
                [agency_id, name, _hash(secret), made_at, who],
            ).lastrowid
            assert token_id is not None, "an insert has a row number"
            audit.record_audit(con, who, "token made", token=token_id, agency=agency_id, name=name)
        return Token(token_id, agency_id, name, made_at, who), f"sb_{token_id}_{secret}"

    def list(self) -> list[Token]:
        """Every token ever made, the oldest first."""
        with self._open() as con:
            rows = con.execute("select * from token order by token_id").fetchall()
        return [Token(**{k: row[k] for k in row.keys() if k != "hash"}) for row in rows]  # noqa: SIM118

    def revoke(self, token_id: int, who: str) -> Token:
        """End a token for good. Raises RegisterProblem when there is no such token."""
        with self._change(shown=False) as con:
            ended = con.execute(
                "update token set revoked_at = ? where token_id = ? and revoked_at is null",
                [audit.current_moment(), token_id],
            ).rowcount
            if ended:
                audit.record_audit(con, who, "token revoked", token=token_id)
        revoked = [token for token in self.list() if token.token_id == token_id]
        if not revoked:
            raise RegisterProblem(f"There is no token {token_id}.")
        return revoked[0]

    def use(self, text: str) -> Token | None:
        """The token that `text` is, its use noted; None for any other text, and after the end."""
        match = TOKEN.fullmatch(text)
        if not match:
            return None
        with self._open() as con:
            row = con.execute("select * from token where token_id = ?", [match[1]]).fetchone()
        known = row["hash"] if row else _hash("")
        if not hmac.compare_digest(known, _hash(match[2])) or not row or row["revoked_at"]:
            return None
        with self._change(shown=False) as con:
            con.execute(
                "update token set last_used_at = ? where token_id = ?",
                [audit.current_moment(), match[1]],
            )
        return Token(**{k: row[k] for k in row.keys() if k != "hash"})  # noqa: SIM118


def authenticate_token(data: Path, text: str) -> Token | None:
    """`Tokens.use`, without making a register where there is none."""
    return Tokens(data).use(text) if (data / FILE).exists() else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
