"""An agency's figures on the board, and as a changed copy of its rows would make them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines import boards, measures
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.publish import lay_agencies
from pipelines.register.register import Register
from pipelines.settings import Settings


@dataclass(frozen=True)
class Figure:
    """A measure of the agency in one month, as on a board."""

    value: float | None
    counted: int
    numerator: int | None
    entered: int | None
    provisional: bool
    warming_up: bool


@dataclass(frozen=True)
class Change:
    """A figure as the current board shows it, and as it would be; None: the month has no row."""

    measure: str
    month: date
    before: Figure | None
    after: Figure | None


Figures = dict[tuple[str, date], Figure]  # by measure and month


def on_the_board(data: Path, agency: str) -> Figures | None:
    """As the current board shows them: empty before the first, None if another release made it."""
    version = boards.current_version(data)
    if version is None:
        return {}
    board = boards.connect(data, version)
    if board.execute("select schema from board").fetchall() != [(boards.SCHEMA,)]:
        return None
    return _figures(board, agency)


def changes(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    settings: Settings,
    agency: str,
    months: Sequence[date],
    before: Figures,
) -> list[Change]:
    """The figures of `months`, and all others of the agency that the changed copy `con` moves."""
    after = computed(con, data, settings, agency)
    order = [measure.key for measure in measures.registry()]
    return [
        Change(measure, month, before.get((measure, month)), after.get((measure, month)))
        for measure, month in sorted(before | after, key=lambda at: (order.index(at[0]), at[1]))
        if month in months or _differ(before.get((measure, month)), after.get((measure, month)))
    ]


def computed(
    con: duckdb.DuckDBPyConnection, data: Path, settings: Settings, agency: str
) -> Figures:
    """As the rows of a copy make them. Its tables of measures then stand before its own: a copy
    that was computed from stores nothing more."""
    engine = DuckdbEngine(con)
    lay_agencies(engine, Register(data))
    measures.lay_rules(engine, settings)
    measures.compute(con)
    return _figures(con, agency)


def _figures(con: duckdb.DuckDBPyConnection, agency: str) -> Figures:
    rows = con.execute(
        """
        select measure, month, value, counted, numerator, entered, provisional, warming_up
        from agency_month where agency_id = ?
        """,
        [agency],
    ).fetchall()
    return {(measure, month): Figure(*told) for measure, month, *told in rows}


def _differ(before: Figure | None, after: Figure | None) -> bool:
    """Whether a figure moves; a month without a row and one that counts nobody are alike."""
    if before is None or after is None:
        return bool((before or after).counted)
    if (before.counted, before.entered) != (after.counted, after.entered):
        return True
    return before.counted > 0 and not math.isclose(before.value, after.value)
