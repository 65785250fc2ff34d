"""If you send this: what is replaced, rows, measures, the yes that a loss needs, Send."""

from datetime import date

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element
from dashboard.text.formats import count_of, join_names, long_month
from dashboard.views.submit import change_tables, preview_text
from dashboard.views.submit.other_months import other_months
from dashboard.views.submit.session import SubmitSession
from pipelines.messages import Preview


def send_panel(desk: SubmitSession) -> None:
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
        names = join_names([file.name for file in desk.good[0].files], most=2)
        layout.show_caption(f"Checked before and not sent yet: {names}.")
        st.button("Back to it", on_click=desk.back_to_good, key="back", width="stretch")


def _if_you_send(desk: SubmitSession) -> None:
    found = desk.looked
    said = preview_text.months_sentence(found.months)
    layout.show_lede("If you send this" if found.sendable else "Nothing to send", said)
    if any(month.rows or month.standing for month in found.months):
        st.html(change_tables.rows_table(found))
    if found.sendable:
        month = _month(found)
        st.html(change_tables.measures_table(found, month))
        others = change_tables.other_changes(found)
        if others:
            with st.expander(f"Other months that change: {count_of(len(others), 'figure')}"):
                st.html(element("ul", [element("li", line) for line in others], class_="others"))
        _send(desk)


def _send(desk: SubmitSession) -> None:
    found = desk.looked
    agreed = True
    for month in found.losses:
        st.html(element("p", preview_text.loss_sentence(month), class_="loss", role="status"))
    if not desk.delivery.files or found.losses:
        agreed = st.checkbox(preview_text.agreement_label(found), key=_key(desk))
    if st.button(
        preview_text.send_label(found),
        type="primary",
        disabled=not agreed,
        width="stretch",
        key="send",
    ):
        desk.send(accept_loss=agreed and bool(found.losses))
        st.rerun()
    held = any(file.rows_held for file in found.files if not file.refused)
    stays = [month.standing.version for month in found.months if month.standing]
    layout.show_caption(
        "Held rows are not stored. " if held else "",
        "You can send a corrected file at any time; it replaces this one. ",
        f"Version {stays[0]} stays in the history." if len(stays) == 1 else "",
    )


def _month(found: Preview) -> date:
    """The month whose measures are shown: the newest, unless chosen."""
    months = [month.month for month in found.months][::-1]
    if len(months) == 1:
        return months[0]
    return st.selectbox("Measures of", months, format_func=long_month, key="measures_of", width=200)


def _busy(desk: SubmitSession) -> None:
    layout.show_lede("If you send this", "What would change cannot be told just now.")
    layout.show_caption(desk.looked.busy)
    if st.button("Look again", type="primary", width="stretch"):
        desk.look(desk.delivery)
        st.rerun()


def _key(desk: SubmitSession) -> str:
    return f"agreed_{desk.round}"
