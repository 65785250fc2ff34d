"""A series judged again in plain Python, from the board's own rows: the yardstick of sentences.

Written from the definitions; shares nothing with `pipelines.statistics` or `pipelines.signals`.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import mean

from tests.limits_by_n import day_limits

BETTER = {"detox_to_outpatient": 1}  # all others: fewer is better


@dataclass
class Facts:
    """What may be said of a series; `kind` is the rule of its newest final month."""

    months: list[date]
    values: list[float]
    counted: list[int]
    centre: float
    lower: list[float] | None
    upper: list[float] | None
    kind: str  # outside, trend, two_in_three, shift, none, few, constant, blunt
    above: bool
    run: int
    rows: list[dict]
    measure: str
    usual: tuple[float, float] | None = None  # the limits that the target is held against

    @property
    def held(self) -> int:
        """How many months, back from the newest, lie strictly on its side of the average."""
        sides = [(value > self.centre) - (value < self.centre) for value in self.values]
        return _back(sides, sides[-1]) if sides[-1] else 1

    @property
    def year_before(self) -> float | None:
        """The value a year ago, where the months of a year differ and it explains the rule."""
        if self.kind in ("none", "few", "constant", "blunt") or len(self.values) < 24:
            return None
        if self.held >= 12:
            return None
        value = dict(zip(self.months, self.values, strict=True))
        newest = self.months[-1]
        then = value.get(newest.replace(year=newest.year - 1))
        sigma = max(self.upper[-1] - self.centre, self.centre - self.lower[-1]) / 3
        if then is None or (then > self.centre) != self.above or then == self.centre:
            return None
        middle = mean(self.values)
        pairs = [(m, m.replace(year=m.year - 1)) for m in self.months]
        together = sum(
            (value[now] - middle) * (value[ago] - middle) for now, ago in pairs if ago in value
        )
        correlation = together / sum((v - middle) ** 2 for v in self.values)
        explains = abs(self.values[-1] - then) <= sigma
        return then if explains and correlation > 2 / math.sqrt(len(self.values)) else None

    @property
    def is_steady(self) -> bool:
        """Whether no rule speaks and fewer than seven months lie on one side."""
        if self.kind in ("few", "constant"):
            return True
        return self.kind in ("none", "blunt") and self.held < 7

    @property
    def now(self) -> "Facts | None":
        """The facts of the months that the process has run as it does; None while it changes."""
        if self.is_steady:
            return self
        return self.months_since.now if self.held >= 12 else None

    @property
    def months_since(self) -> "Facts":
        """The facts of the months of `held` alone."""
        return facts(self.rows[-self.held :], self.measure)

    @property
    def changing(self) -> "Facts":
        """The innermost months that are not steady."""
        inner = self
        while inner.held >= 12 and not inner.months_since.is_steady:
            inner = inner.months_since
        return inner

    @property
    def level(self) -> float:
        """The figure of the months of `held`, pooled."""
        rows = self.rows[-self.held :]
        if self.measure == "detox_to_outpatient":
            return sum(r["numerator"] for r in rows) / sum(r["denominator"] for r in rows)
        days = sum((row["days"] for row in rows), Counter())
        return sum(day * n for day, n in days.items()) / sum(days.values())

    @property
    def lasts(self) -> int:
        """How many months, back from the newest, lie on its side of the average."""
        side = [value > self.centre for value in self.values]
        return _back(side, side[-1])


def facts(rows, measure) -> Facts | None:
    """Rows of agency_month or state_month, or pooled ones, in order of month; each with its `days`,
    {days: requests}."""
    final = [
        row
        for row in rows
        if row["value"] is not None and not row["provisional"] and not row["warming_up"]
    ]
    if not final:
        return None
    values = [row["value"] for row in final]
    share = measure == "detox_to_outpatient"
    if share:
        centre = sum(r["numerator"] for r in final) / sum(r["denominator"] for r in final)
    else:
        centre, sigma, usual = day_limits([r["days"] for r in final])
    found = Facts(
        [row["month"] for row in final],
        values,
        [row["counted"] for row in final],
        centre,
        None,
        None,
        "few",
        values[-1] > centre,
        1,
        final,
        measure,
    )
    if len(values) < 12:
        return found
    limits = _share_limits(final, centre) if share else _day_limits(centre, sigma)
    if limits is None:
        found.kind = "constant"
        return found
    found.lower, found.upper = limits
    found.usual = (found.lower[-1], found.upper[-1])
    if not share:
        found.usual = (centre - 3 * usual, centre + 3 * usual)
    found.kind, found.run = _rule(found, share)
    if found.kind == "none" and share and found.lower[-1] <= 0 and found.upper[-1] >= 1:
        found.kind = "blunt"
    return found


def _mean_range(points):
    ranges = [abs(b - a) for a, b in pairwise(points)]
    kept = [r for r in ranges if r < 3.267 * mean(ranges)]
    return mean(kept) if kept and mean(kept) > 1e-9 else mean(ranges)


def _day_limits(centre, sigma):
    if max(sigma) < 1e-9:
        return None
    return [centre - 3 * s for s in sigma], [centre + 3 * s for s in sigma]


def _share_limits(rows, centre):
    if centre in (0, 1):
        return None
    error = [math.sqrt(centre * (1 - centre) / row["denominator"]) for row in rows]
    z = [(row["value"] - centre) / e for row, e in zip(rows, error, strict=True)]
    sigma = _mean_range(z) / 1.128 or 1.0
    far = [3 * sigma * e for e in error]
    return [max(centre - f, 0) for f in far], [min(centre + f, 1) for f in far]


def _rule(found, share):
    values, last = found.values, found.values[-1]
    over = [v > u for v, u in zip(values, found.upper, strict=True)]
    under = [v < low for v, low in zip(values, found.lower, strict=True)]
    if over[-1] or under[-1]:
        return "outside", _back(over if over[-1] else under, True)
    steps = [(b > a) - (b < a) for a, b in pairwise(values)]
    trend = _back(steps, steps[-1])
    if steps[-1] and trend >= 6:
        return "trend", trend + 1
    sides = [(v > found.centre) - (v < found.centre) for v in values]
    near = [
        abs(v - found.centre) > 2 * (top - found.centre) / 3 and not (o or u)
        for v, top, o, u in zip(values, found.upper, over, under, strict=True)
    ]
    together = len(set(sides[-3:])) == 1 and sides[-1] != 0
    if not share and near[-1] and together and sum(near[-3:]) >= 2:
        fires = [
            set(sides[i - 2 : i + 1]) == {sides[-1]} and sum(near[i - 2 : i + 1]) >= 2
            for i in range(2, len(sides))
        ]
        return "two_in_three", _back(fires, True)
    run = _back(sides, sides[-1])
    if run >= 7 and last != found.centre:
        return "shift", run
    return "none", 1


def _back(marks, wanted):
    """How many of the last marks in a row are as wanted."""
    return next((n for n, mark in enumerate(reversed(marks)) if mark != wanted), len(marks))


def usual_volumes(rows):
    """(agency, month) → what it counted, or for a month that it lacks the mean of the 12 before."""
    volumes, received = {}, defaultdict(list)
    for row in rows:
        counted = row["counted" if row["numerator"] is None else "completed"]
        before = received[row["agency_id"]][-12:]
        if row["status"] == "missing" and row["provisional"]:
            counted = Fraction(sum(before), len(before)) if before else 0
        else:
            received[row["agency_id"]].append(counted)
        volumes[row["agency_id"], row["month"]] = counted
    return volumes


def pooled(rows):
    """A group's month: requests over requests, persons over persons. `rows` in order of month."""
    volumes = usual_volumes(rows)
    by_month = {}
    for row in rows:
        by_month.setdefault(row["month"], []).append(row)
    found = []
    for month, these in sorted(by_month.items()):
        n = sum(row["counted"] for row in these)
        share = these[0]["numerator"] is not None
        weight = [volumes[row["agency_id"], month] for row in these]
        late = sum(w for w, row in zip(weight, these, strict=True) if row["provisional"])
        warm = sum(row["counted"] for row in these if row["warming_up"])
        parts = sum(
            row["numerator"] if share else (row["value"] or 0) * row["counted"] for row in these
        )
        found.append(
            {
                "month": month,
                "value": parts / n if n else None,
                "counted": n,
                "days": sum((row["days"] for row in these), Counter()),
                "numerator": parts if share else None,
                "denominator": n if share else None,
                "warming_up": warm > 0.1 * n,
                "provisional": late > sum(weight) / Fraction(10)
                or all(row["status"] == "missing" for row in these),
            }
        )
    return found
