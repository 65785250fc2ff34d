"""A board is published beside the current one, then the pointer moves: readers see either, whole.

Boards hold figures, never a client's row. Each is immutable and can be looked at again.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from pipelines import boards, measures, signals
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.register.register import Register
from pipelines.settings import Settings
from pipelines.warehouse import store

SIGNAL_COLUMNS = (
    "agency_id varchar, measure varchar, month date, value double, counted bigint, centre double,"
    " lower double, upper double, target double, rule varchar, run int, since date,"
    " variation varchar, assurance varchar, note varchar, months int, phase_starts date,"
    " new_phase date, run_signal boolean"
)
SCHEMA = 2  # of the board's tables; a reader of another number asks for a new build
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
    with_filters: bool = True,
) -> int:
    """Compute every figure from the open warehouse and publish it; returns the version.

    Where the current board is made of the same rows, register and definitions, that one stays,
    unless `anew`. Figures by filter follow in a file of their own once the board is out, for those
    who can wait for them. `now` is UTC.
    """
    register = Register(data)
    made = Made(store.revision(con), register.revision, definition(settings))
    current = boards.current_version(data)
    whole = current is not None and (
        not with_filters or boards.filters_file(data, current).exists()
    )
    if whole and not anew and _made_of(data, current) == made:
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
    if with_filters:
        progress("filters")
        _publish_filters(con, data, version, now)
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
    for table in (*measures.PUBLISHED, "day_count"):
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
    board.table(
        "project",
        "agency_id varchar, measure varchar, title varchar, starts date, ends date,"
        " outcome varchar",
        [tuple(vars(p).values()) for p in register.projects()],
    )
    board.table(
        "phase",
        "measure varchar, starts date, reason varchar, agency_id varchar",
        [tuple(vars(p).values()) for p in register.phases()],
    )
    board.table("signal", SIGNAL_COLUMNS, _signals(con, register))
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


def _signals(con: duckdb.DuckDBPyConnection, register: Register) -> list[tuple]:
    """What the newest final month of every series says, as rows of SIGNAL_COLUMNS."""
    series: dict[tuple[str | None, str], list[signals.Month]] = {}
    for agency, measure, *month in con.execute(
        """
        with months as (
            select agency_id, * exclude (agency_id, status) from agency_month
            union all by name select null as agency_id, * exclude (agencies) from state_month
        )
        select agency_id, measure, month, value, counted, numerator, denominator, warming_up,
            provisional
        from months order by agency_id, measure, month
        """
    ).fetchall():
        series.setdefault((agency, measure), []).append(signals.Month(*month))
    phases: dict[tuple[str | None, str], list[date]] = {}
    for phase in register.phases():
        phases.setdefault((phase.agency_id, phase.measure), []).append(phase.starts)
    targets = {(t.agency_id, t.measure): t.value for t in register.targets()}
    told = signals.rows(measures.registry(), series, targets, phases)
    return [tuple(row.values()) for row in told]


def _publish_filters(
    con: duckdb.DuckDBPyConnection, data: Path, version: int, now: datetime
) -> None:
    measures.compute_filters(con)
    building = boards.folder(data) / f"filters-{version:06}.building"
    con.execute(f"attach '{building}' as filters")
    try:
        con.execute("create table filters.agency_month_by as from agency_month_by")
    finally:
        con.execute("detach filters")
    os.utime(building, (now.timestamp(), now.timestamp()))
    _settle(building, boards.filters_file(data, version))


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
            boards.filters_file(data, version).unlink(missing_ok=True)
