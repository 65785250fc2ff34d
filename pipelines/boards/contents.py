"""The tables of a board, made from the open warehouse."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.boards import files as board_files
from pipelines.boards import signals as board_signals
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.intake import findings
from pipelines.measures import compute, registry
from pipelines.register.agencies import Register
from pipelines.register.models import Target
from pipelines.settings import Settings

SIGNAL_COLUMNS = (
    "agency_id varchar, measure varchar, month date, value double, counted bigint, centre double,"
    " lower double, upper double, target double, rule varchar, run int, since date,"
    " variation varchar, assurance varchar, note varchar, months int, phase_starts date,"
    " level double, level_since date, level_months int,"
    " year_before double, new_phase date, run_signal boolean"
)
# What pages read of a measure. The rest of the registry is for those who compute and word it.
MEASURE_COLUMNS = {
    **dict.fromkeys(("key", "label", "short", "unit", "better"), "varchar"),
    **dict.fromkeys(("counted", "excluded", "month_rule", "why", "caveat", "source"), "varchar"),
    **{"warming_up_months": "int", "owner": "varchar", "reviewed": "date", "goal": "int"},
    **{"standard_days": "int", "target": "varchar"},
}

LEDGER_SQL = Path(__file__).with_name("sql") / "ledger.sql"
AGENCY_SQL = Path(__file__).with_name("sql") / "agency.sql"
FINDING_SQL = Path(__file__).with_name("sql") / "findings.sql"


@dataclass(frozen=True)
class BoardOrigin:
    """What a board is made of: it is up to date while these do not change."""

    revision: int
    register_revision: int
    definition: str


def write_agencies(engine: DuckdbEngine, register: Register) -> None:
    """Make the measures' input tables `agency` and `agency_pause` from the register."""
    agencies = register.agencies()
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
            for a in agencies
        ],
    )
    engine.table(
        "agency_pause",
        "agency_id varchar, first_month date, last_month date",
        [(a.agency_id, *pause) for a in agencies for pause in a.pauses],
    )


def write_key_corrections(engine: DuckdbEngine, register: Register) -> None:
    """Make the measures' input table `key_correction` from the register."""
    engine.table(
        "key_correction",
        "agency_id varchar, month date",
        [(c.agency_id, c.month) for c in register.key_corrections()],
    )


def write_tables(
    con: duckdb.DuckDBPyConnection,
    register: Register,
    settings: Settings,
    origin: BoardOrigin,
    version: int,
    now: datetime,
) -> None:
    """Write every table of a board into the attached file `board`."""
    for table in compute.PUBLISHED:
        con.execute(f"create table board.{table} as select * from {table}")
    con.execute(
        "create table board.day_count as select * exclude (dimension, member) from day_count"
    )
    for table in ("month_volume", "month_spread"):
        con.execute(f"create table board.{table} as select * from {table}")
    con.execute(f"create table board.agency as {AGENCY_SQL.read_text('utf-8')}")
    con.execute("create table board.agency_pause as select * from agency_pause")
    con.execute(f"create table board.submission as {LEDGER_SQL.read_text('utf-8')}")
    con.execute(f"create table board.submission_finding as {FINDING_SQL.read_text('utf-8')}")
    entries = findings.finding_catalogue().values()
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
    current = current_targets(targets, through)
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
        "measure varchar, starts date, reason varchar, agency_id varchar, decided_by varchar,"
        " decided_at varchar",
        [tuple(vars(p).values()) for p in register.phases()],
    )
    board.table("signal", SIGNAL_COLUMNS, _signal_rows(con, register, current))
    board.table(
        "measure",
        ", ".join(f"{name} {kind}" for name, kind in MEASURE_COLUMNS.items()),
        [
            tuple(getattr(measure, name) for name in MEASURE_COLUMNS)
            for measure in registry.filled_measures(settings)
        ],
    )
    board.table(
        "board",
        "version int, published_at timestamp, schema int, sample boolean, revision int,"
        " register_revision int, definition varchar, settings varchar, data_through date",
        [
            (
                version,
                now.replace(tzinfo=None),
                board_files.SCHEMA,
                register.is_sample(),
                origin.revision,
                origin.register_revision,
                origin.definition,
                json.dumps(asdict(settings)),
                through,
            )
        ],
    )


def current_targets(targets: Sequence[Target], through: date | None) -> list[Target]:
    """Of each agency's and of everyone's targets for a measure, the one to meet next; the last one
    once all have passed. An agency's last one that has passed gives way to everyone's next."""
    current: dict[tuple[str, str | None], Target] = {}
    for target in sorted(targets, key=lambda target: target.meet_by):
        before = current.get((target.measure, target.agency_id))
        if before is None or (through is not None and before.meet_by < through):
            current[target.measure, target.agency_id] = target

    def gives_way(own: Target) -> bool:
        everyones = current.get((own.measure, None))
        if own.agency_id is None or everyones is None or through is None:
            return False
        return own.meet_by < through <= everyones.meet_by

    return [target for target in current.values() if not gives_way(target)]


def _signal_rows(
    con: duckdb.DuckDBPyConnection, register: Register, targets: Sequence[Target]
) -> list[tuple]:
    """What the newest final month of every series says, as rows of SIGNAL_COLUMNS."""
    series: dict[tuple[str | None, str], list[board_signals.SeriesMonth]] = {}
    for agency, measure, *month in con.execute(
        """
        with months as (
            select agency_id, * exclude (agency_id, status) from agency_month
            union all by name select null as agency_id, * exclude (agencies) from state_month
        )
        select months.agency_id, months.measure, months.month, value, counted, numerator,
            denominator, warming_up, provisional, days_total, days_squared
        from months
        left join month_spread
            on month_spread.agency_id is not distinct from months.agency_id
            and month_spread.measure = months.measure
            and month_spread.month = months.month
        order by months.agency_id, months.measure, months.month
        """
    ).fetchall():
        series.setdefault((agency, measure), []).append(board_signals.SeriesMonth(*month))
    phases: dict[tuple[str | None, str], list[date]] = {}
    for phase in register.phases():
        phases.setdefault((phase.agency_id, phase.measure), []).append(phase.starts)
    values = {(t.agency_id, t.measure): t.value for t in targets}
    rows = board_signals.signal_rows(registry.load_measures(), series, values, phases)
    return [tuple(row.values()) for row in rows]
