"""Releases as a workflow: preview, request, a second person's yes, out, withdrawn."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.messages import AgencyInRelease, ReleasePreview
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.releases import Release, Releases
from pipelines.releases import files
from pipelines.releases.cells import CellKey, ReleaseCell, cell_key, series_cells
from pipelines.releases.counts import read_counts
from pipelines.releases.files import ReleaseContent
from pipelines.releases.pooled import pooled_cells
from pipelines.statistics import disclosure


@dataclass(frozen=True)
class ReleaseDraft:
    """What a release of a board would show. `kept`: cells that are out already and stay."""

    board_version: int
    cells: tuple[ReleaseCell, ...]
    kept: frozenset[CellKey]

    def grains(self) -> dict[str, int]:
        """How many agency-years of a measure are shown at each grain."""
        return dict(
            Counter(
                grain
                for *_, grain in {
                    (cell.agency_id, cell.measure, cell.year, cell.grain)
                    for cell in self.cells
                    if cell.is_out
                }
            )
        )


def draft_release(
    data: Path, version: int | None = None, *, new_edition: bool = False
) -> ReleaseDraft:
    """What a release of the newest board, or of the one kept for `version`, would show.

    A new edition corrects what is out. Raises NoBoard where nothing is published.
    """
    board_version = _board_version(data, version)
    board = board_connections.connect_board(data, board_version)
    before = _cells_ever_out(data)
    counts = read_counts(board)
    last = max((month for series in counts for month in series.months), default=None)
    of_series: dict[tuple[str, str], dict[CellKey, ReleaseCell]] = {}
    for key, cell in before.items():
        of_series.setdefault(key[:2], {})[key] = cell
    cells = tuple(
        cell
        for series in counts
        if last
        for cell in series_cells(
            series,
            last,
            of_series.get((series.agency_id, series.measure), {}),
            new_edition=new_edition,
        )
    )
    on_board = {(series.agency_id, series.measure) for series in counts}
    cells += tuple(c for key, c in before.items() if key[:2] not in on_board and c.is_out)
    kept = frozenset(cell_key(cell) for cell in cells if before.get(cell_key(cell)) == cell)
    return ReleaseDraft(board_version, cells, kept)


def preview_release(
    data: Path, version: int | None = None, *, new_edition: bool = False
) -> ReleasePreview:
    """The draft in counts, for those who decide on it. Raises NoBoard."""
    draft = draft_release(data, version, new_edition=new_edition)
    before = _cells_ever_out(data)
    would_be = {cell_key(c): c for c in draft_release(data, version, new_edition=True).cells}
    agencies: dict[str, list[ReleaseCell]] = {}
    for cell in draft.cells:
        agencies.setdefault(cell.agency_id, []).append(cell)
    return ReleasePreview(
        draft.board_version,
        draft.grains(),
        tuple(
            AgencyInRelease(
                agency,
                Counter(cell.shown.mark for cell in cells),
                new=sum(c.is_out and not _is_out(before.get(cell_key(c))) for c in cells),
                corrected=sum(would_be[cell_key(c)] != c for c in cells),
                withheld=tuple(
                    (c.measure, c.period) for c in cells if c.shown.mark == disclosure.HIDDEN
                ),
            )
            for agency, cells in sorted(agencies.items())
        ),
    )


def _is_out(cell: ReleaseCell | None) -> bool:
    return cell is not None and cell.is_out


def request_release(
    data: Path,
    reason: str,
    who: str,
    *,
    version: int | None = None,
    new_edition: bool = False,
    second_person: bool = False,
) -> Release:
    """Ask for a release and write its file; it is out at once unless a second person must say yes.

    Raises RegisterProblem without a reason, while another waits, or where there is nothing to show.
    """
    draft = draft_release(data, version, new_edition=new_edition)
    if not any(cell.is_out for cell in draft.cells):
        raise RegisterProblem("No figure is final and large enough to be released yet.")
    register = Releases(data)
    edition = _edition(data, new=new_edition)
    release = register.request(draft.board_version, reason, edition, who)
    codes = register.codes(cell.agency_id for cell in draft.cells)
    board = board_connections.connect_board(data, draft.board_version)
    files.write_waiting(data, _content(data, board, draft, release), codes)
    return release if second_person else _put_out(data, release.number, who, second=False)


def approve_release(data: Path, number: int, who: str, *, second_person: bool) -> Release:
    """The yes to a release that waits. Raises RegisterProblem for one's own, where a second person
    is needed."""
    return _put_out(data, number, who, second=second_person)


def refuse_release(data: Path, number: int, who: str) -> Release:
    """The no to a release that waits; its file goes."""
    refused = Releases(data).refuse(number, who)
    files.waiting_file(data, number).unlink(missing_ok=True)
    return refused


def withdraw_release(data: Path, number: int, why: str, who: str) -> Release:
    """Show a release no more. Its file stays: later releases keep what it has shown."""
    return Releases(data).withdraw(number, why, who)


def _put_out(data: Path, number: int, who: str, *, second: bool) -> Release:
    """Sign, then say so in the register: a file without the register's word is not read."""
    register = Releases(data)
    register.require_waiting(number, who, second=second)
    return register.put_out(number, files.sign_and_publish(data, number), who, second=second)


def _board_version(data: Path, version: int | None) -> int:
    current = board_files.current_version(data)
    if current is None:
        raise board_files.NoBoard("Nothing has been published yet: ingest a first extract.")
    return current if version is None else board_files.version_as_of(data, version)


def _cells_ever_out(data: Path) -> dict[CellKey, ReleaseCell]:
    """The cells of the newest release that was ever out, withdrawn or not."""
    register = Releases(data)
    ever = [release for release in register.releases() if release.out_at]
    if not ever:
        return {}
    cells = files.read_cells(data, ever[-1].number, register.known_codes())
    return {cell_key(cell): cell for cell in cells}


def _edition(data: Path, *, new: bool) -> str:
    """The number of the edition; a new one only in another year than the last began."""
    ever = [release for release in Releases(data).releases() if release.out_at]
    if not ever:
        return "1"
    began = next(release for release in ever if release.edition == ever[-1].edition)
    if new and (began.out_at or "")[:4] == f"{datetime.now(UTC):%Y}":
        raise RegisterProblem("There is one new edition a year at most.")
    return str(int(ever[-1].edition) + new)


def _content(
    data: Path, board: duckdb.DuckDBPyConnection, draft: ReleaseDraft, release: Release
) -> ReleaseContent:
    register = Register(data)
    groups: dict[tuple[str, str], set[str]] = {}
    for membership in register.groups():
        groups.setdefault((membership.kind, membership.name), set()).add(membership.agency_id)
    kinds = Counter(name for _, name in groups)
    members = {
        name if kinds[name] == 1 else f"{name} ({kind})": frozenset(agencies)
        for (kind, name), agencies in groups.items()
    }
    named = Releases(data).named()
    ((through,),) = board.execute("select data_through from board").fetchall()
    return ReleaseContent(
        number=release.number,
        board_version=draft.board_version,
        data_through=through,
        edition=release.edition,
        reason=release.reason,
        cells=draft.cells,
        pooled=pooled_cells(draft.cells, members, named),
        measures=board.execute(
            "select key, goal, label, short, unit, better, counted, month_rule from measure"
            " order by goal nulls last, key"
        ).fetchall(),
        targets=board.execute(
            "select measure, value, meet_by from target where agency_id is null and is_current"
            " order by measure"
        ).fetchall(),
        names={a.agency_id: a.name for a in register.agencies() if a.agency_id in named},
    )
