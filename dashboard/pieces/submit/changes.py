"""What sending would change: rows by month, measures before and after. Tables and lines only."""

from collections.abc import Sequence
from datetime import date

from dashboard import offers, words
from dashboard.looked import Change, Looked, Month
from dashboard.markup import Content, Markup, el, join
from dashboard.pieces.table import table
from pipelines.measures import Measure, registry

MONTHS_SHOWN = 6


def rows(found: Looked) -> Markup:
    """Stored, less gone, and new: this file. A line a month."""
    months = found.months
    columns = ("Stored", "Gone", "Changed", "New", _after(found))
    shown = months[-MONTHS_SHOWN:]
    body = [_row(words.month(month.month), month) for month in shown]
    if len(shown) < len(months):
        body.insert(0, _total(f"{len(months) - len(shown)} earlier", months[:-MONTHS_SHOWN]))
    return table("Rows", ("Rows", *columns), body, numbers=range(1, 6))


def _after(found: Looked) -> str:
    return "This file" if len(found.files) == 1 else "These files" if found.files else "After"


def _row(name: str, month: Month) -> tuple[Content, ...]:
    was = month.standing.rows if month.standing else 0
    return (
        name,
        words.count(was) if month.standing else words.NO_DATA,
        _signed(-month.gone),
        words.count(month.changed) if month.changed else words.NO_DATA,
        _signed(month.new),
        el("b", words.count(month.rows)),
    )


def _total(name: str, months: Sequence[Month]) -> tuple[Content, ...]:
    changed = sum(month.changed for month in months)
    return (
        name,
        words.count(sum(month.standing.rows for month in months if month.standing)),
        _signed(-sum(month.gone for month in months)),
        words.count(changed) if changed else words.NO_DATA,
        _signed(sum(month.new for month in months)),
        el("b", words.count(sum(month.rows for month in months))),
    )


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else '−'}{abs(count):,}" if count else words.NO_DATA  # noqa: RUF001


def measures(found: Looked, month: date) -> Markup:
    """Each goal in one month: as the board has it, with this file, and what fixing could add."""
    goals = [measure for measure in registry() if measure.goal]
    lost = _lost(found) if len(found.months) == 1 else {}
    columns = ["Stored", _after(found)] + (["If fixed"] if any(lost.values()) else [])
    body = []
    for goal in goals:
        change = _change(found, goal.key, month)
        pairs = [
            offers.figure(change.before if change else None, goal.unit),
            offers.figure(change.after if change else None, goal.unit),
        ]
        if len(columns) == 3:
            after = change.after if change else None
            pairs.append(offers.if_fixed(after, goal.unit, lost.get(goal.key, 0)))
        cells = [
            join(el("b", value) if i == 1 else value, el("small", under))
            for i, (value, under) in enumerate(pairs)
        ]
        body.append((_name(goal, change), *cells))
    name = f"Measure, {words.short_month(month)}"
    return table(name, (name, *columns), body, numbers=range(1, 1 + len(columns)))


def _name(goal: Measure, change: Change | None) -> Markup:
    unit = "days" if goal.unit == "days" else "people"
    if change and change.after and change.after.warming_up:
        unit += ", warming up"
    elif change and change.after and change.after.provisional:
        unit += ", provisional"
    return join(goal.short, el("small", unit))


def elsewhere(found: Looked) -> list[str]:
    """Figures of months that are not sent, which these rows change all the same."""
    sent = {month.month for month in found.months}
    goals = {measure.key: measure for measure in registry() if measure.goal}
    return [
        f"{goals[c.measure].short}, {words.month(c.month)}: "
        f"{' '.join(offers.figure(c.before, goals[c.measure].unit))} → "
        f"{' '.join(offers.figure(c.after, goals[c.measure].unit))}"
        for c in found.changes
        if c.month not in sent and c.measure in goals
    ]


def _lost(found: Looked) -> dict[str, int]:
    lost: dict[str, int] = {}
    for file in found.files:
        for group in () if file.refused else file.groups:
            for key, count in group.costs.items():
                lost[key] = lost.get(key, 0) + count
    return lost


def _change(found: Looked, measure: str, month: date) -> Change | None:
    return next((c for c in found.changes if (c.measure, c.month) == (measure, month)), None)
