"""Plain tables of text and numbers, and the expander with the data behind a chart."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.access import viewer as access
from dashboard.access.record import record_export
from dashboard.components.html import Content, Markup, element
from dashboard.exports import tables
from dashboard.queries import board as queries
from dashboard.queries.models import Board

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def html_table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Content]],
    *,
    numbers: Sequence[int] = (),
    state_first: bool = False,
) -> Markup:
    """A table whose first cell names its row; `numbers` are the columns to align at the right."""
    head = [
        element("th", column, scope="col", class_="number" if i in numbers else None)
        for i, column in enumerate(columns)
    ]
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            [
                element("td", cell, class_="number" if i in numbers else None)
                for i, cell in enumerate(row[1:], start=1)
            ],
            class_="state" if state_first and not r else None,
        )
        for r, row in enumerate(rows)
    ]
    inner = element(
        "table", element("thead", element("tr", head)), element("tbody", body), class_="board"
    )
    return element("div", inner, class_="across", tabindex=0, role="region", aria_label=name)


def data_expander(
    name: str,
    shown: Markup,
    data: Sequence[Mapping[str, Any]],
    board: Board,
    file: str,
) -> None:
    """The data table behind a chart with its export, closed at first."""
    with st.expander("Data table and export"):
        st.html(shown)
        download_buttons(data, board, file, key=name)


def download_buttons(
    data: Sequence[Mapping[str, Any]], board: Board, file: str, *, key: str
) -> None:
    """The rows as CSV or as an Excel workbook, made and recorded when a button is pressed."""
    viewer = access.current_viewer()
    measures = queries.measures(viewer, board)
    kinds = {
        "CSV": ("csv", "text/csv", partial(tables.to_csv, data, board)),
        "Excel": ("xlsx", XLSX, partial(tables.to_xlsx, data, board, measures)),
    }
    with st.container(horizontal=True, gap="small"):
        for kind, (ending, mime, make_file) in kinds.items():
            st.download_button(
                f"Download {kind}",
                partial(
                    record_export, viewer, make_file, what=file, format=ending, board=board.version
                ),
                file_name=tables.export_file_name(board, file, ending),
                mime=mime,
                on_click="ignore",
                key=f"{ending}_{key}",
            )
