"""The sentences of a comparison of agencies, from its findings; pure.

Three questions, three answers: do they differ (chance), who stands apart (their spread), who
differs from the state (chance). The words chance and spread are not exchanged.
"""

from collections.abc import Mapping, Sequence

from dashboard.analysis.comparison import ALL_ALIKE, BETTER, SAME, WORSE, Comparison
from dashboard.analysis.thresholds import LEAST_N
from dashboard.queries.models import Measure
from dashboard.text.formats import count_of, format_figure, format_value, join_names

MOST = 6  # names in one sentence; more are a number
SIDES = {"days": {BETTER: "less", WORSE: "longer"}, "share": {BETTER: "above", WORSE: "below"}}
WORDS = {
    (SAME, False): "No difference",
    (BETTER, False): "Better",
    (WORSE, False): "Worse",
    (BETTER, True): "Better, stands apart",
    (WORSE, True): "Worse, stands apart",
}


def comparison_sentence(
    comparison: Comparison,
    measure: Measure,
    names: Mapping[str, str],
    state: float | None,
    when: str,
) -> str:
    """The three answers, those of the named agencies (id → name) by name where they are few."""
    shown = [agency for key, agency in comparison.agencies.items() if key in names]
    if not shown:
        return f"No agency has a figure for {when}."
    reasons = [agency.why_not for agency in shown if agency.why_not]
    compared = len(shown) - len(reasons)
    if state is None or not compared or comparison.tests is None:
        return f"No agency can be compared for {when}."
    around = format_figure(state, measure.unit)
    parts = [
        _differ(comparison, measure),
        _stand_apart(comparison, measure, names),
        _differ_from_state(comparison, measure, names, around, compared),
        _not_compared(reasons),
    ]
    return " ".join(filter(None, parts))


def differing_agencies(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Who of a cohort was assessed within 14 days more or less often than the state."""
    parts = [
        f"{_names_or_number(named)} {side}"
        for meaning, side in ((BETTER, "more often"), (WORSE, "less often"))
        if (named := _all_named(comparison, meaning, names))
    ]
    if not parts:
        return "No agency’s share within 14 days differs from the state’s, chance aside."
    return f"Assessed within 14 days, chance aside: {'; '.join(parts)} than the state."


def compared_word(meaning: str, *, apart: bool) -> str:
    """The word of a sign: `Better, stands apart`."""
    return WORDS[meaning, apart]


def _differ(comparison: Comparison, measure: Measure) -> str:
    tests = comparison.tests
    if tests is None or len(comparison.compared_agencies) < 2:
        return ""
    if not tests.any_differ:
        return "The agencies differ no more than chance explains."
    text = "The agencies differ by more than chance explains"
    low, high = (format_value(edge, measure.unit) for edge in (tests.spread_low, tests.spread_high))
    if low == high:
        return f"{text}."
    unit = " days" if measure.unit == "days" else ""
    return f"{text}: most lie between {low} and {high}{unit}, chance taken out."


def _stand_apart(comparison: Comparison, measure: Measure, names: Mapping[str, str]) -> str:
    sides = SIDES[measure.unit]
    parts = [
        " ".join((join_names(named, most=len(named)), _verb(measure, named), sides[meaning]))
        for meaning in (BETTER, WORSE)
        if (named := comparison.names_with_meaning(meaning, names, apart=True))
    ]
    if not parts:
        return ""
    return f"{'; '.join(parts)} by more than the spread of the agencies."


def _differ_from_state(
    comparison: Comparison,
    measure: Measure,
    names: Mapping[str, str],
    around: str,
    compared: int,
) -> str:
    also = any(agency.apart for key, agency in comparison.agencies.items() if key in names)
    groups = {m: comparison.names_with_meaning(m, names, apart=False) for m in (BETTER, WORSE)}
    if not any(groups.values()):
        if also:
            return ""
        which = "the one agency compared" if compared == 1 else f"none of {compared} agencies"
        return f"Chance aside, {which} differs from the state’s {around}."
    parts = [
        f"{_names_or_number(named)} {_verb(measure, named)} {SIDES[measure.unit][meaning]}"
        for meaning, named in groups.items()
        if named
    ]
    first, *rest = parts
    than = "than the state’s" if measure.unit == "days" else "the state’s"
    others = "also " if also else ""
    return f"Chance aside, {others}{'; '.join([f'{first} {than} {around}', *rest])}."


def _verb(measure: Measure, names: Sequence[str]) -> str:
    return "waited" if measure.unit == "days" else "is" if len(names) == 1 else "are"


def _all_named(comparison: Comparison, meaning: str, names: Mapping[str, str]) -> list[str]:
    wanted = {
        *comparison.names_with_meaning(meaning, names, apart=True),
        *comparison.names_with_meaning(meaning, names, apart=False),
    }
    return [name for name in names.values() if name in wanted]


def _names_or_number(names: Sequence[str]) -> str:
    return (
        join_names(names, most=MOST)
        if len(names) <= MOST
        else count_of(len(names), "agency", "agencies")
    )


def _not_compared(why_not: Sequence[str]) -> str:
    if not why_not:
        return ""
    one = "One agency is" if len(why_not) == 1 else f"{len(why_not)} agencies are"
    reasons = f"under n {LEAST_N} or not final"
    if ALL_ALIKE in why_not:
        reasons = f"under n {LEAST_N}, not final or without variation"
    return f"{one} not compared: {reasons}."
