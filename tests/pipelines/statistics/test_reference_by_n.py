"""Limits that know how many were counted, against the reference: every month of every series."""

import math
from collections import defaultdict

import numpy as np
import pytest

from pipelines.statistics import xmr
from tests.pipelines.statistics.cells import Tally, groups, number, rows
from tests.pipelines.statistics.test_reference_xmr import chart as plain_chart


def days_of_months(series):
    """Month → its days, one entry a request, in plain Python."""
    months = defaultdict(list)
    for row in series:
        months[int(row["month"])] += [int(row["days"])] * int(row["requests"])
    return [months[month] for month in sorted(months)]


def squares(days):
    """The sum of squared deviations from the mean, of integers alone until the last step."""
    return (len(days) * sum(day * day for day in days) - sum(days) ** 2) / len(days)


@pytest.fixture(scope="module")
def months():
    inputs = dict(groups("by_n_input", "series_id"))
    return {series_id: days_of_months(series) for series_id, series in inputs.items()}


def test_every_limit_equals_the_reference_screened_and_not_frozen_at_twelve_and_not(months):
    tally, variants = Tally(), set()
    for key, theirs in groups("by_n_points", "series_id", "screened", "fix_after"):
        series_id, screened, fix_after = key
        variants.add((screened, fix_after))
        days = months[series_id]
        ours = xmr(
            [sum(month) / len(month) for month in days],
            improvement="decrease",
            fix_after=int(fix_after) if fix_after else None,
            screen=screened == "1",
            counted=[len(month) for month in days],
            within=[squares(month) for month in days],
            min_points=1,
        )
        for column, mine in (
            ("n", [len(month) for month in days]),
            ("value", ours.value),
            ("centre", ours.centre),
            ("lower", ours.lower),
            ("upper", ours.upper),
        ):
            tally.column(column, key, mine, [row[column] for row in theirs])
    assert variants == {(s, f) for s in "01" for f in ("", "12")}
    assert tally.different == {}
    assert tally.counts == (5 * len(rows("by_n_points")),) * 2


def test_without_variation_inside_months_of_one_size_the_limits_are_those_of_individuals():
    compared = 0
    for series_id, series in groups("xmr_input", "series_id"):
        plain = plain_chart(series)
        values = [number(row["value"]) for row in series]
        seen = ~np.isnan(values)
        fix_after = number(series[0]["fix_after"])
        by_count = xmr(
            values,
            improvement=series[0]["improvement_direction"],
            rebase=[place for place, row in enumerate(series) if row["rebase"] == "1"],
            fix_after=None if math.isnan(fix_after) else int(fix_after),
            counted=np.full(len(values), 30),
            within=np.zeros(len(values)),
            min_points=1,
        )
        for edge in ("centre", "lower", "upper"):
            np.testing.assert_allclose(
                getattr(by_count, edge)[seen],
                getattr(plain, edge)[seen],
                rtol=1e-9,
                atol=1e-9,
                err_msg=series_id,
            )
        assert by_count.rule.tolist() == plain.rule.tolist(), series_id
        compared += 1
    assert compared == 31
