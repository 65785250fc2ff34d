"""The sentences about checked files and their findings; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from dashboard.text.formats import (
    count_of,
    format_count,
    format_span,
    join_names,
    long_month,
    month_name,
)
from pipelines.measures.registry import keys_of_kind
from pipelines.messages import FileReport, FindingGroup, Preview

OUTCOMES = {
    "accept": "Accepted",
    "accept_with_warnings": "Accepted with warnings",
    "reject": "Not accepted",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def months_label(months: Sequence[date]) -> str:
    """`October 2026`; `September and October 2026`; `Nov 2025 to Oct 2026`."""
    ordered = sorted(set(months))
    if not ordered:
        return "no month"
    follow = all(_after(a) == b for a, b in pairwise(ordered))
    if len(ordered) <= 2:
        same_year = ordered[0].year == ordered[-1].year
        names = [long_month(month) for month in ordered]
        return join_names(
            [names[0].split()[0] if same_year and len(names) > 1 else names[0], *names[1:]]
        )
    if follow:
        return format_span(ordered[0], ordered[-1])
    return join_names([month_name(month) for month in ordered], most=4)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def outcome_eyebrow(files: Sequence[FileReport]) -> str:
    """`Accepted with warnings · birch.csv · October 2026`."""
    if len(files) == 1:
        (file,) = files
        span = [months_label(file.months)] if file.months else []
        return " · ".join((OUTCOMES[file.outcome], file.name, *span))
    good = [file for file in files if not file.refused]
    covered = [month for file in good for month in file.months]
    span = [months_label(covered)] if covered else []
    return " · ".join((f"{len(good)} of {len(files)} files accepted", *span))


def outcome_lede(preview: Preview) -> str:
    """The one sentence of a check."""
    files = preview.files
    good = [file for file in files if not file.refused]
    if not good:
        why = next((g.messages[0] for g in files[0].groups if g.refuses), "")
        if len(files) > 1:
            return "None of these files can be sent. Nothing was stored; what was before stays."
        return f"This file cannot be sent. {why} Nothing was stored; what was before stays."
    if preview.months and not preview.sendable:
        return "Nothing would change: " + (
            "this file is stored already." if len(good) == 1 else "these files are stored already."
        )
    which = "Your file" if len(files) == 1 else f"{len(good)} of {len(files)} files"
    if len(files) == len(good) > 1:
        which = f"All {len(files)} files"
    return f"{which} can be sent. {rows_sentence(good)}"


def rows_sentence(good: Sequence[FileReport]) -> str:
    """`1,261 of 1,284 rows are accepted; 19 are held for three reasons you can fix.`"""
    read = sum(file.rows_read for file in good)
    accepted = sum(file.rows_accepted for file in good)
    held = sum(file.rows_held for file in good)
    repeats = sum(file.duplicates for file in good)
    if accepted == read:
        return (
            "Its one row is accepted."
            if read == 1
            else f"All {format_count(read)} rows are accepted."
        )
    text = f"{format_count(accepted)} of {count_of(read, 'row')} "
    text += "is accepted" if accepted == 1 else "are accepted"
    if held:
        reasons = len({g.code for file in good for g in file.groups if g.severity == "error"})
        how_many = NUMBERS[reasons] if reasons < len(NUMBERS) else str(reasons)
        are = "is" if held == 1 else "are"
        plural = "reason" if reasons == 1 else "reasons"
        return f"{text}; {format_count(held)} {are} held for {how_many} {plural} you can fix."
    repeat = "1 repeats another" if repeats == 1 else f"{format_count(repeats)} repeat another"
    return f"{text}; {repeat}."


def severity_labels(group: FindingGroup, *, file_refused: bool = False) -> tuple[str, str, str]:
    """(icon, word, how many): what becomes of the rows that a finding is about."""
    if group.refuses:
        return "held", "File refused", ""
    if group.severity == "error":
        return "held", "Held", count_of(group.rows, "row")
    about_file = not group.lines and group.rows == 1
    word = "Also seen" if file_refused else "Stored"
    return "noted", word, "the file" if about_file else count_of(group.rows, "row")


def line_labels(group: FindingGroup) -> tuple[str, str]:
    """The text before the line numbers, and after them."""
    more = group.rows - len(group.lines)
    if more <= 0:
        return ("Line" if len(group.lines) == 1 else "Lines"), ""
    if len(group.lines) == 1:
        return "First on line", ""
    return "Lines", f"and {format_count(more)} more"


def cost_sentence(
    group: FindingGroup, names: Mapping[str, str], *, file_refused: bool = False
) -> str:
    """What the measures lose by a finding, at most; nothing more where the whole file is lost."""
    if group.refuses:
        return "The whole file."
    if file_refused and group.severity != "error":
        return ""
    if group.severity != "error" and not group.costs:
        return "Nothing is lost."
    lost = [(key, group.costs[key]) for key in names if group.costs.get(key)]
    if not lost:
        return "No measure loses anything."
    (first, most), *others = lost
    noun = "discharge" if first in keys_of_kind("follow_up") else "request"
    parts = [f"Up to {count_of(most, noun)} in {names[first]}"]
    parts += [f"{format_count(count)} in {names[key]}" for key, count in others]
    return f"{join_names(parts)}."
