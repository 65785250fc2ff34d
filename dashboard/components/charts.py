"""A chart on a page, with its sentence as alt text and, where it is wanted, a PNG button."""

import html
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts import theme
from dashboard.exports import tables
from dashboard.queries.models import Board
from dashboard.text.formats import board_label

STILL = {"displaylogo": False, "displayModeBar": False}
LINE = 16  # px for the line that says what a picture shows
BUTTON = 30  # px above the plot, so that the button hides nothing
EDGE = 6


def show_chart(figure: go.Figure, alt: str, *, key: str) -> None:
    """A chart without buttons."""
    st.plotly_chart(figure, theme=None, config=STILL, alt=alt, key=key)


def show_chart_with_png(
    figure: go.Figure, alt: str, board: Board, about: str, *, file: str, key: str
) -> None:
    """A chart that a button makes a PNG of. `about`, what it shows, and its board are in its last
    line, as a picture that has left the page needs them."""
    margin = figure.layout.margin
    above = max(BUTTON - margin.t, 0)
    figure.update_layout(
        height=figure.layout.height + above + LINE,
        margin={"t": margin.t + above, "b": margin.b + LINE},
        modebar={"color": theme.MUTED, "activecolor": theme.INK, "bgcolor": theme.WHITE},
    )
    figure.add_annotation(_last_line(figure, board, about))
    st.plotly_chart(figure, theme=None, config=_keeping(board, file), alt=alt, key=key)


def _keeping(board: Board, file: str) -> dict[str, Any]:
    name = tables.export_file_name(board, file, "png").removesuffix(".png")  # Plotly adds its own
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }


def _last_line(figure: go.Figure, board: Board, about: str) -> dict[str, Any]:
    """`Alder · First contact to screening/assessment · Board 000123`, at the lower right."""
    margin = figure.layout.margin
    label = f"{board_label(board.version)}{', sample' if board.sample else ''}"
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "xshift": margin.r - EDGE,
        "yref": "paper",
        "y": 0,
        "yanchor": "bottom",
        "yshift": -margin.b,
        "showarrow": False,
        "text": f"{html.escape(about)} · {label}",
        "font": {"size": 11, "color": theme.MUTED},
    }
