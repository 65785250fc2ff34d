"""What must hold for any history: phases, gaps, scale, mirrors, order."""

import ast
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipelines.statistics
from pipelines.statistics import funnel, mean_funnel, p_prime, run_chart, xmr

any_history = settings(max_examples=60, derandomize=True)

# Tenths of a day: exact enough that a tie stays a tie when mirrored or scaled.
DAYS = st.integers(0, 400).map(lambda tenths: tenths / 10)
SERIES = st.lists(DAYS, min_size=1, max_size=45)
GAPPED = st.lists(DAYS | st.just(float("nan")), min_size=1, max_size=45)
CASES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), min_size=1, max_size=30
)
PER_MONTH = ("centre", "lower", "upper", "side", "near", "rule", "point", "note")
MIRROR = {"above": "below", "below": "above", "up": "down", "down": "up"}


def chart(values, **options):
    return xmr(values, **({"improvement": "decrease"} | options))


def assert_same(ours, theirs, fields=PER_MONTH, ours_at=slice(None)):
    for field in fields:
        np.testing.assert_array_equal(getattr(ours, field)[ours_at], getattr(theirs, field))


@any_history
@given(GAPPED, GAPPED)
def test_a_phase_looks_as_if_it_were_alone(before, after):
    both = chart(before + after, rebase=[len(before)], fix_after=20)
    assert_same(both, chart(before, fix_after=20), ours_at=slice(len(before)))
    assert_same(both, chart(after, fix_after=20), ours_at=slice(len(before), None))


@any_history
@given(GAPPED, GAPPED)
def test_a_phase_of_a_run_chart_looks_as_if_it_were_alone(before, after):
    both = run_chart(before + after, rebase=[len(before)])
    for place, alone in enumerate((before, after)):
        one = run_chart(alone)
        for field in ("centre", "n_useful", "longest_run", "crossings", "signal"):
            np.testing.assert_array_equal(getattr(both, field)[place], getattr(one, field)[0])


@any_history
@given(GAPPED)
def test_months_without_a_value_change_nothing_for_the_others(values):
    seen = ~np.isnan(values)
    ours, without = chart(values, target=9), chart(np.array(values)[seen], target=9)
    assert_same(ours, without, ours_at=seen)
    assert (ours.variation, ours.assurance) == (without.variation, without.assurance)
    assert set(ours.rule[~seen]) <= {""}


@any_history
@given(CASES)
def test_months_without_a_denominator_change_nothing_for_the_others(cases):
    n, d = np.array(cases).T
    ours, without = p_prime(n, d), p_prime(n[d > 0], d[d > 0])
    assert_same(ours, without, ours_at=d > 0)
    np.testing.assert_array_equal(ours.sigma_z[d > 0], without.sigma_z)


@any_history
@given(SERIES, st.sampled_from([0.125, 0.5, 2, 8]), st.integers(-50, 50))
def test_lines_scale_and_move_with_the_values_and_rules_stay(values, factor, offset):
    ours, moved = chart(values), chart(np.array(values) * factor + offset)
    for line in ("centre", "lower", "upper"):
        expected = getattr(ours, line) * factor + offset
        np.testing.assert_allclose(getattr(moved, line), expected, atol=1e-9)


@any_history
@given(SERIES)
def test_scaling_by_a_power_of_two_leaves_every_rule(values):
    assert_same(chart(np.array(values) * 8), chart(values), ("side", "near", "rule", "note"))


@any_history
@given(SERIES)
def test_a_mirrored_series_has_the_mirrored_rules(values):
    ours, mirrored = chart(values), chart(-np.array(values))
    swapped = ["_".join(MIRROR.get(word, word) for word in rule.split("_")) for rule in ours.rule]
    assert mirrored.rule.tolist() == swapped
    np.testing.assert_array_equal(mirrored.side, -ours.side)
    np.testing.assert_array_equal(mirrored.upper, -ours.lower)
    other_way = chart(-np.array(values), improvement="increase")
    assert other_way.point.tolist() == ours.point.tolist()


@any_history
@given(CASES)
def test_the_share_that_did_not_mirrors_the_share_that_did(cases):
    n, d = np.array(cases).T
    ours, other = p_prime(n, d), p_prime(d - n, d)
    np.testing.assert_allclose(other.upper, 1 - ours.lower, atol=1e-9)
    np.testing.assert_array_equal(other.side, -ours.side)


@any_history
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_agencies_changes_nothing_in_a_funnel(cases, random):
    order = random.sample(range(len(cases)), len(cases))
    n, d = np.array(cases).T
    ours, shuffled = funnel(n, d), funnel(n[order], d[order])
    assert shuffled.target == pytest.approx(ours.target, nan_ok=True)
    for field in ("value", "z", "z_winsorised", "lower95", "upper95", "lower998", "upper998"):
        one, other = getattr(ours, field)[order], getattr(shuffled, field)
        np.testing.assert_allclose(one, other, atol=1e-9)
    deviation = np.sqrt(d)
    one, other = mean_funnel(d, n, deviation), mean_funnel(d[order], n[order], deviation[order])
    np.testing.assert_allclose(one.upper95[order], other.upper95, atol=1e-9)


@any_history
@given(CASES)
def test_no_limit_of_a_rate_leaves_0_to_1_and_the_wider_holds_the_narrower(cases):
    chart = funnel(*np.array(cases).T)
    with_cases = ~np.isnan(chart.value)
    low, high = chart.lower998[with_cases], chart.upper998[with_cases]
    assert ((low >= 0) & (high <= 1)).all()
    assert (low <= chart.lower95[with_cases]).all()
    assert (high >= chart.upper95[with_cases]).all()


def test_the_package_imports_numpy_the_standard_library_and_itself_alone():
    found = set()
    for file in Path(pipelines.statistics.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module)
    ours = {name for name in found if name.startswith("pipelines.statistics")}
    outside = {name.split(".")[0] for name in found - ours}
    assert outside - sys.stdlib_module_names == {"numpy"}
