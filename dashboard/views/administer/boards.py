"""Board versions: which are kept, each a link, and by which rule."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import layout
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.queries.kept_boards import KeptBoard
from dashboard.text.formats import board_label, count_of, format_moment
from pipelines.settings import load_settings


def boards_section(boards: Sequence[KeptBoard]) -> None:
    """`boards`: the newest first."""
    daily_days = load_settings().versions.daily_boards_days
    if not boards:
        layout.show_caption("Nothing is published yet: the first file makes the first board.")
        return
    layout.show_caption(
        f"{count_of(len(boards), 'board')} kept: the newest, the last of each day for {daily_days}"
        " days, the last of each month for ever. A kept board never changes; a link opens every"
        " page as it was."
    )
    rows = [
        (
            page_link(board_label(board.version), "overview", as_of=str(board.version)),
            format_moment(board.published_at),
            f"{board.megabytes:,.1f} MB",
        )
        for board in boards
    ]
    st.html(html_table("Boards", ("Board", "Published (UTC)", "Size"), rows, numbers=(2,)))
