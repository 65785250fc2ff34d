"""What sending would change: rows by month, measures before and after. Tables and lines only."""

from collections.abc import Sequence
from datetime import date

from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.tables import html_table
from dashboard.text.formats import NO_DATA, format_count, month_name, short_month
from dashboard.views.submit import preview_text
from pipelines.measures.registry import Measure, load_measures
from pipelines.messages import FigureChange, MonthPreview, Preview

MONTHS_SHOWN = 6


def rows_table(preview: Preview) -> Markup:
    """A line a month: rows stored, gone, changed and new, and rows of this file."""
    months = preview.months
    columns = ("Stored", "Gone", "Changed", "New", _after(preview))
    shown = months[-MONTHS_SHOWN:]
    body = [_row(month_name(month.month), month) for month in shown]
    if len(shown) < len(months):
        body.insert(0, _total(f"{len(months) - len(shown)} earlier", months[:-MONTHS_SHOWN]))
    return html_table("Rows", ("Rows", *columns), body, numbers=range(1, 6))


def _after(preview: Preview) -> str:
    return "This file" if len(preview.files) == 1 else "These files" if preview.files else "After"


def _row(name: str, month: MonthPreview) -> tuple[Content, ...]:
    was = month.standing.rows if month.standing else 0
    return (
        name,
        format_count(was) if month.standing else NO_DATA,
        _signed(-month.gone),
        format_count(month.changed) if month.changed else NO_DATA,
        _signed(month.new),
        element("b", format_count(month.rows)),
    )


def _total(name: str, months: Sequence[MonthPreview]) -> tuple[Content, ...]:
    changed = sum(month.changed for month in months)
    return (
        name,
        format_count(sum(month.standing.rows for month in months if month.standing)),
        _signed(-sum(month.gone for month in months)),
        format_count(changed) if changed else NO_DATA,
        _signed(sum(month.new for month in months)),
        element("b", format_count(sum(month.rows for month in months))),
    )


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else '−'}{abs(count):,}" if count else NO_DATA  # noqa: RUF001


def measures_table(preview: Preview, month: date) -> Markup:
    """Each goal in one month: as the board has it, with this file, and what fixing could add."""
    goals = [measure for measure in load_measures() if measure.goal]
    lost = _lost(preview) if len(preview.months) == 1 else {}
    columns = ["Stored", _after(preview)] + (["If fixed"] if any(lost.values()) else [])
    body = []
    for goal in goals:
        change = _change(preview, goal.key, month)
        pairs = [
            preview_text.figure_texts(change.before if change else None, goal.unit),
            preview_text.figure_texts(change.after if change else None, goal.unit),
        ]
        if len(columns) == 3:
            after = change.after if change else None
            pairs.append(
                preview_text.figure_texts_if_fixed(after, goal.unit, lost.get(goal.key, 0))
            )
        cells = [
            join_content(element("b", value) if i == 1 else value, element("small", under))
            for i, (value, under) in enumerate(pairs)
        ]
        body.append((_name(goal, change), *cells))
    name = f"Measure, {short_month(month)}"
    return html_table(name, (name, *columns), body, numbers=range(1, 1 + len(columns)))


def _name(goal: Measure, change: FigureChange | None) -> Markup:
    unit = "days" if goal.unit == "days" else "people"
    if change and change.after and change.after.warming_up:
        unit += ", warming up"
    elif change and change.after and change.after.provisional:
        unit += ", provisional"
    return join_content(goal.short, element("small", unit))


def other_changes(preview: Preview) -> list[str]:
    """Figures of months that are not sent, which these rows change all the same."""
    sent = {month.month for month in preview.months}
    goals = {measure.key: measure for measure in load_measures() if measure.goal}
    return [
        f"{goals[c.measure].short}, {month_name(c.month)}: "
        f"{' '.join(preview_text.figure_texts(c.before, goals[c.measure].unit))} → "
        f"{' '.join(preview_text.figure_texts(c.after, goals[c.measure].unit))}"
        for c in preview.changes
        if c.month not in sent and c.measure in goals
    ]


def _lost(preview: Preview) -> dict[str, int]:
    lost: dict[str, int] = {}
    for file in preview.files:
        for group in () if file.refused else file.groups:
            for key, count in group.costs.items():
                lost[key] = lost.get(key, 0) + count
    return lost


def _change(preview: Preview, measure: str, month: date) -> FigureChange | None:
    return next((c for c in preview.changes if (c.measure, c.month) == (measure, month)), None)
