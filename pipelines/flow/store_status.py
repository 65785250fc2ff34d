"""In what state keys and kept rows are. No key's content leaves here."""

import os
from pathlib import Path

import duckdb

from pipelines.messages import KeyState, StoreStatus
from pipelines.register.audit import Audit
from pipelines.register.releases import NotSigned, Releases
from pipelines.register.seal import key_file as seal_key_file
from pipelines.releases import signing
from pipelines.settings import Settings
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import pseudonyms
from pipelines.warehouse.pseudonyms import KeyProblem
from pipelines.warehouse.statements import read_statement


def inspect_store(
    data: Path, settings: Settings, *, patience: float = warehouse.PATIENCE_SECONDS
) -> StoreStatus:
    """Look at keys and ledger under the store's lock; changes nothing. Raises StoreBusy."""
    with warehouse.open_for_writing(data, "inspect", patience) as con:
        pseudonym_key = _pseudonym_key(con, data)
        superseded, rows, next_deletion, deleted = con.execute(
            read_statement("select_kept_rows"), {"months": settings.versions.superseded_rows_months}
        ).fetchall()[0]
    keys = (pseudonym_key, _release_key(data), _seal_key(data))
    return StoreStatus(keys, superseded, rows, next_deletion, deleted)


def _pseudonym_key(con: duckdb.DuckDBPyConnection, data: Path) -> KeyState:
    if os.environ.get("STARBOARD_KEY"):
        place = "the environment, STARBOARD_KEY"
    else:
        place = str(pseudonyms.key_file(data))
    known = con.execute("select key_version, fingerprint from pseudonym_key").fetchall()
    if not known and not os.environ.get("STARBOARD_KEY") and not Path(place).exists():
        return KeyState("Pseudonyms", place, "not there yet: the first file makes it", True)
    try:
        key = pseudonyms.load_key(data, make=False)
    except KeyProblem as problem:
        return KeyState("Pseudonyms", place, problem.args[0], False)
    if not known:
        return KeyState("Pseudonyms", place, "there, and private; no file uses it yet", True)
    version, fingerprint = known[0]
    if bytes(fingerprint) != pseudonyms.make_pseudonym(key, "fingerprint"):
        return KeyState("Pseudonyms", place, "another key than the store was made with", False)
    return KeyState("Pseudonyms", place, f"there, private, version {version}, this store’s", True)


def _release_key(data: Path) -> KeyState:
    path, public = signing.signing_key_file(data), Releases(data).public_key()
    if public is None and not path.exists():
        return KeyState("Releases", str(path), "not there yet: the first release makes it", True)
    try:
        signing.load_signing_key(data, public or "")
    except NotSigned as problem:
        return KeyState("Releases", str(path), problem.args[0], False)
    return KeyState("Releases", str(path), "there, private, signs this store’s releases", True)


def _seal_key(data: Path) -> KeyState:
    path = seal_key_file(data)
    check = Audit(data).check()
    if check.problems:
        return KeyState("Audit seal", str(path), " ".join(check.problems), False)
    if not path.exists():
        return KeyState("Audit seal", str(path), "not there yet: the next entry makes it", True)
    return KeyState("Audit seal", str(path), "there, and the log is as it was sealed", True)
