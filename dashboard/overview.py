"""What the Overview puts together: the state's or a group's series, and a row an agency."""

from dashboard import judging, reads, words
from dashboard.access import Viewer, scope
from dashboard.definitions import Board, Group
from dashboard.judging import Judged, judged, newest
from dashboard.pieces.goals_table import Row

LINES = 12  # of news before the rest is closed
TREND_MONTHS = 18


def names(viewer: Viewer, at: Board, group: Group | None) -> dict[str, str]:
    """Id → name of the agencies on the page, in order of name; of those that a filter leaves."""
    known = reads.agencies(viewer, at)
    return {
        key: row["name"]
        for key, row in known.items()
        if (group is None or key in group.agencies) and (at.only is None or key in at.only.agencies)
    }


def series(viewer: Viewer, at: Board, group: Group | None) -> dict[str, Judged]:
    """Measure → the group's months, else the state's."""
    known = reads.measures(viewer, at)
    return {key: judged(viewer, at, measure, None, group) for key, measure in known.items()}


def rows(viewer: Viewer, at: Board, group: Group | None) -> list[Row]:
    """The state, the group, then the agencies by name."""
    figures, signals = reads.newest(viewer, at), judging.told(viewer, at)
    recent = reads.recent(viewer, at)
    keys = reads.measures(viewer, at)

    def row(name: str, agency: str | None) -> Row:
        return Row(
            name,
            *(
                {key: told[agency, key] for key in keys if (agency, key) in told}
                for told in (figures, signals, recent)
            ),
            agency=agency,
        )

    listed = [row(words.STATEWIDE, None)] if scope(viewer).statewide else []
    listed += [_group_row(viewer, at, group)] if group else []
    return listed + [row(name, agency) for agency, name in names(viewer, at, group).items()]


def _group_row(viewer: Viewer, at: Board, group: Group) -> Row:
    found = series(viewer, at, group)
    months = reads.expected(viewer, at)
    known = reads.measures(viewer, at)
    return Row(
        group.name,
        {key: newest(each, known[key], months.get(key)) for key, each in found.items()},
        {key: each.signal for key, each in found.items() if each.signal},
        {
            key: [m.value if m.is_judged else None for m in each.months[-TREND_MONTHS:]]
            for key, each in found.items()
        },
        group=group,
    )
