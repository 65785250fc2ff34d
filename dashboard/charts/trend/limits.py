"""Limits and averages behind a chart over time: one band a phase, its lines, its numbers."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from dashboard.charts import axes, theme
from dashboard.charts.trend.months import ChartMonth, Limits
from dashboard.charts.trend.sizes import ChartSize
from dashboard.text.formats import format_value

USUAL_MONTHS = 0.9  # share of months whose limits are in sight


def limit_shapes(
    months: Sequence[ChartMonth], limits: Limits, size: ChartSize
) -> Iterable[dict[str, Any]]:
    """Per phase the band between the limits, the limits where there is room, and the mean."""
    for rows in _phases(limits):
        across = _across(months, rows)
        steps = _steps(months, limits, [i for i in rows if limits.lower[i] == limits.lower[i]])
        if steps:
            low, high = ([(x, edges[side]) for x, *edges in steps] for side in (0, 1))
            fill = {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"}
            yield {"type": "path", "path": _path([*low, *reversed(high)]) + "Z", **fill}
            if size.limit_lines:
                dashed = {"color": theme.LINE, "width": 1, "dash": "3px,3px"}
                for edge in (low, high):
                    yield {"type": "path", "path": _path(edge), "line": dashed, "layer": "between"}
        centre = float(limits.centre[rows[0]])
        if centre == centre:
            yield level_line(across, centre, {"color": theme.TEXT, "width": 1.25})


def proposed_shapes(months: Sequence[ChartMonth], limits: Limits) -> Iterable[dict[str, Any]]:
    """Dashed: the mean and the limits of a phase that is proposed and not decided on."""
    rows = range(len(months))
    dashed = {"color": theme.TEXT, "width": 1.25, "dash": "5px,4px"}
    yield level_line(_across(months, rows), float(limits.centre[0]), dashed)
    steps = _steps(months, limits, [i for i in rows if limits.lower[i] == limits.lower[i]])
    thin = {**dashed, "width": 1}
    for side in (0, 1):
        if steps:
            edge = [(x, edges[side]) for x, *edges in steps]
            yield {"type": "path", "path": _path(edge), "line": thin, "layer": "between"}


def proposed_label(limits: Limits, unit: str, size: ChartSize) -> Iterable[axes.AxisLabel]:
    """`Proposed 4.9`, for the margin; `Now 4.9` where there is little room."""
    mean = float(limits.centre[0])
    word = "Proposed" if size.limit_lines else "Now"
    yield axes.AxisLabel(mean, f"{word} {format_value(mean, unit)}", theme.TEXT)


def usual_limits(limits: Limits) -> list[float]:
    """The limits that an axis makes room for: those of nine months in ten, and the newest. A month
    of one or two is so wide that it would press the others flat; its band runs off the chart."""
    edges = np.array([limits.lower, limits.upper], dtype=float)
    edges = edges[:, ~np.isnan(edges).any(axis=0)]
    if not edges.size:
        return []
    lower = min(np.quantile(edges[0], 1 - USUAL_MONTHS), edges[0, -1])
    upper = max(np.quantile(edges[1], USUAL_MONTHS), edges[1, -1])
    return [float(lower), float(upper)]


def limit_labels(
    limits: Limits, unit: str, size: ChartSize, floor: float
) -> Iterable[axes.AxisLabel]:
    """The newest phase's lines by name, for the margin; a limit below the axis has none."""
    if not len(limits.centre):
        return
    lines = [(float(limits.centre[-1]), "Mean", theme.TEXT)]
    if size.limit_lines:
        newest = [i for i in list(_phases(limits))[-1] if limits.upper[i] == limits.upper[i]]
        for i in newest[-1:]:  # a share's limits end where its last final month does
            lines += [(float(limits.upper[i]), "Upper limit", theme.MUTED)]
            lines += [(float(limits.lower[i]), "Lower limit", theme.MUTED)]
    for value, name, color in lines:
        if value == value and value >= floor:
            yield axes.AxisLabel(value, f"{name} {format_value(value, unit)}", color)


def earlier_limits(
    months: Sequence[ChartMonth], limits: Limits, unit: str, low: float
) -> Iterable[dict[str, Any]]:
    """`Mean 11.5, limits 9.0 – 14.0` under the band of each phase but the newest."""
    for rows in list(_phases(limits))[:-1]:
        known = [i for i in rows if limits.lower[i] == limits.lower[i]] or rows
        centre, lower, upper = (
            float(edge[known[-1]]) for edge in (limits.centre, limits.lower, limits.upper)
        )
        if centre != centre:
            continue
        text = f"Mean {format_value(centre, unit)}"
        if lower == lower:
            text += f", limits {format_value(lower, unit)} – {format_value(upper, unit)}"
        seen = [m.value for m in (months[i] for i in rows) if m.value is not None]
        under = min([edge for edge in (lower, centre, *seen) if edge == edge])
        yield {
            "x": axes.shift_by_months(months[rows[0]].month, -0.5),
            "xanchor": "left",
            "xshift": 2,
            "y": max(under, low),
            "yanchor": "top" if under > low else "bottom",
            "yshift": -4 if under > low else 4,
            "showarrow": False,
            "text": text,
            "font": {"size": 13, "color": theme.MUTED},
        }


def level_line(across: dict[str, str], value: float, look: dict[str, Any]) -> dict[str, Any]:
    """A level line, over the gridlines and under the points."""
    return {"type": "line", **across, "y0": value, "y1": value, "line": look, "layer": "between"}


def _phases(limits: Limits) -> Iterable[list[int]]:
    for _, rows in groupby(range(len(limits.phase)), key=lambda i: limits.phase[i]):
        yield list(rows)


def _across(months: Sequence[ChartMonth], rows: Sequence[int]) -> dict[str, str]:
    first, last = months[rows[0]].month, months[rows[-1]].month
    return {"x0": axes.shift_by_months(first, -0.5), "x1": axes.shift_by_months(last, 0.5)}


def _steps(
    months: Sequence[ChartMonth], limits: Limits, rows: Sequence[int]
) -> list[tuple[str, float, float]]:
    """Corners of the band: one pair of limits for many months is two corners."""
    corners: list[tuple[str, float, float]] = []
    for pair, run in groupby(rows, key=lambda i: (float(limits.lower[i]), float(limits.upper[i]))):
        across = _across(months, list(run))
        corners += [(across["x0"], *pair), (across["x1"], *pair)]
    return corners


def _path(corners: Sequence[tuple[str, float]]) -> str:
    return "M" + "L".join(f"{x},{y:.6g}" for x, y in corners)
