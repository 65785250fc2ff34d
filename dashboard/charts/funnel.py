"""Funnel: rates against how many were counted, the state's line, and what chance explains."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts import axes, theme
from dashboard.charts.interval_dots import SIGNS, is_filled
from dashboard.text.formats import format_count, format_value
from pipelines.statistics import funnel_lines

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 430, 48, 96, 26, 50
LEAST = 10  # persons: under it the limits are exact steps, not a curve
WIDTH = 1000  # pixels, about, to keep names apart
NAMES = 30  # agencies up to which all are named
PLACES = (  # of a name at its point, the best first
    *(("left", 11, 0), ("right", -11, 0), ("center", 0, -15), ("center", 0, 15)),
    *(("left", 8, -14), ("left", 8, 14), ("right", -8, -14), ("right", -8, 14)),
    *(("center", 0, -30), ("center", 0, 30)),
)


@dataclass(frozen=True)
class FunnelPoint:
    """One agency; `final` is false while its period is provisional or warming up."""

    name: str
    counted: int
    value: float
    meaning: str = "common_cause"
    final: bool = True
    apart: bool = False  # drawn filled; open where it only differs from the state


def funnel_figure(
    spots: Sequence[FunnelPoint], *, state: float, tau2: float, counted_in: str = "Persons"
) -> go.Figure:
    """The figure; limits of 95 % (dashed, with the band) and 99.8 % (solid)."""
    most = 1.04 * max(spot.counted for spot in spots)
    sizes = np.unique(np.concatenate([np.geomspace(LEAST, max(most, 2 * LEAST), 120)]))
    lines = funnel_lines(sizes, state, tau2)
    low, high = _range(spots, lines, sizes)
    return go.Figure(
        data=[*_limits(sizes, lines), _state(sizes, state), *_points(spots)],
        layout=theme.figure_layout(
            height=HEIGHT,
            margins=(LEFT, RIGHT, TOP, BOTTOM),
            hovermode="closest",
            xaxis=theme.plain_axis(
                range=[0, float(sizes[-1])],
                title=theme.axis_title(counted_in),
                **axes.value_ticks(0, float(sizes[-1]), "persons", most=8),
            ),
            yaxis=theme.value_axis(low, high, **axes.value_ticks(low, high, "share", most=7)),
            annotations=[
                *_line_names(lines, state, low, high),
                *_names(spots, low, high, float(sizes[-1])),
            ],
        ),
    )


def _range(
    spots: Sequence[FunnelPoint], lines: Sequence[np.ndarray], sizes: np.ndarray
) -> tuple[float, float]:
    """Around the agencies and the limits at their sizes, not the funnel's open mouth."""
    near = sizes >= max(LEAST, 0.6 * min(spot.counted for spot in spots))
    seen = [spot.value for spot in spots]
    low = min([*seen, float(lines[0][near].min())])
    high = max([*seen, float(lines[1][near].max())])
    air = 0.08 * (high - low)
    return max(0.0, low - air), min(1.0, high + air)


def _limits(sizes: np.ndarray, lines: Sequence[np.ndarray]) -> list[dict[str, Any]]:
    lower95, upper95, lower998, upper998 = lines

    def curve(y: np.ndarray, name: str, dash: str, **more: Any) -> dict[str, Any]:
        line = {"color": theme.LINE, "width": 1, "dash": dash}
        return {
            **{"type": "scatter", "name": name, "mode": "lines", "x": sizes.tolist()},
            **{"y": y.tolist(), "line": line, "hoverinfo": "skip"},
            **more,
        }

    return [
        curve(lower95, "95% lower", "3px,3px"),
        curve(upper95, "95% upper", "3px,3px", fill="tonexty", fillcolor=theme.BAND),
        curve(lower998, "99.8% lower", "solid"),
        curve(upper998, "99.8% upper", "solid"),
    ]


def _state(sizes: np.ndarray, state: float) -> dict[str, Any]:
    """A trace, since the band of a trace would hide a shape."""
    return {
        **{"type": "scatter", "name": "state", "mode": "lines", "hoverinfo": "skip"},
        **{"x": [0, float(sizes[-1])], "y": [state, state]},
        "line": {"color": theme.TEXT, "width": 1.5},
    }


def _points(spots: Sequence[FunnelPoint]) -> list[dict[str, Any]]:
    traces = []
    for meaning, (symbol, color, size, _) in SIGNS.items():
        for filled in (True, False):
            here = [s for s in spots if s.meaning == meaning and is_filled(s) is filled]
            if not here:
                continue
            edge = {"color": theme.WHITE if filled else color, "width": 1 if filled else 1.75}
            traces.append(
                {
                    "type": "scatter",
                    "name": f"{meaning}{'' if filled else ', open'}",
                    "mode": "markers",
                    "x": [s.counted for s in here],
                    "y": [s.value for s in here],
                    "text": [
                        f"{html.escape(s.name)}: {format_value(s.value, 'share')} of "
                        f"{format_count(s.counted)}"
                        for s in here
                    ],
                    "hovertemplate": "%{text}<extra></extra>",
                    "cliponaxis": False,
                    "marker": {
                        "symbol": symbol,
                        "size": size + 1,
                        "color": color if filled else theme.WHITE,
                        "line": edge,
                    },
                }
            )
    return traces


def _line_names(
    lines: Sequence[np.ndarray], state: float, low: float, high: float
) -> list[dict[str, Any]]:
    lower95, upper95, lower998, upper998 = (float(line[-1]) for line in lines)
    named = (
        (upper998, "99.8% limit", theme.MUTED),
        (upper95, "95% limit", theme.MUTED),
        (state, f"State {format_value(state, 'share')}", theme.TEXT),
        (lower95, "95%", theme.MUTED),
        (lower998, "99.8%", theme.MUTED),
    )
    labels = [axes.AxisLabel(*line) for line in named if low <= line[0] <= high]
    return axes.margin_labels(labels, low, high, HEIGHT - TOP - BOTTOM, size=13)


def _names(
    spots: Sequence[FunnelPoint], low: float, high: float, most: float
) -> list[dict[str, Any]]:
    """Every name where there is room, the outliers' always, bold and with their rate."""
    across, up = WIDTH / most, (HEIGHT - TOP - BOTTOM) / (high - low)
    taken = [_box(spot.counted * across, spot.value * up, 12, "center") for spot in spots]
    notes = []
    for spot in sorted(spots, key=lambda each: each.meaning == "common_cause"):
        special = spot.meaning != "common_cause"
        if not special and len(spots) > NAMES:
            continue
        value = f" {format_value(spot.value, 'share')}" if special else ""
        width = 7.4 * len(spot.name + value)
        x, y = spot.counted * across, spot.value * up
        for side, dx, dy in PLACES:
            box = _box(x + dx, y + dy, width, side)
            if not any(_touch(box, other) for other in taken) and box[0] > -20 and box[1] < WIDTH:
                break
        else:
            if not special:
                continue
            side, dx, dy = "left", 11, 0
            box = _box(x + dx, y + dy, width, side)
        taken.append(box)
        name = html.escape(spot.name)
        notes.append(
            {
                **{"x": spot.counted, "y": spot.value, "xanchor": side, "yanchor": "middle"},
                **{"xshift": dx, "yshift": dy, "showarrow": False},
                "text": f"<b>{name}</b>{value}" if special else name,
                "font": {"size": 13, "color": theme.INK if special else theme.TEXT},
            }
        )
    return notes


def _box(x: float, y: float, width: float, side: str) -> tuple[float, float, float, float]:
    left = {"left": x, "right": x - width, "center": x - width / 2}[side]
    return left, left + width, y - 8, y + 8


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
