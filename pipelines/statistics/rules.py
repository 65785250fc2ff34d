"""The rules that separate a signal from noise, on the points of one phase without gaps.

Source: NHS England, "Making data count" (2019): outside a limit, shift, trend, two in three.
A direction is +1 (above, up), -1 (below, down) or 0 (none).
"""

import numpy as np

from pipelines.statistics.series import Flags, Floats, Ints, Words

SHIFT_POINTS = 7
TREND_STEPS = 6  # seven points

# The code of a rule is its index here. Odd codes are of high points, even ones of low points.
NAMES: Words = np.array(
    [
        "",
        "outside_above",
        "outside_below",
        "trend_up",
        "trend_down",
        "two_in_three_above",
        "two_in_three_below",
        "shift_above",
        "shift_below",
    ]
)
OUTSIDE, TREND, TWO_IN_THREE, SHIFT = 1, 3, 5, 7


def tolerance(centre: float) -> float:
    """How far from the centre a point still lies on it: the rounding of a mean, nothing more."""
    return 1e-9 * max(1.0, abs(centre))


def side_codes(values: Floats, centre: float) -> Ints:
    """+1 above the centre, -1 below, 0 on it."""
    distance = values - centre
    distance[np.abs(distance) <= tolerance(centre)] = 0.0
    return np.sign(distance).astype(np.int64)


def run_lengths(marks: Ints) -> Ints:
    """For each element, the length of the run of equal elements that it belongs to."""
    if marks.size == 0:
        return marks
    ends = np.append(np.flatnonzero(marks[1:] != marks[:-1]) + 1, marks.size)
    lengths = np.diff(ends, prepend=0)
    return np.repeat(lengths, lengths)


def shift_marks(side: Ints) -> Ints:
    """Direction at every point of a run of 7 or more on one side; a point on the centre breaks."""
    return np.where(run_lengths(side) >= SHIFT_POINTS, side, 0)


def trend_marks(values: Floats) -> Ints:
    """Direction at every point of 6 or more steps one way; a tie breaks.

    A peak that ends one trend and starts another belongs to the one that it ends.
    """
    steps = np.sign(np.diff(values)).astype(np.int64)
    steps = np.where(run_lengths(steps) >= TREND_STEPS, steps, 0)
    ending, starting = np.append(0, steps), np.append(steps, 0)
    return np.where(ending != 0, ending, starting)


def two_in_three_marks(side: Ints, near: Flags) -> Ints:
    """Direction at the near points of three neighbours on one side, two of them or more near."""
    if side.size < 3:
        return np.zeros_like(side)
    together = (side[2:] == side[1:-1]) & (side[1:-1] == side[:-2])
    ones = near.astype(np.int64)
    fires = together & (ones[2:] + ones[1:-1] + ones[:-2] >= 2)
    held = np.zeros(side.size, dtype=bool)
    for offset in range(3):
        held[offset : side.size - 2 + offset] |= fires
    return np.where(held & near, side, 0)


def leading_rule_codes(outside: Ints, trending: Ints, close: Ints, shifted: Ints) -> Ints:
    """The code of each point's rule: outside before trend before two in three before shift."""
    code = np.zeros(outside.size, dtype=np.int64)
    for rule, direction in (
        (SHIFT, shifted),
        (TWO_IN_THREE, close),
        (TREND, trending),
        (OUTSIDE, outside),
    ):
        code = np.where(direction == 0, code, np.where(direction > 0, rule, rule + 1))
    return code
