"""A measure over time: control chart, card chart and small multiple are one chart, three sizes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.analysis.targets import TargetSpan
from dashboard.charts import axes, theme
from dashboard.charts import project_bars as bars
from dashboard.charts.trend import limits as limit_lines
from dashboard.charts.trend import points
from dashboard.charts.trend.months import AverageLine, ChartMonth, Limits
from dashboard.charts.trend.sizes import LARGE, ChartSize
from dashboard.queries.models import Project, Target
from dashboard.text.formats import format_target, format_value


def trend_figure(
    months: Sequence[ChartMonth],
    *,
    unit: str,
    axis_title: str = "",
    size: ChartSize = LARGE,
    target: Target | None = None,
    targets: Sequence[TargetSpan] = (),
    average: AverageLine | None = None,
    limits: Limits | None = None,
    proposed: Limits | None = None,
    projects: Sequence[Project] = (),
    value_range: tuple[float, float] | None = None,
    across: Sequence[date] | None = None,
) -> go.Figure:
    """The figure; `unit` is days, share or people.

    `target` is the current one, by name; `targets` are all, each drawn over its own months; without
    them the current one is drawn over all months. `average` is a line of its own, as a run chart's
    median. `proposed`: mean and limits of a phase that is not decided yet, an entry for each of
    the newest months: dashed. `value_range` and `across` (the months of the axis) put several
    charts on one scale.
    """
    across = across or [m.month for m in months]
    placed = bars.place_projects(bars.projects_in_range(projects, across), across)
    if placed:
        top = bars.bars_height(placed) + 4
        size, large = replace(size, top=top, height=size.height + top - size.top), size is LARGE
    else:
        large = size is LARGE
    low, high = value_range or axes.value_range(
        _in_sight(months, target, average, limits) + [span.target.value for span in targets],
        unit,
        fitted=size.fitted,
    )
    labels = [*_target_label(target, unit), *_average_label(average, unit)]
    shapes: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    if limits is not None:
        labels += limit_lines.limit_labels(limits, unit, size, low)
        shapes += limit_lines.limit_shapes(months, limits, size)
    if proposed is not None:
        newest = months[-len(proposed.centre) :]
        labels += limit_lines.proposed_label(proposed, unit, size)
        shapes += limit_lines.proposed_shapes(newest, proposed)
    shapes += [*_average_line(average), *_target_lines(across, target, targets)]
    if size.labelled:
        height = size.plot_height
        annotations += axes.margin_labels(labels, low, high, height, size=14 if large else 13)
    if large:
        annotations += points.hollow_point_labels(months, low, high)
        if limits is not None:
            annotations += limit_lines.earlier_limits(months, limits, unit, low)
    if placed:
        above, named = bars.project_bars(placed, across, low, high)
        shapes, annotations = shapes + above, annotations + named
    if axis_title:
        annotations.append(_axis_title(axis_title, size.margins(unit)[0]))
    return go.Figure(
        data=points.point_traces(months, size, limits, large=large),
        layout=theme.figure_layout(
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
    months: Sequence[ChartMonth],
    target: Target | None,
    average: AverageLine | None,
    limits: Limits | None,
) -> list[float]:
    seen = [m.value for m in months if m.value is not None]
    seen += [target.value] if target else []
    seen += [average.value] if average else []
    if limits is not None:
        seen += limit_lines.usual_limits(limits)
    return seen


def _target_label(target: Target | None, unit: str) -> Iterable[axes.AxisLabel]:
    if target is not None:
        value = format_target(target.value, unit)
        yield axes.AxisLabel(target.value, f"Target {value}", theme.TARGET)


def _average_label(average: AverageLine | None, unit: str) -> Iterable[axes.AxisLabel]:
    if average is not None:
        value = format_value(average.value, unit)
        yield axes.AxisLabel(average.value, f"{average.name} {value}", theme.TEXT)


def _average_line(average: AverageLine | None) -> Iterable[dict[str, Any]]:
    if average is not None:
        across = {
            "x0": axes.shift_by_months(average.first, -0.5),
            "x1": axes.shift_by_months(average.last, 0.5),
        }
        yield limit_lines.level_line(across, average.value, {"color": theme.TEXT, "width": 1.25})


def _target_lines(
    across: Sequence[date], target: Target | None, spans: Sequence[TargetSpan]
) -> Iterable[dict[str, Any]]:
    if not spans and target is not None:
        spans = [TargetSpan(target, across[0], across[-1])]
    for span in spans:
        last = across[-1] if span is spans[-1] else span.last  # the axis may reach further
        ends = {
            "x0": axes.shift_by_months(span.first, -0.5),
            "x1": axes.shift_by_months(last, 0.5),
        }
        dashed = {"color": theme.TARGET, "width": 1.5, "dash": "6px,3px"}
        yield limit_lines.level_line(ends, span.target.value, dashed)


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
