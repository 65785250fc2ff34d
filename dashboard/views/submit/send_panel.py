"""If you send this: what is replaced, rows, measures, consent to a loss or new ids, Send."""

from datetime import date

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element
from dashboard.text.formats import count_of, join_names, long_month
from dashboard.views.submit import change_tables, preview_text
from dashboard.views.submit.other_months import other_months
from dashboard.views.submit.session import SubmitSession
from pipelines.messages import Preview


def send_panel(session: SubmitSession) -> None:
    """The right side of the second step."""
    delivery, preview = session.checked.delivery, session.checked.preview
    if preview.busy:
        _busy(session)
    elif preview.months:
        _if_you_send(session)
    if delivery.files and (delivery.months or any(f.months for f in preview.files)):
        other_months(session)
    other = "Choose another file" if delivery.files else "Back"
    st.button(other, on_click=session.choose_another, key="other", width="stretch")
    if session.good and session.good.delivery is not delivery:
        names = join_names([file.name for file in session.good.delivery.files], most=2)
        layout.show_caption(f"Checked before and not sent yet: {names}.")
        st.button("Back to it", on_click=session.back_to_good, key="back", width="stretch")


def _if_you_send(session: SubmitSession) -> None:
    preview = session.checked.preview
    text = preview_text.months_sentence(preview.months)
    layout.show_lede("If you send this" if preview.sendable else "Nothing to send", text)
    if any(month.rows or month.standing for month in preview.months):
        st.html(change_tables.rows_table(preview))
    if preview.sendable:
        month = _month(preview)
        st.html(change_tables.measures_table(preview, month))
        others = change_tables.other_changes(preview)
        if others:
            with st.expander(f"Other months that change: {count_of(len(others), 'figure')}"):
                st.html(element("ul", [element("li", line) for line in others], class_="others"))
        _send(session)


def _send(session: SubmitSession) -> None:
    preview = session.checked.preview
    agreed = True
    for month in preview.losses:
        st.html(element("p", preview_text.loss_sentence(month), class_="loss", role="status"))
    if not session.checked.delivery.files or preview.losses:
        agreed = st.checkbox(preview_text.agreement_label(preview), key=_key(session, "loss"))
    for month in preview.unknown:
        st.html(element("p", preview_text.unknown_sentence(month), class_="loss", role="status"))
    if preview.unknown:
        label = preview_text.new_ids_label(preview)
        agreed = st.checkbox(label, key=_key(session, "new_ids")) and agreed
    if st.button(
        preview_text.send_label(preview),
        type="primary",
        disabled=not agreed,
        width="stretch",
        key="send",
    ):
        session.start_sending(
            accept_loss=bool(preview.losses), accept_new_ids=bool(preview.unknown)
        )
        st.rerun()
    held = any(file.rows_held for file in preview.files if not file.refused)
    stays = [month.standing.version for month in preview.months if month.standing]
    layout.show_caption(
        "Held rows are not stored. " if held else "",
        "You can send a corrected file at any time; it replaces this one. ",
        f"Version {stays[0]} stays in the history." if len(stays) == 1 else "",
    )


def _month(preview: Preview) -> date:
    """The month whose measures are shown: the newest, unless chosen."""
    months = [month.month for month in preview.months][::-1]
    if len(months) == 1:
        return months[0]
    return st.selectbox("Measures of", months, format_func=long_month, key="measures_of", width=200)


def _busy(session: SubmitSession) -> None:
    layout.show_lede("If you send this", "What would change is not known just now.")
    layout.show_caption(session.checked.preview.busy)
    if st.button("Look again", type="primary", width="stretch"):
        session.start_preview(session.checked.delivery)
        st.rerun()


def _key(session: SubmitSession, agreement: str) -> str:
    return f"agreed_{agreement}_{session.round}"
