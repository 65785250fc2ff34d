"""What each page asks, as widgets in step with the URL → one frozen Selection."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer, viewer_scope
from dashboard.components.links import carry_parameter
from dashboard.queries import board as queries
from dashboard.queries.models import AgencyGroup, Board, FilterMember, Measure
from dashboard.selection.url_widgets import EVERYONE, WidgetRow
from dashboard.text.formats import STATEWIDE, filter_label

STATE = "state"  # the URL's word for "no one agency"


SEGMENTS = partial(st.segmented_control, required=True, wrap=True)


@dataclass(frozen=True)
class Selection:
    """What a page is asked to show; a page uses the parts that it has widgets for.

    `at`: the board as it is to be seen, whole or through a filter.
    """

    board: Board
    measure: Measure | None = None
    agency: str | None = None
    who: str = STATEWIDE
    group: AgencyGroup | None = None
    grain: str = ""
    period: str = ""
    says: str = ""  # the period in words
    first: date | None = None  # its first and its last month
    last: date | None = None

    @property
    def named(self) -> str:
        """`Alder, site LAKE`: whose figures, and through which filter."""
        return f"{self.who}{filter_suffix(self.board)}"


def filter_suffix(board: Board) -> str:
    """`, referred by court`: a filter, for the end of a name; empty while everyone is shown."""
    return f", {filter_label(board.only.dimension, board.only.member)}" if board.only else ""


def choose_measure(row: WidgetRow, viewer: Viewer, board: Board) -> Measure:
    known = queries.measures(viewer, board)
    labels = {key: measure.short_label for key, measure in known.items()}
    return known[row.choice(SEGMENTS, "measure", "Measure", labels)]


def choose_group(
    row: WidgetRow, viewer: Viewer, board: Board, *, clears: str | None = None, quiet: bool = False
) -> AgencyGroup | None:
    known = queries.all_groups(viewer, board)
    if not known:
        row.no_choice("group", "All agencies")
        return None
    names = {key: f"{each.name} ({each.kind})" for key, each in known.items()}
    names = {
        key: known[key].name if known[key].kind in known[key].name.lower() else name
        for key, name in names.items()
    }
    options = {EVERYONE: "All agencies"} | names
    shown = "collapsed" if quiet else "visible"
    widget = partial(st.selectbox, width=240, label_visibility=shown)
    chosen = row.choice(widget, "group", "Group", options, clears=clears)
    return known.get(chosen)


def choose_filter(
    row: WidgetRow,
    viewer: Viewer,
    board: Board,
    group: AgencyGroup | None,
    agency: str | None = None,
    *,
    quiet: bool = False,
) -> Board:
    """The board through one level of care, referral source or site at a time, or whole; links lead
    on with it. No widget where none is named. Of one agency those are offered that it names, and
    the others that name them, too, stay in sight beside it."""
    agencies = queries.agencies(viewer, board)
    around = group.agencies if group else tuple(agencies)
    among = (agency,) if agency else around
    known = queries.filter_members(viewer, board, among, alone=agency is not None)
    if not known:
        row.no_choice("only", "Everyone")
        return board
    alone = len(among) == 1
    names = {key: _option(only, agencies, alone=alone) for key, only in known.items()}
    options = {EVERYONE: "Everyone"} | names
    shown = "collapsed" if quiet else "visible"
    widget = partial(st.selectbox, width=240, label_visibility=shown)
    why_not = "no row here names" if alone else "no row here names or several agencies’ sites share"
    only = known.get(row.choice(widget, "only", "Only", options, why_not=why_not))
    if only is None:
        return board
    carry_parameter("only", only.key)
    return replace(board, only=queries.filter_members(viewer, board, around).get(only.key, only))


def site_filter_in_url() -> str | None:
    """What another agency clears: another agency's site of the same code is another site."""
    return "only" if st.query_params.get("only", "").startswith("site_id/") else None


def _option(only: FilterMember, agencies: Mapping[str, Mapping[str, Any]], *, alone: bool) -> str:
    """A site of one among many agencies says whose it is."""
    name = filter_label(only.dimension, only.member)
    whose = "" if alone or only.dimension != "site_id" else agencies[only.agencies[0]]["name"]
    return f"{name[0].upper()}{name[1:]}" + (f" ({whose})" if whose else "")


def agency_widget(
    row: WidgetRow,
    viewer: Viewer,
    board: Board,
    *,
    with_state: bool,
    group: AgencyGroup | None = None,
    clears: str | None = None,
) -> tuple[str | None, str]:
    known = {key: each["name"] for key, each in queries.agencies(viewer, board).items()}
    state = {STATE: STATEWIDE} if with_state and viewer_scope(viewer).statewide else {}
    if group is not None:
        state = {STATE: group.name}
        known = {key: name for key, name in known.items() if key in group.agencies}
    options = state | known
    widget = partial(st.selectbox, width=280)
    chosen = row.choice(widget, "agency", "Agency", options, clears=clears)
    return (None if chosen == STATE else chosen), options[chosen]


def parameters_in_url(*names: str) -> dict[str, str]:
    """Those of the URL's words that are set, for a link that keeps them."""
    return {name: st.query_params[name] for name in names if name in st.query_params}
