"""The quantile of type 7 that the recomputation writes out by hand."""

from fractions import Fraction

import pytest

from tests.pipelines.measures.recompute import percentile


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], Fraction(9, 10), 7.0),
        ([0, 10], Fraction(9, 10), 9.0),
        ([10, 1, 4, 2, 3], Fraction(9, 10), 7.6),
        (list(range(11)), Fraction(9, 10), 9.0),
        ([1, 2, 3, 4], Fraction(1, 2), 2.5),
        ([5, 1, 3], Fraction(1, 2), 3.0),
    ],
)
def test_a_quantile_lies_between_the_two_nearest_values(values, share, expected):
    assert percentile(values, share) == pytest.approx(expected)
