"""Choices that several pages offer, as widgets in step with the URL; no page's own selection."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components.links import carry_parameter
from dashboard.queries import board as queries
from dashboard.queries.models import AgencyGroup, Board, FilterMember, Measure
from dashboard.selection.url_widgets import EVERYONE, WidgetRow
from dashboard.text.formats import STATEWIDE, filter_label

STATE = "state"  # the URL's word for "no one agency"
SEGMENTS = partial(st.segmented_control, required=True, wrap=True)


def filter_suffix(board: Board) -> str:
    """`, referred by court`: the board's filter as the end of a name; empty without a filter."""
    return f", {filter_label(board.only.dimension, board.only.member)}" if board.only else ""


def choose_measure(row: WidgetRow, viewer: Viewer, board: Board) -> Measure:
    """One of the board's measures, at first the first goal."""
    measures = queries.measures(viewer, board)
    labels = {key: measure.short_label for key, measure in measures.items()}
    return measures[row.choice(SEGMENTS, "measure", "Measure", labels)]


def choose_group(
    row: WidgetRow,
    viewer: Viewer,
    board: Board,
    *,
    clears: str | None = None,
    hide_label: bool = False,
) -> AgencyGroup | None:
    """One group of agencies, None for the state; no widget where there is nothing to choose.

    Who does not see the state as a whole sees all of the own agencies as one group.
    `clears`: the URL parameter that another group removes.
    """
    groups = queries.all_groups(viewer, board)
    own = queries.own_agencies(viewer, board)
    whole = own.name if own is not None else "All agencies"
    if not groups or (own is not None and len(own.agencies) == 1):
        row.no_choice("group", whole)
        return own
    options = {EVERYONE: whole} | {key: _group_label(g) for key, g in groups.items()}
    widget = partial(st.selectbox, width=240, label_visibility=_label_visibility(hide_label))
    return groups.get(row.choice(widget, "group", "Group", options, clears=clears), own)


def choose_filter(
    row: WidgetRow,
    viewer: Viewer,
    board: Board,
    group: AgencyGroup | None,
    agency: str | None = None,
    *,
    hide_label: bool = False,
) -> Board:
    """The board through one level of care, referral source or site, or the whole board.

    All later links of the page keep the filter. No widget where no row names a filter. With an
    `agency` the options are those that its own rows name; the filtered board still holds the
    other agencies of the group, or of the state, whose rows name the chosen one too.
    """
    agencies = queries.agencies(viewer, board)
    group_members = group.agencies if group else tuple(agencies)
    shown_agencies = (agency,) if agency else group_members
    filters = queries.filter_members(viewer, board, shown_agencies, alone=agency is not None)
    if not filters:
        row.no_choice("only", "Everyone")
        return board
    one_agency = len(shown_agencies) == 1
    labels = {
        key: _filter_option(only, agencies, one_agency=one_agency) for key, only in filters.items()
    }
    options = {EVERYONE: "Everyone"} | labels
    widget = partial(st.selectbox, width=240, label_visibility=_label_visibility(hide_label))
    if one_agency:
        why_not = "no row here names"
    else:
        why_not = "no row here names or several agencies’ sites share"
    only = filters.get(row.choice(widget, "only", "Only", options, why_not=why_not))
    if only is None:
        return board
    carry_parameter("only", only.key)
    group_filters = queries.filter_members(viewer, board, group_members)
    return replace(board, only=group_filters.get(only.key, only))


def choose_agency(
    row: WidgetRow, viewer: Viewer, board: Board, *, clears: str | None = None
) -> tuple[str, str]:
    """One agency: its id and its name. `clears`: the URL parameter that another one removes."""
    names = _agency_names(viewer, board)
    agency = _agency_choice(row, names, clears)
    return agency, names[agency]


def choose_agency_or_all(
    row: WidgetRow,
    viewer: Viewer,
    board: Board,
    group: AgencyGroup | None,
    *,
    clears: str | None = None,
) -> tuple[str | None, str]:
    """One agency of the group or of the state: its id and its name.

    The id is None for the group or the state as a whole; a viewer's only agency is no group.
    `clears`: the URL parameter that another choice removes.
    """
    names = _agency_names(viewer, board)
    whole = {STATE: STATEWIDE}
    if group is not None:
        names = {key: name for key, name in names.items() if key in group.agencies}
        alone = group.key == EVERYONE and len(names) == 1
        whole = {} if alone else {STATE: group.name}
    options = whole | names
    chosen = _agency_choice(row, options, clears)
    return (None if chosen == STATE else chosen), options[chosen]


def site_filter_in_url() -> str | None:
    """`only` where the URL filters by a site, else None: what another agency has to clear.

    A site of another agency with the same code is another site.
    """
    return "only" if st.query_params.get("only", "").startswith("site_id/") else None


def parameters_in_url(*names: str) -> dict[str, str]:
    """Those of the named URL parameters that are set, for a link that keeps them."""
    return {name: st.query_params[name] for name in names if name in st.query_params}


def _group_label(group: AgencyGroup) -> str:
    """`North (region)`; a name that says its kind stays as it is."""
    return group.name if group.kind in group.name.lower() else f"{group.name} ({group.kind})"


def _filter_option(
    only: FilterMember, agencies: Mapping[str, Mapping[str, Any]], *, one_agency: bool
) -> str:
    """The filter's label; among several agencies a site also says whose it is."""
    label = filter_label(only.dimension, only.member)
    owner = ""
    if only.dimension == "site_id" and not one_agency:
        owner = f" ({agencies[only.agencies[0]]['name']})"
    return f"{label[0].upper()}{label[1:]}{owner}"


def _agency_names(viewer: Viewer, board: Board) -> dict[str, str]:
    return {key: agency["name"] for key, agency in queries.agencies(viewer, board).items()}


def _agency_choice(row: WidgetRow, options: Mapping[str, str], clears: str | None) -> str:
    widget = partial(st.selectbox, width=280)
    return row.choice(widget, "agency", "Agency", options, clears=clears)


def _label_visibility(hide_label: bool) -> str:
    return "collapsed" if hide_label else "visible"
