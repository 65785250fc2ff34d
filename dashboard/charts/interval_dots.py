"""A row an agency: its dot, its interval where there is one, and the state's line."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import plotly.graph_objects as go

from dashboard.charts import axes, theme

ROW = 30  # pixels
SIGNS = {
    "common_cause": ("circle", theme.POINT, 9, 2.0),
    "improvement": ("diamond", theme.BETTER, 11, 2.5),
    "concern": ("square", theme.WORSE, 10, 2.5),
    "own": ("circle", theme.INK, 12, 2.5),
}


class Mark(Protocol):
    """What decides the look of an agency's sign."""

    @property
    def meaning(self) -> str: ...

    @property
    def apart(self) -> bool: ...

    @property
    def final(self) -> bool: ...


@dataclass(frozen=True)
class IntervalDot:
    """One agency. `final` is false while its period is provisional or warming up: drawn hollow."""

    name: str
    value: float
    says: str  # at the right of the plot
    low: float | None = None
    high: float | None = None
    final: bool = True
    meaning: str = "common_cause"
    apart: bool = False  # drawn filled; open where it only differs from the state


def interval_dots_figure(
    rows: Sequence[IntervalDot],
    *,
    unit: str,
    state: float | None = None,
    state_says: str = "",
    target: float | None = None,
    target_says: str = "",
) -> go.Figure:
    """The figure, rows from top to bottom. Names come from people and are escaped."""
    edges = [edge for row in rows for edge in (row.value, row.high) if edge is not None]
    edges = [edge for edge in edges if edge != float("inf")]
    edges += [line for line in (state, target) if line is not None]
    lows = [row.low for row in rows if row.low is not None]
    low, high = axes.value_range(
        [*edges, *(lows if unit == "share" else [])], unit, fitted=unit == "share"
    )
    height = ROW * len(rows)
    return go.Figure(
        data=[*_intervals(rows, high), *_points(rows), _second_axis()],
        layout=theme.figure_layout(
            height=height + 66,
            margins=(_room(rows), 150, 32, 34),
            hovermode="closest",
            xaxis=theme.plain_axis(
                range=[low, high], tickangle=0, **axes.value_ticks(low, high, unit, most=7)
            ),
            yaxis=theme.value_axis(
                len(rows) - 0.5,
                -0.5,
                size=14,
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[html.escape(row.name) for row in rows],
                tickfont={"size": 14, "color": theme.INK},
                ticklabelstandoff=8,
            ),
            yaxis2=theme.value_axis(  # the figures: as annotations they take many times as long
                len(rows) - 0.5,
                -0.5,
                showgrid=False,
                overlaying="y",
                side="right",
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[row.says for row in rows],
                ticklabelstandoff=10,
            ),
            shapes=[
                *_across(state, theme.TEXT, 1.5),
                *_across(target, theme.TARGET, 1.5, "6px,3px"),
            ],
            annotations=_over(state, state_says, target, target_says),
        ),
    )


def _intervals(rows: Sequence[IntervalDot], edge: float) -> list[dict[str, Any]]:
    """A line an agency, in its dot's colour; one without an upper bound ends at the edge."""
    traces = []
    for meaning, (_, color, _, width) in SIGNS.items():
        x: list[float | None] = []
        y: list[float | None] = []
        for i, row in enumerate(rows):
            if row.meaning == meaning and row.low is not None and row.high is not None:
                x += [row.low, min(row.high, edge), None]
                y += [i, i, None]
        if x:
            traces.append(
                {
                    "type": "scatter",
                    "name": f"intervals {meaning}",
                    "mode": "lines",
                    "x": x,
                    "y": y,
                    "line": {
                        "color": theme.LINE if meaning == "common_cause" else color,
                        "width": width,
                    },
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                }
            )
    return traces


def _points(rows: Sequence[IntervalDot]) -> list[dict[str, Any]]:
    traces = []
    for meaning, (symbol, color, size, _) in SIGNS.items():
        for filled in (True, False):
            here = [
                i
                for i, row in enumerate(rows)
                if row.meaning == meaning and is_filled(row) is filled
            ]
            if not here:
                continue
            edge = theme.WHITE if filled else color
            traces.append(
                {
                    "type": "scatter",
                    "name": f"{meaning}{'' if filled else ', open'}",
                    "mode": "markers",
                    "x": [rows[i].value for i in here],
                    "y": here,
                    "text": [f"{html.escape(rows[i].name)}: {rows[i].says}" for i in here],
                    "hovertemplate": "%{text}<extra></extra>",
                    "cliponaxis": False,
                    "marker": {
                        "symbol": symbol,
                        "size": size,
                        "color": color if filled else theme.WHITE,
                        "line": {"color": edge, "width": 1 if filled else 1.75},
                    },
                }
            )
    return traces


def is_filled(mark: Mark) -> bool:
    """Whether an agency's sign is filled: it stands apart, or does not differ and is final."""
    return mark.apart if mark.meaning != "common_cause" else mark.final


def _second_axis() -> dict[str, Any]:
    """Plotly draws an axis only where a trace uses it."""
    return {"type": "scatter", "name": "figures", "x": [None], "y": [0], "yaxis": "y2"}


def _across(
    value: float | None, color: str, width: float, dash: str = "solid"
) -> list[dict[str, Any]]:
    if value is None:
        return []
    line = {"color": color, "width": width, "dash": dash}
    ends = {"yref": "paper", "y0": 0, "y1": 1}
    return [{"type": "line", "x0": value, "x1": value, **ends, "line": line, "layer": "between"}]


def _over(
    state: float | None, state_says: str, target: float | None, target_says: str
) -> list[dict[str, Any]]:
    """The two lines' names over the plot, leaning away from each other."""
    state_leans, target_leans = "center", "center"
    if state is not None and target is not None:
        state_leans, target_leans = ("left", "right") if state >= target else ("right", "left")
    names = []
    for value, text, color, side in (
        (state, state_says, theme.TEXT, state_leans),
        (target, target_says, theme.TARGET, target_leans),
    ):
        if value is not None:
            position = {"x": value, "xanchor": side, "yref": "paper", "y": 1, "yanchor": "bottom"}
            look = {"yshift": 4, "showarrow": False, "font": {"size": 13, "color": color}}
            names.append({**position, **look, "text": text})
    return names


def _room(rows: Sequence[IntervalDot]) -> int:
    """Pixels for the longest name; a very long one is cut by the paper's edge, not the plot."""
    return min(max(48, 20 + 8 * max(len(row.name) for row in rows)), 200)
