"""What is said of sending: months, figures before and after, the second yes, receipt; pure."""

from collections.abc import Sequence

from dashboard import words
from dashboard.looked import Figure, Looked, Month, Receipt
from dashboard.outcomes import months
from dashboard.words import NO_DATA


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
