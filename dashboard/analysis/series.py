"""A measure over time with its chart and its signal, evaluated once for a board and a viewer.

The rules are in `pipelines.boards.signals`; this module chooses months, baseline and target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dashboard.access.scope_cache import remember_by_scope
from dashboard.access.viewer import Viewer, viewer_scope
from dashboard.analysis.membership import MembershipChange, membership_changes
from dashboard.analysis.month_kinds import is_sent, month_kinds
from dashboard.analysis.targets import TargetSpan, target_spans
from dashboard.queries import board as queries
from dashboard.queries.models import AgencyGroup, Board, Measure, NewestFigure, Project, Target
from pipelines.boards import signals as board_signals
from pipelines.statistics import ControlChart, RunChart, run_chart

Rows = Sequence[Mapping[str, Any]]
BASELINE_MONTHS = 12  # months of the baseline that the cards start from


@dataclass(frozen=True)
class Baseline:
    """What the limits rest on: `key` is the URL's word, `label` the widget's.

    kind: all, first12, before (held at the months before `start`), from (new from `start` on).
    """

    key: str = "all"
    label: str = "All months"
    kind: str = "all"
    start: date | None = None

    @property
    def held(self) -> str:
        """The months that limits are held at, in words; empty where they follow the series."""
        return {"first12": "the first 12 final months", "before": self.label}.get(self.kind, "")


ALL_MONTHS = Baseline()


@dataclass(frozen=True, eq=False)
class EvaluatedSeries:
    """One measure of the state, a group or an agency, month by month, and what it says."""

    rows: Rows
    months: tuple[board_signals.SeriesMonth, ...]
    chart: ControlChart
    runs: RunChart
    signal: board_signals.Signal | None
    target: Target | None
    baseline: float | None  # the first 12 final months of the phase, pooled
    targets: tuple[TargetSpan, ...] = ()  # each over its own months
    proposed: ControlChart | None = None  # of the newest months, where a new phase is proposed

    @property
    def proposed_from(self) -> int | None:
        """The position of the first month of the proposed phase."""
        return None if self.proposed is None else len(self.rows) - self.proposed.value.size

    @property
    def newest(self) -> Mapping[str, Any] | None:
        """The row of the month that the signal is about."""
        if self.signal is None:
            return None
        return next(row for row in self.rows if row["month"] == self.signal.month)

    @property
    def before(self) -> float | None:
        """The average of the last phase with months before the newest one; None where there is
        but one."""
        earlier = self.chart.centre[self.chart.phase < self.chart.phase[-1:]]
        known = earlier[~np.isnan(earlier)]
        return float(known[-1]) if known.size else None

    def after(self, kind: str) -> list[date]:
        """The months after the newest final one that are provisional, warming_up, missing (nobody
        sent them) or uncounted (sent, with no one to count)."""
        last = self.signal.month if self.signal else date.min
        pairs = zip(self.rows, month_kinds(self.rows), strict=True)
        return [
            row["month"]
            for row, month_kind in pairs
            if row["month"] > last and _why_not_final(row, month_kind) == kind
        ]


@remember_by_scope(2000)
def evaluated_series(
    viewer: Viewer,
    board: Board,
    measure: Measure,
    agency: str | None,
    group: AgencyGroup | None = None,
    baseline: Baseline = ALL_MONTHS,
) -> EvaluatedSeries:
    """The series of an agency, else of a group, else of the state. Boards never change."""
    rows = queries.month_rows(viewer, board, measure.key, agency, group)
    months = tuple(_series_month(row) for row in rows)
    target = queries.current_target(viewer, board, measure.key, agency)
    decided = (
        []
        if group and not agency
        else [
            decided.starts
            for decided in queries.decided_baselines(viewer, board).get((agency, measure.key), [])
        ]
    )
    options: dict[str, Any] = {
        "target": target.value if target else None,
        "phases": _phases(decided, baseline),
        "fix_after": _fix_after(months, baseline),
    }
    chart = board_signals.control_chart(measure, months, **options)
    signal = board_signals.series_signal(measure, months, **options)
    starts = [i for i in range(1, len(rows)) if chart.phase[i] != chart.phase[i - 1]]
    first = signal.phase_starts if signal else date.max
    return EvaluatedSeries(
        rows,
        months,
        chart,
        run_chart(chart.value, rebase=starts),
        signal,
        target,
        _pooled([m for m in months if m.is_judged and m.month >= first]),
        target_spans(
            queries.targets_over_time(viewer, board, measure.key, agency),
            [row["month"] for row in rows],
            board.data_through,
        ),
        board_signals.proposed_phase(measure, months, chart),
    )


@dataclass(frozen=True, eq=False)
class Membership:
    """Agencies that begin or end inside the months of a verdict, and the series over the others."""

    changes: tuple[MembershipChange, ...]
    throughout: tuple[str, ...]  # agencies
    series: EvaluatedSeries


def series_membership(
    viewer: Viewer,
    board: Board,
    measure: Measure,
    group: AgencyGroup | None,
    series: EvaluatedSeries,
) -> Membership | None:
    """Who begins or ends inside the months that the verdict of the state or a group rests on; None
    where no agency with more than a tenth (settings: months, pooled_share) does."""
    if series.signal is None or (group is None and not viewer_scope(viewer).statewide):
        return None
    first = series.signal.phase_starts
    judged = [m.month for m in series.months if m.is_judged and m.month >= first]
    by_agency = {
        agency: rows
        for agency, rows in queries.months_by_agency(viewer, board, measure.key).items()
        if group is None or agency in group.agencies
    }
    least = queries.board_settings(viewer, board)["months"]["pooled_share"]
    changes = membership_changes(by_agency, judged, least)
    moved = {change.agency for change in changes}
    throughout = tuple(agency for agency in by_agency if agency not in moved)
    if not changes or not throughout:
        return None
    rest = AgencyGroup("", "", "", throughout)
    return Membership(changes, throughout, evaluated_series(viewer, board, measure, None, rest))


def newest_signals(
    viewer: Viewer, board: Board
) -> dict[tuple[str | None, str], board_signals.Signal]:
    """(agency or None for the state, measure) → what its newest final month says.

    A whole board holds it; through a filter the same rules are applied here.
    """
    if board.only is None:
        return queries.board_signals(viewer, board)
    state = (None,) if viewer_scope(viewer).statewide else ()
    signals = {
        (agency, key): evaluated_series(viewer, board, measure, agency).signal
        for key, measure in queries.measures(viewer, board).items()
        for agency in (*state, *board.only.agencies)
    }
    return {key: signal for key, signal in signals.items() if signal is not None}


def newest_figure(series: EvaluatedSeries, measure: Measure, expected: date | None) -> NewestFigure:
    """The newest final figure of a series for which no board holds one."""
    row = series.newest or {}
    figures = ("month", "value", "counted", "entered", "completed", "median_days", "p90_days")
    left_out = ("held", "too_long", "no_contact", "links_missing")
    return NewestFigure(
        agency_id=None,
        measure=measure.key,
        ever=any(row["counted"] or row["completed"] for row in series.rows),
        expected=expected,
        closed=None,
        status="received",
        expected_provisional=False,
        **{name: row.get(name) for name in (*figures, *left_out)},
    )


def baseline_before(series: EvaluatedSeries, project: Project) -> Baseline | None:
    """Limits held at the months before a change project; None where these are too few."""
    offered = offered_baselines(series, [project]).values()
    return next((baseline for baseline in offered if baseline.kind == "before"), None)


def offered_baselines(series: EvaluatedSeries, projects: Sequence[Project]) -> dict[str, Baseline]:
    """Key → baseline that a reader may choose: enough final months before it, and one after."""
    final = [m.month for m in series.months if m.is_judged]
    offered = [ALL_MONTHS]
    if len(final) > board_signals.FEW_MONTHS:
        offered.append(Baseline("first12", "First 12 months, held", "first12"))
    for project in projects:
        start = project.starts.replace(day=1)
        if sum(m < start for m in final) >= board_signals.FEW_MONTHS and final[-1] >= start:
            label = f"before {project.title}"
            offered.append(Baseline(f"before-{start:%Y-%m}", label, "before", start))
    starts = {p.starts.replace(day=1): f"from {p.title} on" for p in projects}
    proposed = series.signal.new_phase if series.signal else None
    if proposed is not None:
        starts.setdefault(proposed, f"from {proposed:%b %Y} on, proposed")
    for start, label in sorted(starts.items()):
        if final and final[0] < start <= final[-1]:
            offered.append(Baseline(f"from-{start:%Y-%m}", label, "from", start))
    return {baseline.key: baseline for baseline in offered}


def _why_not_final(row: Mapping[str, Any], kind: str) -> str:
    if kind != "missing" or not is_sent(row):
        return kind
    return "provisional" if row["provisional"] else "uncounted"


def _series_month(row: Mapping[str, Any]) -> board_signals.SeriesMonth:
    return board_signals.SeriesMonth(
        month=row["month"],
        value=row["value"],
        counted=row["counted"],
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        warming_up=row["warming_up"],
        provisional=row["provisional"],
        days_total=row.get("days_total"),
        days_squared=row.get("days_squared"),
    )


def _phases(decided: Sequence[date], baseline: Baseline) -> tuple[date, ...]:
    if baseline.kind == "from" and baseline.start is not None:
        return (*decided, baseline.start)
    return () if baseline.kind in ("first12", "before") else tuple(decided)


def _fix_after(months: Sequence[board_signals.SeriesMonth], baseline: Baseline) -> int | None:
    if baseline.kind == "first12":
        return BASELINE_MONTHS
    if baseline.kind == "before" and baseline.start is not None:
        return sum(m.is_judged and m.month < baseline.start for m in months)
    return None


def _pooled(final: Sequence[board_signals.SeriesMonth]) -> float | None:
    """The first 12 months' figure, over requests or persons; None until a month follows them."""
    first = final[:BASELINE_MONTHS]
    counted = sum(month.counted for month in first)
    if len(final) <= BASELINE_MONTHS or not counted:
        return None
    return sum(m.value * m.counted for m in first if m.value is not None) / counted
