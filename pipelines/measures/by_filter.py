"""The same figures for one site, level of care or referral source at a time."""

from collections.abc import Callable

import duckdb

from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.measures.compute import PUBLISHED, run_step
from pipelines.measures.registry import step_sql

# Once more for one filter at a time: other rows under the same names, the same texts again.
NAMES_STEP = "request_names"  # before them, once for all dimensions


FILTER_STEPS = (
    ("request_member", "request_member"),
    ("intervals", "intervals_by"),
    ("discharges", "discharges_by"),
    ("cohort_rows", "cohort_rows_by"),
    ("interval_count", "interval_count"),
    ("interval_spread", "interval_spread"),
    ("interval_figures", "interval_figures"),
    ("detox_figures", "detox_figures"),
    ("cohort_counts", "cohort_counts"),
    ("day_count", "day_count"),
)


# What is kept by filter, and what the steps after it read with it. Those are few rows and no
# aggregation, so they run as views, for the one filter that a reader names.
BY_FILTER = ("interval_figures", "detox_figures", "cohort_counts", "day_count")


READ_WITH_FILTER = (
    "data_through",
    "calendar",
    "period",
    "sent",
    "measure",
    "rule",
    "periods_missing",
    "month_flags",
)


AFTER_FILTER = ("month_spread", "month_volume", "period_volume", "figures", *PUBLISHED)


DIMENSIONS = ("site_id", "level_of_care", "referral_source")


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
    for name in READ_WITH_FILTER:
        con.execute(f"create table {into}.{name} as select * from {name}")
    run_step(engine, NAMES_STEP, NAMES_STEP)
    for nth, dimension in enumerate(DIMENSIONS):
        progress(f"filters by {dimension}")
        engine.table("dimension", "dimension varchar", [(dimension,)])
        for name, text in FILTER_STEPS:
            run_step(engine, name, text)
        for name in BY_FILTER:
            put = f"insert into {into}.{name}_by" if nth else f"create table {into}.{name}_by as"
            # a name's rows lie together; those who read them say their own order
            con.execute(f"{put} select * from {name} order by member")
    con.execute(
        f"""
        create table {into}.member as
        select dimension, member, agency_id, measure from {into}.interval_figures_by
        where agency_id is not null
        union
        select dimension, member, agency_id, measure from {into}.detox_figures_by
        where agency_id is not null
        """
    )


def create_filter_views(con: duckdb.DuckDBPyConnection) -> None:
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
