"""Where the ticks of a chart over time go, and labels in the margin that do not touch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.charts import theme
from dashboard.text.formats import month_name, short_month

LABEL_GAP = 17  # pixels between two labels in the margin


@dataclass(frozen=True)
class AxisLabel:
    """A line's name at the right of the plot, in the line's colour."""

    value: float
    text: str
    color: str


def months_axis(months: Sequence[date], *, half_years: bool) -> dict[str, Any]:
    """Januaries by year; a large chart also marks July, a short one every month or quarter."""
    first, last = months[0], months[-1]
    if len(months) <= 12:
        step = 1 if len(months) <= 6 else 3
        ticks = [m for m in months if (m.month - first.month) % step == 0]
        names = [month_name(m) if m == ticks[0] or m.month == 1 else short_month(m) for m in ticks]
    elif half_years:
        ticks = [m for m in months if m.month in (1, 7)]
        names = [month_name(m) if m.month == 1 else "Jul" for m in ticks]
    else:
        ticks = [m for m in months if m.month == 1]
        names = [str(m.year) for m in ticks]
    return theme.plain_axis(
        type="date",
        range=[shift_by_months(first, -0.5), shift_by_months(last, 0.5)],
        tickmode="array",
        tickvals=[m.isoformat() for m in ticks],
        ticktext=names,
    )


def shift_by_months(month: date, share: float) -> str:
    """A day before (or after) a month's first by a share of a month, as Plotly reads it."""
    return date.fromordinal(month.toordinal() + round(share * 30)).isoformat()


def value_range(values: Sequence[float], unit: str, *, fitted: bool) -> tuple[float, float]:
    """From zero to 8% above the greatest; fitted: around the values, 12% of their spread."""
    seen = [v for v in values if v is not None and v == v]
    if not seen or max(seen) <= 0:
        return 0.0, 0.5 if unit == "share" else 5.0
    low, high = min(seen), max(seen)
    if not fitted:
        top = 1.08 * high
        return 0.0, min(top, 1.0) if unit == "share" and high <= 1 / 1.08 else top
    air = 0.12 * (high - low) or 0.12 * high
    return max(0.0, low - air), high + air


def value_ticks(low: float, high: float, unit: str, *, most: int) -> dict[str, Any]:
    """Round ticks, at most so many steps, as the unit is written."""
    step = _round_step((high - low) / most)
    first = math.ceil(low / step - 1e-9)
    ticks = [i * step for i in range(first, math.floor(high / step + 1e-9) + 1)]
    if unit == "share":
        digits = 0 if step >= 0.01 else 1
        names = [f"{tick:.{digits}%}" for tick in ticks]
    else:
        names = [f"{tick:,.0f}" if step >= 1 else f"{tick:g}" for tick in ticks]
    return {"tickmode": "array", "tickvals": ticks, "ticktext": names}


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= rough - 1e-12)


def margin_labels(
    labels: Sequence[AxisLabel], low: float, high: float, plot_height: int, *, size: int = 14
) -> list[dict[str, Any]]:
    """Annotations in the right margin, each at its line, pushed apart where they would touch."""
    pixel = (high - low) / plot_height
    placed: list[tuple[float, AxisLabel]] = []
    for label in sorted(labels, key=lambda label: -label.value):
        wanted = min(max(label.value, low), high)
        if placed:
            wanted = min(wanted, placed[-1][0] - LABEL_GAP * pixel)
        placed.append((wanted, label))
    for i in range(len(placed) - 1, -1, -1):
        floor = low + (len(placed) - 1 - i) * LABEL_GAP * pixel
        if placed[i][0] < floor:
            placed[i] = (floor, placed[i][1])
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 8,
            "yref": "y",
            "y": y,
            "yanchor": "middle",
            "showarrow": False,
            "text": label.text,
            "font": {"size": size, "color": label.color},
        }
        for y, label in placed
    ]
