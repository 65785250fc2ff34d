"""What the newest final month of each series says against its own past: one row each, in numbers.

Which months are judged, by which chart, against which target. The sentence about a row is made on
the screen, where names may be blinded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np

from pipelines.months import shift_month
from pipelines.statistics import ControlChart, p_prime, run_chart, xmr
from pipelines.statistics.rules import SHIFT_POINTS

FEW_MONTHS = 12  # under so many final months a chart has no limits
YEARLY_MONTHS = 24  # judged months from which a pattern of the year can be seen
MONTHS_OF_YEAR = 12
LEVEL_BEFORE = 12  # months before the newest that a reader compares it with


class ChartedMeasure(Protocol):
    """What a chart needs to know of a measure."""

    @property
    def key(self) -> str: ...

    @property
    def unit(self) -> Literal["days", "share"]: ...

    @property
    def better(self) -> Literal["decrease", "increase"]: ...


@dataclass(frozen=True)
class SeriesMonth:
    """One month of a series: mean days, or persons out of persons. None where there is none.

    days_total, days_squared: the sums of the counted days and of their squares; None for persons.
    """

    month: date
    value: float | None
    counted: int
    numerator: int | None
    denominator: int | None
    warming_up: bool
    provisional: bool
    days_total: int | None = None
    days_squared: int | None = None

    @property
    def squared_deviations(self) -> float:
        """The sum of squared deviations of the days from their mean; nan without a count."""
        if not self.counted or self.days_total is None or self.days_squared is None:
            return float("nan")
        return (self.counted * self.days_squared - self.days_total**2) / self.counted

    @property
    def is_judged(self) -> bool:
        """Warming-up, provisional and empty months are in no limit and no rule."""
        return self.value is not None and not self.warming_up and not self.provisional


@dataclass(frozen=True)
class Process:
    """What a process does now; as the fields of Signal, `since` and `months` for the level's."""

    assurance: str | None
    level: float | None = None
    since: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class Signal:
    """The newest judged month of a series. Limits, centre, target in the unit of the value.

    rule: one of the statistics' rule names, "" for none; run: how many judged months in a row it
    has held, the newest included; since: the first of them. variation, note: as in ControlChart.
    assurance: as there, of a steady process. months: judged months of the newest phase, which
    began with `phase_starts`.
    level_since: None while the process is steady; while it changes, the first of the months that
    lie on one side of the centre up to the newest (of a trend, its first month); level_months: how
    many; level: their figure, requests or persons pooled, None of a trend.
    year_before: the value of the same month a year earlier where a yearly pattern explains the
    rule, else None.
    new_phase: where a shift that has held for 12 months began; a person may decide on it. The
    assurance then rests on the months since, where these are steady.
    run_signal: what Anhøj's rules say of a series too short for limits, else None.
    """

    month: date
    value: float
    counted: int
    centre: float
    lower: float | None
    upper: float | None
    target: float | None
    rule: str
    run: int
    since: date
    variation: str | None
    assurance: str | None
    note: str
    months: int
    phase_starts: date
    level: float | None
    level_since: date | None
    level_months: int | None
    year_before: float | None
    new_phase: date | None
    run_signal: bool | None


def control_chart(
    measure: ChartedMeasure,
    months: Sequence[SeriesMonth],
    *,
    target: float | None = None,
    phases: Sequence[date] = (),
    fix_after: int | None = None,
) -> ControlChart:
    """The control chart of one series, an entry a month: XmR for days, P' for shares.

    Each month's limits of days know how many it counted, where the months say their sums of days.

    `phases`: months that start a new baseline; one in a gap starts with the next month there is.
    """
    starts = [first for day in phases if (first := _phase_start(months, day)) is not None]
    if measure.unit == "share":
        shares = [(m.numerator, m.denominator) if m.is_judged else (0, 0) for m in months]
        numerator, denominator = np.array(shares, dtype=float).reshape(-1, 2).T
        return p_prime(
            numerator,
            denominator,
            fix_after=fix_after,
            rebase=starts,
            improvement=measure.better,
            target=target,
            min_points=FEW_MONTHS,
        )
    values = [m.value if m.value is not None and m.is_judged else np.nan for m in months]
    has_sums = not any(m.is_judged and np.isnan(m.squared_deviations) for m in months)
    return xmr(
        values,
        improvement=measure.better,
        target=target,
        rebase=starts,
        fix_after=fix_after,
        counted=[m.counted for m in months] if has_sums else None,
        within=[m.squared_deviations for m in months] if has_sums else None,
        min_points=FEW_MONTHS,
    )


def series_signal(
    measure: ChartedMeasure,
    months: Sequence[SeriesMonth],
    *,
    target: float | None = None,
    phases: Sequence[date] = (),
    fix_after: int | None = None,
) -> Signal | None:
    """What the newest judged month says; None where no month can be judged."""
    if not any(m.is_judged for m in months):
        return None
    chart = control_chart(measure, months, target=target, phases=phases, fix_after=fix_after)
    last = max(index for index, m in enumerate(months) if m.is_judged)
    value = months[last].value
    assert value is not None, "a judged month has a value"
    in_phase = [
        index
        for index, m in enumerate(months)
        if m.is_judged and chart.phase[index] == chart.phase[last]
    ]
    rule = str(chart.rule[last])
    run = _run_months(rule, chart, in_phase)
    short = chart.note[last] == "too_few_months"
    process = _process_now(measure, months, chart, target)
    return Signal(
        month=months[last].month,
        value=float(value),
        counted=months[last].counted,
        centre=float(chart.centre[last]),
        lower=_float_or_none(chart.lower[last]),
        upper=_float_or_none(chart.upper[last]),
        target=target,
        rule=rule,
        run=run,
        since=months[in_phase[-run]].month,
        variation=chart.variation,
        assurance=process.assurance,
        note=str(chart.note[last]),
        months=len(in_phase),
        phase_starts=months[in_phase[0]].month,
        level=process.level,
        level_since=None if process.since is None else months[process.since].month,
        level_months=process.months,
        year_before=_year_before(months, chart, in_phase),
        new_phase=None if chart.new_phase is None else months[chart.new_phase].month,
        run_signal=bool(run_chart(chart.value[in_phase]).signal[-1]) if short else None,
    )


def proposed_phase(
    measure: ChartedMeasure, months: Sequence[SeriesMonth], chart: ControlChart
) -> ControlChart | None:
    """The chart of the months since a shift began that has held for 12 months; None without one.

    `chart` is that of all `months`; the other has an entry for each of the months from
    `chart.new_phase` on.
    """
    if chart.new_phase is None:
        return None
    return control_chart(measure, months[chart.new_phase :])


def signal_rows(
    measures: Sequence[ChartedMeasure],
    series: dict[tuple[str | None, str], list[SeriesMonth]],
    targets: dict[tuple[str | None, str], float],
    phases: dict[tuple[str | None, str], list[date]],
) -> list[dict[str, Any]]:
    """One row per series with a judged month; keys are (agency, None for the state; measure key).

    A target of no agency is everyone's; an agency's own goes before it.
    """
    rows: list[dict[str, Any]] = []
    for measure in measures:
        for (agency, key), months in series.items():
            if key != measure.key:
                continue
            target = targets.get((agency, key), targets.get((None, key)))
            signal = series_signal(
                measure, months, target=target, phases=phases.get((agency, key), ())
            )
            if signal is not None:
                rows.append({"agency_id": agency, "measure": key, **vars(signal)})
    return rows


def _process_now(
    measure: ChartedMeasure,
    months: Sequence[SeriesMonth],
    chart: ControlChart,
    target: float | None,
) -> Process:
    """Whether the process is steady; if not, since when and where it runs, as far as that is known.

    It changes while the newest judged month carries a rule or the last 7 lie on one side. Limits
    of all months then mix two processes, so that they say nothing of the target; after 12 months
    those of the months since do.
    """
    judged = [i for i, m in enumerate(months) if m.is_judged]
    in_phase = [i for i in judged if chart.phase[i] == chart.phase[judged[-1]]]
    side = [int(chart.side[i]) for i in in_phase]
    held = max(1, _trailing_true_count([s != 0 and s == side[-1] for s in side]))
    rule = str(chart.rule[in_phase[-1]])
    if not rule and held < SHIFT_POINTS:
        return Process(chart.assurance)
    if chart.new_phase is not None:
        since = chart.new_phase
        own = control_chart(measure, months[since:], target=target)
        now = _process_now(measure, months[since:], own, target)
        if now.since is not None:
            return replace(now, since=since + now.since)
        return Process(now.assurance, float(own.centre[0]), since, held)
    if rule.startswith("trend"):
        run = _run_months(rule, chart, in_phase)
        return Process(None, None, in_phase[-run], run)
    return Process(
        None, _pooled(measure, [months[i] for i in in_phase[-held:]]), in_phase[-held], held
    )


def _year_before(
    months: Sequence[SeriesMonth], chart: ControlChart, in_phase: Sequence[int]
) -> float | None:
    """The value a year before the newest month, where the months of a year differ and it explains
    the newest month's rule; else None.

    It does with 24 judged months or more, when it lies on the same side of the centre and within
    one standard deviation of the newest value, and the autocorrelation at 12 months is above 2/√n.
    A run of 12 months or more on one side is a change and no pattern of a year.
    """
    last = in_phase[-1]
    if not chart.rule[last] or len(in_phase) < YEARLY_MONTHS or chart.new_phase is not None:
        return None
    place = {months[i].month: i for i in in_phase}
    pairs = [
        (i, place[before])
        for i in in_phase
        if (before := shift_month(months[i].month, -MONTHS_OF_YEAR)) in place
    ]
    if not pairs or pairs[-1][0] != last:
        return None
    then = pairs[-1][1]
    sigma = max(chart.upper[last] - chart.centre[last], chart.centre[last] - chart.lower[last]) / 3
    near = abs(chart.value[last] - chart.value[then]) <= sigma
    if not near or chart.side[last] != chart.side[then] or chart.side[last] == 0:
        return None
    off = chart.value - chart.value[list(in_phase)].mean()
    together = sum(off[now] * off[before] for now, before in pairs)
    correlation = together / sum(off[i] ** 2 for i in in_phase)
    return float(chart.value[then]) if correlation > 2 / len(in_phase) ** 0.5 else None


def _pooled(measure: ChartedMeasure, months: Sequence[SeriesMonth]) -> float:
    """The figure of several judged months: requests over requests, persons over persons."""
    if measure.unit == "share":
        persons = sum(m.denominator or 0 for m in months)
        return sum(m.numerator or 0 for m in months) / persons
    days = sum(m.value * m.counted for m in months if m.value is not None)
    return days / sum(m.counted for m in months)


def _phase_start(months: Sequence[SeriesMonth], day: date) -> int | None:
    """Where a phase that starts on `day` begins: the first month not before it; None while it
    parts nothing, because no month on one of its sides is judged."""
    later = [m.month >= day.replace(day=1) for m in months]
    sides = {is_later for is_later, m in zip(later, months, strict=True) if m.is_judged}
    return later.index(True) if len(sides) == 2 else None


def _run_months(rule: str, chart: ControlChart, rows: Sequence[int]) -> int:
    """How many judged months in a row, back from the newest, the rule's pattern has held."""
    kind, _, direction = rule.rpartition("_")
    sign = 1 if direction in ("above", "up") else -1
    if kind == "outside":
        limit = chart.upper if sign > 0 else chart.lower
        held = [sign * (chart.value[index] - limit[index]) > 0 for index in rows]
    elif kind == "shift":
        held = [chart.side[index] == sign for index in rows]
    elif kind == "trend":
        steps = np.diff(chart.value[list(rows)])
        return 1 + _trailing_true_count([sign * step > 0 for step in steps])
    elif kind == "two_in_three":
        held = [
            all(chart.side[i] == sign for i in three) and sum(chart.near[i] for i in three) >= 2
            for three in zip(rows, rows[1:], rows[2:], strict=False)
        ]
    else:
        return 1
    return _trailing_true_count(held)


def _trailing_true_count(held: Sequence[bool]) -> int:
    return next((n for n, holds in enumerate(reversed(held)) if not holds), len(held))


def _float_or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
