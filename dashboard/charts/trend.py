"""A measure over time: control chart, card chart and small multiple are one chart, three sizes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard import theme, words
from dashboard.charts import axes, bands, points
from dashboard.charts import projects as bars
from dashboard.charts.series import Average, Limits, Month
from dashboard.charts.sizes import LARGE, Size
from dashboard.definitions import Project, Target


def trend(
    months: Sequence[Month],
    *,
    unit: str,
    axis_title: str = "",
    size: Size = LARGE,
    target: Target | None = None,
    average: Average | None = None,
    limits: Limits | None = None,
    projects: Sequence[Project] = (),
    value_range: tuple[float, float] | None = None,
    across: Sequence[date] | None = None,
) -> go.Figure:
    """The figure; `unit` is days, share or people.

    `average` is a line of its own, as a run chart's median. `value_range` and `across` (the months
    of the axis) put several charts on one scale.
    """
    across = across or [m.month for m in months]
    placed = bars.place(bars.shown(projects, across), across)
    if placed:
        top = bars.room(placed) + 4
        size, large = replace(size, top=top, height=size.height + top - size.top), size is LARGE
    else:
        large = size is LARGE
    low, high = value_range or axes.value_range(
        _in_sight(months, target, average, limits), unit, fitted=size.fitted
    )
    labels = [*_target_label(target, unit), *_average_label(average, unit)]
    shapes, annotations = [], []
    if limits is not None:
        labels += bands.labels(limits, unit, size, low)
        shapes += bands.shapes(months, limits, size)
    shapes += [*_average_line(average), *_target_line(across, target)]
    if size.labelled:
        height = size.plot_height
        annotations += axes.margin_labels(labels, low, high, height, size=14 if large else 13)
    if large:
        annotations += points.names_of_hollow(months, low, high)
        if limits is not None:
            annotations += bands.earlier(months, limits, unit, low)
    if placed:
        above, named = bars.above(placed, across, low, high)
        shapes, annotations = shapes + above, annotations + named
    if axis_title:
        annotations.append(_axis_title(axis_title, size.margins(unit)[0]))
    return go.Figure(
        data=points.traces(months, size, limits, large=large),
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


def _average_label(average: Average | None, unit: str) -> Iterable[axes.Label]:
    if average is not None:
        said = words.value(average.value, unit)
        yield axes.Label(average.value, f"{average.name} {said}", theme.TEXT)


def _average_line(average: Average | None) -> Iterable[dict[str, Any]]:
    if average is not None:
        across = {"x0": axes.shifted(average.first, -0.5), "x1": axes.shifted(average.last, 0.5)}
        yield bands.line(across, average.value, {"color": theme.TEXT, "width": 1.25})


def _target_line(across: Sequence[date], target: Target | None) -> Iterable[dict[str, Any]]:
    if target is not None:
        ends = {"x0": axes.shifted(across[0], -0.5), "x1": axes.shifted(across[-1], 0.5)}
        dashed = {"color": theme.TARGET, "width": 1.5, "dash": "6px,3px"}
        yield bands.line(ends, target.value, dashed)


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
