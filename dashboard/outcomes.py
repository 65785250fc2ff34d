"""What is said of a checked file, of what sending it would do, and of a receipt; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from dashboard import words
from dashboard.looked import Figure, File, Group, Looked, Month, Receipt
from dashboard.words import NO_DATA

OUTCOMES = {
    "accept": "Accepted",
    "accept_with_warnings": "Accepted with warnings",
    "reject": "Not accepted",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def months(these: Sequence[date]) -> str:
    """`October 2026`; `September and October 2026`; `Nov 2025 to Oct 2026`."""
    these = sorted(set(these))
    if not these:
        return "no month"
    follow = all(_after(a) == b for a, b in pairwise(these))
    if len(these) <= 2:
        same_year = these[0].year == these[-1].year
        said = [words.long_month(month) for month in these]
        return words.listed(
            [said[0].split()[0] if same_year and len(said) > 1 else said[0], *said[1:]]
        )
    if follow:
        return words.span(these[0], these[-1])
    return words.listed([words.month(month) for month in these], most=4)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def eyebrow(files: Sequence[File]) -> str:
    """`Accepted with warnings · birch.csv · October 2026`."""
    if len(files) == 1:
        (file,) = files
        span = [months(file.months)] if file.months else []
        return " · ".join((OUTCOMES[file.outcome], file.name, *span))
    good = [file for file in files if not file.refused]
    covered = [month for file in good for month in file.months]
    span = [months(covered)] if covered else []
    return " · ".join((f"{len(good)} of {len(files)} files accepted", *span))


def lede(found: Looked) -> str:
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
    return f"{which} can be sent. {rows(good)}"


def rows(good: Sequence[File]) -> str:
    """`1,261 of 1,284 rows are accepted; 19 are held for three reasons you can fix.`"""
    read = sum(file.rows_read for file in good)
    accepted = sum(file.rows_accepted for file in good)
    held = sum(file.rows_held for file in good)
    repeats = sum(file.duplicates for file in good)
    if accepted == read:
        return (
            "Its one row is accepted."
            if read == 1
            else f"All {words.count(read)} rows are accepted."
        )
    said = f"{words.count(accepted)} of {words.counted(read, 'row')} "
    said += "is accepted" if accepted == 1 else "are accepted"
    if held:
        reasons = len({g.code for file in good for g in file.groups if g.severity == "error"})
        number = NUMBERS[reasons] if reasons < len(NUMBERS) else str(reasons)
        are = "is" if held == 1 else "are"
        plural = "reason" if reasons == 1 else "reasons"
        return f"{said}; {words.count(held)} {are} held for {number} {plural} you can fix."
    repeat = "1 repeats another" if repeats == 1 else f"{words.count(repeats)} repeat another"
    return f"{said}; {repeat}."


def row_is(group: Group) -> tuple[str, str, str]:
    """(sign, word, how many): what becomes of the rows that a finding is about."""
    if group.refuses:
        return "held", "File refused", ""
    if group.severity == "error":
        return "held", "Held", words.counted(group.rows, "row")
    about_file = not group.lines and group.rows == 1
    return "noted", "Stored", "the file" if about_file else words.counted(group.rows, "row")


def lines(group: Group) -> tuple[str, str]:
    """What stands before the line chips, and after them."""
    more = group.rows - len(group.lines)
    if more <= 0:
        return ("Line" if len(group.lines) == 1 else "Lines"), ""
    if len(group.lines) == 1:
        return "First on line", ""
    return "Lines", f"and {words.count(more)} more"


def cost(group: Group, names: Mapping[str, str]) -> str:
    """What the measures lose by a finding, at most."""
    if group.refuses:
        return "The whole file."
    if group.severity != "error":
        return "Nothing is lost."
    lost = [(key, group.costs[key]) for key in names if group.costs.get(key)]
    if not lost:
        return "No measure loses anything."
    (first, most), *others = lost
    noun = "discharge" if first == "detox_to_outpatient" else "request"
    said = [f"Up to {words.counted(most, noun)} in {names[first]}"]
    said += [f"{words.count(count)} in {names[key]}" for key, count in others]
    return f"{words.listed(said)}."


def replaced(found: Sequence[Month]) -> str:
    """What becomes of the months, in a sentence."""
    if len(found) == 1:
        (month,) = found
        name, was = words.long_month(month.month), month.standing
        if month.fate == "unchanged":
            return f"{name} stays as it is: version {month.version} holds just this."
        if month.fate == "older":
            return f"This is version {month.version} of {name}, which was replaced since."
        if was is None:
            return f"{name} is new: version {month.version}."
        on = f"{words.short_month(was.received_at)} {was.received_at.day}"
        return (
            f"{name} is replaced: version\u00a0{month.version} instead of "
            f"version\u00a0{was.version} of {on}."
        )
    kinds = {
        "new": [m for m in found if m.fate == "stored" and m.standing is None],
        "replaced": [m for m in found if m.fate == "stored" and m.standing is not None],
        "made active again": [m for m in found if m.fate == "older"],
        "unchanged": [m for m in found if m.fate == "unchanged"],
    }
    said = [
        f"{len(these)} {'is' if len(these) == 1 else 'are'} {kind}"
        for kind, these in kinds.items()
        if these
    ]
    return f"{words.counted(len(found), 'month')}: {words.listed(said)}."


def button(found: Looked) -> str:
    """What Send says: it names the months."""
    if not found.files:
        return f"Send “nothing to report” for {months([m.month for m in found.months])}"
    stored = [month.month for month in found.months if month.fate == "stored"]
    older = [month for month in found.months if month.fate == "older"]
    if stored:
        return f"Send {months(stored)}"
    if len(older) == 1:
        return f"Make version {older[0].version} of {words.long_month(older[0].month)} active again"
    return f"Make the earlier versions of {months([m.month for m in older])} active again"


def loss(month: Month) -> str:
    """`October 2026 would lose 40 of 100 rows, all of site NORTH among them.`"""
    before = month.standing.rows if month.standing else 0
    said = f"{words.long_month(month.month)} would keep {words.count(month.rows)} of "
    said += f"{words.counted(before, 'row')}."
    if month.vanishing:
        said += f" Gone altogether: {words.listed(month.vanishing, most=6)}."
    return said


def agreed(found: Looked) -> str:
    """The second yes: to a loss, or to there having been nothing."""
    if found.files:
        return f"Yes, {months([month.month for month in found.losses])} may lose these rows."
    said = f"Yes, there was nothing to report for {months([m.month for m in found.months])}"
    return f"{said}; what is stored goes." if found.losses else f"{said}."


def figure(each: Figure | None, unit: str) -> tuple[str, str]:
    """(value, what it rests on): `7.9`, `n 139`; persons first for a share: `16`, `37% of 43`."""
    if each is None or not each.counted:
        return NO_DATA, "n 0" if unit == "days" else "of 0"
    if unit == "days":
        return words.value(each.value, unit), f"n {words.count(each.counted)}"
    rate = words.value(each.value, unit)
    return words.count(each.entered), f"{rate} of {words.count(each.counted)}"


def if_fixed(each: Figure | None, unit: str, lost: int) -> tuple[str, str]:
    """What the figure could become once held rows are fixed: only what is certain.

    A held row may add up to one request or discharge, so n has an upper bound. Mean days have none:
    what the row would say is not known. A share lies between all lost ones failing and entering.
    """
    if not lost:
        return "same", ""
    counted = each.counted if each else 0
    most = counted + lost
    if unit == "days":
        return "not known", f"n {words.count(counted)} – {words.count(most)}"
    entered, numerator = (each.entered or 0, each.numerator or 0) if each else (0, 0)
    low = numerator / most
    high = max((numerator + lost) / most, min(numerator + lost, counted) / max(counted, 1))
    return f"{words.count(entered)} – {words.count(entered + lost)}", (
        f"{low:.0%} – {min(high, 1):.0%}"
    )


def stored(receipt: Receipt, agency: str) -> str:
    """The receipt's sentence."""
    told = [month.month for month in receipt.months]
    if not told:
        return "Nothing was stored."
    fates = {month.fate for month in receipt.months}
    if fates == {"unchanged"}:
        return f"{agency}, {months(told)}: stored already, nothing changed."
    if all(month.nothing_to_report for month in receipt.months):
        return f"{agency} had nothing to report for {months(told)}: that is on record."
    return f"{months(told)} of {agency} is stored and on the board."


FATES = {"stored": "stored", "unchanged": "unchanged", "again": "active again"}


def receipt_text(receipt: Receipt, agency: str, who: str) -> str:
    """The receipt as a text to keep."""
    board = words.board(receipt.board) if receipt.board else "no board"
    head = [
        "Starboard: receipt",
        f"Agency: {agency} ({receipt.agency})",
        f"Files: {', '.join(receipt.files) or 'none: nothing to report'}",
        f"Sent by: {who}",
        f"At: {words.moment(receipt.at)}",
        f"Shown by: {board}",
        "",
    ]
    rows_ = [
        f"Submission {m.submission}: {words.long_month(m.month)}, version {m.version}, "
        + ("nothing to report" if m.nothing_to_report else words.counted(m.rows, "row"))
        + f", {FATES[m.fate]}"
        for m in receipt.months
    ]
    return "\n".join([*head, *rows_, ""])
