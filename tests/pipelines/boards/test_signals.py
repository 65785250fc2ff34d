"""What the newest final month of a series says, in numbers: rule, run, limits, too few months."""

from datetime import date

import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.boards import signals as board_signals
from pipelines.boards.contents import current_targets
from pipelines.boards.signals import SeriesMonth
from pipelines.measures.registry import load_measures
from pipelines.register.models import Target
from tests.limits_by_n import day_limits

WAIT, SHARE = load_measures()[0], load_measures()[2]
STEADY = [10, 11, 9, 10, 12, 9, 11, 10, 9, 11, 10, 12, 9, 10, 11, 10]


def months(values, **flags):
    """A month each from January 2025; flags name months by position: warming_up={0, 1}."""
    return [
        SeriesMonth(
            month=date(2025 + at // 12, at % 12 + 1, 1),
            value=value,
            counted=30,
            numerator=None if value is None else round(30 * value) if value <= 1 else None,
            denominator=30,
            warming_up=at in flags.get("warming_up", ()),
            provisional=at in flags.get("provisional", ()),
        )
        for at, value in enumerate(values)
    ]


def test_a_steady_series_says_nothing():
    signal = board_signals.series_signal(WAIT, months(STEADY), target=5)
    assert (signal.rule, signal.run, signal.variation, signal.note) == ("", 1, "common_cause", "")
    assert signal.assurance == "fail"
    assert signal.lower < min(STEADY) <= max(STEADY) < signal.upper


def test_a_shift_is_reported_with_its_length_and_its_first_month():
    signal = board_signals.series_signal(WAIT, months([*STEADY, *[8.4, 8.6] * 4]))
    assert (signal.rule, signal.variation, signal.run) == ("shift_below", "improvement", 8)
    assert signal.since == date(2026, 5, 1)


def test_a_month_outside_is_reported_with_how_many_in_a_row():
    signal = board_signals.series_signal(WAIT, months([*STEADY, 30, 31]))
    assert (signal.rule, signal.variation, signal.run) == ("outside_above", "concern", 2)


def test_a_trend_is_reported_with_all_its_months():
    signal = board_signals.series_signal(
        WAIT, months([*STEADY, 10.5, 10.4, 10.2, 10.1, 9.9, 9.7, 9.6, 9.5])
    )
    assert (signal.rule, signal.run) == ("trend_down", 8)


def test_warming_up_and_provisional_months_are_in_no_limit_and_no_headline():
    values = [2, 5, 6, *STEADY, 40]
    signal = board_signals.series_signal(
        WAIT, months(values, warming_up={0, 1, 2}, provisional={19})
    )
    plain = board_signals.series_signal(WAIT, months(STEADY))
    assert (signal.centre, signal.lower, signal.upper) == (plain.centre, plain.lower, plain.upper)
    assert signal.value == STEADY[-1]
    assert signal.month == date(2026, 7, 1)


def test_under_twelve_months_there_are_no_limits_and_the_run_chart_speaks():
    signal = board_signals.series_signal(
        WAIT, months([9, 9.5, 9.1, 9.2, 9.3, 5, 5.1, 4.9, 5.05, 4.8, 4.7]), target=5
    )
    assert (signal.variation, signal.assurance, signal.note) == (None, None, "too_few_months")
    assert (signal.lower, signal.upper) == (None, None)
    assert signal.run_signal is True
    assert board_signals.series_signal(WAIT, months(STEADY[:11])).run_signal is False


def test_a_phase_starts_again_and_one_in_a_gap_with_the_next_month():
    values = [*STEADY, None, *[5, 5.5, 4.8, 5.2] * 4]
    signal = board_signals.series_signal(WAIT, months(values), phases=[date(2026, 5, 14)])
    assert signal.phase_starts == date(2026, 6, 1)
    assert (signal.months, signal.rule) == (16, "")
    assert signal.centre == pytest.approx(5.125)


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2025, 1, 1), date(2026, 5, 1)])
def test_a_phase_with_no_judged_month_on_one_side_parts_nothing(day):
    given = months([*STEADY, None, 40], provisional={17})
    assert board_signals.series_signal(WAIT, given, phases=[day]) == board_signals.series_signal(
        WAIT, given
    )
    assert set(board_signals.control_chart(WAIT, given, phases=[day]).phase) == {0}


def test_a_shift_that_has_held_for_a_year_proposes_a_new_phase():
    signal = board_signals.series_signal(WAIT, months([*STEADY, *[6.1, 5.9, 6.3] * 4]))
    assert signal.new_phase == date(2026, 5, 1)


def test_a_share_is_judged_by_its_persons():
    signal = board_signals.series_signal(SHARE, months([0.3, 0.4, 0.35, 0.3] * 4), target=0.9)
    assert signal.centre == pytest.approx(0.3375, abs=0.01)
    assert (signal.variation, signal.assurance) == ("common_cause", "fail")


def test_a_series_without_a_judged_month_says_nothing_at_all():
    assert board_signals.series_signal(WAIT, months([None, None])) is None
    assert board_signals.series_signal(WAIT, []) is None


def test_an_agencys_own_target_goes_before_everyones():
    series = {("A01", WAIT.key): months(STEADY), (None, WAIT.key): months(STEADY)}
    targets = {(None, WAIT.key): 5.0, ("A01", WAIT.key): 20.0}
    rows = board_signals.signal_rows([WAIT], series, targets, {})
    assert {(r["agency_id"], r["target"], r["assurance"]) for r in rows} == {
        ("A01", 20.0, "pass"),
        (None, 5.0, "fail"),
    }


def test_the_board_holds_the_signal_of_every_series_recomputed_here(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    signal = {
        row[:1][0]: row[1:]
        for row in board.execute(
            """
            select agency_id, month, value, centre, lower, upper, rule, variation
            from signal where measure = 'contact_to_assessment' and agency_id is not null
            """
        ).fetchall()
    }
    assert sorted(signal) == ["A01", "A02", "A03", "A04", "A05", "A06"]
    for agency, (month, value, centre, lower, upper, rule, variation) in signal.items():
        final = board.execute(
            """
            select month, value from agency_month
            where agency_id = ? and measure = 'contact_to_assessment' and value is not null
                and not warming_up and not provisional
            order by month
            """,
            [agency],
        ).fetchall()
        days = board.execute(
            """
            select month, days, requests from day_count
            where agency_id = ? and measure = 'contact_to_assessment'
            """,
            [agency],
        ).fetchall()
        by_month = [{d: n for m, d, n in days if m == when} for when, _ in final]
        mean, sigma, _ = day_limits(by_month)
        wanted = [mean, mean - 3 * sigma[-1], mean + 3 * sigma[-1]]
        assert (month, value) == (final[-1][0], pytest.approx(final[-1][1]))
        assert [centre, lower, upper] == pytest.approx(wanted, rel=1e-9)
        beyond = "above" if value > upper else "below" if value < lower else ""
        assert rule.startswith("outside") == bool(beyond)
        assert rule.endswith(beyond)
        assert (variation == "common_cause") == (rule == "")


def test_the_days_counted_add_up_to_the_months(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    different = board.execute(
        """
        with added as (
            select agency_id, measure, month, sum(requests) as n,
                sum(days * requests) / sum(requests) as mean
            from day_count group by all
        )
        select count(*) filter (counted is distinct from coalesce(n, 0)
            or abs(coalesce(value, 0) - coalesce(mean, 0)) > 1e-9), count(n)
        from agency_month left join added using (agency_id, measure, month)
        where measure <> 'detox_to_outpatient'
        """
    ).fetchall()
    assert different[0][0] == 0
    assert different[0][1] > 500


LOWER = [4.1, 3.9, 4.3] * 4


@pytest.mark.parametrize(
    ("after", "level", "since", "held"),
    [
        (LOWER[:8], sum(LOWER[:8]) / 8, date(2026, 5, 1), 8),
        ([30], 30, date(2026, 5, 1), 1),
        ([12, 14, 30], 56 / 3, date(2026, 5, 1), 3),
    ],
)
def test_while_the_process_changes_no_target_is_passed_or_failed(after, level, since, held):
    for target in (0.5, 50):
        signal = board_signals.series_signal(WAIT, months([*STEADY, *after]), target=target)
        assert signal.rule
        assert signal.assurance is None
        assert (signal.level, signal.level_since) == (pytest.approx(level), since)
        assert signal.level_months == held


def test_a_process_that_stands_has_no_level_of_its_own():
    signal = board_signals.series_signal(WAIT, months(STEADY), target=5)
    assert (signal.level, signal.level_since, signal.level_months) == (None, None, None)


def test_a_trend_says_since_when_and_no_level():
    signal = board_signals.series_signal(
        WAIT, months([*STEADY, 10.1, 10.2, 10.3, 10.4, 10.5, 10.6])
    )
    assert signal.rule == "trend_up"
    assert (signal.level, signal.level_since, signal.level_months) == (None, date(2026, 4, 1), 7)


@pytest.mark.parametrize(("target", "assurance"), [(5, "pass"), (4.2, "inconsistent"), (3, "fail")])
def test_after_twelve_months_the_target_is_judged_by_the_months_since(target, assurance):
    signal = board_signals.series_signal(WAIT, months([*STEADY, *LOWER]), target=target)
    assert (signal.variation, signal.assurance) == ("improvement", assurance)
    assert (signal.level, signal.level_months) == (pytest.approx(4.1), 12)
    assert signal.level_since == signal.new_phase == date(2026, 5, 1)


def test_months_since_that_change_again_are_no_process_that_stands_either():
    again = [*STEADY, *LOWER, *[2.9, 2.8, 3.0] * 3]
    signal = board_signals.series_signal(WAIT, months(again), target=5)
    assert signal.new_phase == date(2026, 5, 1)
    assert signal.assurance is None
    assert (signal.level_since, signal.level_months) == (date(2027, 5, 1), 9)


def test_a_share_that_changes_runs_at_its_persons_pooled():
    signal = board_signals.series_signal(SHARE, months([0.3, 0.4, 0.35, 0.3] * 4 + [0.7] * 8))
    assert (signal.level, signal.level_months) == (pytest.approx(0.7), 8)


def test_the_run_of_two_in_three_counts_the_months_at_which_it_fires():
    signal = board_signals.series_signal(WAIT, months([*STEADY, *STEADY, 11, 14, 14]))
    assert (signal.rule, signal.run) == ("two_in_three_above", 1)
    signal = board_signals.series_signal(WAIT, months([*STEADY, *STEADY, 11, 14, 14, 14]))
    assert (signal.rule, signal.run) == ("two_in_three_above", 2)


def test_an_agencys_target_that_has_passed_gives_way_to_everyones_next():
    own = Target(WAIT.key, 8, date(2025, 6, 30), "A01")
    everyones = Target(WAIT.key, 5, date(2028, 6, 30))
    assert current_targets([own, everyones], date(2026, 10, 31)) == [everyones]
    assert set(current_targets([own, everyones], date(2025, 6, 30))) == {own, everyones}
    passed = Target(WAIT.key, 6, date(2024, 6, 30))
    assert set(current_targets([own, passed], date(2026, 10, 31))) == {own, passed}


SEASON = [9, 9.2, 8.9, 9.1, 9, 8.8, 9.1, 9, 8.9, 14, 9.1, 9]  # October differs


def test_a_month_that_differs_every_year_is_explained_by_the_year_before():
    values = [*SEASON, *SEASON, *SEASON[:9], 14.1]
    signal = board_signals.series_signal(WAIT, months(values), target=5)
    assert (signal.rule, signal.year_before) == ("outside_above", 14)
    assert signal.assurance is None


@pytest.mark.parametrize(
    "values",
    [
        [*SEASON, *SEASON[:9], 14.1],  # too few months to see a pattern of a year
        [*SEASON, *SEASON, *SEASON[:9], 17],  # further off than a year ago
        [*SEASON[:9], 9, *SEASON[10:], *SEASON[:9], 9, *SEASON[10:], *SEASON[:9], 14.1],
        [*SEASON, *SEASON, *SEASON],  # no rule at the newest month
        [*STEADY, *STEADY, *LOWER, *LOWER],  # a change that has held for a year
    ],
)
def test_nothing_else_is_a_yearly_pattern(values):
    assert board_signals.series_signal(WAIT, months(values)).year_before is None
