"""Verdicts in words: what the newest final month of a series says, from its Signal alone; pure.

No rule is applied here: a sentence says what `pipelines.boards.signals` found, and never more.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.analysis.membership import MembershipChange
from dashboard.analysis.thresholds import LEAST_N
from dashboard.queries.models import Measure
from dashboard.text.formats import (
    count_of,
    format_apart,
    format_count,
    format_figure,
    format_share,
    format_target,
    format_value,
    join_months,
    month_name,
    ordinal_word,
    possessive,
)
from pipelines.boards.signals import FEW_MONTHS, Signal
from pipelines.measures.registry import find_measure
from pipelines.months import shift_month
from pipelines.statistics import RunChart
from pipelines.statistics.rules import SHIFT_POINTS

RULE_NAMES = {
    "": "",
    "outside_above": "above the upper limit",
    "outside_below": "below the lower limit",
    "trend_up": "trend, rising",
    "trend_down": "trend, falling",
    "two_in_three_above": "two in three, near the upper limit",
    "two_in_three_below": "two in three, near the lower limit",
    "shift_above": "shift, above the mean",
    "shift_below": "shift, below the mean",
}


_HAPPENED = {"improvement": "improved", "concern": "got worse"}


def full_verdict(
    signal: Signal,
    measure: Measure,
    name: str = "",
    *,
    held: str = "",
    before: float | None = None,
) -> str:
    """The whole verdict of a chart: what happened, its evidence and rule, where the process
    runs while it changes, then the target.

    `held`: the months that the limits rest on, in words, where they are not all of the phase.
    `before`: the average of the phase before the newest one, where there is one.
    """
    text = verdict_headline(signal, measure, name, held=held)
    phases = ""
    if before is not None:
        since = month_name(signal.phase_starts)
        then, now = (format_value(level, measure.unit) for level in (before, signal.centre))
        unit = " days" if measure.unit == "days" else ""
        text = f"Since {since}, {text[0].lower() if text.startswith('The ') else text[0]}{text[1:]}"
        phases = f"The average of the months since then is {now}{unit}, of those before {then}."
    runs = "" if signal.run_signal else _run(signal)  # a signal is in the headline already
    process = process_sentence(signal, measure)
    target = target_verdict(signal, measure, held)
    return " ".join(filter(None, (text, runs, phases, process, target)))


def verdict_headline(signal: Signal, measure: Measure, name: str = "", *, held: str = "") -> str:
    """Whose, what happened, evidence and rule; without `name` it starts with the subject."""
    subject = _named_subject(name, measure)
    if signal.note == "too_few_months":
        has = count_of(signal.months, "final month")
        text = f"{subject} has too few months for limits: {has} of {FEW_MONTHS}."
        return f"{text} {_run(signal)}" if signal.run_signal else text
    if signal.year_before is not None:
        return f"{subject} differs from its average {_as_last_year(signal, measure)}."
    if signal.rule:
        lasting = _lasting(signal, measure)
        evidence = verdict_evidence(signal, measure, held)
        return f"{subject} {_happened(signal)}: {evidence}{lasting}."
    if signal.note == "no_variation" and held:
        return f"{subject} did not vary in the baseline ({held}), so there are no limits."
    if signal.note == "no_variation":
        every = format_figure(signal.value, measure.unit)
        return f"{subject} does not vary: every final month is {every}, so there are no limits."
    if signal.note == "too_few_cases":
        return (
            f"{subject} has too few cases a month to tell change from noise: "
            "the limits reach from 0% to 100%. Compare quarters instead."
        )
    now = format_figure(signal.value, measure.unit)
    if held:
        return f"{subject} has not changed: {now} is within the variation of the baseline."
    return f"{subject} has not changed: {now} is within its usual variation."


def short_verdict(signal: Signal, measure: Measure) -> str:
    """The same on a page that has named agency and goal: `Improved: the last 9 final months …`."""
    if signal.note == "too_few_months":
        has = count_of(signal.months, "final month")
        text = f"Too few months for limits: {has} of {FEW_MONTHS}."
        return f"{text} {_run(signal)}" if signal.run_signal else text
    if signal.year_before is not None:
        words = _as_last_year(signal, measure)
        return f"{words[0].upper()}{words[1:]}."
    if signal.rule:
        return f"{_happened(signal).capitalize()}: {verdict_evidence(signal, measure)}."
    if signal.note == "no_variation":
        every = format_figure(signal.value, measure.unit)
        return f"No variation: every final month is {every}."
    if signal.note == "too_few_cases":
        return "Too few cases a month to tell change from noise."
    return f"No change: {format_figure(signal.value, measure.unit)} is within the usual variation."


def _as_last_year(signal: Signal, measure: Measure) -> str:
    then = format_figure(signal.year_before, measure.unit)
    now = format_figure(signal.value, measure.unit)
    year = month_name(shift_month(signal.month, -12))
    return f"as in these months of last year: {now}, in {year} {then}"


def verdict_evidence(signal: Signal, measure: Measure, held: str = "") -> str:
    """The months that made the rule fire, and the rule's name."""
    kind, _, direction = signal.rule.rpartition("_")
    months = f"the last {signal.run} final months"
    if kind == "outside":
        if signal.run == 1:
            value, limit = _value_and_limit(signal, measure, direction)
            return f"{value} is {limit} (outside the limits)"
        edge = "above their upper" if direction == "above" else "below their lower"
        return f"{months} are {edge} limits (outside the limits)"  # which move with n
    if kind == "shift":
        average = "baseline average" if held else "average"
        return f"{months} are {direction} the {average} of {_centre(signal, measure)} (shift)"
    if kind == "trend":
        went = "rose" if direction == "up" else "fell"
        return f"it {went} in each of the last {signal.run - 1} final months (trend)"
    return f"{_two_in_three(signal, measure, direction)} (two in three)"


def _lasting(signal: Signal, measure: Measure) -> str:
    """A year on one side of the average, where another rule speaks before the shift."""
    if signal.new_phase is None or not signal.rule or signal.rule.startswith("shift"):
        return ""
    since, centre = month_name(signal.new_phase), _centre(signal, measure)
    return f"; every final month since {since} is {_side(signal)} the average of {centre}"


def target_verdict(signal: Signal, measure: Measure, held: str = "") -> str:
    """What the limits say of the target, if nothing changes; empty without a target."""
    if signal.target is None:
        return ""
    value = _target(signal.target, measure)
    if signal.note == "too_few_cases":
        return f"Too few cases to say whether the target of {value} will be met."
    if signal.note == "no_variation":
        return f"It {'meets' if meets_target(signal, measure) else 'misses'} the target of {value}."
    if signal.year_before is not None:
        return f"The target of {value} is not judged in months that differ from the rest of a year."
    if signal.level_since is not None:
        return _target_of_a_change(signal, value)
    if signal.assurance is None:
        return f"Too few months to say whether the target of {value} will be met."
    if held:
        process = f"the process of that time ({held})"
        return {
            "pass": f"At the baseline the target of {value} is outside the limits: {process} "
            "would meet it.",
            "fail": f"At the baseline the target of {value} is outside the limits: {process} "
            "would not meet it without a change.",
            "inconsistent": f"At the baseline the target of {value} is within the limits: "
            f"{process} would meet it in some months and not in others.",
        }[signal.assurance]
    return {
        "pass": f"The target of {value} is outside the limits: this process will meet it if "
        "nothing changes.",
        "fail": f"The target of {value} is outside the limits: this process will not meet it "
        "without a change.",
        "inconsistent": f"The target of {value} is within the limits: some months will meet it, "
        "some will not.",
    }[signal.assurance]


def process_sentence(signal: Signal, measure: Measure) -> str:
    """That the process is changing, since when and where it runs; empty while it is steady."""
    if signal.level_since is None or signal.note == "no_variation":
        return ""
    if signal.year_before is not None:
        return ""
    since = month_name(signal.level_since)
    if signal.level is None:
        return f"The process is changing: it has moved one way in every final month since {since}."
    level = format_figure(signal.level, measure.unit)
    if signal.level_months == 1:
        return "The process may be changing."
    has_settled = (signal.level_months or 0) >= FEW_MONTHS
    if signal.assurance is not None or (signal.target is None and has_settled):
        return f"Since {since} it runs at {level} ({signal.level_months} months, proposed phase)."
    return f"The process is changing: since {since} it runs at {level}."


def _target_of_a_change(signal: Signal, value: str) -> str:
    """A process that changes has no limits for the target until its months are enough for some."""
    if signal.assurance is not None:
        place, then = {
            "pass": ("outside", "this process will meet it if nothing changes"),
            "fail": ("outside", "this process will not meet it without a change"),
            "inconsistent": ("within", "some months will meet it, some will not"),
        }[signal.assurance]
        return f"The target of {value} is {place} the limits of these months: {then}."
    months = signal.level_months or 0
    so_far = f" ({months} so far)" * (signal.level is not None and 1 < months < FEW_MONTHS)
    return f"The target of {value} is judged once a level has held for {FEW_MONTHS} months{so_far}."


def meets_target(signal: Signal, measure: Measure) -> bool:
    """Whether the newest final month itself is at the target or better; False without a target."""
    if signal.target is None:
        return False
    if measure.better == "decrease":
        return signal.value <= signal.target
    return signal.value >= signal.target


def _named_subject(name: str, measure: Measure) -> str:
    return f"{possessive(name)} {_subject(measure)}" if name else f"The {_subject(measure)}"


def run_verdict(runs: RunChart, measure: Measure, name: str = "") -> str:
    """What Anhøj's rules say of the newest phase of a run chart; they know no direction."""
    subject = _named_subject(name, measure)
    median = format_figure(float(runs.centre[-1]), measure.unit)
    if not runs.n_useful[-1]:
        return f"{subject} does not vary: every final month is {median}."
    longest, most = int(runs.longest_run[-1]), int(runs.longest_run_max[-1])
    crossings, least = int(runs.crossings[-1]), int(runs.crossings_min[-1])
    if longest > most:
        return (
            f"{subject} changed by more than chance explains: {longest} final months in a row lie "
            f"on one side of the median of {median}, chance allows {most} (run chart)."
        )
    if crossings < least:
        times = count_of(crossings, "time")
        return (
            f"{subject} changed by more than chance explains: the line crosses the median of "
            f"{median} {times}, chance would at least {least} (run chart)."
        )
    return (
        f"{subject} shows no change beyond chance: its longest run on one side of the median of "
        f"{median} is {count_of(longest, 'month')} (chance allows {most}), it crosses the "
        f"median {count_of(crossings, 'time')} (chance at least {least})."
    )


def change_phrase(signal: Signal, measure: Measure) -> str:
    """The words that link to a chart: `waits longer for an assessment`."""
    registered = find_measure(measure.key)
    if signal.variation == "concern":
        return registered.worse_words if registered else f"got worse: {measure.short_label}"
    return registered.better_words if registered else f"improved: {measure.short_label}"


def verdict_reason(signal: Signal, measure: Measure) -> str:
    """What follows those words: figure, n, and for how long."""
    kind, _, direction = signal.rule.rpartition("_")
    n = f"(n {format_count(signal.counted)})"
    now = f"{format_figure(signal.value, measure.unit)} {n}"
    if kind == "outside":
        again = f", the {ordinal_word(signal.run)} final month in a row" * (signal.run > 1)
        value, limit = _value_and_limit(signal, measure, direction)
        return f"{value} {n}, {limit}{again}"
    if kind == "shift":
        value, centre = format_apart(signal.value, signal.centre, measure.unit)
        now = f"{value} {n}"
        nth = ordinal_word(signal.run)
        return f"{now}, the {nth} final month in a row {direction} the average of {centre}"
    if kind == "trend":
        went = "risen" if direction == "up" else "fallen"
        return f"{now}, {went} in each of the last {signal.run - 1} final months"
    return f"{now}, {_two_in_three(signal, measure, direction)}"


def is_new(signal: Signal) -> bool:
    """Whether what the rule says began with the newest final month or the one before. A shift that
    has held longer is not new where another rule speaks before it."""
    kind = signal.rule.rpartition("_")[0]
    longest = {"shift": SHIFT_POINTS, "trend": SHIFT_POINTS}.get(kind, 1) + 1
    if signal.run > longest:
        return False
    if shift_since(signal) is None:
        return True
    return signal.new_phase is None and (signal.level_months or 0) <= SHIFT_POINTS + 1


def shift_since(signal: Signal) -> date | None:
    """The first of seven or more months on one side of the average up to the newest, where the
    rule's direction is that side; else None."""
    direction = signal.rule.rpartition("_")[2]
    if (direction in ("above", "up")) != (signal.value > signal.centre):
        return None
    if signal.new_phase is not None:
        return signal.new_phase
    months = signal.level_months or 0
    return signal.level_since if signal.level is not None and months >= SHIFT_POINTS else None


def change_start(signal: Signal) -> date:
    """The first month of what the rule says, or of the shift that it is part of."""
    return min(signal.since, shift_since(signal) or signal.since)


def still_so(signal: Signal) -> str:
    """Since when; empty for what is new."""
    if is_new(signal):
        return ""
    since = month_name(change_start(signal))
    if change_start(signal) < signal.since:
        return f"; {_side(signal)} the average since {since}"
    return f"; still so since {since}"


def membership_sentence(
    changes: Sequence[MembershipChange],
    names: Mapping[str, str],
    others: int,
    signal: Signal | None,
    measure: Measure,
) -> str:
    """Who begins or ends inside a verdict's months, and the verdict over the `others` alone.

    `names`: id → name; `signal`: of the series over the others.
    """
    counted = "persons" if measure.persons else "requests"
    who = [
        f"{names[change.agency]} ({format_share(change.share, 1)} of the {counted}) is counted "
        f"{'from' if change.begins else 'up to'} {month_name(change.month)} only"
        for change in changes
    ]
    text = f"{'; '.join(who)}: part of a change can be that."
    if signal is None:
        return text
    over = f"the {others} other agencies" if others > 1 else "the one other agency"
    return f"{text} Over {over}: {short_verdict(signal, measure)}"


def new_phase_note(signal: Signal) -> str:
    """That a shift has held for a year; empty while none has. A person decides on it."""
    if signal.new_phase is None:
        return ""
    since = month_name(signal.new_phase)
    return (
        f"Every final month since {since} is {_side(signal)} the average, for 12 months or more: "
        "a new baseline from then on is due. The office decides on it, with a reason."
    )


def few_cases_note(signal: Signal) -> str:
    if signal.counted >= LEAST_N:
        return ""
    return f"n {signal.counted} is few: chance alone moves such a month far."


def behind_note(signal: Signal, expected: date | None) -> str:
    """That others are further; `expected`: the state's newest final month."""
    if expected is None or signal.month >= expected:
        return ""
    newest = month_name(signal.month)
    return f"The newest final month is {newest}; the state’s is {month_name(expected)}."


def not_judged_note(months: Sequence[date], kind: str) -> str:
    """Months after the newest final one, and why they are in no verdict."""
    if not months:
        return ""
    are = "is" if len(months) == 1 else "are"
    reason = {
        "provisional": f"{are} provisional and in no verdict",
        "warming_up": f"{are} warming up and in no verdict",
        "missing": "was not sent" if len(months) == 1 else "were not sent",
        "uncounted": "counted no one",
    }[kind]
    return f"{join_months(months)} {reason}."


def _happened(signal: Signal) -> str:
    """The verb of a signal that has a rule, and so a variation."""
    return _HAPPENED[str(signal.variation)]


def _side(signal: Signal) -> str:
    return "above" if signal.value > signal.centre else "below"


def _subject(measure: Measure) -> str:
    registered = find_measure(measure.key)
    return registered.subject if registered else measure.label[0].lower() + measure.label[1:]


def _centre(signal: Signal, measure: Measure) -> str:
    return format_figure(signal.centre, measure.unit)


def _target(value: float, measure: Measure) -> str:
    return format_target(value, measure.unit) + (" days" if measure.unit == "days" else "")


def _value_and_limit(signal: Signal, measure: Measure, direction: str) -> tuple[str, str]:
    """`5.14 days`, `above the upper limit of 5.08 days`."""
    edge, name = (signal.upper, "upper") if direction == "above" else (signal.lower, "lower")
    assert edge is not None, "a month outside has a limit"
    value, limit = format_apart(signal.value, edge, measure.unit)
    return value, f"{direction} the {name} limit of {limit}"


def _two_in_three(signal: Signal, measure: Measure, direction: str) -> str:
    edge, name = (signal.upper, "upper") if direction == "above" else (signal.lower, "lower")
    level = (
        f" of {format_figure(edge, measure.unit)}" if edge is not None and edge > 0 else ""
    )  # no one waits under 0 days
    return f"at least two of the last three final months are near the {name} limit{level}"


def _run(signal: Signal) -> str:
    if signal.run_signal is None:
        return ""
    if signal.run_signal:
        return "Around their median they vary by more than chance (run chart)."
    return "Around their median they vary as chance would (run chart)."
