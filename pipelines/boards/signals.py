"""What the newest final month of each series says against its own past: one row each, in numbers.

Which months are judged, by which chart, against which target. The sentence about a row is made on
the screen, where names may be blinded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np

from pipelines.statistics import ControlChart, p_prime, run_chart, xmr

FEW_MONTHS = 12  # under so many final months a chart has no limits
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
    """One month of a series: mean days, or persons out of persons. None where there is none."""

    month: date
    value: float | None
    counted: int
    numerator: int | None
    denominator: int | None
    warming_up: bool
    provisional: bool

    @property
    def is_judged(self) -> bool:
        """Warming-up, provisional and empty months are in no limit and no rule."""
        return self.value is not None and not self.warming_up and not self.provisional


@dataclass(frozen=True)
class Signal:
    """The newest judged month of a series. Limits, centre, target in the unit of the value.

    rule: one of the statistics' rule names, "" for none; run: how many judged months in a row it
    has held, the newest included; since: the first of them. variation, assurance, note: as in
    ControlChart. months: judged months of the newest phase, which began with `phase_starts`.
    new_phase: where a shift that has held for 12 months began; a person may decide on it.
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

    `phases`: months that start a new baseline; one in a gap starts with the next month there is.
    """
    starts = [first for day in phases if (first := _position(months, day)) is not None]
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
    values = [m.value if m.is_judged else np.nan for m in months]
    return xmr(
        values,
        improvement=measure.better,
        target=target,
        rebase=starts,
        fix_after=fix_after,
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
    drawn = control_chart(measure, months, target=target, phases=phases, fix_after=fix_after)
    last = max(at for at, m in enumerate(months) if m.is_judged)
    in_phase = [
        at for at, m in enumerate(months) if m.is_judged and drawn.phase[at] == drawn.phase[last]
    ]
    rule = str(drawn.rule[last])
    run = _run(rule, drawn, in_phase)
    short = drawn.note[last] == "too_few_months"
    return Signal(
        month=months[last].month,
        value=float(months[last].value),
        counted=months[last].counted,
        centre=float(drawn.centre[last]),
        lower=_number(drawn.lower[last]),
        upper=_number(drawn.upper[last]),
        target=target,
        rule=rule,
        run=run,
        since=months[in_phase[-run]].month,
        variation=drawn.variation,
        assurance=drawn.assurance,
        note=str(drawn.note[last]),
        months=len(in_phase),
        phase_starts=months[in_phase[0]].month,
        new_phase=None if drawn.new_phase is None else months[drawn.new_phase].month,
        run_signal=bool(run_chart(drawn.value[in_phase]).signal[-1]) if short else None,
    )


def signal_rows(
    measures: Sequence[ChartedMeasure],
    series: dict[tuple[str | None, str], list[SeriesMonth]],
    targets: dict[tuple[str | None, str], float],
    phases: dict[tuple[str | None, str], list[date]],
) -> list[dict[str, Any]]:
    """One row per series with a judged month; keys are (agency, None for the state; measure key).

    A target of no agency is everyone's; an agency's own goes before it.
    """
    found = []
    for measure in measures:
        for (agency, key), months in series.items():
            if key != measure.key:
                continue
            target = targets.get((agency, key), targets.get((None, key)))
            told = series_signal(
                measure, months, target=target, phases=phases.get((agency, key), ())
            )
            if told is not None:
                found.append({"agency_id": agency, "measure": key, **vars(told)})
    return found


def _position(months: Sequence[SeriesMonth], day: date) -> int | None:
    """Where a phase that starts on `day` begins: the first month not before it; None while it
    parts nothing, because no month on one of its sides is judged."""
    later = [m.month >= day.replace(day=1) for m in months]
    sides = {is_later for is_later, m in zip(later, months, strict=True) if m.is_judged}
    return later.index(True) if len(sides) == 2 else None


def _run(rule: str, drawn: ControlChart, rows: Sequence[int]) -> int:
    """How many judged months in a row, back from the newest, the rule's pattern has held."""
    kind, _, direction = rule.rpartition("_")
    sign = 1 if direction in ("above", "up") else -1
    if kind == "outside":
        limit = drawn.upper if sign > 0 else drawn.lower
        held = [sign * (drawn.value[at] - limit[at]) > 0 for at in rows]
    elif kind == "shift":
        held = [drawn.side[at] == sign for at in rows]
    elif kind == "trend":
        steps = np.diff(drawn.value[list(rows)])
        return 1 + _last_true([sign * step > 0 for step in steps])
    else:
        return 1
    return _last_true(held)


def _last_true(held: Sequence[bool]) -> int:
    return next((n for n, each in enumerate(reversed(held)) if not each), len(held))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
