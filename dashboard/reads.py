"""Board → rows, one function per view; each asks who is looking. The SQL lies in `sql/`.

Rows rather than data frames: a missing figure stays None, and a page costs half the time.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access import Scope, Viewer, scope
from dashboard.definitions import Board, Measure, Newest, NotSent, Target
from pipelines import boards, settings
from pipelines.warehouse.store import data_folder

SQL = Path(__file__).parent / "sql"
SCHEMA = 2  # of the boards that the texts in sql/ can read
GRAINS = {"12_months": "12 months", "year": "Year", "quarter": "Quarter", "month": "Month"}


def board(viewer: Viewer) -> Board | None:
    """The newest board; None while nothing is published, or for a viewer who may see nothing."""
    folder = data_folder()
    version = boards.current_version(folder)
    if version is None or not scope(viewer).anything:
        return None
    (row,) = _rows(str(folder), version, "board", scope(viewer))
    return Board(folder=str(folder), **row)


def versions(viewer: Viewer) -> list[int]:
    """The board versions that are kept."""
    return boards.versions(data_folder()) if scope(viewer).anything else []


def rules(viewer: Viewer, at: Board) -> dict[str, dict[str, Any]]:
    """Section → setting → value, as the board was computed with."""
    (row,) = _read(viewer, at, "settings")
    return json.loads(row["settings"])


def measures(viewer: Viewer, at: Board) -> dict[str, Measure]:
    """Key → measure: the goals in their order, then the others."""
    rows = _read(viewer, at, "measures")
    named = [Measure(**row) for row in rows]
    return {measure.key: measure for measure in named}


def agencies(viewer: Viewer, at: Board) -> dict[str, dict[str, Any]]:
    """Id → what is known of the agency, by name."""
    return {row["agency_id"]: row for row in _read(viewer, at, "agencies")}


def newest(viewer: Viewer, at: Board) -> dict[tuple[str | None, str], Newest]:
    """(agency or None for the state, measure) → its newest final figure."""
    rows = [Newest(**row) for row in _read(viewer, at, "newest_final")]
    return {(row.agency_id, row.measure): row for row in rows}


def recent(viewer: Viewer, at: Board) -> dict[tuple[str | None, str], list[float | None]]:
    """(agency or None, measure) → the last 18 months, for a sparkline."""
    rows = _read(viewer, at, "recent_values")
    return {(row["agency_id"], row["measure"]): row["recent"] for row in rows}


def months(viewer: Viewer, at: Board, measure: str, agency: str | None) -> list[dict[str, Any]]:
    """One measure of the state or of one agency, a row a month."""
    if agency is None:
        return _read(viewer, at, "state_months", measure=measure)
    return _read(viewer, at, "agency_months", measure=measure, agency=agency)


def target(viewer: Viewer, at: Board, measure: str, agency: str | None) -> Target | None:
    """The target to meet next, or the last one; an agency's own before the one for all."""
    rows = _read(viewer, at, "target", measure=measure, agency=agency)
    return Target(**rows[0]) if rows else None


def not_sent(viewer: Viewer, at: Board) -> list[NotSent]:
    """Agencies that lack a month up to the board's last day, by name."""
    rows = _read(viewer, at, "not_sent")
    lists = ("missing", "unfinished")
    return [NotSent(**{k: tuple(v) if k in lists else v for k, v in row.items()}) for row in rows]


def sent_newest_month(viewer: Viewer, at: Board) -> tuple[int, int]:
    """How many agencies have sent the newest month, and how many were active in it."""
    (row,) = _read(viewer, at, "sent_month")
    return row["sent"], row["active"]


def periods(viewer: Viewer, at: Board, measure: str) -> list[dict[str, Any]]:
    """Months, quarters and years of one measure, the newest first."""
    return _read(viewer, at, "periods", measure=measure)


def comparison(
    viewer: Viewer, at: Board, measure: str, grain: str, period: str
) -> list[dict[str, Any]]:
    """One measure in one period: the state's row (agency_id None), then a row an agency."""
    if grain == "12_months":
        share = settings.load().months.pooled_share
        return _read(
            viewer, at, "compare_12_months", measure=measure, period=period, pooled_share=share
        )
    if grain == "month":
        return _read(viewer, at, "compare_month", measure=measure, period=period)
    return _read(viewer, at, "compare_period", measure=measure, grain=grain, period=period)


def cohort(viewer: Viewer, at: Board, agency: str | None) -> list[dict[str, Any]]:
    """Those who asked, a row a month of contact."""
    return _read(viewer, at, "cohort_months", agency=agency)


def cohort_between(viewer: Viewer, at: Board, first: date, last: date) -> list[dict[str, Any]]:
    """Those who asked from one month to another: the state's row, then a row an agency."""
    return _read(viewer, at, "cohort_between", first=first, last=last)


def groups(viewer: Viewer, at: Board, agency: str) -> list[str]:
    """The names of the groups that an agency belongs to."""
    return [row["group_name"] for row in _read(viewer, at, "groups", agency=agency)]


def submissions(viewer: Viewer, at: Board, agency: str) -> list[dict[str, Any]]:
    return _read(viewer, at, "submissions", agency=agency)


def calendar(
    viewer: Viewer,
    at: Board,
    first: date,
    last: date,
    today: date,
    *,
    agency: str | None = None,
    lacking: bool = False,
) -> list[dict[str, Any]]:
    """What came for each agency and month asked for; `lacking`: only what is overdue."""
    due_day = settings.load().office.due_day
    asked = {"first": first, "last": last, "today": today, "due_day": due_day}
    return _read(viewer, at, "calendar", **asked, agency=agency, lacking=lacking)


def calendar_starts(viewer: Viewer, at: Board) -> date | None:
    """The first month that any agency in sight is asked for."""
    (row,) = _read(viewer, at, "calendar_starts")
    return row["month"]


def findings(viewer: Viewer, at: Board, agency: str, month: date) -> list[dict[str, Any]]:
    """What the files of each version of a month were told, errors first."""
    return _read(viewer, at, "findings", agency=agency, month=month)


def on_time(viewer: Viewer, at: Board, agency: str) -> tuple[int, int]:
    """Months sent by the due day, and months sent."""
    due_day = settings.load().office.due_day
    (row,) = _read(viewer, at, "on_time", agency=agency, due_day=due_day)
    return row["on_time"], row["months"]


def _read(viewer: Viewer, at: Board, view: str, **asked: Any) -> list[dict[str, Any]]:
    return _rows(at.folder, at.version, view, scope(viewer), **asked)


@st.cache_data(max_entries=2000, show_spinner=False)
def _rows(
    folder: str, version: int, view: str, allowed: Scope, **asked: Any
) -> list[dict[str, Any]]:
    """The rows of one view. A board never changes, so the key says all that the rows depend on."""
    sql = (SQL / f"{view}.sql").read_text("utf-8")
    known = {
        "everything": allowed.everything,
        "agencies": list(allowed.agencies),
        "statewide": allowed.statewide,
        **asked,
    }
    cursor = boards.connect(Path(folder), version)
    cursor.execute(sql, {name: worth for name, worth in known.items() if f"${name}" in sql})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
