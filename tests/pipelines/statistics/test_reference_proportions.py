"""p_prime against the P and P' charts of qicharts2 0.8.1. Its 95 % lines are not drawn by ours."""

import numpy as np

from pipelines.statistics import p_prime
from tests.pipelines.statistics.cells import Tally, groups, number
from tests.pipelines.statistics.test_reference_runs import runs_by_month


def ours_of(dataset, chart, screened):
    parts = [int(row["part"]) for row in dataset if row["part"]]
    return p_prime(
        [number(row["n"]) for row in dataset],
        [number(row["d"]) for row in dataset],
        rebase=set(parts),  # the package names the last row before the new part, counted from 1
        screen=screened == "1",
        laney=chart == "pp",
        min_points=1,
    )


def test_rates_centres_limits_and_signals_equal_the_package_but_for_a_rate_that_never_varies():
    inputs, tally = dict(groups("prop_input", "dataset_id")), Tally()
    for key, months in groups("prop_charts", "dataset_id", "chart", "screened_mr"):
        ours = ours_of(inputs[key[0]], *key[1:])
        for column, figures in {
            "y": ours.value,
            "centre": ours.centre,
            "lcl": ours.lower,
            "ucl": ours.upper,
            "sigma_signal": np.strings.startswith(ours.rule, "outside"),
            **runs_by_month(ours),
        }.items():
            tally.column(column, key, figures, [row[column] for row in months])
    # All of all: its P chart draws limits of no width at 1, its P' and ours none.
    assert set(tally.different) == {
        ("P27", "p", "", month, column) for month in range(1, 15) for column in ("lcl", "ucl")
    }
    assert tally.counts == (11781, 11753)
