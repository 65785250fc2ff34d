"""The steps of SQL that compute the published tables, in their order."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import duckdb

from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.measures.registry import keys_of_kind, step_sql
from pipelines.months import shift_month

# In this order each step reads only steps above it.
STEPS = (
    "data_through",
    "person",
    "request_events",
    "requests",
    *keys_of_kind("interval"),
    "intervals",
    "detox_stays",
    *keys_of_kind("follow_up"),
    "discharges",
    "period",
    "calendar",
    "months_missing",
    "periods_missing",
    "month_flags",
    "interval_count",
    "interval_spread",
    "interval_figures",
    "detox_figures",
    "month_volume",
    "period_volume",
    "figures",
    "agency_month",
    "state_month",
    "agency_period",
    "state_period",
    "day_count",
    "month_spread",
    "cohort",
    "cohort_rows",
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
VIEWS = {
    "request_events",
    "intervals",
    "discharges",
    "day_count",
    "cohort_rows",
    "request_member",
}


def compute_figures(
    con: duckdb.DuckDBPyConnection, progress: Callable[[str], None] = lambda step: None
) -> None:
    """Make the published tables in `con` from its input tables.

    Inputs: event, sent, agency, key_correction, rule, treatment_code, measure (columns in
    docs/board.md).
    `progress` receives each step's name before it runs.
    """
    engine = DuckdbEngine(con)
    engine.table("month", "month date", [(month,) for month in _months(engine)])
    for step in STEPS:
        progress(step)
        run_step(engine, step, step)


def run_step(engine: DuckdbEngine, name: str, text: str) -> None:
    make = engine.view if name in VIEWS else engine.step
    make(name, step_sql(text))


def _months(engine: DuckdbEngine) -> Iterator[date]:
    """First days of all months from the earliest one to the end of the latest sent one's year, and
    those in which a follow-up of that year can end: its last month asks whether they are in."""
    ((first, last, window),) = engine.rows(
        """
        select
            least(min(month), (select min(active_from) from agency)),
            max(month),
            (select max(window_days) from rule)
        from sent
        """
    )
    if last is None:
        return
    first = first.replace(month=1)  # whole quarters and years
    end = date(last.year, 12, 31) + timedelta(days=max(window, 30))
    while first <= end:
        yield first
        first = shift_month(first, 1)
