"""The sentences of a comparison of agencies, from its findings; pure."""

from collections.abc import Mapping, Sequence

from dashboard.analysis.comparison import ALL_ALIKE, BETTER, WORSE, Comparison
from dashboard.analysis.thresholds import LEAST_N
from dashboard.queries.models import Measure
from dashboard.text.formats import format_figure, join_names

MOST = 6  # names in one sentence


def comparison_sentence(
    comparison: Comparison,
    measure: Measure,
    names: Mapping[str, str],
    state: float | None,
    when: str,
) -> str:
    """Who differs from the state, by name; all others are a number."""
    shown = [agency for key, agency in comparison.agencies.items() if key in names]
    if not shown:
        return f"No agency has a figure for {when}."
    reasons = [agency.why_not for agency in shown if agency.why_not]
    compared = len(shown) - len(reasons)
    if state is None or not compared:
        return f"No agency can be compared for {when}."
    around = format_figure(state, measure.unit)
    better, worse = comparison.named(BETTER, names), comparison.named(WORSE, names)
    same = compared - len(better) - len(worse)
    if not better and not worse:
        which = "The one agency compared" if compared == 1 else f"None of {compared} agencies"
        differs = "does not differ" if compared == 1 else "differs"
        text = f"{which} {differs} from the state’s {around} by more than chance explains."
    else:
        text = f"{_differing(better, worse, measure, around)}{_others(same, compared)}"
    return f"{text} {_not_compared(reasons)}".strip()


def differing_agencies(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Who of a cohort was assessed within 14 days more or less often than the state."""
    better, worse = comparison.named(BETTER, names), comparison.named(WORSE, names)
    parts = [
        f"{join_names(agencies, most=MOST)} {side}"
        for agencies, side in ((better, "more often"), (worse, "less often"))
        if agencies
    ]
    if not parts:
        return "No agency’s share within 14 days differs from the state’s beyond chance."
    return f"Assessed within 14 days: {'; '.join(parts)} than the state, beyond chance."


def _differing(better: Sequence[str], worse: Sequence[str], measure: Measure, around: str) -> str:
    up, down = (better, worse) if measure.persons else (worse, better)
    if measure.persons:
        parts = [
            f"{join_names(names, most=MOST)} {'is' if len(names) == 1 else 'are'} {side}"
            for names, side in ((up, "above"), (down, "below"))
            if names
        ]
        first, *rest = parts
        first = f"{first} what chance explains around the state’s {around}"
        return ", ".join([first, *rest]) + "."
    parts = [
        f"{join_names(names, most=MOST)} waited {side}"
        for names, side in ((down, "less"), (up, "longer"))
        if names
    ]
    first, *rest = parts
    return "; ".join([f"{first} than the state’s {around}", *rest]) + "."


def _others(same: int, compared: int) -> str:
    if not same:
        return ""
    other = "other one does" if same == 1 else f"other {same} of {compared} do"
    return f" The {other} not differ by more than chance explains."


def _not_compared(why_not: Sequence[str]) -> str:
    if not why_not:
        return ""
    one = "One agency is" if len(why_not) == 1 else f"{len(why_not)} agencies are"
    reasons = f"under n {LEAST_N} or not final"
    if ALL_ALIKE in why_not:
        reasons = f"under n {LEAST_N}, not final or without variation"
    return f"{one} not compared: {reasons}."
