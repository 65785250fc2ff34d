"""The newest entry of the audit log, sealed outside the data folder: a log that is cut off, or a
register that is replaced by an older one, no longer ends as the seal says."""

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from pipelines.atomic_files import replace_atomically

WAIT_SECONDS = 30.0


class SealProblem(RuntimeError):
    """The seal is missing or is none of this log's; the message says what that means."""


@dataclass(frozen=True)
class Head:
    """The newest entry: how many there are, and its hash."""

    entries: int
    hash: str


def seal_file(data: Path) -> Path:
    """Next to the pseudonyms' key: in its folder where `STARBOARD_KEY_FILE` names one, else next to
    the data folder."""
    named = os.environ.get("STARBOARD_KEY_FILE")
    folder = Path(named).parent if named else data.parent
    return folder / f"{data.name}.audit-seal"


def key_file(data: Path) -> Path:
    """The key of the seal, made with the first one (mode 0600)."""
    return seal_file(data).with_suffix(".audit-key")


def sealed_head(con: sqlite3.Connection, data: Path) -> Head | None:
    """What was sealed last; None for a register that has never been. Raises SealProblem."""
    path = seal_file(data)
    fingerprint = _known_fingerprint(con)
    if not path.exists():
        if fingerprint is None:
            return None
        raise SealProblem(
            f"The seal is not at {path}: it was taken away, or the store was moved without it."
        )
    key = _read_key(data)
    if key is None or (fingerprint is not None and fingerprint != _fingerprint(key)):
        raise SealProblem("The seal was made with another key than this register’s.")
    try:
        text, mark = path.read_text("ascii").splitlines()
        head = Head(**json.loads(text))
    except (ValueError, TypeError, OSError):
        raise SealProblem("The seal cannot be read.") from None
    if not hmac.compare_digest(mark, _mark(key, text)):
        raise SealProblem("The seal was changed by another hand than Starboard’s.")
    return head


def advance_seal(con: sqlite3.Connection, data: Path, *, again: bool = False) -> None:
    """Seal the newest entry, if the log still holds what was sealed before; else the old seal stays
    as the evidence. `again`: whatever was sealed before."""
    seal_file(data).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(seal_file(data).with_suffix(".audit-lock"), WAIT_SECONDS, mode=0o600):
        if not again:
            try:
                before = sealed_head(con, data)
            except SealProblem:
                return
            if before is not None and not holds_head(con, before):
                return
        head = newest_head(con)
        key = _read_key(data) or _make_key(data)
        _write_private(
            seal_file(data), _sealed_text(key, json.dumps(vars(head), separators=(",", ":")))
        )
        if again or _known_fingerprint(con) is None:
            # after the seal, so that a crash between the two leaves a log that is sealed next time
            con.execute("delete from audit_seal_key")
            con.execute("insert into audit_seal_key values (?)", [_fingerprint(key)])
            con.commit()


def newest_head(con: sqlite3.Connection) -> Head:
    row = con.execute("select audit_id, hash from audit order by audit_id desc limit 1").fetchone()
    return Head(*row) if row else Head(0, "")


def holds_head(con: sqlite3.Connection, head: Head) -> bool:
    """Whether the log has the sealed entry, as it was."""
    row = con.execute("select hash from audit where audit_id = ?", [head.entries]).fetchone()
    return head.entries == 0 or (row is not None and row[0] == head.hash)


def _known_fingerprint(con: sqlite3.Connection) -> str | None:
    row = con.execute("select fingerprint from audit_seal_key").fetchone()
    return row[0] if row else None


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(b"audit seal|" + key).hexdigest()


def _mark(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()


def _sealed_text(key: bytes, text: str) -> str:
    return f"{text}\n{_mark(key, text)}\n"


def _read_key(data: Path) -> bytes | None:
    try:
        return bytes.fromhex(key_file(data).read_text("ascii"))
    except (OSError, ValueError):
        return None


def _make_key(data: Path) -> bytes:
    key = secrets.token_bytes(32)
    _write_private(key_file(data), key.hex())
    return key


def _write_private(path: Path, text: str) -> None:
    """Write a file for its user alone, whole or not at all."""
    making = path.with_name(f"{path.name}.making")
    making.unlink(missing_ok=True)  # left by a process that was killed
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    replace_atomically(making, path)
