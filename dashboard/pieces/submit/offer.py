"""If you send this: what is replaced, rows, measures, the yes that a loss needs, Send."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import outcomes, words
from dashboard.desk import Desk
from dashboard.looked import Change, Looked, Month
from dashboard.markup import Content, Markup, el, join
from dashboard.pieces import frame
from dashboard.pieces.submit.choose import recent_months
from dashboard.pieces.table import table
from pipelines.measures import Measure, registry

MONTHS_SHOWN = 6


def offer(desk: Desk) -> None:
    """The right side of the second step."""
    found = desk.looked
    if found.busy:
        _busy(desk)
    elif found.months:
        _if_you_send(desk)
    if desk.delivery.files and (desk.delivery.months or any(f.months for f in found.files)):
        _other_months(desk)
    other = "Choose another file" if desk.delivery.files else "Back"
    st.button(other, on_click=desk.choose_another, key="other", width="stretch")
    if desk.good and desk.good[0] is not desk.delivery:
        names = words.listed([file.name for file in desk.good[0].files], most=2)
        frame.caption(f"Checked before and not sent yet: {names}.")
        st.button("Back to it", on_click=desk.back_to_good, key="back", width="stretch")


def _if_you_send(desk: Desk) -> None:
    found = desk.looked
    said = outcomes.replaced(found.months)
    frame.lede("If you send this" if found.sendable else "Nothing to send", said)
    if any(month.rows or month.standing for month in found.months):
        st.html(rows(found))
    if found.sendable:
        month = _month(found)
        st.html(measures(found, month))
        others = elsewhere(found)
        if others:
            with st.expander(f"Other months that change: {words.counted(len(others), 'figure')}"):
                st.html(el("ul", [el("li", line) for line in others], class_="others"))
        _send(desk)


def _send(desk: Desk) -> None:
    found = desk.looked
    agreed = True
    for month in found.losses:
        st.html(el("p", outcomes.loss(month), class_="loss", role="status"))
    if not desk.delivery.files or found.losses:
        agreed = st.checkbox(outcomes.agreed(found), key=_key(desk))
    if st.button(
        outcomes.button(found), type="primary", disabled=not agreed, width="stretch", key="send"
    ):
        desk.send(accept_loss=agreed and bool(found.losses))
        st.rerun()
    held = any(file.rows_held for file in found.files if not file.refused)
    stays = [month.standing.version for month in found.months if month.standing]
    frame.caption(
        "Held rows are not stored. " if held else "",
        "You can send a corrected file at any time; it replaces this one. ",
        f"Version {stays[0]} stays in the history." if len(stays) == 1 else "",
    )


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
            outcomes.figure(change.before if change else None, goal.unit),
            outcomes.figure(change.after if change else None, goal.unit),
        ]
        if len(columns) == 3:
            after = change.after if change else None
            pairs.append(outcomes.if_fixed(after, goal.unit, lost.get(goal.key, 0)))
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
        f"{' '.join(outcomes.figure(c.before, goals[c.measure].unit))} → "
        f"{' '.join(outcomes.figure(c.after, goals[c.measure].unit))}"
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


def _month(found: Looked) -> date:
    """The month whose measures are shown: the newest, unless chosen."""
    months = [month.month for month in found.months][::-1]
    if len(months) == 1:
        return months[0]
    return st.selectbox(
        "Measures of", months, format_func=words.long_month, key="measures_of", width=200
    )


def _other_months(desk: Desk) -> None:
    """The reporting months are proposed from the file; the uploader may say otherwise."""
    proposed = sorted({month for file in desk.looked.files for month in file.months})
    options = recent_months(proposed[0] if proposed else None)
    with st.popover("Other reporting months", width="stretch"):
        frame.caption("Rows outside these months are held. Proposed from the file unless changed.")
        newest = proposed[-1] if proposed else options[1]
        oldest = proposed[0] if proposed else options[1]
        first = st.selectbox(
            "From",
            options,
            index=options.index(oldest) if oldest in options else 0,
            format_func=words.long_month,
            key=f"from_{_key(desk)}",
        )
        last = st.selectbox(
            "To",
            options,
            index=options.index(newest) if newest in options else 0,
            format_func=words.long_month,
            key=f"to_{_key(desk)}",
        )
        if last < first:
            frame.caption("The last month lies before the first.")
        elif st.button("Check again with these months", key=f"months_{_key(desk)}"):
            desk.look_again([month for month in options if first <= month <= last])
            st.rerun()
        if desk.delivery.months and st.button("As the file proposes", key=f"own_{_key(desk)}"):
            desk.look_again(None)
            st.rerun()


def _busy(desk: Desk) -> None:
    frame.lede("If you send this", "What would change cannot be told just now.")
    frame.caption(desk.looked.busy)
    if st.button("Look again", type="primary", width="stretch"):
        desk.look(desk.delivery)
        st.rerun()


def _key(desk: Desk) -> str:
    return f"agreed_{desk.round}"
