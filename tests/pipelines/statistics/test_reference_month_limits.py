"""xmr that knows how many each month counted, against every cell of its reference."""

import numpy as np
import pytest

from pipelines.statistics import xmr
from tests.pipelines.statistics.cells import groups, number


def samples(series):
    """Months in order: how many requests, their mean days, the sum of squared deviations."""
    by_month = {}
    for row in series:
        by_month.setdefault(int(row["month"]), []).append((int(row["days"]), int(row["requests"])))
    n, mean, within = [], [], []
    for _, days in sorted(by_month.items()):
        count = sum(r for _, r in days)
        average = sum(d * r for d, r in days) / count
        n.append(count)
        mean.append(average)
        within.append(sum(r * (d - average) ** 2 for d, r in days))
    return n, mean, within


INPUT = {key: samples(series) for key, series in groups("by_n_input", "series_id")}


@pytest.mark.parametrize("screened", ["1", "0"])
@pytest.mark.parametrize("fix_after", ["", "12"])
def test_every_month_has_the_limits_of_the_reference(screened, fix_after):
    compared = 0
    for key, points in groups("by_n_points", "series_id"):
        points = [p for p in points if (p["screened"], p["fix_after"]) == (screened, fix_after)]
        n, mean, within = INPUT[key]
        chart = xmr(
            mean,
            improvement="decrease",
            counted=n,
            within=within,
            screen=screened == "1",
            fix_after=int(fix_after) if fix_after else None,
            min_points=1,
        )
        assert [int(p["n"]) for p in points] == n
        for name in ("value", "centre", "lower", "upper"):
            theirs = np.array([number(p[name]) for p in points])
            np.testing.assert_allclose(
                getattr(chart, name), theirs, rtol=1e-9, atol=1e-9, err_msg=key
            )
            compared += len(points)
    assert compared == 4 * 325
