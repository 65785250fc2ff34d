"""What each page asks, as widgets in step with the URL → one frozen Selection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard import due, reads, words
from dashboard.access import Viewer, scope
from dashboard.choices import EVERYONE, Row, row_of_choices
from dashboard.definitions import Board, Group, Measure, Only
from dashboard.judging import ALL, Baseline
from dashboard.markup import Markup, carry_also
from pipelines.measures import STEPS

STATE = "state"  # the URL's word for "no one agency"
TILES = 24  # small multiples on one page
SEGMENTS = partial(st.segmented_control, required=True, wrap=True)


@dataclass(frozen=True)
class Selection:
    """What a page is asked to show; a page uses the parts that it has widgets for.

    `at`: the board as it is to be seen, whole or through a filter.
    """

    at: Board
    measure: Measure | None = None
    agency: str | None = None
    who: str = words.STATEWIDE
    group: Group | None = None
    grain: str = ""
    period: str = ""
    says: str = ""  # the period in words
    first: date | None = None  # its first and its last month
    last: date | None = None

    @property
    def named(self) -> str:
        """`Alder, site LAKE`: whose figures, and through which filter."""
        return f"{self.who}{through(self.at)}"


def through(at: Board) -> str:
    """`, referred by court`: a filter, for the end of a name; empty while everyone is shown."""
    return f", {words.only(at.only.dimension, at.only.member)}" if at.only else ""


def trends(viewer: Viewer, at: Board) -> Selection:
    """A measure, and the state, a group or one agency."""
    with row_of_choices() as row:
        measure = _measure(row, viewer, at)
        group = _group(row, viewer, at, clears="agency")
        clears = _only_a_site()
        agency, who = _agency(row, viewer, at, with_state=True, group=group, clears=clears)
        at = _seen(row, viewer, at, group, agency)
    return Selection(at, measure, agency, who, group)


def overview(viewer: Viewer, at: Board, *, beside: Markup) -> Selection:
    """A group of agencies and one filter, or all, at the right of a line."""
    with row_of_choices(wide=True) as row:
        st.html(beside)
        with st.container(horizontal=True, width="content", gap="small"):
            group = _group(row, viewer, at, quiet=True)
            at = _seen(row, viewer, at, group, quiet=True)
    return Selection(at, who=group.name if group else words.STATEWIDE, group=group)


def drawing(options: Mapping[str, Baseline], *, few: bool) -> tuple[Baseline, bool]:
    """What the limits rest on, and whether to draw a run chart: of all months while these are few,
    as in a phase that has just begun; limits held at earlier months may be there all the same."""
    if few and len(options) == 1:
        return ALL, True
    with row_of_choices() as row:
        kinds = {"control": "Control chart", "run": "Run chart"}
        kind = row.choice(SEGMENTS, "chart", "Chart", kinds)
        if kind == "run":
            return ALL, True
        labels = {key: each.label[0].upper() + each.label[1:] for key, each in options.items()}
        key = row.choice(partial(st.selectbox, width=320), "baseline", "Limits rest on", labels)
    return options[key], few and options[key] == ALL


def agency(viewer: Viewer, at: Board) -> Selection:
    """One agency."""
    with row_of_choices() as row:
        chosen, who = _agency(row, viewer, at, with_state=False, clears=_only_a_site())
        at = _seen(row, viewer, at, None, chosen)
    return Selection(at, agency=chosen, who=who)


def compare(viewer: Viewer, at: Board) -> Selection:
    """A measure and a period of it."""
    with row_of_choices() as row:
        measure = _measure(row, viewer, at)
        group = _group(row, viewer, at)
        at = _seen(row, viewer, at, group)
        known = reads.periods(viewer, at, measure.key)
        grains = {g: name for g, name in reads.GRAINS.items() if _periods(known, g)}
        grain = row.choice(SEGMENTS, "grain", "Period", grains, clears="period")
        periods = _periods(known, grain)
        final = next((p for p, not_final in periods.items() if not not_final), None)
        read = "month" if grain == "12_months" else grain
        names = {p: says(read, p) + (" (not final)" if nf else "") for p, nf in periods.items()}
        ends = "12 months to" if grain == "12_months" else reads.GRAINS[grain]
        period = row.choice(partial(st.selectbox, width=200), "period", ends, names, default=final)
    first, last = months_of(grain, period)
    return Selection(
        at,
        measure,
        group=group,
        grain=grain,
        period=period,
        says=says(grain, period),
        first=first,
        last=last,
    )


def _periods(known: list[dict[str, Any]], grain: str) -> dict[str, bool]:
    """Period → whether it is not final yet; any month can end 12 months."""
    read = "month" if grain == "12_months" else grain
    return {row["period"]: row["not_final"] for row in known if row["grain"] == read}


def says(grain: str, period: str) -> str:
    """A period in words: `Oct 2026`, `2026, quarter 3`, `2026`, `the 12 months to Oct 2026`."""
    if grain == "year":
        return period
    if grain == "quarter":
        return f"quarter {period[-1]} of {period[:4]}"
    month = f"{words.MONTHS[int(period[5:]) - 1][:3]} {period[:4]}"
    return f"the 12 months to {month}" if grain == "12_months" else month


def months_of(grain: str, period: str) -> tuple[date, date]:
    """The first and the last month of a period."""
    year = int(period[:4])
    if grain == "year":
        return date(year, 1, 1), date(year, 12, 1)
    if grain == "quarter":
        return date(year, 3 * int(period[-1]) - 2, 1), date(year, 3 * int(period[-1]), 1)
    last = date(year, int(period[5:]), 1)
    if grain == "month":
        return last, last
    return date(year - (last.month < 12), last.month % 12 + 1, 1), last


WINDOW = 12  # months side by side in the calendar
ROWS = 40  # agencies in one calendar
SHOWN = {"all": "All", "missing": "Missing", "late": "Late", "provisional": "Provisional"}


def calendar(
    starts: date,
    this_month: date,
    having: Callable[[date, date, str], Mapping[str, str]],
) -> tuple[date, date, list[str]]:
    """Twelve months and the agencies to show, a long list in parts: (first, last, agencies).

    `having`: the agencies that have a month of a status (or "all") from one month to another.
    """
    with row_of_choices() as row:
        ends = [due.shift(this_month, -n * WINDOW) for n in range(40)]
        spans = {
            f"{end:%Y-%m}": words.span(due.shift(end, 1 - WINDOW), end)
            for end in ends
            if end >= starts or end == this_month
        }
        until = row.choice(partial(st.selectbox, width=220), "until", "Months", spans)
        last = date.fromisoformat(f"{until}-01")
        first = due.shift(last, 1 - WINDOW)
        show = row.choice(SEGMENTS, "show", "Agencies with", SHOWN)
        names = having(first, last, show)
        ids = list(names)
        if len(ids) <= ROWS:
            return first, last, ids
        parts = {ids[i]: ids[i : i + ROWS] for i in range(0, len(ids), ROWS)}
        says = {each: f"{names[each]} – {names[part[-1]]}" for each, part in parts.items()}
        chosen = row.choice(partial(st.selectbox, width=280), "from", "Agencies shown", says)
        return first, last, parts[chosen]


def one_month(
    agencies: Mapping[str, str],
    rows_of: Callable[[str], Sequence[Mapping[str, Any]]],
    first: str | None,
) -> tuple[str, date | None]:
    """An agency, `first` unless the URL says so, and one of its months; None if it has none.

    At first the newest month that is due, or has come before it was.
    """
    with row_of_choices() as row:
        agency = row.choice(
            partial(st.selectbox, width=280),
            "agency",
            "Agency",
            agencies,
            default=first,
            clears="month",
        )
        months = {each["month"]: each["status"] for each in reversed(rows_of(agency))}
        if not months:
            return agency, None
        known = {f"{month:%Y-%m}": words.long_month(month) for month in months}
        newest = next((f"{m:%Y-%m}" for m, status in months.items() if status != "not_due"), None)
        month = row.choice(
            partial(st.selectbox, width=200), "month", "Month", known, default=newest
        )
    return agency, date.fromisoformat(f"{month}-01")


def sql_step() -> str:
    """One step of the computation."""
    with row_of_choices() as row:
        names = {step: f"{i}. {step}" for i, step in enumerate(STEPS, start=1)}
        return row.choice(partial(st.selectbox, width=320), "sql", "Step", names)


def tiles(agencies: Mapping[str, str]) -> dict[str, str]:
    """The agencies whose small charts are on screen: all, or one part of a long list."""
    ids = list(agencies)
    if len(ids) <= TILES:
        return dict(agencies)
    parts = {ids[i]: ids[i : i + TILES] for i in range(0, len(ids), TILES)}
    names = {first: f"{agencies[first]} – {agencies[part[-1]]}" for first, part in parts.items()}
    with row_of_choices() as row:
        first = row.choice(partial(st.selectbox, width=320), "from", "Agencies shown", names)
    return {each: agencies[each] for each in parts[first]}


def _measure(row: Row, viewer: Viewer, at: Board) -> Measure:
    known = reads.measures(viewer, at)
    labels = {key: measure.short_label for key, measure in known.items()}
    return known[row.choice(SEGMENTS, "measure", "Measure", labels)]


def _group(
    row: Row, viewer: Viewer, at: Board, *, clears: str | None = None, quiet: bool = False
) -> Group | None:
    known = reads.all_groups(viewer, at)
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


def _seen(
    row: Row,
    viewer: Viewer,
    at: Board,
    group: Group | None,
    agency: str | None = None,
    *,
    quiet: bool = False,
) -> Board:
    """The board through one level of care, referral source or site at a time, or whole; links lead
    on with it. No widget where none is named. Of one agency those are offered that it names, and
    the others that name them, too, stay in sight beside it."""
    agencies = reads.agencies(viewer, at)
    around = group.agencies if group else tuple(agencies)
    among = (agency,) if agency else around
    known = reads.members(viewer, at, among, alone=agency is not None)
    if not known:
        row.no_choice("only", "Everyone")
        return at
    alone = len(among) == 1
    names = {key: _option(only, agencies, alone=alone) for key, only in known.items()}
    options = {EVERYONE: "Everyone"} | names
    shown = "collapsed" if quiet else "visible"
    widget = partial(st.selectbox, width=240, label_visibility=shown)
    why_not = "no row here names" if alone else "no row here names or several agencies’ sites share"
    only = known.get(row.choice(widget, "only", "Only", options, why_not=why_not))
    if only is None:
        return at
    carry_also("only", only.key)
    return replace(at, only=reads.members(viewer, at, around).get(only.key, only))


def _only_a_site() -> str | None:
    """What another agency clears: another agency's site of the same code is another site."""
    return "only" if st.query_params.get("only", "").startswith("site_id/") else None


def _option(only: Only, agencies: Mapping[str, Mapping[str, Any]], *, alone: bool) -> str:
    """A site of one among many agencies says whose it is."""
    name = words.only(only.dimension, only.member)
    whose = "" if alone or only.dimension != "site_id" else agencies[only.agencies[0]]["name"]
    return f"{name[0].upper()}{name[1:]}" + (f" ({whose})" if whose else "")


def _agency(
    row: Row,
    viewer: Viewer,
    at: Board,
    *,
    with_state: bool,
    group: Group | None = None,
    clears: str | None = None,
) -> tuple[str | None, str]:
    known = {key: each["name"] for key, each in reads.agencies(viewer, at).items()}
    state = {STATE: words.STATEWIDE} if with_state and scope(viewer).statewide else {}
    if group is not None:
        state = {STATE: group.name}
        known = {key: name for key, name in known.items() if key in group.agencies}
    options = state | known
    widget = partial(st.selectbox, width=280)
    chosen = row.choice(widget, "agency", "Agency", options, clears=clears)
    return (None if chosen == STATE else chosen), options[chosen]


def in_url(*names: str) -> dict[str, str]:
    """Those of the URL's words that are set, for a link that keeps them."""
    return {name: st.query_params[name] for name in names if name in st.query_params}
