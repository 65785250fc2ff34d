"""What is stored now: the receipt to download, and links to pages that show the month."""

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element, join_content
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.text.formats import board_label, format_count, format_moment, join_names, long_month
from dashboard.views.submit import preview_text
from dashboard.views.submit.session import SubmitSession


def receipt_section(session: SubmitSession, agencies: dict[str, str]) -> None:
    """The third step."""
    receipt = session.stored
    agency = agencies.get(receipt.agency, receipt.agency)
    layout.show_lede("Receipt", preview_text.receipt_sentence(receipt, agency))
    if receipt.months:
        rows = [
            (
                long_month(month.month),
                str(month.submission),
                str(month.version),
                "nothing to report" if month.nothing_to_report else format_count(month.rows),
                preview_text.FATES[month.fate],
            )
            for month in receipt.months
        ]
        columns = ("Month", "Submission", "Version", "Rows", "Is")
        st.html(html_table("Receipt", columns, rows, numbers=(1, 2, 3)))
    facts = [
        ("Files", join_names(receipt.files, most=5) if receipt.files else "none"),
        ("Sent by", session.viewer.sender),
        ("At", format_moment(receipt.at)),
        ("Shown by", board_label(receipt.board) if receipt.board else "no board yet"),
    ]
    pairs = [element("div", element("dt", name), element("dd", fact)) for name, fact in facts]
    st.html(element("dl", pairs, class_="facts"))
    st.html(
        element(
            "p",
            join_content(
                page_link(f"{agency} on Trends", "trends", agency=receipt.agency),
                page_link(
                    f"Every version that {agency} sent", "submissions", agency=receipt.agency
                ),
                between=" · ",
            ),
            class_="remark",
        )
    )
    with st.container(horizontal=True):
        st.button("Send another file", type="primary", on_click=session.choose_another, key="again")
        st.download_button(
            "Download receipt",
            preview_text.receipt_text(receipt, agency, session.viewer.sender),
            f"receipt-{receipt.agency}-{receipt.at:%Y%m%d-%H%M%S}.txt",
            "text/plain",
            on_click="ignore",
            key="receipt",
        )
