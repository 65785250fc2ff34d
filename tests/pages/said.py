"""A series judged again in plain Python, from the board's own rows: the yardstick of sentences.

Written from the definitions; shares nothing with `pipelines.statistics` or `pipelines.signals`.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import mean, median

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
    usual: tuple[float, float] | None = None  # the limits that a target is held against

    @property
    def lasts(self) -> int:
        """How many months, back from the newest, lie on its side of the average."""
        side = [value > self.centre for value in self.values]
        return _back(side, side[-1])


def facts(rows, measure) -> Facts | None:
    """Rows of agency_month or state_month, or pooled ones, in order of month."""
    final = [
        row
        for row in rows
        if row["value"] is not None and not row["provisional"] and not row["warming_up"]
    ]
    if not final:
        return None
    values = [row["value"] for row in final]
    share = measure == "detox_to_outpatient"
    whole = sum(row["counted"] for row in final)
    centre = sum(row["value"] * row["counted"] for row in final) / whole
    if share:
        centre = sum(r["numerator"] for r in final) / sum(r["denominator"] for r in final)
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
    )
    if len(values) < 12:
        return found
    limits = _share_limits(final, centre) if share else _day_limits(final, centre)
    if limits is None:
        found.kind = "constant"
        return found
    found.lower, found.upper, found.usual = limits
    found.kind, found.run = _rule(found, share)
    if found.kind == "none" and share and found.lower[-1] <= 0 and found.upper[-1] >= 1:
        found.kind = "blunt"
    return found


def _mean_range(points):
    ranges = [abs(b - a) for a, b in pairwise(points)]
    kept = [r for r in ranges if r < 3.267 * mean(ranges)]
    return mean(kept) if kept and mean(kept) > 1e-9 else mean(ranges)


def _day_limits(rows, centre):
    """A month's mean varies by what its cases do, over n, and by what months do beyond that."""
    freedom = sum(row["counted"] - 1 for row in rows)
    inside = sum(row["within"] for row in rows) / freedom if freedom else 0
    of_means = [inside / row["counted"] for row in rows]
    pairs = [
        (abs(b["value"] - a["value"]), u + v)
        for (a, b), (u, v) in zip(pairwise(rows), pairwise(of_means), strict=True)
    ]
    beyond = _beyond(pairs)
    ratios = [gap / math.sqrt(sampled + 2 * beyond or 1) for gap, sampled in pairs]
    kept = [p for p, r in zip(pairs, ratios, strict=True) if r < 3.267 * mean(ratios)]
    if any(gap for gap, _ in kept):
        beyond = _beyond(kept)
    far = [3 * math.sqrt(sampled + beyond) for sampled in of_means]
    if max(far) < 1e-9:
        return None
    usual = 3 * math.sqrt(inside / median(row["counted"] for row in rows[-12:]) + beyond)
    return [centre - f for f in far], [centre + f for f in far], (centre - usual, centre + usual)


def _beyond(pairs):
    """By halving: the variance at which the mean of gap / spread is that of chance."""
    wanted = 3 / 2.66 / math.sqrt(2)

    def ratio(at):
        spreads = [math.sqrt(sampled + 2 * at) for _, sampled in pairs]
        return mean(
            g / s if s else math.inf * g or 0 for (g, _), s in zip(pairs, spreads, strict=True)
        )

    low, high = 0.0, (sum(gap for gap, _ in pairs) or 1) ** 2
    if not any(gap for gap, _ in pairs) or ratio(0.0) <= wanted:
        return 0.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if ratio(middle) > wanted else (low, middle)
    return high


def _share_limits(rows, centre):
    if centre in (0, 1):
        return None
    error = [math.sqrt(centre * (1 - centre) / row["denominator"]) for row in rows]
    z = [(row["value"] - centre) / e for row, e in zip(rows, error, strict=True)]
    sigma = _mean_range(z) / 1.128 or 1.0
    far = [3 * sigma * e for e in error]
    lower, upper = [max(centre - f, 0) for f in far], [min(centre + f, 1) for f in far]
    return lower, upper, (lower[-1], upper[-1])


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
    far = [upper - found.centre for upper in found.upper]
    sides = [(v > found.centre) - (v < found.centre) for v in values]
    near = [
        abs(v - found.centre) > 2 * f / 3 and not (o or u)
        for v, f, o, u in zip(values, far, over, under, strict=True)
    ]
    together = len(set(sides[-3:])) == 1 and sides[-1] != 0
    if not share and near[-1] and together and sum(near[-3:]) >= 2:
        return "two_in_three", 1
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


def within_of(months):
    """The sum of squared deviations from the mean of all days; months: days → requests."""
    days = [(day, n) for month in months for day, n in month.items()]
    n = sum(requests for _, requests in days)
    if not n:
        return 0.0
    middle = Fraction(sum(day * requests for day, requests in days), n)
    return float(sum(requests * (day - middle) ** 2 for day, requests in days))


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
                "within": None if share else within_of(row["days"] for row in these),
                "numerator": parts if share else None,
                "denominator": n if share else None,
                "warming_up": warm > 0.1 * n,
                "provisional": late > sum(weight) / Fraction(10)
                or all(row["status"] == "missing" for row in these),
            }
        )
    return found
