"""A board is published beside the current one, then the pointer moves: readers see either, whole.

Boards hold figures, never a client's row. Each is immutable and can be looked at again.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

from pipelines import boards, measures, signals
from pipelines.durable import settle
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.intake import findings
from pipelines.register.register import Register, Target
from pipelines.settings import Settings
from pipelines.warehouse import store

SIGNAL_COLUMNS = (
    "agency_id varchar, measure varchar, month date, value double, counted bigint, centre double,"
    " lower double, upper double, target double, rule varchar, run int, since date,"
    " variation varchar, assurance varchar, note varchar, months int, phase_starts date,"
    " new_phase date, run_signal boolean"
)
JUST_CURRENT = timedelta(minutes=15)  # a reader may have read the pointer and not the board yet
LEDGER_SQL = Path(__file__).with_name("board_ledger.sql")
AGENCY_SQL = Path(__file__).with_name("board_agency.sql")
FINDING_SQL = Path(__file__).with_name("board_findings.sql")


@dataclass(frozen=True)
class Made:
    """What a board was made of: it is up to date while these are what they were."""

    revision: int
    register_revision: int
    definition: str


def definition(settings: Settings) -> str:
    """A fingerprint of everything but the rows that decides a board: SQL, words, the charts'
    arithmetic and settings."""
    told = hashlib.sha256()
    here = Path(__file__).parent
    made_by = {".sql", ".toml"}
    for path in (
        *(p for p in sorted(measures.HERE.iterdir()) if p.suffix in made_by),
        *sorted((here / "engines").glob("*.sql")),
        *sorted((here / "statistics").glob("*.py")),
        *(LEDGER_SQL, AGENCY_SQL, Path(signals.__file__), Path(__file__)),
    ):
        told.update(path.read_bytes())
    told.update(json.dumps(asdict(settings), sort_keys=True).encode())
    told.update(str(boards.SCHEMA).encode())
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
    for left in boards.folder(data).glob("*.building*"):  # of a publish that was killed
        left.unlink()
    engine = DuckdbEngine(con)
    lay_agencies(engine, register)
    measures.lay_rules(engine, settings)
    measures.compute(con, progress)
    progress("board")
    version = max([0, current or 0, *boards.versions(data)]) + 1
    building = boards.folder(data) / f"board-{version:06}.building"
    with _attached(con, building, "board"):
        _write(con, register, settings, made, version, now)
    _put(building, boards.file(data, version), now)
    _point(data, version)
    if with_filters:
        _publish_filters(con, data, version, now, progress)
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
    con.execute(
        "create table board.day_count as select * exclude (dimension, member) from day_count"
    )
    con.execute(f"create table board.agency as {AGENCY_SQL.read_text('utf-8')}")
    con.execute(f"create table board.submission as {LEDGER_SQL.read_text('utf-8')}")
    con.execute(f"create table board.submission_finding as {FINDING_SQL.read_text('utf-8')}")
    entries = findings.catalogue().values()
    con.execute(
        "create table board.finding as"
        " select unnest(?) as code, unnest(?) as severity, unnest(?) as why",
        [[e.code for e in entries], [e.severity for e in entries], [e.why for e in entries]],
    )
    board = DuckdbEngine(con, into="board")
    board.table(
        "agency_group",
        "kind varchar, group_name varchar, agency_id varchar",
        [(g.kind, g.name, g.agency_id) for g in register.groups()],
    )
    ((through,),) = con.execute("select max(data_through) from board.agency").fetchall()
    targets = register.targets()
    current = _current(targets, through)
    board.table(
        "target",
        "measure varchar, agency_id varchar, value double, meet_by date, is_current boolean",
        [(t.measure, t.agency_id, t.value, t.meet_by, t in current) for t in targets],
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
    board.table("signal", SIGNAL_COLUMNS, _signals(con, register, current))
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
        " register_revision int, definition varchar, settings varchar, data_through date",
        [
            (
                version,
                now.replace(tzinfo=None),
                boards.SCHEMA,
                register.is_sample(),
                made.revision,
                made.register_revision,
                made.definition,
                json.dumps(asdict(settings)),
                through,
            )
        ],
    )


def _current(targets: Sequence[Target], through: date | None) -> list[Target]:
    """Of each agency's and of everyone's targets for a measure, the one to meet next; the last one
    once all have passed."""
    found: dict[tuple[str, str | None], Target] = {}
    for target in sorted(targets, key=lambda each: each.meet_by):
        before = found.get((target.measure, target.agency_id))
        if before is None or (through is not None and before.meet_by < through):
            found[target.measure, target.agency_id] = target
    return list(found.values())


def _signals(
    con: duckdb.DuckDBPyConnection, register: Register, targets: Sequence[Target]
) -> list[tuple]:
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
    values = {(t.agency_id, t.measure): t.value for t in targets}
    told = signals.rows(measures.registry(), series, values, phases)
    return [tuple(row.values()) for row in told]


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, building: Path, name: str) -> Iterator[None]:
    """A new file, open under `name` to be written."""
    quoted = str(building).replace("'", "''")
    con.execute(f"attach '{quoted}' as {name}")
    try:
        yield
    finally:
        con.execute(f"detach {name}")


def _put(building: Path, file: Path, now: datetime) -> None:
    """The finished file in its place; its time is the publish's, as pruning asks."""
    os.utime(building, (now.timestamp(), now.timestamp()))
    settle(building, file)


def _publish_filters(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    version: int,
    now: datetime,
    progress: Callable[[str], None],
) -> None:
    building = boards.folder(data) / f"filters-{version:06}.building"
    with _attached(con, building, "filters"):
        measures.compute_filters(con, "filters", progress)
    with duckdb.connect(building) as alone:  # its views name the tables of the file by itself
        measures.lay_filter_views(alone)
    _put(building, boards.filters_file(data, version), now)


def _point(data: Path, version: int) -> None:
    pointer = boards.folder(data) / "CURRENT"
    fresh = pointer.with_suffix(".building")
    fresh.write_text(f"{version:06}\n", "ascii")
    settle(fresh, pointer)


def _prune(data: Path, settings: Settings, now: datetime) -> None:
    """Unlink the boards that the rule does not keep, a while after the next one was published.

    Their files' times say when they were published, until a copy or a restore has made them new:
    so a board is asked for its own time before it goes, and all are where one was wrong.
    """
    published = {v: _file_time(boards.file(data, v)) for v in boards.versions(data)}
    daily = settings.versions.daily_boards_days
    doubtful = published.keys() - boards.keepers(published.items(), now, daily)
    if any(_own_time(boards.file(data, v)) != published[v] for v in doubtful):
        for version in published:
            published[version] = own = _own_time(boards.file(data, version))
            os.utime(boards.file(data, version), (own.timestamp(), own.timestamp()))
    kept = boards.keepers(published.items(), now, daily)
    for version, after in pairwise(sorted(published)):
        if version not in kept and now - published[after] > JUST_CURRENT:
            boards.file(data, version).unlink()
            boards.filters_file(data, version).unlink(missing_ok=True)


def _file_time(board: Path) -> datetime:
    return datetime.fromtimestamp(board.stat().st_mtime, UTC)


def _own_time(board: Path) -> datetime:
    """When a board says that it was published; its file's time where it cannot be read."""
    try:
        with duckdb.connect(board, read_only=True, config=boards.LOCKED_DOWN) as con:
            ((moment,),) = con.execute("select published_at from board").fetchall()
    except (duckdb.Error, ValueError):
        return _file_time(board)
    return moment.replace(tzinfo=UTC)
