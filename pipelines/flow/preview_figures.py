"""An agency's figures on the board, and as a changed copy of its rows would make them."""

import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.contents import write_agencies, write_key_corrections
from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.measures import compute, inputs, registry
from pipelines.messages import FigureChange, MonthFigure
from pipelines.register.agencies import Register
from pipelines.settings import Settings

Figures = dict[tuple[str, date], MonthFigure]  # by measure and month


def board_figures(data: Path, agency: str) -> Figures | None:
    """As the current board shows them: empty before the first, None if another release made it."""
    version = board_files.current_version(data)
    if version is None:
        return {}
    board = board_connections.connect_board(data, version)
    if board.execute("select schema from board").fetchall() != [(board_files.SCHEMA,)]:
        return None
    return _figures(board, agency)


def figure_changes(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    settings: Settings,
    agency: str,
    months: Sequence[date],
    before: Figures,
) -> list[FigureChange]:
    """The figures of `months`, and all others of the agency that the changed copy `con` moves."""
    after = computed_figures(con, data, settings, agency)
    order = [measure.key for measure in registry.load_measures()]
    return [
        FigureChange(measure, month, before.get((measure, month)), after.get((measure, month)))
        for measure, month in sorted(before | after, key=lambda key: (order.index(key[0]), key[1]))
        if month in months or _differ(before.get((measure, month)), after.get((measure, month)))
    ]


def computed_figures(
    con: duckdb.DuckDBPyConnection, data: Path, settings: Settings, agency: str
) -> Figures:
    """As the rows of a copy make them. Its tables of measures then hide the copy's own: store
    nothing in a copy after its figures are computed."""
    engine = DuckdbEngine(con)
    register = Register(data)
    write_agencies(engine, register)
    write_key_corrections(engine, register)
    inputs.write_input_tables(engine, settings)
    compute.compute_figures(con)
    return _figures(con, agency)


def _figures(con: duckdb.DuckDBPyConnection, agency: str) -> Figures:
    rows = con.execute(
        """
        select measure, month, value, counted, numerator, entered, provisional, warming_up
        from agency_month where agency_id = ?
        """,
        [agency],
    ).fetchall()
    return {(measure, month): MonthFigure(*figure) for measure, month, *figure in rows}


def _differ(before: MonthFigure | None, after: MonthFigure | None) -> bool:
    """Whether a figure moves; a month without a row and one that counts no one are alike."""
    if before is None or after is None:
        return any(figure.counted for figure in (before, after) if figure is not None)
    if (before.counted, before.entered) != (after.counted, after.entered):
        return True
    if before.value is None or after.value is None:
        return before.value is not after.value
    return before.counted > 0 and not math.isclose(before.value, after.value)
