"""What is said of checked files and their findings; pure."""

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


def months_label(these: Sequence[date]) -> str:
    """`October 2026`; `September and October 2026`; `Nov 2025 to Oct 2026`."""
    these = sorted(set(these))
    if not these:
        return "no month"
    follow = all(_after(a) == b for a, b in pairwise(these))
    if len(these) <= 2:
        same_year = these[0].year == these[-1].year
        said = [long_month(month) for month in these]
        return join_names(
            [said[0].split()[0] if same_year and len(said) > 1 else said[0], *said[1:]]
        )
    if follow:
        return format_span(these[0], these[-1])
    return join_names([month_name(month) for month in these], most=4)


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


def outcome_lede(found: Preview) -> str:
    """The one sentence of a check."""
    files = found.files
    good = [file for file in files if not file.refused]
    if not good:
        why = next((g.messages[0] for g in files[0].groups if g.refuses), "")
        if len(files) > 1:
            return "None of these files can be sent. Nothing was stored; what was before stays."
        return f"This file cannot be sent. {why} Nothing was stored; what was before stays."
    if found.months and not found.sendable:
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
    said = f"{format_count(accepted)} of {count_of(read, 'row')} "
    said += "is accepted" if accepted == 1 else "are accepted"
    if held:
        reasons = len({g.code for file in good for g in file.groups if g.severity == "error"})
        number = NUMBERS[reasons] if reasons < len(NUMBERS) else str(reasons)
        are = "is" if held == 1 else "are"
        plural = "reason" if reasons == 1 else "reasons"
        return f"{said}; {format_count(held)} {are} held for {number} {plural} you can fix."
    repeat = "1 repeats another" if repeats == 1 else f"{format_count(repeats)} repeat another"
    return f"{said}; {repeat}."


def severity_labels(group: FindingGroup) -> tuple[str, str, str]:
    """(sign, word, how many): what becomes of the rows that a finding is about."""
    if group.refuses:
        return "held", "File refused", ""
    if group.severity == "error":
        return "held", "Held", count_of(group.rows, "row")
    about_file = not group.lines and group.rows == 1
    return "noted", "Stored", "the file" if about_file else count_of(group.rows, "row")


def line_labels(group: FindingGroup) -> tuple[str, str]:
    """What stands before the line chips, and after them."""
    more = group.rows - len(group.lines)
    if more <= 0:
        return ("Line" if len(group.lines) == 1 else "Lines"), ""
    if len(group.lines) == 1:
        return "First on line", ""
    return "Lines", f"and {format_count(more)} more"


def cost_sentence(group: FindingGroup, names: Mapping[str, str]) -> str:
    """What the measures lose by a finding, at most."""
    if group.refuses:
        return "The whole file."
    if group.severity != "error":
        return "Nothing is lost."
    lost = [(key, group.costs[key]) for key in names if group.costs.get(key)]
    if not lost:
        return "No measure loses anything."
    (first, most), *others = lost
    noun = "discharge" if first in keys_of_kind("follow_up") else "request"
    said = [f"Up to {count_of(most, noun)} in {names[first]}"]
    said += [f"{format_count(count)} in {names[key]}" for key, count in others]
    return f"{join_names(said)}."
