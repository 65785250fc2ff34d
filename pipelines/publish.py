"""A board is published beside the current one, then the pointer moves: readers see either, whole.

Boards hold figures, never a client's row. Each is immutable and can be looked at again.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines import boards, measures
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.register.register import Register
from pipelines.settings import Settings
from pipelines.warehouse import store

SCHEMA = 1  # of the board's tables; a reader of another number asks for a new build
LEDGER_SQL = Path(__file__).with_name("board_ledger.sql")
AGENCY_SQL = Path(__file__).with_name("board_agency.sql")


@dataclass(frozen=True)
class Made:
    """What a board was made of: it is up to date while these are what they were."""

    revision: int
    register_revision: int
    definition: str


def definition(settings: Settings) -> str:
    """A fingerprint of everything but the rows that decides a figure: SQL, words and settings."""
    told = hashlib.sha256()
    for path in sorted(measures.HERE.iterdir()):
        if path.suffix in (".sql", ".toml"):
            told.update(path.read_bytes())
    told.update(json.dumps(asdict(settings), sort_keys=True).encode())
    told.update(str(SCHEMA).encode())
    return told.hexdigest()


def publish(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    settings: Settings,
    now: datetime,
    *,
    progress: Callable[[str], None] = lambda step: None,
    anew: bool = False,
) -> int:
    """Compute every figure from the open warehouse and publish it; returns the version.

    Where the current board is made of the same rows, register and definitions, that one stays,
    unless `anew`. `now` is UTC.
    """
    register = Register(data)
    made = Made(store.revision(con), register.revision, definition(settings))
    current = boards.current_version(data)
    if current is not None and not anew and _made_of(data, current) == made:
        return current
    boards.folder(data).mkdir(mode=0o700, exist_ok=True)
    for left in boards.folder(data).glob("*.building"):  # of a publish that was killed
        left.unlink()
    engine = DuckdbEngine(con)
    lay_agencies(engine, register)
    measures.lay_rules(engine, settings)
    measures.compute(con, progress)
    progress("board")
    version = max([0, current or 0, *boards.versions(data)]) + 1
    building = boards.folder(data) / f"board-{version:06}.building"
    con.execute(f"attach '{building}' as board")
    try:
        _write(con, register, settings, made, version, now)
    finally:
        con.execute("detach board")
    os.utime(building, (now.timestamp(), now.timestamp()))  # pruning goes by it
    _settle(building, boards.file(data, version))
    _point(data, version)
    _prune(data, settings, now)
    return version


def lay_agencies(engine: DuckdbEngine, register: Register) -> None:
    """Make the measures' input table `agency` from the register."""
    engine.table(
        "agency",
        "agency_id varchar, name varchar, size varchar, levels_of_care varchar, active_from date,"
        " active_to date, contact_name varchar, contact_email varchar",
        [
            (
                a.agency_id,
                a.name,
                a.size,
                a.levels_of_care,
                a.active_from,
                a.active_to,
                a.contact_name,
                a.contact_email,
            )
            for a in register.agencies()
        ],
    )


def _made_of(data: Path, version: int) -> Made | None:
    try:
        rows = boards.connect(data, version).execute(
            "select revision, register_revision, definition from board"
        )
    except (boards.NoBoard, duckdb.Error):  # a lost or foreign file is made again
        return None
    return Made(*rows.fetchall()[0])


def _write(
    con: duckdb.DuckDBPyConnection,
    register: Register,
    settings: Settings,
    made: Made,
    version: int,
    now: datetime,
) -> None:
    for table in measures.PUBLISHED:
        con.execute(f"create table board.{table} as select * from {table}")
    con.execute(f"create table board.agency as {AGENCY_SQL.read_text('utf-8')}")
    con.execute(f"create table board.submission as {LEDGER_SQL.read_text('utf-8')}")
    board = DuckdbEngine(con, into="board")
    board.table(
        "agency_group",
        "kind varchar, group_name varchar, agency_id varchar",
        [(g.kind, g.name, g.agency_id) for g in register.groups()],
    )
    board.table(
        "target",
        "measure varchar, agency_id varchar, value double, meet_by date",
        [(t.measure, t.agency_id, t.value, t.meet_by) for t in register.targets()],
    )
    words = [asdict(m) for m in measures.registry()]
    kinds = {"goal": "int", "warming_up_months": "int", "standard_days": "int", "reviewed": "date"}
    board.table(
        "measure",
        ", ".join(f"{name} {kinds.get(name, 'varchar')}" for name in words[0]),
        [tuple(m.values()) for m in words],
    )
    board.table(
        "board",
        "version int, published_at timestamp, schema int, sample boolean, revision int,"
        " register_revision int, definition varchar, settings varchar",
        [
            (
                version,
                now.replace(tzinfo=None),
                SCHEMA,
                register.is_sample(),
                made.revision,
                made.register_revision,
                made.definition,
                json.dumps(asdict(settings)),
            )
        ],
    )
    con.execute("alter table board.board add column data_through date")
    con.execute(
        "update board.board set data_through = (select max(data_through) from board.agency)"
    )


def _settle(building: Path, final: Path) -> None:
    """On disk whole before it has a board's name."""
    _sync(building)
    os.replace(building, final)
    _sync(final.parent)


def _point(data: Path, version: int) -> None:
    pointer = boards.folder(data) / "CURRENT"
    fresh = pointer.with_suffix(".building")
    fresh.write_text(f"{version:06}\n", "ascii")
    _settle(fresh, pointer)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(data: Path, settings: Settings, now: datetime) -> None:
    published = [
        (v, datetime.fromtimestamp(boards.file(data, v).stat().st_mtime, UTC))
        for v in boards.versions(data)
    ]
    kept = boards.keepers(published, now, settings.versions.daily_boards_days)
    for version, _ in published:
        if version not in kept:
            boards.file(data, version).unlink()
