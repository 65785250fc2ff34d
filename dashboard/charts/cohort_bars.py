"""Of a month's requests, how many reached each step, and what has become of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.text.formats import format_count

ROW = 72  # pixels
HALF = 0.24  # of a row: half a bar


@dataclass(frozen=True)
class CohortBar:
    """One step; None is "not yet known" and draws the track alone. `under` is the text below it."""

    name: str
    people: int | None
    says: str
    under: str = ""
    color: str = theme.BETTER


@dataclass(frozen=True)
class CohortPart:
    """What became of some of the requests, as a piece of the last bar."""

    name: str
    people: int
    color: str
    text: str


def cohort_figure(
    requests: int, bars: Sequence[CohortBar], parts: Sequence[CohortPart] = (), *, left: int = 104
) -> go.Figure:
    """The figure: all requests, each step on the same scale, then what became of all in one bar."""
    rows = [CohortBar("Asked", requests, "", color=theme.POINT), *bars]
    names = [row.name for row in rows] + (["So far"] if parts else [])
    track = {"type": "rect", "x0": 0, "x1": requests, "layer": "below", "line": {"width": 0}}
    return go.Figure(
        data=[_bars(rows), *_parts(parts, len(rows))],
        layout=theme.figure_layout(
            height=ROW * len(names) + 8,
            margins=(left, 8, 4, 4),
            bargap=0,
            barmode="stack",
            hovermode=False,
            xaxis={"range": [0, requests], "visible": False, "fixedrange": True},
            yaxis=theme.value_axis(
                len(names) - 0.5,
                -0.5,
                size=14,
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(names))),
                ticktext=names,
                tickfont={"size": 14, "color": theme.INK},
                ticklabelstandoff=8,
            ),
            shapes=[
                {**track, "y0": i - HALF, "y1": i + HALF, "fillcolor": theme.BAND}
                for i in range(len(names))
            ],
            annotations=[
                *(note for i, row in enumerate(rows) for note in _notes(i, row, requests)),
                *_part_names(parts, len(rows), requests),
            ],
        ),
    )


def _bars(rows: Sequence[CohortBar]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": "steps",
        "orientation": "h",
        "x": [row.people or 0 for row in rows],
        "y": list(range(len(rows))),
        "width": 2 * HALF,
        "marker": {"color": [row.color for row in rows], "line": {"width": 0}},
    }


def _parts(parts: Sequence[CohortPart], row: int) -> list[dict[str, Any]]:
    return [
        {
            "type": "bar",
            "name": part.name,
            "orientation": "h",
            "x": [part.people],
            "y": [row],
            "width": 2 * HALF,
            "marker": {"color": part.color, "line": {"width": 1, "color": theme.WHITE}},
        }
        for part in parts
        if part.people
    ]


def _part_names(parts: Sequence[CohortPart], row: int, requests: int) -> list[dict[str, Any]]:
    """Each number in its piece where it fits; all of them in words below the bar."""
    notes, start = [], 0
    for part in parts:
        if part.people >= 0.07 * requests:
            middle = start + part.people / 2
            text = f"<b>{format_count(part.people)}</b>"
            notes.append(_note(row, middle, "center", 0, text, part.text))
        start += part.people
    if parts:
        names = ", ".join(f"{format_count(part.people)} {part.name}" for part in parts)
        notes.append(_note(row, 0, "left", 2, names, theme.MUTED, below=True))
    return notes


def _notes(i: int, row: CohortBar, requests: int) -> list[dict[str, Any]]:
    """The number inside the bar's end where it fits, its share after the bar where that fits."""
    under = [_note(i, 0, "left", 2, row.under, theme.MUTED, below=True)] if row.under else []
    if row.people is None:
        return [_note(i, 0, "left", 10, row.says, theme.MUTED), *under]
    people = f"<b>{format_count(row.people)}</b>"
    if row.people < 0.2 * requests:
        return [_note(i, row.people, "left", 8, f"{people}  {row.says}", theme.TEXT), *under]
    shown = [_note(i, row.people, "right", -8, people, theme.WHITE)]
    if row.says and row.people <= 0.7 * requests:
        shown.append(_note(i, row.people, "left", 8, row.says, theme.TEXT))
    elif row.says:
        shown.append(_note(i, 0, "left", 10, row.says, theme.WHITE))
    return shown + under


def _note(
    i: int, x: float, side: str, shift: int, text: str, color: str, *, below: bool = False
) -> dict[str, Any]:
    position = {"x": x, "xanchor": side, "xshift": shift}
    position |= {"y": i + HALF, "yanchor": "top"} if below else {"y": i, "yanchor": "middle"}
    font = {"size": 13 if below else 14, "color": color}
    return {**position, "showarrow": False, "text": text, "font": font}
