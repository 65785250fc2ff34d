"""The traces of a chart over time: its line, and its points by what they mean."""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any

from dashboard.charts import theme
from dashboard.charts.trend.months import ChartMonth, Limits
from dashboard.charts.trend.sizes import ChartSize

# meaning → symbol, colour, and size against a common point
SIGNS = {
    "common_cause": ("circle", theme.POINT, 1.0),
    "improvement": ("diamond", theme.BETTER, 1.35),
    "concern": ("square", theme.WORSE, 1.15),
}


def point_traces(
    months: Sequence[ChartMonth], size: ChartSize, limits: Limits | None, *, large: bool = False
) -> list[dict[str, Any]]:
    """From the back: solid line, dotted joins to months that are not final, points."""
    meanings = _meanings(months, limits)
    drawn = [_solid(months, size, limits), _dotted(months, size)]
    newest = max((i for i, m in enumerate(months) if m.kind == "final"), default=None)
    for meaning, (symbol, color, scale) in SIGNS.items():
        shown = [
            i
            for i, month_meaning in enumerate(meanings)
            if month_meaning == meaning
            and (size.points or meaning != "common_cause" or i == newest)
        ]
        if shown:
            drawn.append(
                _markers(
                    months,
                    shown,
                    {
                        "symbol": symbol,
                        "size": size.point * scale,
                        "color": color,
                        "line": {"color": theme.WHITE, "width": 1 if size.points else 0},
                    },
                    name=meaning,
                )
            )
    for kind, edge in (("provisional", theme.POINT), ("warming_up", theme.LINE)):
        shown = [i for i, month in enumerate(months) if month.kind == kind]
        if shown and (size.points or kind == "provisional"):
            thick = 1.75 if kind == "provisional" else 1.25
            hollow = {
                "symbol": "circle",
                "size": size.point + (1 if kind == "provisional" else -1),
                "color": theme.WHITE,
                "line": {"color": edge, "width": thick if large else thick * 0.8},
            }
            drawn.append(_markers(months, shown, hollow, name=kind))
    return drawn


def hollow_point_labels(
    months: Sequence[ChartMonth], low: float, high: float
) -> list[dict[str, Any]]:
    """The words at hollow points: `warming up` over the first run, `provisional` under the last."""
    names = []
    run = _first_run(months, "warming_up")
    if run:
        top = max(m.value for m in run if m.value is not None)
        names.append(_name("warming up", run[0], top, side="left", above=True))
    hollow = [i for i, m in enumerate(months) if m.kind == "provisional"]
    if hollow:
        newest = months[max(0, hollow[-1] - 4) : hollow[-1] + 1]
        near = [m.value for m in newest if m.value is not None]
        above = min(near) < low + 0.1 * (high - low)
        edge = max(near) if above else min(near)
        names.append(_name("provisional", months[hollow[-1]], edge, side="right", above=above))
    return names


def _first_run(months: Sequence[ChartMonth], kind: str) -> list[ChartMonth]:
    first = next((i for i, m in enumerate(months) if m.kind == kind), None)
    return list(takewhile(lambda m: m.kind == kind, months[first:])) if first is not None else []


def _name(word: str, month: ChartMonth, value: float, *, side: str, above: bool) -> dict[str, Any]:
    return {
        "x": month.month.isoformat(),
        "xanchor": side,
        "xshift": 8 if side == "right" else -8,
        "y": value,
        "yanchor": "bottom" if above else "top",
        "yshift": 8 if above else -8,
        "showarrow": False,
        "text": word,
        "font": {"size": 13, "color": theme.MUTED},
    }


def _meanings(months: Sequence[ChartMonth], limits: Limits | None) -> list[str | None]:
    if limits is None:
        return ["common_cause" if m.kind == "final" else None for m in months]
    return [
        point if month.kind == "final" else None
        for month, point in zip(months, limits.point, strict=True)
    ]


def _solid(months: Sequence[ChartMonth], size: ChartSize, limits: Limits | None) -> dict[str, Any]:
    """Final months; a month that is not final, or a new phase, breaks the line."""
    x: list[str] = []
    y: list[float | None] = []
    for i, month in enumerate(months):
        if limits is not None and i and limits.phase[i] != limits.phase[i - 1]:
            x.append(month.month.isoformat())
            y.append(None)
        x.append(month.month.isoformat())
        y.append(month.value if month.kind == "final" else None)
    return {
        "type": "scatter",
        "name": "line",
        "mode": "lines",
        "x": x,
        "y": y,
        "connectgaps": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": theme.LINE, "width": size.line},
    }


def _dotted(months: Sequence[ChartMonth], size: ChartSize) -> dict[str, Any]:
    """Joins between neighbours of which at least one is not final."""
    x: list[str | None] = []
    y: list[float | None] = []
    for one, other in pairwise(months):
        kinds = {one.kind, other.kind}
        if "missing" not in kinds and kinds != {"final"}:
            x += [one.month.isoformat(), other.month.isoformat(), None]
            y += [one.value, other.value, None]
    return {
        "type": "scatter",
        "name": "joins",
        "mode": "lines",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": theme.LINE, "width": size.line, "dash": "2px,3px"},
    }


def _markers(
    months: Sequence[ChartMonth], shown: list[int], marker: dict[str, Any], *, name: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [months[i].month.isoformat() for i in shown],
        "y": [months[i].value for i in shown],
        "text": [months[i].says for i in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": marker,
    }
