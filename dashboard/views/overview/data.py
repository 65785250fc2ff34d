"""What the Overview page reads: the state's or a group's series, and a row an agency."""

from collections.abc import Mapping, Sequence

from dashboard.access.viewer import Viewer, viewer_scope
from dashboard.analysis import series as analysis_series
from dashboard.analysis.series import (
    EvaluatedSeries,
    evaluated_series,
    newest_figure,
    series_membership,
)
from dashboard.queries import board as queries
from dashboard.queries.board import agency_names
from dashboard.queries.models import AgencyGroup, Board, Measure
from dashboard.text import verdicts
from dashboard.text.formats import STATEWIDE
from dashboard.views.overview.goals_table import GoalsRow

TREND_MONTHS = 18


def evaluated_goals(
    viewer: Viewer, board: Board, group: AgencyGroup | None
) -> dict[str, EvaluatedSeries]:
    """Measure key → the group's series, without a group the state's."""
    measures = queries.measures(viewer, board)
    return {
        key: evaluated_series(viewer, board, measure, None, group)
        for key, measure in measures.items()
    }


def membership_sentences(
    viewer: Viewer,
    board: Board,
    goals: Sequence[Measure],
    group: AgencyGroup | None,
    series: Mapping[str, EvaluatedSeries],
) -> list[tuple[Measure, str]]:
    """Goal and sentence where an agency begins or ends inside its verdict's months."""
    names = {key: row["name"] for key, row in queries.agencies(viewer, board).items()}
    found = []
    for goal in goals:
        known = series_membership(viewer, board, goal, group, series[goal.key])
        if known is not None:
            others, signal = len(known.throughout), known.series.signal
            text = verdicts.membership_sentence(known.changes, names, others, signal, goal)
            found.append((goal, text))
    return found


def overview_rows(viewer: Viewer, board: Board, group: AgencyGroup | None) -> list[GoalsRow]:
    """The state, if the viewer may see it, the group, if any, then its agencies by name."""
    measures = queries.measures(viewer, board)
    figures = queries.newest_figures(viewer, board)
    signals = analysis_series.newest_signals(viewer, board)
    recent = queries.recent_values(viewer, board)

    def row(name: str, agency: str | None) -> GoalsRow:
        return GoalsRow(
            name,
            {key: figures[agency, key] for key in measures if (agency, key) in figures},
            {key: signals[agency, key] for key in measures if (agency, key) in signals},
            {key: recent[agency, key] for key in measures if (agency, key) in recent},
            agency=agency,
        )

    first = [row(STATEWIDE, None)] if viewer_scope(viewer).statewide else []
    if group is not None:
        first.append(_group_row(viewer, board, group))
    names = agency_names(viewer, board, group)
    return first + [row(name, agency) for agency, name in names.items()]


def _group_row(viewer: Viewer, board: Board, group: AgencyGroup) -> GoalsRow:
    goals = evaluated_goals(viewer, board, group)
    months = queries.newest_final_months(viewer, board)
    measures = queries.measures(viewer, board)
    return GoalsRow(
        group.name,
        {
            key: newest_figure(series, measures[key], months.get(key))
            for key, series in goals.items()
        },
        {key: series.signal for key, series in goals.items() if series.signal},
        {
            key: [m.value if m.is_judged else None for m in series.months[-TREND_MONTHS:]]
            for key, series in goals.items()
        },
        group=group,
    )
