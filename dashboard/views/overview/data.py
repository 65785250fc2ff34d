"""What the Overview puts together: the state's or a group's series, and a row an agency."""

from dashboard.access.viewer import Viewer, viewer_scope
from dashboard.analysis import series as analysis_series
from dashboard.analysis.series import EvaluatedSeries, evaluated_series, newest_figure
from dashboard.queries import board as queries
from dashboard.queries.board import agency_names
from dashboard.queries.models import AgencyGroup, Board
from dashboard.text.formats import STATEWIDE
from dashboard.views.overview.goals_table import GoalsRow

LINES = 12  # of news before the rest is closed


TREND_MONTHS = 18


def evaluated_goals(
    viewer: Viewer, board: Board, group: AgencyGroup | None
) -> dict[str, EvaluatedSeries]:
    """Measure → the group's months, else the state's."""
    known = queries.measures(viewer, board)
    return {
        key: evaluated_series(viewer, board, measure, None, group) for key, measure in known.items()
    }


def overview_rows(viewer: Viewer, board: Board, group: AgencyGroup | None) -> list[GoalsRow]:
    """The state, the group, then the agencies by name."""
    figures, signals = (
        queries.newest_figures(viewer, board),
        analysis_series.newest_signals(viewer, board),
    )
    recent = queries.recent_values(viewer, board)
    keys = queries.measures(viewer, board)

    def row(name: str, agency: str | None) -> GoalsRow:
        return GoalsRow(
            name,
            *(
                {key: told[agency, key] for key in keys if (agency, key) in told}
                for told in (figures, signals, recent)
            ),
            agency=agency,
        )

    listed = [row(STATEWIDE, None)] if viewer_scope(viewer).statewide else []
    listed += [_group_row(viewer, board, group)] if group else []
    return listed + [
        row(name, agency) for agency, name in agency_names(viewer, board, group).items()
    ]


def _group_row(viewer: Viewer, board: Board, group: AgencyGroup) -> GoalsRow:
    found = evaluated_goals(viewer, board, group)
    months = queries.newest_final_months(viewer, board)
    known = queries.measures(viewer, board)
    return GoalsRow(
        group.name,
        {key: newest_figure(each, known[key], months.get(key)) for key, each in found.items()},
        {key: each.signal for key, each in found.items() if each.signal},
        {
            key: [m.value if m.is_judged else None for m in each.months[-TREND_MONTHS:]]
            for key, each in found.items()
        },
        group=group,
    )
