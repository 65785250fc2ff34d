"""How many requests took how many days: bars a day, the long ones together, median and target."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import axes, theme
from dashboard.text.formats import count_of

LONGEST = 35  # days with a bar of their own; longer ones share the last
HEIGHT = 266


def histogram_figure(
    counts: Sequence[tuple[int, int]], *, median: float, p90: float, target: float | None = None
) -> go.Figure:
    """The figure of (days, requests); `p90`: nine in ten took at most so long."""
    own = {day: n for day, n in counts if day <= LONGEST}
    longer = sum(n for day, n in counts if day > LONGEST)
    last = LONGEST + 2 if longer else max([*own, 14])
    x = [*own, *([LONGEST + 2] if longer else [])]
    y = [*own.values(), *([longer] if longer else [])]
    top = 1.1 * max(y)
    ticks = [day for day in range(0, LONGEST + (not longer), 7) if day <= last]
    names = [str(day) for day in ticks] + ([f"over {LONGEST}"] if longer else [])
    return go.Figure(
        data=[
            {
                "type": "bar",
                "name": "requests",
                "x": x,
                "y": y,
                "width": 0.84,
                "text": [_bar_text(day, n) for day, n in zip(x, y, strict=True)],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"color": theme.POINT, "line": {"width": 0}},
            }
        ],
        layout=theme.figure_layout(
            height=HEIGHT,
            margins=(40, 12, 62, 44),
            hovermode="closest",
            xaxis=theme.plain_axis(
                range=[-0.8, last + 1],
                tickmode="array",
                tickvals=[*ticks, *([LONGEST + 2] if longer else [])],
                ticktext=names,
                tickangle=0,
                title=theme.axis_title("Days"),
            ),
            yaxis=theme.value_axis(0, top, **axes.value_ticks(0, top, "requests", most=4)),
            shapes=[
                _across(value, color, dash)
                for value, color, dash in (
                    (median, theme.INK, "solid"),
                    (p90, theme.INK, "2px,2px"),
                    (target, theme.TARGET, "6px,3px"),
                )
                if value is not None and value <= last
            ],
            annotations=_names(median, p90, target, last),
        ),
    )


def _bar_text(day: int, requests: int) -> str:
    took = f"over {LONGEST} days" if day > LONGEST else "1 day" if day == 1 else f"{day} days"
    return f"{took}: {count_of(requests, 'request')}"


def _across(value: float, color: str, dash: str) -> dict[str, Any]:
    ends = {"x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": color, "width": 1.5, "dash": dash}}


def _names(median: float, p90: float, target: float | None, last: float) -> list[dict[str, Any]]:
    """Over the plot, a line of text each, since any two of them may be close to each other."""
    lines = [
        (median, f"Half within {median:g}", theme.INK),
        (p90, f"Nine in ten within {p90:g}", theme.INK),
        *([(target, f"Target {target:g}", theme.TARGET)] if target is not None else []),
    ]
    return [
        {
            **{"x": value, "xanchor": "left" if value < 0.5 * last else "right"},
            **{"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 3 + 17 * i},
            **{"showarrow": False, "text": text, "font": {"size": 13, "color": color}},
        }
        for i, (value, text, color) in enumerate(lines)
        if value <= last
    ]
