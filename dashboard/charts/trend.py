"""A measure over time: control chart, card chart and small multiple are one chart, three sizes."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboard import theme, words
from dashboard.charts import axes, points
from dashboard.charts.series import Average, Limits, Month
from dashboard.charts.sizes import LARGE, Size
from dashboard.definitions import Target


def trend(
    months: Sequence[Month],
    *,
    unit: str,
    axis_title: str = "",
    size: Size = LARGE,
    target: Target | None = None,
    average: Average | None = None,
    limits: Limits | None = None,
    value_range: tuple[float, float] | None = None,
    across: Sequence[date] | None = None,
) -> go.Figure:
    """The figure; `unit` is days, share or people.

    `value_range` and `across` (the months of the axis) put several charts on one scale.
    """
    across = across or [m.month for m in months]
    low, high = value_range or axes.value_range(
        _in_sight(months, target, average, limits), unit, fitted=size.fitted
    )
    labels = [*_target_label(target, unit), *_mean_labels(average, limits, unit, size)]
    shapes = [
        *_band(months, limits, size),
        *_average_line(average),
        *_target_line(across, target),
    ]
    annotations = (
        axes.margin_labels(labels, low, high, size.plot_height, size=14 if size is LARGE else 13)
        if size.labelled
        else []
    )
    if size is LARGE:
        annotations += points.names_of_hollow(months, low, high)
    if axis_title:
        annotations.append(_axis_title(axis_title, size.margins(unit)[0]))
    return go.Figure(
        data=points.traces(months, size, limits),
        layout=theme.layout(
            height=size.height,
            margins=size.margins(unit),
            hovermode="closest",
            xaxis=axes.months_axis(across, half_years=size.half_years),
            yaxis=theme.value_axis(low, high, **axes.value_ticks(low, high, unit, most=size.steps)),
            shapes=shapes,
            annotations=annotations,
        ),
    )


def _in_sight(
    months: Sequence[Month],
    target: Target | None,
    average: Average | None,
    limits: Limits | None,
) -> list[float]:
    seen = [m.value for m in months if m.value is not None]
    seen += [target.value] if target else []
    seen += [average.value] if average else []
    if limits is not None:
        seen += [float(edge) for edge in (*limits.lower, *limits.upper) if edge == edge]
    return seen


def _target_label(target: Target | None, unit: str) -> Iterable[axes.Label]:
    if target is not None:
        said = words.target(target.value, unit)
        yield axes.Label(target.value, f"Target {said}", theme.TARGET)


def _mean_labels(
    average: Average | None, limits: Limits | None, unit: str, size: Size
) -> Iterable[axes.Label]:
    if average is not None:
        said = words.value(average.value, unit)
        yield axes.Label(average.value, f"{average.name} {said}", theme.TEXT)
    if limits is None or not len(limits.centre):
        return
    edges = [(limits.centre[-1], "Mean", theme.TEXT)]
    if size.limit_lines:
        edges += [(limits.upper[-1], "Upper limit", theme.MUTED)]
        edges += [(limits.lower[-1], "Lower limit", theme.MUTED)]
    for at, name, color in edges:
        if at == at:
            yield axes.Label(float(at), f"{name} {words.value(float(at), unit)}", color)


def _band(months: Sequence[Month], limits: Limits | None, size: Size) -> Iterable[dict[str, Any]]:
    """Between the limits: one piece for each run of months that share them."""
    if limits is None:
        return
    rows = zip(months, limits.lower, limits.upper, limits.centre, limits.phase, strict=True)
    for (lower, upper, centre, _), run in groupby(rows, key=lambda row: tuple(row[1:])):
        run = list(run)
        across = {
            "x0": axes.shifted(run[0][0].month, -0.5),
            "x1": axes.shifted(run[-1][0].month, 0.5),
        }
        if lower == lower:
            fill = {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"}
            yield {"type": "rect", **across, "y0": lower, "y1": upper, **fill}
        if size.limit_lines and lower == lower:
            for edge in (lower, upper):
                yield _line(across, edge, {"color": theme.LINE, "width": 1, "dash": "3px,3px"})
        if centre == centre:
            yield _line(across, centre, {"color": theme.TEXT, "width": 1.25})


def _average_line(average: Average | None) -> Iterable[dict[str, Any]]:
    if average is not None:
        across = {"x0": axes.shifted(average.first, -0.5), "x1": axes.shifted(average.last, 0.5)}
        yield _line(across, average.value, {"color": theme.TEXT, "width": 1.25})


def _target_line(across: Sequence[date], target: Target | None) -> Iterable[dict[str, Any]]:
    if target is not None:
        ends = {"x0": axes.shifted(across[0], -0.5), "x1": axes.shifted(across[-1], 0.5)}
        dashed = {"color": theme.TARGET, "width": 1.5, "dash": "6px,3px"}
        yield _line(ends, target.value, dashed)


def _line(across: dict[str, str], at: float, line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "line", **across, "y0": at, "y1": at, "line": line, "layer": "between"}


def _axis_title(title: str, left: int) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -left + 4,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
        "text": title,
        "font": {"size": 13, "color": theme.MUTED},
    }
