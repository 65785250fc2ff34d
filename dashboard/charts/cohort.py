"""Of all who asked in a month, how many were reached: bars over a full track."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard import theme, words

ROW = 58  # pixels


@dataclass(frozen=True)
class Bar:
    """One step; None is "not yet known" and draws the track alone."""

    name: str
    people: int | None
    says: str
    color: str = theme.BETTER


def cohort(asked: int, bars: Sequence[Bar], *, left: int = 150) -> go.Figure:
    """The figure: first all who asked, then each step on the same scale."""
    rows = [Bar("Asked", asked, "", theme.POINT), *bars]
    track = {"type": "rect", "x0": 0, "x1": asked, "layer": "below", "line": {"width": 0}}
    return go.Figure(
        data=[_bars(rows)],
        layout=theme.layout(
            height=ROW * len(rows) + 8,
            margins=(left, 8, 4, 4),
            bargap=0,
            hovermode=False,
            xaxis={"range": [0, asked], "visible": False, "fixedrange": True},
            yaxis=theme.value_axis(
                len(rows) - 0.5,
                -0.5,
                size=14,
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[row.name for row in rows],
                tickfont={"size": 14, "color": theme.INK},
                ticklabelstandoff=8,
            ),
            shapes=[
                {**track, "y0": i - 0.3, "y1": i + 0.3, "fillcolor": theme.BAND}
                for i in range(len(rows))
            ],
            annotations=[note for i, row in enumerate(rows) for note in _notes(i, row, asked)],
        ),
    )


def _bars(rows: Sequence[Bar]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row.people or 0 for row in rows],
        "y": list(range(len(rows))),
        "width": 0.6,
        "marker": {"color": [row.color for row in rows], "line": {"width": 0}},
    }


def _notes(i: int, row: Bar, asked: int) -> list[dict[str, Any]]:
    """The number inside the bar's end where it fits, its share beside the bar where that fits."""
    if row.people is None:
        return [_note(i, 0, "left", 10, row.says, theme.MUTED)]
    number = f"<b>{words.count(row.people)}</b>"
    if row.people < 0.2 * asked:
        return [_note(i, row.people, "left", 8, f"{number}  {row.says}", theme.TEXT)]
    shown = [_note(i, row.people, "right", -8, number, theme.WHITE)]
    if row.says and row.people <= 0.85 * asked:
        shown.append(_note(i, row.people, "left", 8, row.says, theme.TEXT))
    elif row.says:
        shown.append(_note(i, 0, "left", 10, row.says, theme.WHITE))
    return shown


def _note(i: int, at: float, side: str, shift: int, text: str, color: str) -> dict[str, Any]:
    place = {"x": at, "xanchor": side, "xshift": shift, "y": i, "yanchor": "middle"}
    font = {"size": 14, "color": color}
    return {**place, "showarrow": False, "text": text, "font": font}
