"""What is stored now: the receipt, to keep, and where the month can be seen."""

import streamlit as st

from dashboard.components import layout
from dashboard.components.html import element, join_content
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.text.formats import board_label, format_count, format_moment, join_names, long_month
from dashboard.views.submit import preview_text
from dashboard.views.submit.session import SubmitSession


def receipt_section(desk: SubmitSession, agencies: dict[str, str]) -> None:
    """The third step."""
    told = desk.receipt
    agency = agencies.get(told.agency, told.agency)
    layout.show_lede("Receipt", preview_text.receipt_sentence(told, agency))
    if told.months:
        rows = [
            (
                long_month(month.month),
                str(month.submission),
                str(month.version),
                "nothing to report" if month.nothing_to_report else format_count(month.rows),
                preview_text.FATES[month.fate],
            )
            for month in told.months
        ]
        columns = ("Month", "Submission", "Version", "Rows", "Is")
        st.html(html_table("Receipt", columns, rows, numbers=(1, 2, 3)))
    facts = [
        ("Files", join_names(told.files, most=5) if told.files else "none"),
        ("Sent by", desk.viewer.name),
        ("At", format_moment(told.at)),
        ("Shown by", board_label(told.board) if told.board else "no board yet"),
    ]
    pairs = [element("div", element("dt", name), element("dd", said)) for name, said in facts]
    st.html(element("dl", pairs, class_="facts"))
    st.html(
        element(
            "p",
            join_content(
                page_link(f"{agency} on Trends", "trends", agency=told.agency),
                page_link(f"Every version that {agency} sent", "submissions", agency=told.agency),
                between=" · ",
            ),
            class_="beside",
        )
    )
    with st.container(horizontal=True):
        st.button("Send another file", type="primary", on_click=desk.choose_another, key="again")
        st.download_button(
            "Download receipt",
            preview_text.receipt_text(told, agency, desk.viewer.name),
            f"receipt-{told.agency}-{told.at:%Y%m%d-%H%M%S}.txt",
            "text/plain",
            on_click="ignore",
            key="receipt",
        )
