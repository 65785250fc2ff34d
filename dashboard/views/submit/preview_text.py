"""The sentences about sending: months, figures before and after, consent, receipt; pure."""

from collections.abc import Sequence

from dashboard.text.formats import (
    NO_DATA,
    board_label,
    count_of,
    format_count,
    format_moment,
    format_value,
    join_names,
    long_month,
    short_month,
)
from dashboard.views.submit.check_text import months_label
from pipelines.messages import MonthFigure, MonthPreview, Preview, Receipt


def months_sentence(months: Sequence[MonthPreview]) -> str:
    """What becomes of the months, in a sentence."""
    if len(months) == 1:
        (month,) = months
        name, was = long_month(month.month), month.standing
        if month.fate == "unchanged":
            return f"{name} stays as it is: version {month.version} holds just this."
        if month.fate == "older":
            return f"This is version {month.version} of {name}, which was replaced since."
        if was is None:
            return f"{name} is new: version {month.version}."
        on = f"{short_month(was.received_at)} {was.received_at.day}"
        return (
            f"{name} is replaced: version\u00a0{month.version} instead of "
            f"version\u00a0{was.version} of {on}."
        )
    kinds = {
        "new": [m for m in months if m.fate == "stored" and m.standing is None],
        "replaced": [m for m in months if m.fate == "stored" and m.standing is not None],
        "made active again": [m for m in months if m.fate == "older"],
        "unchanged": [m for m in months if m.fate == "unchanged"],
    }
    parts = [
        f"{len(these)} {'is' if len(these) == 1 else 'are'} {kind}"
        for kind, these in kinds.items()
        if these
    ]
    return f"{count_of(len(months), 'month')}: {join_names(parts)}."


def send_label(preview: Preview) -> str:
    """What Send says: it names the months."""
    if not preview.files:
        return f"Send “nothing to report” for {months_label([m.month for m in preview.months])}"
    stored = [month.month for month in preview.months if month.fate == "stored"]
    older = [month for month in preview.months if month.fate == "older"]
    if stored:
        return f"Send {months_label(stored)}"
    if len(older) == 1:
        return f"Make version {older[0].version} of {long_month(older[0].month)} active again"
    return f"Make the earlier versions of {months_label([m.month for m in older])} active again"


def loss_sentence(month: MonthPreview) -> str:
    """`October 2026 would lose 40 of 100 rows, all of site NORTH among them.`"""
    before = month.standing.rows if month.standing else 0
    text = f"{long_month(month.month)} would keep {format_count(month.rows)} of "
    text += f"{count_of(before, 'row')}."
    if month.vanishing:
        text += f" Gone altogether: {join_names(month.vanishing, most=6)}."
    return text


def unknown_sentence(month: MonthPreview) -> str:
    """That few clients of a month are known, with what to do first; the finding says how few."""
    return (
        f"Few clients of {long_month(month.month)} are known from earlier months. If their ids"
        " changed, send the file with the old ones; links between months are lost otherwise."
    )


def new_ids_label(preview: Preview) -> str:
    """The consent to clients whom the agency's history does not know."""
    months = months_label([month.month for month in preview.unknown])
    return f"Yes, the clients of {months} are new or have new ids."


def agreement_label(preview: Preview) -> str:
    """The consent to a loss, or that there was nothing to report."""
    if preview.files:
        return (
            f"Yes, {months_label([month.month for month in preview.losses])} may lose these rows."
        )
    text = f"Yes, there was nothing to report for {months_label([m.month for m in preview.months])}"
    return f"{text}; what is stored goes." if preview.losses else f"{text}."


def figure_texts(figure: MonthFigure | None, unit: str) -> tuple[str, str]:
    """(value, what it rests on): `7.9`, `n 139`; persons first for a share: `16`, `37% of 43`."""
    if figure is None or not figure.counted:
        return NO_DATA, "n 0" if unit == "days" else "of 0"
    if unit == "days":
        return format_value(figure.value, unit), f"n {format_count(figure.counted)}"
    rate = format_value(figure.value, unit)
    return format_count(figure.entered), f"{rate} of {format_count(figure.counted)}"


def figure_texts_if_fixed(figure: MonthFigure | None, unit: str, lost: int) -> tuple[str, str]:
    """What the figure could become once held rows are fixed: only what is certain.

    A held row may add up to one request or discharge, so n has an upper bound. Mean days have none:
    what the row would say is not known. A share lies between all lost ones failing and entering.
    """
    if not lost:
        return "same", ""
    counted = figure.counted if figure else 0
    most = counted + lost
    if unit == "days":
        return "not known", f"n {format_count(counted)} – {format_count(most)}"
    entered, numerator = (figure.entered or 0, figure.numerator or 0) if figure else (0, 0)
    low = numerator / most
    high = max((numerator + lost) / most, min(numerator + lost, counted) / max(counted, 1))
    return f"{format_count(entered)} – {format_count(entered + lost)}", (
        f"{low:.0%} – {min(high, 1):.0%}"
    )


def receipt_sentence(receipt: Receipt, agency: str) -> str:
    """The receipt's sentence."""
    months = [month.month for month in receipt.months]
    if not months:
        return "Nothing was stored."
    fates = {month.fate for month in receipt.months}
    if fates == {"unchanged"}:
        return f"{agency}, {months_label(months)}: stored already, nothing changed."
    if all(month.nothing_to_report for month in receipt.months):
        return f"{agency} had nothing to report for {months_label(months)}: that is on record."
    return f"{months_label(months)} of {agency} is stored and on the board."


FATES = {"stored": "stored", "unchanged": "unchanged", "again": "active again"}


def receipt_text(receipt: Receipt, agency: str, sender: str) -> str:
    """The receipt as a text to keep."""
    board = board_label(receipt.board) if receipt.board else "no board"
    head = [
        "Starboard: receipt",
        f"Agency: {agency} ({receipt.agency})",
        f"Files: {', '.join(receipt.files) or 'none: nothing to report'}",
        f"Sent by: {sender}",
        f"At: {format_moment(receipt.at)}",
        f"Shown by: {board}",
        "",
    ]
    lines = [
        f"Submission {m.submission}: {long_month(m.month)}, version {m.version}, "
        + ("nothing to report" if m.nothing_to_report else count_of(m.rows, "row"))
        + f", {FATES[m.fate]}"
        for m in receipt.months
    ]
    return "\n".join([*head, *lines, ""])
