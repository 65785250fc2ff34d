"""funnel against FunnelPlotR 0.6.0."""

import numpy as np

from pipelines.statistics import funnel
from tests.pipelines.statistics.cells import Tally, groups, number

LIMITS = ("lower95", "upper95", "lower998", "upper998")


def ours_of(units, overdispersion, exact_below=0):
    n, d = ([number(row[key]) for row in units] for key in "nd")
    return funnel(n, d, overdispersion=overdispersion, exact_below=exact_below)


def columns(units, adjusted):
    ours, plain = ours_of(units, adjusted), ours_of(units, False)
    result = {
        "adjusted_used": [ours.tau2 > 0] * len(units),
        "rr": ours.value,
        "target": [ours.target] * len(units),
        "z": ours.z,
        "z_winsorised": ours.z_winsorised,
        "phi": [ours.phi] * len(units),
        "tau2": [ours.tau2] * len(units),
        "outlier95": ours.outlier95,
        "outlier998": ours.outlier998,
    }
    for name in LIMITS:
        theirs = name.replace("lower", "lcl").replace("upper", "ucl")
        result[theirs] = getattr(plain, name)
        result[f"od_{theirs}"] = getattr(ours, name)
    return result


def test_units_equal_the_package():
    tally = Tally()
    for key, units in groups("funnel", "dataset_id", "draw_adjusted"):
        for column, ours in columns(units, key[1] == "1").items():
            tally.column(column, key, ours, [row[column] for row in units])
    assert tally.different == {}
    assert tally.counts == (5814, 5814)


def test_summaries_equal_the_package():
    inputs, tally = dict(groups("funnel_input", "dataset_id")), Tally()
    for key, (row,) in groups("funnel_summary", "dataset_id", "draw_adjusted"):
        ours = ours_of(inputs[key[0]], key[1] == "1")
        for column, figure in {
            "adjusted_used": ours.tau2 > 0,
            "units": ours.value.size,
            "target": ours.target,
            "phi": ours.phi,
            "tau2": ours.tau2,
            "outliers95": ours.outlier95.sum(),
            "outliers998": ours.outlier998.sum(),
        }.items():
            tally.column(column, key, [figure], [row[column]])
    assert tally.different == {}
    assert tally.counts == (70, 70)


def test_under_ten_cases_the_limits_are_exact_and_nothing_else_differs_from_the_package():
    changed = {}
    for dataset, units in groups("funnel_input", "dataset_id"):
        theirs, ours = ours_of(units, True), ours_of(units, True, exact_below=10)
        few = np.array([number(row["d"]) < 10 for row in units])
        for name in LIMITS:
            same = np.isclose(getattr(ours, name), getattr(theirs, name), rtol=0, atol=1e-9)
            assert same[~few].all()
            changed[dataset] = changed.get(dataset, 0) + int((~same).sum())
        assert (ours.z == theirs.z).all()
        assert (ours.phi, ours.tau2) == (theirs.phi, theirs.tau2)
    # Eight units of F07 have 3 to 9 cases; the 99.8 % limits of three cases are 0 and 1 in both.
    assert changed == {"F01": 0, "F03": 0, "F05": 0, "F07": 26, "F09": 0}
