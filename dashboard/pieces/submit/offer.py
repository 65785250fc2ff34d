"""If you send this: what is replaced, rows, measures, the yes that a loss needs, Send."""

from datetime import date

import streamlit as st

from dashboard import offers, words
from dashboard.desk import Desk
from dashboard.looked import Looked
from dashboard.markup import el
from dashboard.pieces import frame
from dashboard.pieces.submit import changes
from dashboard.pieces.submit.other_months import other_months


def offer(desk: Desk) -> None:
    """The right side of the second step."""
    found = desk.looked
    if found.busy:
        _busy(desk)
    elif found.months:
        _if_you_send(desk)
    if desk.delivery.files and (desk.delivery.months or any(f.months for f in found.files)):
        other_months(desk)
    other = "Choose another file" if desk.delivery.files else "Back"
    st.button(other, on_click=desk.choose_another, key="other", width="stretch")
    if desk.good and desk.good[0] is not desk.delivery:
        names = words.listed([file.name for file in desk.good[0].files], most=2)
        frame.caption(f"Checked before and not sent yet: {names}.")
        st.button("Back to it", on_click=desk.back_to_good, key="back", width="stretch")


def _if_you_send(desk: Desk) -> None:
    found = desk.looked
    said = offers.replaced(found.months)
    frame.lede("If you send this" if found.sendable else "Nothing to send", said)
    if any(month.rows or month.standing for month in found.months):
        st.html(changes.rows(found))
    if found.sendable:
        month = _month(found)
        st.html(changes.measures(found, month))
        others = changes.elsewhere(found)
        if others:
            with st.expander(f"Other months that change: {words.counted(len(others), 'figure')}"):
                st.html(el("ul", [el("li", line) for line in others], class_="others"))
        _send(desk)


def _send(desk: Desk) -> None:
    found = desk.looked
    agreed = True
    for month in found.losses:
        st.html(el("p", offers.loss(month), class_="loss", role="status"))
    if not desk.delivery.files or found.losses:
        agreed = st.checkbox(offers.agreed(found), key=_key(desk))
    if st.button(
        offers.button(found), type="primary", disabled=not agreed, width="stretch", key="send"
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


def _month(found: Looked) -> date:
    """The month whose measures are shown: the newest, unless chosen."""
    months = [month.month for month in found.months][::-1]
    if len(months) == 1:
        return months[0]
    return st.selectbox(
        "Measures of", months, format_func=words.long_month, key="measures_of", width=200
    )


def _busy(desk: Desk) -> None:
    frame.lede("If you send this", "What would change cannot be told just now.")
    frame.caption(desk.looked.busy)
    if st.button("Look again", type="primary", width="stretch"):
        desk.look(desk.delivery)
        st.rerun()


def _key(desk: Desk) -> str:
    return f"agreed_{desk.round}"
