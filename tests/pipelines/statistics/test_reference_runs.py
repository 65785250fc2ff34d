"""Anhøj's rules and the individuals chart against qicharts2 0.8.1."""

import numpy as np

from pipelines.statistics import run_chart
from pipelines.statistics.run_chart import critical_values, run_figures
from tests.pipelines.statistics.cells import Tally, groups, number, rows
from tests.pipelines.statistics.test_reference_xmr import chart

FIGURES = ("n_useful", "longest_run", "longest_run_max", "n_crossings", "n_crossings_min")


def test_critical_values_equal_the_package_for_1_to_300_useful_points():
    tally = Tally()
    for row in rows("anhoej_critical_values"):
        n = int(row["n_useful"])
        theirs = [row["longest_run_max"], row["n_crossings_min"]]
        tally.column("critical values", (n,), critical_values(n), theirs)
    assert tally.different == {}
    assert tally.counts == (600, 600)


def test_run_charts_equal_the_package():
    inputs, tally = dict(groups("xmr_input", "series_id")), Tally()
    for series_id, parts in groups("run_chart", "series_id"):
        series = inputs[series_id]
        starts = [place for place, row in enumerate(series) if row["rebase"] == "1"]
        freeze = int(parts[0]["freeze"]) if parts[0]["freeze"] else None
        values = [number(row["value"]) for row in series]
        ours = run_chart(values, rebase=starts, fix_after=freeze)
        months = np.diff(ours.start, append=len(series))
        for column, figures in {
            "n_obs": months,
            "n_useful": ours.n_useful,
            "centre": ours.centre,
            "longest_run": ours.longest_run,
            "longest_run_max": ours.longest_run_max,
            "n_crossings": ours.crossings,
            "n_crossings_min": ours.crossings_min,
            "runs_signal": ours.signal,
        }.items():
            tally.column(column, (series_id,), figures, [row[column] for row in parts])
    assert tally.different == {}
    assert tally.counts == (256, 256)


def test_individuals_charts_equal_the_package_once_its_unrounded_constant_replaces_ours():
    inputs, tally = dict(groups("xmr_input", "series_id")), Tally()
    for (series_id, screened), months in groups("i_chart", "series_id", "screened_mr"):
        ours = chart(inputs[series_id], screen=screened == "1")
        # 3 / 1.128 there, its rounding 2.66 here: the mean range is what both must agree on.
        far = (ours.upper - ours.centre) / 2.66 * 3 / 1.128
        signal = np.abs(ours.value - ours.centre) > far
        where = (series_id, screened)
        for column, figures in {
            "centre": ours.centre,
            "lcl": ours.centre - far,
            "ucl": ours.centre + far,
            "lcl95": ours.centre - far * 2 / 3,
            "ucl95": ours.centre + far * 2 / 3,
            "sigma_signal": signal,
            **runs_by_month(ours),
        }.items():
            tally.column(column, where, figures, [row[column] for row in months])
    limits = ("lcl", "ucl", "lcl95", "ucl95")
    # A constant has limits of no width there, none here.
    assert set(tally.different) == {
        ("X43", "0", month, column) for month in range(1, 14) for column in limits
    }
    assert tally.counts == (16224, 16172)


def runs_by_month(ours):
    """Each phase's figures around the mean, repeated for its months as the package does."""
    table = np.empty((6, ours.value.size))
    for number_of_phase in np.unique(ours.phase):
        months = ours.phase == number_of_phase
        table[:, months] = np.array(run_figures(ours.side[months]), dtype=float)[:, np.newaxis]
    return dict(zip((*FIGURES, "runs_signal"), table, strict=True))
