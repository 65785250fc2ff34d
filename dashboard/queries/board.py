"""Board → rows, one function per view; each asks who is looking. The SQL lies in `sql/`.

Rows rather than data frames: a missing figure stays None, and a page costs half the time.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboard.access.viewer import Scope, Viewer, viewer_scope
from dashboard.queries.models import (
    AgencyGroup,
    Board,
    FilterMember,
    Measure,
    MissingMonths,
    NewestFigure,
    Project,
    Target,
)
from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.signals import Signal
from pipelines.settings import data_folder


def agency_names(viewer: Viewer, board: Board, group: AgencyGroup | None) -> dict[str, str]:
    """Id → name of the agencies on the page, in order of name; of those that a filter leaves."""
    known = agencies(viewer, board)
    return {
        key: row["name"]
        for key, row in known.items()
        if (group is None or key in group.agencies)
        and (board.only is None or key in board.only.agencies)
    }


SQL = Path(__file__).parent / "sql"


# The first line of a query: whether it reads the figures of one site, level of care or referral
# source where the board is seen so.
FILTER_LINES = {"-- through a filter: yes": True, "-- through a filter: no": False}


GRAINS = {"12_months": "12 months", "year": "Year", "quarter": "Quarter", "month": "Month"}


def load_board(viewer: Viewer, as_of: int | None = None) -> Board | None:
    """The newest board, or the kept one that stands for version `as_of`.

    None while nothing is published, or for a viewer who may see nothing.
    """
    folder = data_folder()
    newest = board_files.current_version(folder)
    if newest is None or not viewer_scope(viewer).anything:
        return None
    version = (
        newest if as_of is None or as_of >= newest else board_files.version_as_of(folder, as_of)
    )
    (row,) = _fetch(board_connections.connect_board(folder, version), query_text("board"))
    asked = as_of if as_of is not None and as_of < version else None
    return Board(folder=str(folder), newest=version == newest, asked=asked, **row)


def board_versions(viewer: Viewer) -> list[int]:
    """The board versions that are kept."""
    return board_files.published_versions(data_folder()) if viewer_scope(viewer).anything else []


def board_settings(viewer: Viewer, board: Board) -> dict[str, dict[str, Any]]:
    """Section → setting → value, as the board was computed with."""
    (row,) = _read(viewer, board, "settings")
    return json.loads(row["settings"])


def measures(viewer: Viewer, board: Board) -> dict[str, Measure]:
    """Key → measure: the goals in their order, then the others."""
    rows = _read(viewer, board, "measures")
    named = [Measure(**row) for row in rows]
    return {measure.key: measure for measure in named}


def agencies(viewer: Viewer, board: Board) -> dict[str, dict[str, Any]]:
    """Id → what is known of the agency, by name."""
    return {row["agency_id"]: row for row in _read(viewer, board, "agencies")}


def newest_figures(viewer: Viewer, board: Board) -> dict[tuple[str | None, str], NewestFigure]:
    """(agency or None for the state, measure) → its newest final figure."""
    months = newest_final_months(viewer, board)
    asked = {"measures": list(months), "months": list(months.values())}
    rows = [NewestFigure(**row) for row in _read(viewer, board, "newest_final", **asked)]
    return {(row.agency_id, row.measure): row for row in rows}


def newest_final_months(viewer: Viewer, board: Board) -> dict[str, date]:
    """Measure → the state's newest final month, whoever looks and through whatever filter: whether
    a month is final is asked of the files."""
    return {row["measure"]: row["month"] for row in _read(viewer, board, "expected")}


def board_signals(viewer: Viewer, board: Board) -> dict[tuple[str | None, str], Signal]:
    """(agency or None for the state, measure) → what its newest final month says."""
    rows = _read(viewer, board, "signals")
    return {
        (row["agency_id"], row["measure"]): Signal(
            **{k: v for k, v in row.items() if k not in ("agency_id", "measure")}
        )
        for row in rows
    }


def recent_values(viewer: Viewer, board: Board) -> dict[tuple[str | None, str], list[float | None]]:
    """(agency or None, measure) → the last 18 months, for a sparkline."""
    rows = _read(viewer, board, "recent_values")
    return {(row["agency_id"], row["measure"]): row["recent"] for row in rows}


def filter_members(
    viewer: Viewer, board: Board, agencies: Collection[str], *, alone: bool = False
) -> dict[str, FilterMember]:
    """Key → the levels of care, referral sources and sites that rows of these agencies name.

    A site is one agency's own: of two with the same code neither is offered, not to a group that
    has but one of them either, for the state stands beside it; `alone`: one agency is looked at.
    The figures follow a board within moments; until then, or with a broken file of them, there
    are none.
    """
    try:
        rows = _read(viewer, board, "members")
    except (board_files.NoBoard, duckdb.Error):
        return {}
    found = {}
    for row in rows:
        named = tuple(agency for agency in row["agencies"] if agency in agencies)
        only = FilterMember(row["dimension"], row["member"], named)
        if named and (alone or only.dimension != "site_id" or len(row["agencies"]) == 1):
            found[only.key] = only
    return found


def month_rows(
    viewer: Viewer, board: Board, measure: str, agency: str | None, group: AgencyGroup | None = None
) -> list[dict[str, Any]]:
    """One measure of one agency, else of a group, else of the state: a row a month."""
    if agency is None and group is not None:
        share = board_settings(viewer, board)["months"]["pooled_share"]
        asked = {"members": list(group.agencies), "pooled_share": share}
        return _read(viewer, board, "group_months", measure=measure, **asked)
    if agency is None:
        return _read(viewer, board, "state_months", measure=measure)
    if board.only is not None:  # through a filter every agency's months cost what one's do
        return _months_by_agency(viewer, board, measure).get(agency, [])
    return _read(viewer, board, "agency_months", measure=measure, agency=agency)


@lru_cache(maxsize=200)
def _months_by_agency(
    viewer: Viewer, board: Board, measure: str
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _read(viewer, board, "agency_months", measure=measure, agency=None):
        found.setdefault(row["agency_id"], []).append(row)
    return found


def current_target(viewer: Viewer, board: Board, measure: str, agency: str | None) -> Target | None:
    """The target to meet next, or the last one; an agency's own before the one for all."""
    rows = _read(viewer, board, "target", measure=measure, agency=agency)
    return Target(**rows[0]) if rows else None


def agencies_not_sent(viewer: Viewer, board: Board) -> list[MissingMonths]:
    """Agencies that lack a month up to the board's last day, by name."""
    rows = _read(viewer, board, "not_sent")
    lists = ("missing", "unfinished")
    return [
        MissingMonths(**{k: tuple(v) if k in lists else v for k, v in row.items()}) for row in rows
    ]


def sent_newest_month(viewer: Viewer, board: Board) -> tuple[int, int]:
    """How many agencies have sent the newest month, and how many were active in it."""
    (row,) = _read(viewer, board, "sent_month")
    return row["sent"], row["active"]


def period_rows(viewer: Viewer, board: Board, measure: str) -> list[dict[str, Any]]:
    """Months, quarters and years of one measure, the newest first."""
    return _read(viewer, board, "periods", measure=measure)


def comparison_rows(
    viewer: Viewer, board: Board, measure: str, grain: str, period: str
) -> list[dict[str, Any]]:
    """One measure in one period: the state's row (agency_id None), then a row an agency."""
    if grain == "12_months":
        share = board_settings(viewer, board)["months"]["pooled_share"]
        asked = {"measure": measure, "period": period, "pooled_share": share}
        return _read(viewer, board, "compare_12_months", **asked)
    if grain == "month":
        return _read(viewer, board, "compare_month", measure=measure, period=period)
    return _read(viewer, board, "compare_period", measure=measure, grain=grain, period=period)


def cohort_months(viewer: Viewer, board: Board, agency: str | None) -> list[dict[str, Any]]:
    """Those who asked, a row a month of contact."""
    return _read(viewer, board, "cohort_months", agency=agency)


def cohort_between(viewer: Viewer, board: Board, first: date, last: date) -> list[dict[str, Any]]:
    """Those who asked from one month to another: the state's row, then a row an agency."""
    return _read(viewer, board, "cohort_between", first=first, last=last)


def all_groups(viewer: Viewer, board: Board) -> dict[str, AgencyGroup]:
    """Key → group, with its agencies in sight."""
    rows = _read(viewer, board, "all_groups")
    named = [AgencyGroup(**{**row, "agencies": tuple(row["agencies"])}) for row in rows]
    return {group.key: group for group in named}


def change_projects(viewer: Viewer, board: Board) -> dict[tuple[str, str], list[Project]]:
    """(agency, measure) → its change projects, the earliest first."""
    found: dict[tuple[str, str], list[Project]] = {}
    for row in _read(viewer, board, "projects"):
        found.setdefault((row["agency_id"], row["measure"]), []).append(Project(**row))
    return found


def decided_baselines(viewer: Viewer, board: Board) -> dict[tuple[str | None, str], list[date]]:
    """(agency or None for the state, measure) → months that the office starts a baseline with."""
    found: dict[tuple[str | None, str], list[date]] = {}
    for row in _read(viewer, board, "phases"):
        found.setdefault((row["agency_id"], row["measure"]), []).append(row["starts"])
    return found


def day_counts(
    viewer: Viewer, board: Board, measure: str, agency: str, first: date, last: date
) -> list[dict[str, Any]]:
    """How many requests of an agency took how many days, over some months."""
    return _read(
        viewer, board, "day_counts", measure=measure, agency=agency, first=first, last=last
    )


def day_spread(
    viewer: Viewer, board: Board, measure: str, first: date, last: date
) -> dict[str, dict[str, Any]]:
    """Agency → n, mean and standard deviation of its days, over some months."""
    rows = _read(viewer, board, "day_spread", measure=measure, first=first, last=last)
    return {row["agency_id"]: row for row in rows}


def group_names(viewer: Viewer, board: Board, agency: str) -> list[str]:
    """The names of the groups that an agency belongs to."""
    return [row["group_name"] for row in _read(viewer, board, "groups", agency=agency)]


def submission_rows(viewer: Viewer, board: Board, agency: str) -> list[dict[str, Any]]:
    return _read(viewer, board, "submissions", agency=agency)


def calendar_rows(
    viewer: Viewer,
    board: Board,
    first: date,
    last: date,
    today: date,
    *,
    agency: str | None = None,
    lacking: bool = False,
) -> list[dict[str, Any]]:
    """What came for each agency and month asked for; `lacking`: only what is overdue."""
    due_day = settings.load_settings().office.due_day
    asked = {"first": first, "last": last, "today": today, "due_day": due_day}
    return _read(viewer, board, "calendar", **asked, agency=agency, lacking=lacking)


def calendar_start(viewer: Viewer, board: Board) -> date | None:
    """The first month that any agency in sight is asked for."""
    (row,) = _read(viewer, board, "calendar_starts")
    return row["month"]


def finding_rows(viewer: Viewer, board: Board, agency: str, month: date) -> list[dict[str, Any]]:
    """What the files of each version of a month were told, errors first."""
    return _read(viewer, board, "findings", agency=agency, month=month)


def query_text(view: str) -> str:
    """The SQL of one view."""
    return (SQL / f"{view}.sql").read_text("utf-8")


@cache
def reads_through_filter(view: str) -> bool:
    """Whether a view's query says in its first line that it is read through a filter.

    Raises ValueError for one that says neither yes nor no.
    """
    first = query_text(view).partition("\n")[0]
    if first not in FILTER_LINES:
        raise ValueError(f"{view}.sql does not start with '-- through a filter: yes' or 'no'")
    return FILTER_LINES[first]


def _read(viewer: Viewer, board: Board, view: str, **asked: Any) -> list[dict[str, Any]]:
    only = board.only if reads_through_filter(view) else None
    of = (board.folder, board.version, board.published_at)
    return _rows(*of, view, viewer_scope(viewer), only and (only.dimension, only.member), **asked)


@st.cache_data(max_entries=2000, show_spinner=False)
def _rows(
    folder: str,
    version: int,
    published: datetime | None,
    view: str,
    allowed: Scope,
    only: tuple[str, str] | None,
    **asked: Any,
) -> list[dict[str, Any]]:
    """The rows of one view. A board never changes, so the key says all that the rows depend on;
    `published` tells a store laid anew, which counts its boards from one, from the one before."""
    sql = query_text(view)
    known = {
        "everything": allowed.everything,
        "agencies": list(allowed.agencies),
        "statewide": allowed.statewide,
        **asked,
    }
    named = {name: worth for name, worth in known.items() if f"${name}" in sql}
    if only is not None or view == "members":
        cursor = board_connections.connect_filters(Path(folder), version, *(only or ()))
    else:
        cursor = board_connections.connect_board(Path(folder), version)
    return _fetch(cursor, sql, named)


def _fetch(
    cursor: duckdb.DuckDBPyConnection, sql: str, named: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    cursor.execute(sql, named or {})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
