"""What is stored now: the receipt, to keep, and where the month can be seen."""

import streamlit as st

from dashboard import offers, words
from dashboard.desk import Desk
from dashboard.markup import el, join, link
from dashboard.pieces import frame
from dashboard.pieces.table import table


def receipt(desk: Desk, agencies: dict[str, str]) -> None:
    """The third step."""
    told = desk.receipt
    agency = agencies.get(told.agency, told.agency)
    frame.lede("Receipt", offers.stored(told, agency))
    if told.months:
        rows = [
            (
                words.long_month(month.month),
                str(month.submission),
                str(month.version),
                "nothing to report" if month.nothing_to_report else words.count(month.rows),
                offers.FATES[month.fate],
            )
            for month in told.months
        ]
        columns = ("Month", "Submission", "Version", "Rows", "Is")
        st.html(table("Receipt", columns, rows, numbers=(1, 2, 3)))
    facts = [
        ("Files", words.listed(told.files, most=5) if told.files else "none"),
        ("Sent by", desk.viewer.name),
        ("At", words.moment(told.at)),
        ("Shown by", words.board(told.board) if told.board else "no board yet"),
    ]
    pairs = [el("div", el("dt", name), el("dd", said)) for name, said in facts]
    st.html(el("dl", pairs, class_="facts"))
    st.html(
        el(
            "p",
            join(
                link(f"{agency} on Trends", "trends", agency=told.agency),
                link(f"Every version that {agency} sent", "submissions", agency=told.agency),
                between=" · ",
            ),
            class_="beside",
        )
    )
    with st.container(horizontal=True):
        st.button("Send another file", type="primary", on_click=desk.choose_another, key="again")
        st.download_button(
            "Download receipt",
            offers.receipt_text(told, agency, desk.viewer.name),
            f"receipt-{told.agency}-{told.at:%Y%m%d-%H%M%S}.txt",
            "text/plain",
            on_click="ignore",
            key="receipt",
        )
