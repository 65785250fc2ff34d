"""Plain tables of text and numbers, and the expander with the data behind a chart."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard import access, exports, reads
from dashboard.definitions import Board
from dashboard.markup import Content, Markup, el

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Content]],
    *,
    numbers: Sequence[int] = (),
    state_first: bool = False,
) -> Markup:
    """A table whose first cell names its row; `numbers` are the columns to align at the right."""
    head = [
        el("th", column, scope="col", class_="number" if i in numbers else None)
        for i, column in enumerate(columns)
    ]
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            [
                el("td", cell, class_="number" if i in numbers else None)
                for i, cell in enumerate(row[1:], start=1)
            ],
            class_="state" if state_first and not r else None,
        )
        for r, row in enumerate(rows)
    ]
    inner = el("table", el("thead", el("tr", head)), el("tbody", body), class_="board")
    return el("div", inner, class_="across", tabindex=0, role="region", aria_label=name)


def behind(
    name: str,
    shown: Markup,
    data: Sequence[Mapping[str, Any]],
    at: Board,
    file: str,
) -> None:
    """The data table behind a chart, closed until asked for, with its export."""
    with st.expander("Data table and export"):
        st.html(shown)
        download(data, at, file, key=name)


def download(data: Sequence[Mapping[str, Any]], at: Board, file: str, *, key: str) -> None:
    """What is seen, as CSV or as an Excel workbook; made when it is asked for."""
    measures = reads.measures(access.current(), at)
    kinds = {
        "CSV": ("csv", "text/csv", partial(exports.to_csv, data, at)),
        "Excel": ("xlsx", XLSX, partial(exports.to_xlsx, data, at, measures)),
    }
    with st.container(horizontal=True, gap="small"):
        for kind, (ending, mime, made) in kinds.items():
            st.download_button(
                f"Download {kind}",
                made,
                file_name=exports.file_name(at, file, ending),
                mime=mime,
                on_click="ignore",
                key=f"{ending}_{key}",
            )
