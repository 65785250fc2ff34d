"""xmr against NHSRplotthedots 0.2.2, every cell of its points and summary."""

import numpy as np
import pytest

from pipelines.statistics import xmr
from tests.pipelines.statistics.cells import Tally, groups, number, rows

THEIR_RULE = {
    "": "Common Cause",
    "outside_above": "Above UCL",
    "outside_below": "Below LCL",
    "trend_up": "7 Point Trend (Increasing)",
    "trend_down": "7 Point Trend (Decreasing)",
    "two_in_three_above": "2 in 3 Above CL",
    "two_in_three_below": "2 in 3 Below CL",
    "shift_above": "7 Points Above CL",
    "shift_below": "7 Points Below CL",
}
THEIR_POINT = {word: f"special_cause_{word}" for word in ("improvement", "concern")} | {
    "neutral_high": "special_cause_neutral_high",
    "neutral_low": "special_cause_neutral_low",
    "common_cause": "common_cause",
}
THEIR_ASSURANCE = {"pass": "consistent_pass", "fail": "consistent_fail"}


def chart(series, screen=True, min_points=1):
    first = series[0]
    target, fix_after = number(first["target"]), number(first["fix_after"])
    return xmr(
        [number(row["value"]) for row in series],
        improvement=first["improvement_direction"],
        target=None if np.isnan(target) else target,
        rebase=[place for place, row in enumerate(series) if row["rebase"] == "1"],
        fix_after=None if np.isnan(fix_after) else int(fix_after),
        screen=screen,
        min_points=min_points,
    )


def their_icon(ours):
    last = np.flatnonzero(~np.isnan(ours.value))[-1]
    if ours.variation in ("improvement", "concern"):
        high = str(ours.rule[last]).endswith(("above", "up"))
        return f"{ours.variation}_{'high' if high else 'low'}"
    return ours.variation


def their_assurance(ours):
    return THEIR_ASSURANCE.get(ours.assurance, ours.assurance)


def columns(series, screen):
    ours = chart(series, screen)
    no_limits = np.isnan(ours.value) | np.isnan(ours.lower)
    months = len(series)
    return {
        "rebase_group": ours.phase,
        "mean": ours.centre,
        "lpl": ours.lower,
        "upl": ours.upper,
        "relative_to_mean": np.where(np.isnan(ours.value), np.nan, ours.side),
        "outside_limits": np.where(no_limits, np.nan, np.strings.startswith(ours.rule, "outside")),
        "close_to_limits": np.where(no_limits, np.nan, ours.near),
        "special_cause_type": [THEIR_RULE[rule] for rule in ours.rule.tolist()],
        "special_cause_flag": ours.rule != "",
        "point_type": [THEIR_POINT[point] for point in ours.point.tolist()],
        "short_group_warning": chart(series, screen, min_points=13).note == "too_few_months",
        "variation": [their_icon(ours)] * months,
        "assurance": [their_assurance(ours)] * months,
    }


def held_against(name, screen):
    tally = Tally()
    for series_id, series in groups(name, "series_id"):
        for column, ours in columns(series, screen).items():
            tally.column(column, (series_id,), ours, [row[column] for row in series])
    return tally


# The last point of an up-trend that touches another trend: theirs says Decreasing.
MISLABELLED = {
    (series, 7, column)
    for series in ("X21", "X23")
    for column in ("special_cause_type", "point_type")
}


def test_screened_points_equal_the_package_but_for_its_two_mislabelled_trends_and_a_constant():
    tally = held_against("xmr_points", screen=True)
    # Limits of NaN, and still an assurance.
    constant = {("X43", month, "assurance") for month in range(1, 14)}
    assert set(tally.different) == MISLABELLED | constant
    assert tally.counts == (8788, 8771)


def test_unscreened_points_equal_the_package_but_for_the_same_faults():
    tally = held_against("xmr_points_unscreened", screen=False)
    # Limits of no width around a constant: ours has none, so nothing that rests on them.
    rests = ("lpl", "upl", "outside_limits", "close_to_limits", "assurance")
    constant = {("X43", month, column) for month in range(1, 14) for column in rests}
    assert set(tally.different) == MISLABELLED | constant
    assert tally.counts == (8788, 8719)


@pytest.mark.parametrize("series_id", ["X21", "X23"])
def test_the_end_of_an_up_trend_is_an_up_trend_where_the_package_says_decreasing(series_id):
    series = dict(groups("xmr_points", "series_id"))[series_id]
    assert series[6]["special_cause_type"] == "7 Point Trend (Decreasing)"
    assert chart(series).rule[6] == "trend_up"


def test_summaries_equal_the_package_but_for_the_assurance_of_a_constant():
    inputs, tally = dict(groups("xmr_input", "series_id")), Tally()
    for row in rows("xmr_summary"):
        ours, where = chart(inputs[row["series_id"]]), (row["series_id"],)
        short = chart(inputs[row["series_id"]], min_points=13).note == "too_few_months"
        tally.column("n", where, [ours.value.size], [row["n"]])
        tally.column("variation_icon", where, [their_icon(ours)], [row["variation_icon"]])
        tally.column("assurance", where, [their_assurance(ours)], [row["assurance"]])
        tally.column("short_warning", where, [short.any()], [row["short_warning"]])
    assert set(tally.different) == {("X43", 1, "assurance")}
    assert tally.counts == (124, 123)


def test_a_rebase_date_that_is_not_in_the_data_is_an_error_where_the_package_ignores_it():
    dates = {row["series_id"]: row["rebase_date"] for row in rows("xmr_rebase_dates")}
    inputs = dict(groups("xmr_input", "series_id"))
    found = {key: dates[key] in {row["date"] for row in inputs[key]} for key in dates}
    assert found == {"X51": True, "X53": False, "X55": True}
    values = [number(row["value"]) for row in inputs["X53"]]
    with pytest.raises(ValueError, match="rebase position 20 is not in a series of 20 months"):
        xmr(values, improvement="decrease", rebase=[len(values)])
