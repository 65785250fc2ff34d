"""Ids as stored: HMAC-SHA-256 under the state's key. No raw id passes beyond this module."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.arrow_arrays import bytes_array
from pipelines.atomic_files import replace_atomically
from pipelines.engines.database import open_database
from pipelines.warehouse.statements import read_statement

KEY_VERSION = 1
BLOCK = 64  # bytes of a SHA-256 block, RFC 2104
RAW = ("client_id", "person_key", "record_id")


class KeyProblem(RuntimeError):
    """The key is missing, unreadable or not this store's; the message says what to do."""


def key_file(data: Path) -> Path:
    """The key's file: `STARBOARD_KEY_FILE`, else next to the data folder, never inside it."""
    path = os.environ.get("STARBOARD_KEY_FILE")
    return Path(path) if path else data.with_name(f"{data.name}.key")


def load_key(data: Path, *, make: bool) -> bytes:
    """The state's key, 32 bytes or more: `STARBOARD_KEY` (hex) or the key file.

    A missing file is made (mode 0600) only where `make` says that the store is new.
    """
    hex_key = os.environ.get("STARBOARD_KEY") or None
    path = key_file(data)
    try:
        if hex_key is None and make and not path.exists():
            if data.resolve() in path.resolve().parents:
                raise KeyProblem(f"The pseudonym key must lie outside the data folder {data}.")
            _make_key(path)
        key = bytes.fromhex(hex_key if hex_key is not None else path.read_text("ascii"))
    except FileNotFoundError:
        raise KeyProblem(
            f"The store's pseudonym key is not at {path}. Put it back, or name it with"
            " STARBOARD_KEY_FILE: without it, clients can no longer be distinguished."
        ) from None
    except ValueError:
        raise KeyProblem("The pseudonym key must be written in hexadecimal digits.") from None
    if hex_key is None:
        _require_private(path)
    if len(key) < 32:
        raise KeyProblem("The pseudonym key must be at least 32 bytes (64 hexadecimal digits).")
    return key


def _require_private(path: Path) -> None:
    """Who else reads the key can work out whose id a pseudonym is."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyProblem(
            f"The pseudonym key {path} can be read by other users of this machine."
            f" Make it private: chmod 600 '{path}'"
        )


def _make_key(path: Path) -> None:
    """Write a new key, whole and on the disk before any row is stored under it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.making")
    making.unlink(missing_ok=True)  # left by a first run that was killed
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    replace_atomically(making, path)


def make_pseudonym(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA-256 of the parts joined by `|`, such as ("client", "A01", "001234")."""
    return hmac.digest(key, "|".join(parts).encode(), "sha256")


def remember_or_check_key(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Remember the key's fingerprint in a new store; refuse another key in an old one."""
    fingerprint = make_pseudonym(key, "fingerprint")
    known = con.execute("select fingerprint from pseudonym_key").fetchall()
    if not known:
        con.execute("insert into pseudonym_key values (?, ?)", [KEY_VERSION, fingerprint])
    elif bytes(known[0][0]) != fingerprint:
        raise KeyProblem(
            "This pseudonym key is not the one that the store was made with. Nothing was stored."
        )


@dataclass(frozen=True)
class WrittenOtherwise:
    """How unknown ids may be written: the way that makes most of them known (empty for none), how
    many, and the commonest form of the unknown and of the known ids, `6 digits`."""

    way: str
    matched: int
    unknown_form: str
    known_form: str


class Pseudonymiser:
    """Replaces the ids of a delivery's rows, in memory that is never written to a disk."""

    def __init__(self, key: bytes) -> None:
        block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
        inner = bytes(b ^ 0x36 for b in block).hex()
        outer = bytes(b ^ 0x5C for b in block).hex()
        self._con = open_database()
        self._con.execute("set temp_directory = ''")
        self._con.execute(
            f"""
            create macro pseudonym(message) as unhex(sha256(
                unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(message)))
            ));
            create table key_seen (raw varchar, pseudonym blob);
            create table client_kept (agency_id varchar, client_id varchar, pseudonym blob);
            """
        )

    def replace_ids(self, rows: pa.Table) -> pa.Table:
        """The rows of a batch with `client_pseudonym`, `person_pseudonym` and `record` (32 bytes,
        or null) in place of `client_id`, `person_key` and `record_id`."""
        con = self._con
        con.register("rows", rows)
        con.execute(
            """
            create or replace temp table client_seen as
            select agency_id, client_id, pseudonym('client|' || agency_id || '|' || client_id) as p
            from (select distinct agency_id, client_id from rows);

            create or replace temp table person_seen as
            select person_key, pseudonym('person|' || person_key) as p
            from (select distinct person_key from rows where person_key is not null);

            insert into key_seen select * from person_seen;
            insert into client_kept select * from client_seen;
            """
        )
        kept = ", ".join(f"rows.{name}" for name in rows.column_names if name not in RAW)
        replaced = con.sql(
            f"""
            select
                {kept},
                client_seen.p as client_pseudonym,
                person_seen.p as person_pseudonym,
                pseudonym('record|' || rows.agency_id || '|' || rows.record_id) as record
            from rows
            inner join client_seen
                on client_seen.agency_id = rows.agency_id
                and client_seen.client_id = rows.client_id
            left join person_seen on person_seen.person_key = rows.person_key
            """
        ).to_arrow_table()
        con.unregister("rows")
        return replaced

    def raw_key_ranks(self, keys: list[bytes]) -> dict[bytes, int]:
        """Person pseudonyms of this delivery → the rank of their raw keys in ascending order."""
        ranks = self._con.execute(
            """
            select pseudonym, dense_rank() over (order by raw)
            from (select distinct raw, pseudonym from key_seen) where list_contains(?, pseudonym)
            """,
            [keys],
        ).fetchall()
        return {bytes(pseudonym): rank for pseudonym, rank in ranks}

    def try_other_writings(
        self,
        agency_id: str,
        unknown: Sequence[bytes],
        known: Sequence[bytes],
        history: Sequence[bytes],
    ) -> WrittenOtherwise:
        """How ids of this delivery, clients' pseudonyms `unknown`, could be written so that they
        are in `history`. No id leaves this process."""
        con = self._con
        pseudonyms = {"unknown": unknown, "known": known, "history": history}
        for name, values in pseudonyms.items():
            con.register(f"{name}_pseudonym", pa.table({"pseudonym": bytes_array(list(values))}))
        (unknown_form, known_form) = (self._form(agency_id, name) for name in ("unknown", "known"))
        ways = con.execute(
            read_statement("select_ids_written_otherwise"), {"agency_id": agency_id}
        ).fetchall()
        for name in pseudonyms:
            con.unregister(f"{name}_pseudonym")
        way, matched = ways[0] if ways else ("", 0)
        return WrittenOtherwise(way, matched, unknown_form, known_form)

    def _form(self, agency_id: str, name: str) -> str:
        """The commonest form of the ids of `name`'s pseudonyms."""
        forms = self._con.execute(
            f"""
            select
                length(client_id) || ' ' || case
                    when regexp_full_match(client_id, '[0-9]+') then 'digits'
                    when regexp_full_match(client_id, '[^0-9]+') then 'letters'
                    else 'letters, digits and marks'
                end as form
            from (
                select distinct client_id from client_kept
                semi join {name}_pseudonym using (pseudonym) where agency_id = ?
            )
            group by form order by count(*) desc, form limit 1
            """,
            [agency_id],
        ).fetchall()
        return forms[0][0] if forms else ""
