"""The measures: the registry of their words, and the steps of SQL that compute their figures."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb

from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.settings import Settings

HERE = Path(__file__).parent

# In this order each step reads only what stands above it.
STEPS = (
    "person",
    "steps",
    "requests",
    "contact_to_assessment",
    "assessment_to_service",
    "contact_to_service",
    "intervals",
    "detox_stays",
    "detox_to_outpatient",
    "discharges",
    "period",
    "calendar",
    "lacking",
    "gaps",
    "month_flags",
    "interval_count",
    "interval_spread",
    "interval_figures",
    "detox_figures",
    "figures",
    "agency_month",
    "state_month",
    "agency_period",
    "state_period",
    "day_count",
    "cohort",
    "asked",
    "cohort_counts",
    "agency_cohort",
    "state_cohort",
)
PUBLISHED = (
    "agency_month",
    "state_month",
    "agency_period",
    "state_period",
    "agency_cohort",
    "state_cohort",
)
# Read once or by column, so not worth a table of their own.
VIEWS = {"steps", "intervals", "discharges", "day_count", "asked", "request_member"}
# Once more for one filter at a time: other rows under the same names, the same texts again.
NAMES_STEP = "request_names"  # before them, once for all dimensions
FILTER_STEPS = (
    ("request_member", "request_member"),
    ("intervals", "intervals_by"),
    ("discharges", "discharges_by"),
    ("asked", "asked_by"),
    ("interval_count", "interval_count"),
    ("interval_spread", "interval_spread"),
    ("interval_figures", "interval_figures"),
    ("detox_figures", "detox_figures"),
    ("cohort_counts", "cohort_counts"),
    ("day_count", "day_count"),
)
# What is kept by filter, and what the steps after it read beside it. Those are few rows and no
# aggregation, so they run as views, for the one filter that a reader names.
BY_FILTER = ("interval_figures", "detox_figures", "cohort_counts", "day_count")
BESIDE_FILTER = ("calendar", "period", "sent", "measure", "rule", "gaps", "month_flags")
AFTER_FILTER = ("figures", *PUBLISHED)
DIMENSIONS = ("site_id", "level_of_care", "referral_source")


@dataclass(frozen=True)
class Measure:
    """What a measure says about itself. `key` names its SQL file, its URL value and its anchor."""

    key: str
    label: str
    short: str
    unit: Literal["days", "share"]
    better: Literal["decrease", "increase"]
    counted: str
    excluded: str
    month_rule: str
    why: str
    caveat: str
    source: str
    warming_up_months: int
    owner: str
    reviewed: date
    goal: int | None = None
    standard_days: int | None = None
    target: float | None = None

    @property
    def sql(self) -> str:
        """The text that selects one row per counted thing."""
        return step_sql(self.key)


@cache
def registry() -> tuple[Measure, ...]:
    """Every measure in the order of `measures.toml`; an unknown word in it is a TypeError."""
    entries = tomllib.loads((HERE / "measures.toml").read_text("utf-8"))
    return tuple(Measure(key=key, **words) for key, words in entries.items())


def step_sql(step: str) -> str:
    return (HERE / f"{step}.sql").read_text("utf-8")


def lay_rules(engine: DuckdbEngine, settings: Settings) -> None:
    """Make the input tables that come from settings and registry, not from rows."""
    rule = {
        "restart_after_contact_days": settings.requests.restart_after_contact_days,
        "restart_after_care_days": settings.requests.restart_after_care_days,
        "longest_days": settings.requests.longest_days,
        "cohort_seen_days": settings.requests.cohort_seen_days,
        "window_days": settings.detox.window_days,
        "stay_goes_on_days": settings.detox.stay_goes_on_days,
        "clients_per_key": settings.persons.clients_per_key,
        "pooled_share": settings.months.pooled_share,
    }
    columns = ", ".join(
        f"{name} {'double' if isinstance(value, float) else 'int'}" for name, value in rule.items()
    )
    engine.table("rule", columns, [tuple(rule.values())])
    engine.table(
        "treatment_code", "service_code varchar", [(c,) for c in settings.treatment.service_codes]
    )
    engine.table(
        "measure",
        "measure varchar, warming_up_months int, standard_days int",
        [(m.key, m.warming_up_months, m.standard_days) for m in registry()],
    )


def compute(
    con: duckdb.DuckDBPyConnection, progress: Callable[[str], None] = lambda step: None
) -> None:
    """Make the published tables in `con` from its input tables.

    Inputs: event, sent, agency, rule, treatment_code, measure (columns in docs/board.md).
    `progress` is told each step's name before it runs.
    """
    engine = DuckdbEngine(con)
    engine.table("month", "month date", [(month,) for month in _months(engine)])
    for step in STEPS:
        progress(step)
        _run(engine, step, step)


def compute_filters(
    con: duckdb.DuckDBPyConnection,
    into: str,
    progress: Callable[[str], None] = lambda step: None,
) -> None:
    """Make the tables of a file of filters in the database `into`, attached to `con`, where
    `compute` has run; its own tables BY_FILTER hold rows by name afterwards, so this comes last.

    A dimension at a time: what is sorted and counted at once is no more than for the board.
    """
    engine = DuckdbEngine(con)
    for name in BESIDE_FILTER:
        con.execute(f"create table {into}.{name} as select * from {name}")
    _run(engine, NAMES_STEP, NAMES_STEP)
    for nth, dimension in enumerate(DIMENSIONS):
        progress(f"filters by {dimension}")
        engine.table("dimension", "dimension varchar", [(dimension,)])
        for name, text in FILTER_STEPS:
            _run(engine, name, text)
        for name in BY_FILTER:
            put = f"insert into {into}.{name}_by" if nth else f"create table {into}.{name}_by as"
            con.execute(f"{put} select * from {name} order by member")
    con.execute(
        f"""
        create table {into}.member as
        select dimension, member, agency_id, measure from {into}.interval_figures_by
        where agency_id is not null
        union
        select dimension, member, agency_id, 'detox_to_outpatient' as measure
        from {into}.detox_figures_by
        where agency_id is not null
        """
    )


def lay_filter_views(con: duckdb.DuckDBPyConnection) -> None:
    """In a file of filters opened by itself: the published tables, as seen through one filter.

    Which one, the reader's variables `dimension` and `member` say. The texts are those that made
    the board, so a filtered figure cannot follow other rules.
    """
    engine = DuckdbEngine(con, into="main")
    chosen = "dimension = getvariable('dimension') and member = getvariable('member')"
    for name in BY_FILTER:
        engine.view(name, f"select * from {name}_by where {chosen}")
    for name in AFTER_FILTER:
        engine.view(name, step_sql(name))


def _run(engine: DuckdbEngine, name: str, text: str) -> None:
    make = engine.view if name in VIEWS else engine.step
    make(name, step_sql(text))


def _months(engine: DuckdbEngine) -> Iterator[date]:
    """First days of all months from the earliest one to the end of the latest sent one's year, and
    the month after that: a year's last month asks whether the next one is in."""
    ((first, last),) = engine.rows(
        """
        select least(min(month), (select min(active_from) from agency)), max(month) from sent
        """
    )
    if last is None:
        return
    first = first.replace(month=1)  # whole quarters and years
    while first <= date(last.year + 1, 1, 1):
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
