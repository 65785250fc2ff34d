"""Figures of the state and of groups: arithmetic on what a release shows of agencies, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pipelines.releases.cells import ReleaseCell

# Blinded agencies in a group's figure, outside it, and in what groups have in common or apart: of
# fewer, whoever knows the groups would know the codes.
LEAST_AGENCIES = 3


@dataclass(frozen=True)
class PooledCell:
    """A year, or a quarter, of the state (group empty) or a group.

    `agencies`: with shown cells in it; `cells_left_out`: of these agencies and the others. A share
    is the sum of shown counts; days are the middle of the agencies' shown values.
    """

    group: str
    measure: str
    grain: str
    period: str
    agencies: int
    cells_left_out: int
    counted: int | None
    entered: int | None
    value: float | None
    lowest: float | None
    highest: float | None


def pooled_cells(
    cells: Sequence[ReleaseCell],
    groups: Mapping[str, frozenset[str]],
    named: frozenset[str] = frozenset(),
) -> list[PooledCell]:
    """The state's years and quarters, then those of each group that singles out no agency.

    `named`: agencies whose codes are known anyway.
    """
    pooled: list[PooledCell] = []
    blinded = frozenset(cell.agency_id for cell in cells) - named
    groups = {name: groups[name] for name in blind_groups(groups, blinded)}
    for measure in dict.fromkeys(cell.measure for cell in cells):
        own = [cell for cell in cells if cell.measure == measure]
        for group, members in {"": frozenset(c.agency_id for c in own), **groups}.items():
            inside = [cell for cell in own if cell.agency_id in members]
            for year in sorted({cell.year for cell in inside}):
                of_year = [cell for cell in inside if cell.year == year]
                pooled += _pool(group, measure, "year", str(year), of_year, blinded)
            for period in sorted({c.period for c in inside if c.grain == "quarter"}):
                of_quarter = [cell for cell in inside if cell.period == period]
                pooled += _pool(group, measure, "quarter", period, of_quarter, blinded)
    return pooled


def blind_groups(groups: Mapping[str, frozenset[str]], blinded: frozenset[str]) -> list[str]:
    """The groups, in order of name, that together part the blinded agencies into sets of three and
    more: a group's figures show which codes are in it."""
    parts, accepted = [blinded], []
    for name in sorted(groups):
        finer = [half for part in parts for half in (part & groups[name], part - groups[name])]
        if groups[name] & blinded and all(len(p) >= LEAST_AGENCIES for p in finer if p):
            parts = [part for part in finer if part]
            accepted.append(name)
    return accepted


def agency_value(cells: Sequence[ReleaseCell]) -> float | None:
    """One agency's value over its shown cells: counts added up for a share; days by shown counts,
    over months, which show none, the plain mean. None without a shown value."""
    shown = [cell.shown for cell in cells if not cell.shown.mark and cell.shown.value is not None]
    if not shown:
        return None
    if shown[0].entered is not None:
        return sum(c.entered or 0 for c in shown) / sum(c.counted or 0 for c in shown)
    weights = [cell.counted or 1 for cell in shown]
    values = [cell.value for cell in shown if cell.value is not None]
    return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)


def agency_years(cells: Sequence[ReleaseCell]) -> list[tuple[str, str, int, float, int]]:
    """(agency, measure, year, value, cells shown) of every agency's year with a shown value."""
    by_year: dict[tuple[str, str, int], list[ReleaseCell]] = {}
    for cell in cells:
        by_year.setdefault((cell.agency_id, cell.measure, cell.year), []).append(cell)
    years = []
    for key, of_year in by_year.items():
        value = agency_value(of_year)
        if value is not None:
            years.append((*key, value, sum(not cell.shown.mark for cell in of_year)))
    return years


def _pool(
    group: str,
    measure: str,
    grain: str,
    period: str,
    cells: Sequence[ReleaseCell],
    blinded: frozenset[str],
) -> list[PooledCell]:
    by_agency: dict[str, list[ReleaseCell]] = {}
    for cell in cells:
        by_agency.setdefault(cell.agency_id, []).append(cell)
    values = {agency: agency_value(of_agency) for agency, of_agency in by_agency.items()}
    shown = [cell for cell in cells if not cell.shown.mark]
    known = sorted(value for value in values.values() if value is not None)
    shown_blinded = sum(value is not None for a, value in values.items() if a in blinded)
    if not known or (group and shown_blinded < LEAST_AGENCIES):
        return []
    is_share = any(cell.shown.entered is not None for cell in shown)
    entered = sum(cell.shown.entered or 0 for cell in shown) if is_share else None
    counted = sum(cell.shown.counted or 0 for cell in shown) if is_share else None
    value = entered / counted if entered is not None and counted else median(known)
    return [
        PooledCell(
            group,
            measure,
            grain,
            period,
            agencies=len(known),
            cells_left_out=len(cells) - len(shown),
            counted=counted,
            entered=entered,
            value=value,
            lowest=known[0],
            highest=known[-1],
        )
    ]
