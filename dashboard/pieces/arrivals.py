"""How far the data reach, which agencies have not sent, and the text that reminds them."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import reads, sentences, words
from dashboard.access import Viewer
from dashboard.definitions import Board, NotSent
from dashboard.markup import Content, Markup, el, join, link
from dashboard.pieces.table import table


def reach(viewer: Viewer, at: Board, lacking: Sequence[NotSent]) -> Markup:
    """One line of facts under the page's title."""
    if at.data_through is None:
        return el("p", "No month has been sent after it had ended.", class_="facts")
    came, active = reads.sent_newest_month(viewer, at)
    facts: list[Content] = [
        el("span", "Data through ", el("b", words.long_day(at.data_through))),
        el(
            "span",
            el("b", f"{came} of {words.counted(active, 'agency', 'agencies')}"),
            f" sent {words.long_month(at.data_through).split()[0]}",
        ),
    ]
    missing = [agency for agency in lacking if agency.missing or agency.never]
    unfinished = [agency for agency in lacking if agency.unfinished]
    if missing:
        facts.append(
            el("span", "Missing: ", _named(missing, lambda a: sentences.months(a.missing)))
        )
    if unfinished:
        facts.append(
            el("span", "Unfinished: ", _named(unfinished, lambda a: sentences.months(a.unfinished)))
        )
    return el("p", facts, class_="facts")


def _named(agencies: Sequence[NotSent], lacks: Callable[[NotSent], str], most: int = 4) -> Content:
    shown = [
        join(el("b", agency.name), f" ({lacks(agency) or 'everything'})")
        for agency in agencies[:most]
    ]
    more = len(agencies) - most
    return join(*shown, f"{more} more" if more > 0 else None, between=", ")


def who_to_ask(lacking: Sequence[NotSent], office: str) -> None:
    """Contact and reminder of each agency that lacks a month."""
    if not lacking:
        return
    with st.expander(f"Who has not sent: {words.counted(len(lacking), 'agency', 'agencies')}"):
        rows = [
            (
                link(agency.name, "agency", agency=agency.agency_id),
                sentences.lacks(agency),
                words.day(agency.data_through) if agency.data_through else words.NO_DATA,
                agency.contact_name or words.NO_DATA,
                agency.contact_email or words.NO_DATA,
            )
            for agency in lacking
        ]
        columns = ("Agency", "Lacks", "Data through", "Contact", "Email")
        st.html(table("Agencies that have not sent", columns, rows))
        st.html(el("p", "A reminder to copy:", class_="caption"))
        names = {agency.agency_id: agency for agency in lacking}
        chosen = st.selectbox(
            "Reminder for",
            list(names),
            format_func=lambda key: names[key].name,
            width=280,
            key="reminder_for",
        )
        st.code(sentences.reminder(names[chosen], office), language=None, wrap_lines=True)
