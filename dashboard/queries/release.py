"""The shared release → rows: what everyone with a role may see, whoever they are."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access.permissions import require_administer, require_read_release
from dashboard.access.viewer import Viewer, viewer_scope
from pipelines.register.releases import NotSigned, Release, Releases
from pipelines.releases import files
from pipelines.settings import data_folder

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SharedRelease:
    """The newest release that is out. `folder` is the data folder that holds it."""

    folder: str
    number: int
    board_version: int
    made_at: datetime
    data_through: date


@dataclass(frozen=True)
class ReleasedMeasure:
    """A measure's words in a release, as of its board."""

    key: str
    goal: int | None
    label: str
    short: str
    unit: str
    better: str
    counted: str
    month_rule: str

    @property
    def persons(self) -> bool:
        return self.unit == "share"


def newest_release(viewer: Viewer) -> SharedRelease | None:
    """The release that everyone sees now; None while none is out.

    A file that is not as the office signed it is not shown: that is in the server's log. Raises
    NotAllowed for a viewer without a role.
    """
    require_read_release(viewer)
    newest = files.newest_out(data_folder())
    if newest is None:
        return None
    folder = str(data_folder())
    try:
        (row,) = _rows(folder, newest.number, newest.out_at, "release")
    except (NotSigned, files.NoRelease) as fault:
        _log.error("%s", fault)
        return None
    return SharedRelease(
        folder, newest.number, row["board_version"], row["made_at"], row["data_through"]
    )


def every_release(viewer: Viewer) -> list[Release]:
    """Every release ever asked for, the newest first; for the office alone."""
    require_administer(viewer)
    return Releases(data_folder()).releases()[::-1]


def released_measures(viewer: Viewer, release: SharedRelease) -> dict[str, ReleasedMeasure]:
    """Key → measure, the goals first."""
    return {row["key"]: ReleasedMeasure(**row) for row in _read(viewer, release, "measure")}


def agency_cells(viewer: Viewer, release: SharedRelease, measure: str) -> list[dict[str, Any]]:
    """Every cell of a measure, by code and period."""
    return [row for row in _read(viewer, release, "agency_cell") if row["measure"] == measure]


def agency_years(viewer: Viewer, release: SharedRelease, measure: str) -> list[dict[str, Any]]:
    """Each agency's value of each year, over its shown cells, by code."""
    return [row for row in _read(viewer, release, "agency_year") if row["measure"] == measure]


def state_years(viewer: Viewer, release: SharedRelease, measure: str) -> dict[int, dict[str, Any]]:
    """Year → the state's figure: arithmetic on what is shown."""
    return {
        int(row["period"]): row
        for row in _read(viewer, release, "pooled_cell")
        if row["measure"] == measure and row["grain"] == "year" and not row["group_name"]
    }


def released_target(viewer: Viewer, release: SharedRelease, measure: str) -> float | None:
    """Everyone's target of a measure, to meet next."""
    rows = _read(viewer, release, "target")
    return next((row["value"] for row in rows if row["measure"] == measure), None)


def agency_labels(viewer: Viewer, release: SharedRelease) -> dict[str, str]:
    """Code → the name of an agency that agrees to be named, else `Agency KT4`."""
    return {
        row["code"]: row["name"] or f"Agency {row['code']}"
        for row in _read(viewer, release, "agency")
    }


def own_codes(viewer: Viewer) -> dict[str, str]:
    """Code → agency, of the agencies whose true figures the viewer sees and works for."""
    scope = viewer_scope(viewer)
    if scope.everything:
        return {}
    codes = Releases(data_folder()).known_codes()
    return {codes[agency]: agency for agency in scope.agencies if agency in codes}


def _read(viewer: Viewer, release: SharedRelease, table: str) -> list[dict[str, Any]]:
    require_read_release(viewer)
    return _rows(release.folder, release.number, f"{release.made_at}", table)


@st.cache_data(max_entries=200, show_spinner=False)
def _rows(folder: str, number: int, out_at: str | None, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a release, which never changes; `out_at` tells releases of a new store
    from those before."""
    con = files.connect_release(Path(folder), number)
    con.execute(f"from {table}")
    names = [column[0] for column in con.description or ()]
    return [dict(zip(names, row, strict=True)) for row in con.fetchall()]
