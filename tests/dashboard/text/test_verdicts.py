"""Golden sentences: what the screen says of a signal, word for word."""

from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.analysis.membership import MembershipChange
from dashboard.text import verdicts
from pipelines.boards.signals import Signal
from tests.dashboard.conftest import measure

WAIT = measure("contact_to_assessment")
SERVICE = measure("assessment_to_service", goal=2)
WHOLE = measure("contact_to_service", goal=None)
DETOX = measure("detox_to_outpatient", unit="share", goal=3, better="increase")
OWN = measure("phone_to_call_back", goal=None)


def signal(**given):
    plain = {
        "month": date(2026, 10, 1),
        "value": 6.7,
        "counted": 232,
        "centre": 6.9,
        "lower": 4.0,
        "upper": 9.9,
        "target": 5.0,
        "rule": "",
        "run": 1,
        "since": date(2026, 10, 1),
        "variation": "common_cause",
        "assurance": "inconsistent",
        "note": "",
        "months": 33,
        "phase_starts": date(2024, 2, 1),
        "level": None,
        "level_since": None,
        "level_months": None,
        "year_before": None,
        "new_phase": None,
        "run_signal": None,
    }
    return Signal(**plain | given)


def rate(**given):
    plain = {"value": 0.36, "centre": 0.32, "lower": 0.2, "upper": 0.44, "target": 0.4}
    return signal(**plain | {"counted": 101} | given)


CHANGING = {
    "assurance": None,
    "level": 5.9,
    "level_since": date(2026, 3, 1),
    "level_months": 8,
}


def better(rule, **given):
    return signal(**{"rule": rule, "variation": "improvement", **CHANGING, **given})


def worse(rule, **given):
    return signal(**{"rule": rule, "variation": "concern", **CHANGING, **given})


NO_LIMITS = {"lower": None, "upper": None, "assurance": None}
FEW = {**NO_LIMITS, "variation": None, "note": "too_few_months", "months": 7, "run_signal": False}

AT_35 = {"level": 0.35}
LONG = {"level_since": date(2025, 9, 1), "level_months": 14}
OCT = date(2026, 10, 1)
SINCE = "Since Sep 2025 it runs at 5.9 days (14 months, proposed phase). "
LATER = (
    "The process is changing: since Mar 2026 it runs at 5.9 days. The target of 5 days is judged "
    "once a level has held for 12 months (8 so far)."
)
SHARE_LATER = LATER.replace("5.9 days", "35%").replace("5 days", "40%")

FULL = [
    # nothing fires
    (
        signal(),
        WAIT,
        "Alder",
        "Alder’s wait for an assessment has not changed: 6.7 days is within its usual variation. "
        "The target of 5 days is within the limits: some months will meet it, some will not.",
    ),
    (
        signal(target=None, assurance=None),
        WHOLE,
        "Alder",
        "Alder’s wait from first contact to service has not changed: 6.7 days is within its usual "
        "variation.",
    ),
    (
        signal(assurance="fail", target=3.5),
        SERVICE,
        "Statewide",
        "The statewide wait for a first service has not changed: 6.7 days is within its usual "
        "variation. The target of 3.5 days is outside the limits: this process will not meet it "
        "without a change.",
    ),
    (
        signal(assurance="pass", target=12),
        WAIT,
        "Kapok",
        "Kapok’s wait for an assessment has not changed: 6.7 days is within its usual variation. "
        "The target of 12 days is outside the limits: this process will meet it if nothing "
        "changes.",
    ),
    (
        rate(),
        DETOX,
        "Birch",
        "Birch’s share going on from detox has not changed: 36% is within its usual variation. "
        "The target of 40% is within the limits: some months will meet it, some will not.",
    ),
    (
        rate(assurance="fail", target=0.5),
        DETOX,
        "Birch",
        "Birch’s share going on from detox has not changed: 36% is within its usual variation. "
        "The target of 50% is outside the limits: this process will not meet it without a change.",
    ),
    # shifts
    (
        better("shift_below", run=9),
        WAIT,
        "Alder",
        "Alder’s wait for an assessment improved: the last 9 final months are below the average "
        "of 6.9 days (shift). " + LATER,
    ),
    (
        worse("shift_above", run=7, value=8.0),
        WAIT,
        "Elms",
        "Elms’ wait for an assessment got worse: the last 7 final months are above the average of "
        "6.9 days (shift). " + LATER,
    ),
    (
        rate(**CHANGING | AT_35, rule="shift_above", variation="improvement", run=10),
        DETOX,
        "Alder",
        "Alder’s share going on from detox improved: the last 10 final months are above the "
        "average of 32% (shift). " + SHARE_LATER,
    ),
    (
        rate(**CHANGING | AT_35, rule="shift_below", variation="concern", run=8, value=0.28),
        DETOX,
        "Alder",
        "Alder’s share going on from detox got worse: the last 8 final months are below the "
        "average of 32% (shift). " + SHARE_LATER,
    ),
    (
        better("shift_below", run=8, assurance="pass", target=12, **LONG),
        WAIT,
        "Alder",
        "Alder’s wait for an assessment improved: the last 8 final months are below the average of "
        "6.9 days (shift). " + SINCE + "The target of 12 days is outside "
        "the limits of these months: this process will meet it if nothing changes.",
    ),
    # outside
    (
        worse("outside_above", value=11.2, assurance="fail", target=3, **LONG),
        WAIT,
        "Hickory",
        "Hickory’s wait for an assessment got worse: 11.2 days is above the upper limit of 9.9 "
        "days (outside the limits). " + SINCE + "The target of 3 days is "
        "outside the limits of these months: this process will not meet it without a change.",
    ),
    (
        worse("outside_above", value=11.2, run=3),
        WAIT,
        "Hickory",
        "Hickory’s wait for an assessment got worse: the last 3 final months are above their "
        "upper limits (outside the limits). " + LATER,
    ),
    (
        better("outside_below", value=3.1),
        WAIT,
        "Elm",
        "Elm’s wait for an assessment improved: 3.1 days is below the lower limit of 4.0 days "
        "(outside the limits). " + LATER,
    ),
    (
        rate(
            **CHANGING | AT_35,
            rule="outside_above",
            variation="improvement",
            value=0.51,
            run=2,
        ),
        DETOX,
        "Elm",
        "Elm’s share going on from detox improved: the last 2 final months are above their upper "
        "limits (outside the limits). " + SHARE_LATER,
    ),
    (
        rate(**CHANGING | AT_35, rule="outside_below", variation="concern", value=0.11),
        DETOX,
        "Elm",
        "Elm’s share going on from detox got worse: 11% is below the lower limit of 20% (outside "
        "the limits). " + SHARE_LATER,
    ),
    # trends
    (
        better("trend_down", run=8),
        SERVICE,
        "Dogwood",
        "Dogwood’s wait for a first service improved: it fell in each of the last 7 final months "
        "(trend). " + LATER,
    ),
    (
        worse("trend_up", run=7, target=None, assurance=None),
        WHOLE,
        "Dogwood",
        "Dogwood’s wait from first contact to service got worse: it rose in each of the last 6 "
        "final months (trend). The process is changing: since Mar 2026 it runs at 5.9 days.",
    ),
    # two in three
    (
        better("two_in_three_below", value=4.6),
        WAIT,
        "Cypress",
        "Cypress’ wait for an assessment improved: at least two of the last three final months are "
        "near the lower limit of 4.0 days (two in three). " + LATER,
    ),
    (
        better("two_in_three_below", value=1.1, lower=-0.4),
        WAIT,
        "Cypress",
        "Cypress’ wait for an assessment improved: at least two of the last three final months are "
        "near the lower limit (two in three). " + LATER,
    ),
    (
        worse("two_in_three_above", value=9.3),
        WAIT,
        "Hickory",
        "Hickory’s wait for an assessment got worse: at least two of the last three final months "
        "are near the upper limit of 9.9 days (two in three). " + LATER,
    ),
    (
        better("two_in_three_below", value=4.6, new_phase=date(2025, 5, 1)),
        WAIT,
        "Alder",
        "Alder’s wait for an assessment improved: at least two of the last three final months are "
        "near the lower limit of 4.0 days (two in three); every final month since May 2025 is "
        "below the average of 6.9 days. " + LATER,
    ),
    # too little to say
    (
        signal(**FEW),
        WAIT,
        "Juniper",
        "Juniper’s wait for an assessment has too few months for limits: 7 final months of 12. "
        "Around their median they vary as chance would (run chart). Too few months to say whether "
        "the target of 5 days will be met.",
    ),
    (
        signal(**FEW | {"run_signal": True}),
        WAIT,
        "Juniper",
        "Juniper’s wait for an assessment has too few months for limits: 7 final months of 12. "
        "Around their median they vary by more than chance (run chart). Too few months to say "
        "whether the target of 5 days will be met.",
    ),
    (
        signal(**FEW | {"months": 1, "target": None}),
        WAIT,
        "Juniper",
        "Juniper’s wait for an assessment has too few months for limits: 1 final month of 12. "
        "Around their median they vary as chance would (run chart).",
    ),
    (
        signal(**NO_LIMITS, note="no_variation", value=5.0),
        WAIT,
        "Gumbo",
        "Gumbo’s wait for an assessment does not vary: every final month is 5.0 days, so there are "
        "no limits. It meets the target of 5 days.",
    ),
    (
        signal(**NO_LIMITS, note="no_variation", value=7.0),
        WAIT,
        "Gumbo",
        "Gumbo’s wait for an assessment does not vary: every final month is 7.0 days, so there are "
        "no limits. It misses the target of 5 days.",
    ),
    (
        rate(**NO_LIMITS, note="no_variation", value=1.0),
        DETOX,
        "Gumbo",
        "Gumbo’s share going on from detox does not vary: every final month is 100%, so there are "
        "no limits. It meets the target of 40%.",
    ),
    (
        rate(note="too_few_cases", lower=0.0, upper=1.0),
        DETOX,
        "Gumbo",
        "Gumbo’s share going on from detox has too few cases a month to tell change from noise: "
        "the limits reach from 0% to 100%. Compare quarters instead. Too few cases to say whether "
        "the target of 40% will be met.",
    ),
    (
        rate(note="too_few_cases", rule="shift_above", variation="improvement", run=7),
        DETOX,
        "Gumbo",
        "Gumbo’s share going on from detox improved: the last 7 final months are above the average "
        "of 32% (shift). Too few cases to say whether the target of 40% will be met.",
    ),
    # a measure that an office has added itself
    (
        better("shift_below", run=7, target=None, assurance=None),
        OWN,
        "Alder",
        "Alder’s label of phone_to_call_back improved: the last 7 final months are below the "
        "average of 6.9 days (shift). The process is changing: since Mar 2026 it runs at 5.9 days.",
    ),
    # a yearly pattern
    (
        worse("outside_above", value=11.2, year_before=10.9),
        WAIT,
        "Elm",
        "Elm’s wait for an assessment differs from its average as in these months of last year: "
        "11.2 days, in Oct 2025 10.9 days. The target of 5 days is not judged in months that "
        "differ from the rest of a year.",
    ),
    # where a change has begun, and its target
    (
        worse("outside_above", value=11.2, level=11.2, level_since=OCT, level_months=1),
        WAIT,
        "Elm",
        "Elm’s wait for an assessment got worse: 11.2 days is above the upper limit of 9.9 days "
        "(outside the limits). The process may be changing. The target of 5 days is judged once a "
        "level has held for 12 months.",
    ),
    (
        better("trend_down", run=8, level=None),
        SERVICE,
        "Elm",
        "Elm’s wait for a first service improved: it fell in each of the last 7 final months "
        "(trend). The process is changing: it has moved one way in every final month since Mar "
        "2026. The target of 5 days is judged once a level has held for 12 months.",
    ),
    (
        better("shift_below", run=14, **LONG, new_phase=date(2025, 9, 1)),
        WAIT,
        "Elm",
        "Elm’s wait for an assessment improved: the last 14 final months are below the average of "
        "6.9 days (shift). The process is changing: since Sep 2025 it runs at 5.9 days. The target "
        "of 5 days is judged once a level has held for 12 months.",
    ),
]


@pytest.mark.parametrize(("found", "what", "who", "said"), FULL)
def test_a_verdict_says_who_what_evidence_rule_and_target(found, what, who, said):
    assert verdicts.full_verdict(found, what, who) == said


HELD = [
    (
        better("shift_below", run=18, centre=11.1, assurance="fail", **LONG),
        "Alder’s wait for an assessment improved: the last 18 final months are below the baseline "
        "average of 11.1 days (shift). " + SINCE + "The target of 5 days is outside the limits "
        "of these months: this process will not meet it without a change.",
    ),
    (
        signal(assurance="pass", target=12),
        "Alder’s wait for an assessment has not changed: 6.7 days is within the variation of the "
        "baseline. At the baseline the target of 12 days is outside the limits: the process of "
        "that time (before Walk-in hours) would meet it.",
    ),
    (
        signal(),
        "Alder’s wait for an assessment has not changed: 6.7 days is within the variation of the "
        "baseline. At the baseline the target of 5 days is within the limits: the process of that "
        "time (before Walk-in hours) would meet it in some months and not in others.",
    ),
    (
        signal(**NO_LIMITS, note="no_variation", target=None),
        "Alder’s wait for an assessment did not vary in the baseline (before Walk-in hours), so "
        "there are no limits.",
    ),
]


@pytest.mark.parametrize(("found", "said"), HELD)
def test_limits_held_at_a_baseline_speak_of_that_process(found, said):
    assert verdicts.full_verdict(found, WAIT, "Alder", held="before Walk-in hours") == said


def test_a_new_phase_is_judged_on_its_own_and_set_next_to_the_one_before():
    found = signal(phase_starts=date(2025, 4, 1), centre=5.7)
    assert verdicts.full_verdict(found, WAIT, "Alder", before=11.1) == (
        "Since Apr 2025, Alder’s wait for an assessment has not changed: 6.7 days is within its "
        "usual variation. The average of the months since then is 5.7 days, of those before 11.1. "
        "The target of 5 days is within the limits: some months will meet it, some will not."
    )
    assert verdicts.full_verdict(found, WAIT, "Statewide", before=11.1).startswith(
        "Since Apr 2025, the statewide wait for an assessment has not changed"
    )


def test_a_card_of_the_state_starts_with_what_people_wait_for():
    assert verdicts.verdict_headline(better("shift_below", run=20, centre=8.9), WAIT) == (
        "The wait for an assessment improved: the last 20 final months are below the average of "
        "8.9 days (shift)."
    )


SHORT = [
    (better("shift_below", run=9), "Improved: the last 9 final months are below the average of 6.9 "
     "days (shift)."),
    (worse("outside_above", value=11.2), "Got worse: 11.2 days is above the upper limit of 9.9 "
     "days (outside the limits)."),
    (signal(), "No change: 6.7 days is within the usual variation."),
    (worse("outside_above", value=11.2, year_before=10.9),
     "As in these months of last year: 11.2 days, in Oct 2025 10.9 days."),
    (signal(**FEW), "Too few months for limits: 7 final months of 12."),
    (signal(**FEW | {"run_signal": True}), "Too few months for limits: 7 final months of 12. "
     "Around their median they vary by more than chance (run chart)."),
    (signal(**NO_LIMITS, note="no_variation"), "No variation: every final month is 6.7 days."),
    (signal(note="too_few_cases"), "Too few cases a month to tell change from noise."),
]  # fmt: skip


@pytest.mark.parametrize(("found", "said"), SHORT)
def test_an_agencys_own_page_does_not_repeat_its_name(found, said):
    assert verdicts.short_verdict(found, WAIT) == said


def test_two_numbers_that_read_alike_get_one_more_digit():
    found = worse("outside_above", value=5.14, upper=5.08)
    assert verdicts.short_verdict(found, WAIT) == (
        "Got worse: 5.14 days is above the upper limit of 5.08 days (outside the limits)."
    )
    assert verdicts.verdict_reason(found, WAIT) == (
        "5.14 days (n 232), above the upper limit of 5.08 days"
    )
    few = rate(rule="outside_below", variation="concern", value=0.1962, lower=0.1971)
    assert verdicts.verdict_reason(few, DETOX) == "19.6% (n 101), below the lower limit of 19.7%"


NEWS = [
    (
        worse("outside_above", value=9.3, counted=65, upper=8.3, run=5),
        WAIT,
        "waits longer for an assessment",
        "9.3 days (n 65), above the upper limit of 8.3 days, the fifth final month in a row",
    ),
    (
        better("outside_below", value=3.2, counted=65),
        WAIT,
        "waits less for an assessment",
        "3.2 days (n 65), below the lower limit of 4.0 days",
    ),
    (
        better("shift_below", run=13),
        SERVICE,
        "starts services sooner",
        "6.7 days (n 232), the 13th final month in a row below the average of 6.9 days",
    ),
    (
        worse("trend_up", run=7),
        SERVICE,
        "starts services later",
        "6.7 days (n 232), risen in each of the last 6 final months",
    ),
    (
        rate(rule="shift_above", variation="improvement", run=7),
        DETOX,
        "sees a larger share go on from detox",
        "36% (n 101), the seventh final month in a row above the average of 32%",
    ),
    (
        better("two_in_three_below"),
        OWN,
        "improved: Short phone_to_call_back",
        "6.7 days (n 232), at least two of the last three final months are near the lower limit "
        "of 4.0 days",
    ),
]


@pytest.mark.parametrize(("found", "what", "does", "why"), NEWS)
def test_news_link_what_an_agency_does_and_say_why(found, what, does, why):
    assert (verdicts.change_phrase(found, what), verdicts.verdict_reason(found, what)) == (
        does,
        why,
    )


@pytest.mark.parametrize(
    ("rule", "run", "new"),
    [
        ("shift_below", 7, True),
        ("shift_below", 8, True),
        ("shift_below", 9, False),
        ("trend_up", 8, True),
        ("trend_up", 9, False),
        ("outside_above", 2, True),
        ("outside_above", 3, False),
        ("two_in_three_below", 2, True),
        ("two_in_three_below", 3, False),
    ],
)
def test_a_rule_that_fires_since_the_newest_month_or_the_one_before_is_new(rule, run, new):
    assert verdicts.is_new(signal(rule=rule, run=run)) is new


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (better("two_in_three_below", level_months=8), ""),
        (better("two_in_three_below", level_months=9), "; below the average since Mar 2026"),
        (
            better("outside_below", new_phase=date(2025, 5, 1)),
            "; below the average since May 2025",
        ),
        (
            better("shift_below", run=18, since=date(2025, 5, 1), new_phase=date(2025, 5, 1)),
            "; still so since May 2025",
        ),
        (worse("trend_up", run=7, level=None, new_phase=date(2025, 5, 1)), ""),
        (better("trend_down", run=9, level=None), "; still so since Oct 2026"),
    ],
)
def test_a_shift_that_has_held_is_not_new_where_another_rule_speaks_before_it(found, said):
    assert verdicts.still_so(found) == said


def runs(**given):
    plain = {"centre": [9.3], "n_useful": [20], "longest_run": [4], "longest_run_max": [7]}
    return SimpleNamespace(**plain | {"crossings": [9], "crossings_min": [6]} | given)


RUNS = [
    (
        runs(longest_run=[9]),
        "Alder’s wait for an assessment changed by more than chance explains: 9 final months in a "
        "row lie on one side of the median of 9.3 days, chance allows 7 (run chart).",
    ),
    (
        runs(crossings=[3]),
        "Alder’s wait for an assessment changed by more than chance explains: the line crosses the "
        "median of 9.3 days 3 times, chance would at least 6 (run chart).",
    ),
    (
        runs(),
        "Alder’s wait for an assessment shows no change beyond chance: its longest run on one side "
        "of the median of 9.3 days is 4 months (chance allows 7), it crosses the median 9 times "
        "(chance at least 6).",
    ),
    (
        runs(n_useful=[0]),
        "Alder’s wait for an assessment does not vary: every final month is 9.3 days.",
    ),
]


@pytest.mark.parametrize(("chart", "said"), RUNS)
def test_a_run_chart_speaks_of_runs_and_crossings_and_knows_no_direction(chart, said):
    assert verdicts.run_verdict(chart, WAIT, "Alder") == said


def test_a_year_on_one_side_proposes_a_baseline_and_leaves_it_to_a_person():
    assert verdicts.new_phase_note(signal()) == ""
    assert verdicts.new_phase_note(signal(value=5.6, new_phase=date(2025, 5, 1))) == (
        "Every final month since May 2025 is below the average, for 12 months or more: a new "
        "baseline from then on is due. The office decides on it, with a reason."
    )


def test_a_month_on_few_cases_says_so():
    assert verdicts.few_cases_note(signal(counted=11)) == ""
    assert (
        verdicts.few_cases_note(signal(counted=8))
        == "n 8 is few: chance alone moves such a month far."
    )


def test_a_month_behind_the_states_says_so():
    assert verdicts.behind_note(signal(), date(2026, 10, 1)) == ""
    assert verdicts.behind_note(signal(), None) == ""
    assert verdicts.behind_note(signal(month=date(2026, 8, 1)), date(2026, 10, 1)) == (
        "The newest final month is Aug 2026; the state’s is Oct 2026."
    )


def test_months_in_no_verdict_say_why():
    two = [date(2026, 9, 1), date(2026, 10, 1)]
    assert verdicts.not_judged_note([], "missing") == ""
    assert verdicts.not_judged_note(two, "missing") == "Sep and Oct 2026 were not sent."
    assert verdicts.not_judged_note(two[1:], "missing") == "Oct 2026 was not sent."
    assert verdicts.not_judged_note(two, "uncounted") == "Sep and Oct 2026 counted no one."
    assert verdicts.not_judged_note(two, "provisional") == (
        "Sep and Oct 2026 are provisional and in no verdict."
    )
    assert verdicts.not_judged_note(two[1:], "warming_up") == (
        "Oct 2026 is warming up and in no verdict."
    )


def test_every_rule_has_a_word_for_the_table():
    from pipelines.statistics import rules

    assert set(verdicts.RULE_NAMES) == {str(name) for name in rules.NAMES}


def test_who_begins_or_ends_inside_a_verdict_is_named_with_the_series_over_the_others():
    changes = [
        MembershipChange("A02", date(2025, 5, 1), True, 0.182),
        MembershipChange("A03", date(2026, 2, 1), False, 0.11),
    ]
    names = {"A02": "Birch", "A03": "Cypress"}
    assert verdicts.membership_sentence(changes, names, 9, signal(), WAIT) == (
        "Birch (18% of the requests) is counted from May 2025 only; Cypress (11% of the requests) "
        "is counted up to Feb 2026 only: part of a change can be that. Over the 9 other agencies: "
        "No change: 6.7 days is within the usual variation."
    )
    assert verdicts.membership_sentence(changes[:1], names, 1, None, WAIT) == (
        "Birch (18% of the requests) is counted from May 2025 only: part of a change can be that."
    )


def test_a_proposed_phase_is_said_without_a_target_too():
    given = {"level": 12.8, "level_since": date(2025, 10, 1), "level_months": 13}
    said = verdicts.process_sentence(signal(assurance=None, target=None, **given), WHOLE)
    assert said == "Since Oct 2025 it runs at 12.8 days (13 months, proposed phase)."
