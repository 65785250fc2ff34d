"""Change projects as bars: above a chart over time, or one under the other. Dates, no effects."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import axes, theme
from dashboard.queries.models import Project
from dashboard.text.formats import month_name, short_month

LEVEL = 34  # pixels of a bar with its two lines of text
BASE = 24  # between the plot and the lowest bar's text
LETTER = 7  # pixels, about
ROW = 48
_MONTH = 30.4


@dataclass(frozen=True)
class PlacedProject:
    """A project, the level of its text, and whether the text extends to the left."""

    project: Project
    level: int
    leans: bool
    dated: bool


def project_dates(project: Project) -> str:
    """`Apr 2025 – Aug 2025, adopted`; `Sep 2026 – , running`."""
    if project.ends is None:
        return f"since {month_name(project.starts)}, running"
    span = f"{month_name(project.starts)} – {month_name(project.ends)}"
    return f"{span}, {project.outcome}" if project.outcome else span


def place_projects(
    projects: Sequence[Project], across: Sequence[date], width: int = 1000
) -> list[PlacedProject]:
    """Each project at the lowest level where its text touches no other."""
    pixels = width / max((across[-1] - across[0]).days + _MONTH, 1)
    ends: list[list[tuple[float, float]]] = []
    placed = []
    for project in sorted(projects, key=lambda project: project.starts):
        start = (project.starts - across[0]).days * pixels
        room = LETTER * max(len(project.title), len(project_dates(project)))
        leans = start + room > width + 60
        span = (start - room, start) if leans else (start, start + room)
        level = next(
            (
                n
                for n, taken in enumerate(ends)
                if all(span[1] < a or b < span[0] for a, b in taken)
            ),
            len(ends),
        )
        ends += [[]] if level == len(ends) else []
        ends[level].append((span[0] - 12, span[1] + 12))
        placed.append(PlacedProject(project, level, leans, dated=True))
    return placed


def projects_in_range(projects: Sequence[Project], across: Sequence[date]) -> list[Project]:
    """Those that run in any month of the chart."""
    return [
        project
        for project in projects
        if project.starts <= across[-1] and (project.ends is None or project.ends >= across[0])
    ]


def bars_height(placed: Sequence[PlacedProject]) -> int:
    """Pixels above the plot."""
    return (BASE + LEVEL * (max(p.level for p in placed) + 1)) if placed else 0


def project_bars(
    placed: Sequence[PlacedProject], across: Sequence[date], low: float, high: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and notes: a bar from start to close-out, name and dates, a line at the start."""
    shapes, notes = [], []
    for bar in placed:
        project = bar.project
        start = max(project.starts, across[0]).isoformat()
        end = min(project.ends or across[-1], across[-1]).isoformat()
        lift = 6 + LEVEL * bar.level
        pinned = {"yref": "paper", "ysizemode": "pixel", "yanchor": 1}
        dotted = {"color": theme.INK, "width": 1, "dash": "2px,2px"}
        shapes += [
            {"type": "rect", "x0": start, "x1": end, "y0": lift, "y1": lift + 6, **pinned}
            | {"fillcolor": theme.INK, "line": {"width": 0}},
            {"type": "line", "x0": start, "x1": start, "y0": low, "y1": high, "line": dotted},
            {"type": "line", "x0": start, "x1": start, "y0": 0, "y1": lift, **pinned}
            | {"line": dotted},
        ]
        text = f"<b>{html.escape(project.title)}</b>"
        if bar.dated:
            when = html.escape(project_dates(project))
            text += f'<br><span style="color:{theme.MUTED}">{when}</span>'
        notes.append(
            {
                "x": start,
                "xanchor": "right" if bar.leans else "left",
                "xshift": 0,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "yshift": lift + 5,
                "align": "right" if bar.leans else "left",
                "showarrow": False,
                "text": text,
                "font": {"size": 13, "color": theme.INK},
            }
        )
    return shapes, notes


def projects_timeline(
    projects: Sequence[Project], measures: dict[str, str], until: date
) -> go.Figure:
    """One bar a project, in order of its start; hollow while it runs, its outcome next to it."""
    rows = list(projects)
    first = min(project.starts for project in rows).replace(day=1)
    last = max([until, *(project.ends or until for project in rows)])
    months = _quarters(first, last)
    bars, notes = [], []
    for i, project in enumerate(rows):
        running = project.ends is None
        ends = project.ends or until
        bars.append(
            {
                "type": "rect",
                "x0": project.starts.isoformat(),
                "x1": ends.isoformat(),
                "y0": i - 0.17,
                "y1": i + 0.17,
                "fillcolor": theme.WHITE if running else theme.TEXT,
                "line": {"color": theme.TEXT, "width": 1.75 if running else 0},
                "layer": "above",
            }
        )
        late = (ends - first).days > 0.75 * (last - first).days
        notes.append(
            {
                "x": (project.starts if late else ends).isoformat(),
                "xanchor": "right" if late else "left",
                "xshift": -8 if late else 8,
                "y": i,
                "yanchor": "middle",
                "showarrow": False,
                "text": html.escape(project.outcome or ("running" if running else "closed")),
                "font": {"size": 14, "color": theme.TEXT},
            }
        )
    return go.Figure(
        data=[
            {
                "type": "scatter",
                "name": "projects",
                "mode": "markers",
                "x": [project.starts.isoformat() for project in rows],
                "y": list(range(len(rows))),
                "text": [f"{html.escape(p.title)}: {project_dates(p)}" for p in rows],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"size": 16, "opacity": 0},
            }
        ],
        layout=theme.figure_layout(
            height=ROW * len(rows) + 54,
            margins=(_room(rows, measures), 12, 6, 44),
            hovermode="closest",
            xaxis=theme.plain_axis(
                type="date",
                range=[axes.shift_by_months(first, -0.5), axes.shift_by_months(last, 0.5)],
                tickmode="array",
                tickvals=[m.isoformat() for m in months],
                ticktext=_names(months),
                tickangle=0,
            ),
            yaxis=theme.value_axis(
                len(rows) - 0.5,
                -0.5,
                size=14,
                showgrid=False,
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[_project_name(project, measures) for project in rows],
                tickfont={"size": 14, "color": theme.INK},
                ticklabelstandoff=8,
            ),
            shapes=bars,
            annotations=notes,
        ),
    )


def _project_name(project: Project, measures: dict[str, str]) -> str:
    about = html.escape(measures.get(project.measure, project.measure))
    title = project.title if len(project.title) <= 26 else f"{project.title[:25]}…"
    return f'<b>{html.escape(title)}</b><br><span style="color:{theme.MUTED}">{about}</span>'


def _room(projects: Sequence[Project], measures: dict[str, str]) -> int:
    longest = max(
        max(min(len(p.title), 26) * 1.06, len(measures.get(p.measure, p.measure))) for p in projects
    )
    return min(max(80, round(24 + 7.2 * longest)), 220)


def _quarters(first: date, last: date) -> list[date]:
    """Every quarter, or every half year where there is more than a year to show."""
    step = 3 if (last - first).days < 400 else 6 if (last - first).days < 4 * 366 else 12
    ticks, tick = [], date(first.year, 1, 1)
    while tick <= last:
        if tick >= first:
            ticks.append(tick)
        month = tick.month - 1 + step
        tick = date(tick.year + month // 12, month % 12 + 1, 1)
    return ticks or [first]


def _names(ticks: Sequence[date]) -> list[str]:
    """The year under the first tick and wherever it changes."""
    new = [True, *(a.year != b.year for a, b in pairwise(ticks))]
    return [
        short_month(t) + (f"<br>{t.year}" if first else "")
        for t, first in zip(ticks, new, strict=True)
    ]
