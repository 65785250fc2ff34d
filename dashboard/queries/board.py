"""Board → rows, one function a query; each checks what the viewer may read. The SQL is in `sql/`.

Rows rather than data frames: a missing figure stays None, and a page costs half the time.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboard.access.permissions import may_read_release
from dashboard.access.scope_cache import remember_by_scope
from dashboard.access.viewer import Scope, Viewer, viewer_scope
from dashboard.queries.models import (
    AgencyGroup,
    Board,
    DecidedBaseline,
    FilterMember,
    Measure,
    NewestFigure,
    Project,
    Target,
)
from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards.signals import Signal
from pipelines.months import month_before
from pipelines.settings import data_folder


def agency_names(viewer: Viewer, board: Board, group: AgencyGroup | None) -> dict[str, str]:
    """Id → name of the agencies on the page, in order of name; of those that a filter leaves."""
    return {
        key: row["name"]
        for key, row in agencies(viewer, board).items()
        if (group is None or key in group.agencies)
        and (board.only is None or key in board.only.agencies)
    }


SQL = Path(__file__).parent / "sql"


# The first line of a query: whether it reads the figures of one site, level of care or referral
# source where the board is seen so.
FILTER_LINES = {"-- through a filter: yes": True, "-- through a filter: no": False}


EVERY_AGENCY = "all"  # the key of the group that holds every agency of a viewer
YOUR_AGENCIES = "Your agencies"

GRAINS = {"12_months": "12 months", "year": "Year", "quarter": "Quarter", "month": "Month"}


def load_board(viewer: Viewer, as_of: int | None = None) -> Board | None:
    """The newest board, or the one that is kept for version `as_of`.

    None while nothing is published, or for a viewer without a role. Who sees no true figure has
    the newest alone, for its definitions.
    """
    folder = data_folder()
    newest = board_files.current_version(folder)
    if newest is None or not may_read_release(viewer):
        return None
    if not viewer_scope(viewer).anything:
        as_of = None
    version = (
        newest if as_of is None or as_of >= newest else board_files.version_as_of(folder, as_of)
    )
    (row,) = _fetch(board_connections.connect_board(folder, version), query_text("board"))
    dropped = as_of if as_of is not None and as_of < version else None
    return Board(folder=str(folder), newest=version == newest, asked=dropped, **row)


def board_versions(viewer: Viewer) -> list[int]:
    """The board versions that are kept."""
    return board_files.published_versions(data_folder()) if viewer_scope(viewer).anything else []


def board_settings(viewer: Viewer, board: Board) -> dict[str, dict[str, Any]]:
    """Section → setting → value, by which the board was computed."""
    (row,) = _read(viewer, board, "settings")
    return json.loads(row["settings"])


def measures(viewer: Viewer, board: Board) -> dict[str, Measure]:
    """Key → measure: the goals in their order, then the others."""
    days = board_settings(viewer, board)["requests"]["restart_after_care_days"]
    found = [Measure(**row, too_long_days=days) for row in _read(viewer, board, "measures")]
    return {measure.key: measure for measure in found}


def agencies(viewer: Viewer, board: Board) -> dict[str, dict[str, Any]]:
    """Id → the agency's row, in order of name."""
    return {row["agency_id"]: row for row in _read(viewer, board, "agencies")}


def newest_figures(viewer: Viewer, board: Board) -> dict[tuple[str | None, str], NewestFigure]:
    """(agency or None for the state, measure) → its newest final figure."""
    months = newest_final_months(viewer, board)
    params = {"measures": list(months), "months": list(months.values())}
    known = agencies(viewer, board)
    figures = [
        NewestFigure(**row, closed=_closed_before(known.get(row["agency_id"]), row["expected"]))
        for row in _read(viewer, board, "newest_final", **params)
    ]
    return {(figure.agency_id, figure.measure): figure for figure in figures}


def _closed_before(agency: Mapping[str, Any] | None, month: date | None) -> date | None:
    """The last active month of an agency that is closed in this one."""
    if agency is None or month is None:
        return None
    if agency["active_to"] is not None and agency["active_to"] < month:
        return agency["active_to"]
    return next(
        (month_before(first) for first, last in agency["pauses"] if first <= month <= last), None
    )


def newest_final_months(viewer: Viewer, board: Board) -> dict[str, date]:
    """Measure → the state's newest final month, the same for every viewer and filter: whether a
    month is final depends on the files alone."""
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

    A site belongs to one agency: of two with the same code neither is offered, even to a group
    that has only one of them, because the state's figures are shown next to it. `alone`: the page
    shows one agency. The figures follow a board within moments; until then, or if their file is
    broken, there are no members.
    """
    try:
        rows = _read(viewer, board, "members")
    except (board_files.NoBoard, duckdb.Error):
        return {}
    members = {}
    for row in rows:
        with_rows = tuple(agency for agency in row["agencies"] if agency in agencies)
        member = FilterMember(row["dimension"], row["member"], with_rows)
        if with_rows and (alone or member.dimension != "site_id" or len(row["agencies"]) == 1):
            members[member.key] = member
    return members


def month_rows(
    viewer: Viewer, board: Board, measure: str, agency: str | None, group: AgencyGroup | None = None
) -> list[dict[str, Any]]:
    """One measure of one agency, else of a group, else of the state: a row a month."""
    if agency is None and group is not None:
        share = board_settings(viewer, board)["months"]["pooled_share"]
        params = {"members": list(group.agencies), "pooled_share": share}
        return _read(viewer, board, "group_months", measure=measure, **params)
    if agency is None:
        return _read(viewer, board, "state_months", measure=measure)
    if board.only is not None:  # through a filter all agencies' months cost the same as one's
        return months_by_agency(viewer, board, measure).get(agency, [])
    return _read(viewer, board, "agency_months", measure=measure, agency=agency)


@remember_by_scope(200)
def months_by_agency(viewer: Viewer, board: Board, measure: str) -> dict[str, list[dict[str, Any]]]:
    """Agency → its months of one measure, of all agencies in sight."""
    months: dict[str, list[dict[str, Any]]] = {}
    for row in _read(viewer, board, "agency_months", measure=measure, agency=None):
        months.setdefault(row["agency_id"], []).append(row)
    return months


def current_target(viewer: Viewer, board: Board, measure: str, agency: str | None) -> Target | None:
    """The target to meet next, or the last one; an agency's own before the one for all."""
    rows = _read(viewer, board, "target", measure=measure, agency=agency)
    return Target(**rows[0]) if rows else None


def targets_over_time(
    viewer: Viewer, board: Board, measure: str, agency: str | None
) -> list[tuple[Target, bool]]:
    """Every target that a series has had or has, by day; True for an agency's own."""
    rows = _read(viewer, board, "targets", measure=measure, agency=agency)
    return [(Target(row["value"], row["meet_by"]), row["own"]) for row in rows]


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
        params = {"measure": measure, "period": period, "pooled_share": share}
        return _read(viewer, board, "compare_12_months", **params)
    if grain == "month":
        return _read(viewer, board, "compare_month", measure=measure, period=period)
    return _read(viewer, board, "compare_period", measure=measure, grain=grain, period=period)


def cohort_months(viewer: Viewer, board: Board, agency: str | None) -> list[dict[str, Any]]:
    """What became of requests, a row for each month of first contact."""
    return _read(viewer, board, "cohort_months", agency=agency)


def cohort_between(viewer: Viewer, board: Board, first: date, last: date) -> list[dict[str, Any]]:
    """What became of requests from one month to another: the state's row, then a row an agency."""
    return _read(viewer, board, "cohort_between", first=first, last=last)


def all_groups(viewer: Viewer, board: Board) -> dict[str, AgencyGroup]:
    """Key → group, of those whose agencies the viewer sees, each of them."""
    rows = _read(viewer, board, "all_groups")
    groups = [AgencyGroup(**{**row, "agencies": tuple(row["agencies"])}) for row in rows]
    return {group.key: group for group in groups}


def own_agencies(viewer: Viewer, board: Board) -> AgencyGroup | None:
    """The agencies that the viewer sees, as one group; None for who sees the state as a whole.

    Its key is the URL's word for no group; its name that of the agency where there is but one.
    """
    if viewer_scope(viewer).statewide:
        return None
    names = {key: row["name"] for key, row in agencies(viewer, board).items()}
    name = next(iter(names.values())) if len(names) == 1 else YOUR_AGENCIES
    return AgencyGroup(EVERY_AGENCY, "", name, tuple(names))


def change_projects(viewer: Viewer, board: Board) -> dict[tuple[str, str], list[Project]]:
    """(agency, measure) → its change projects, the earliest first."""
    projects: dict[tuple[str, str], list[Project]] = {}
    for row in _read(viewer, board, "projects"):
        projects.setdefault((row["agency_id"], row["measure"]), []).append(Project(**row))
    return projects


def decided_baselines(
    viewer: Viewer, board: Board
) -> dict[tuple[str | None, str], list[DecidedBaseline]]:
    """(agency or None for the state, measure) → the office's new baselines, the earliest first."""
    decided: dict[tuple[str | None, str], list[DecidedBaseline]] = {}
    for row in _read(viewer, board, "phases"):
        words = {name: row[name] for name in ("starts", "reason", "decided_by", "decided_at")}
        decided.setdefault((row["agency_id"], row["measure"]), []).append(DecidedBaseline(**words))
    return decided


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
    """Every version that an agency has sent."""
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
    """What was sent for each agency and month that is due; `lacking`: only what is overdue."""
    due_day = settings.load_settings().office.due_day
    params = {"first": first, "last": last, "today": today, "due_day": due_day}
    return _read(viewer, board, "calendar", **params, agency=agency, lacking=lacking)


def calendar_start(viewer: Viewer, board: Board) -> date | None:
    """The first month that is due from any agency that the viewer may see."""
    (row,) = _read(viewer, board, "calendar_starts")
    return row["month"]


def finding_rows(viewer: Viewer, board: Board, agency: str, month: date) -> list[dict[str, Any]]:
    """The findings in the files of each version of a month, errors first."""
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


def _read(viewer: Viewer, board: Board, view: str, **params: Any) -> list[dict[str, Any]]:
    only = board.only if reads_through_filter(view) else None
    member = (only.dimension, only.member) if only is not None else None
    scope = viewer_scope(viewer)
    return _rows(board.folder, board.version, board.published_at, view, scope, member, **params)


@st.cache_data(max_entries=2000, show_spinner=False)
def _rows(
    folder: str,
    version: int,
    published: datetime | None,
    view: str,
    allowed: Scope,
    member: tuple[str, str] | None,
    **params: Any,
) -> list[dict[str, Any]]:
    """The rows of one view. A board never changes, so the arguments are a complete cache key;
    `published` tells boards of a new store, which count from one again, from those before."""
    sql = query_text(view)
    values = {
        "everything": allowed.everything,
        "agencies": list(allowed.agencies),
        "statewide": allowed.statewide,
        **params,
    }
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    if member is not None or view == "members":
        cursor = board_connections.connect_filters(Path(folder), version, *(member or ()))
    else:
        cursor = board_connections.connect_board(Path(folder), version)
    return _fetch(cursor, sql, used)


def _fetch(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    cursor.execute(sql, params or {})
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
