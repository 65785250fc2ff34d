"""Widgets and URL → one frozen Selection. The URL holds keys, not labels, and is the truth.

`bind="query-params"` would write a widget's label into the URL; a link must outlive a wording.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard import due, reads, words
from dashboard.access import Viewer, scope
from dashboard.definitions import Board, Measure
from dashboard.pieces import frame
from pipelines.measures import STEPS

STATE = "state"  # the URL's word for "no one agency"
TILES = 24  # small multiples on one page
SEGMENTS = partial(st.segmented_control, required=True, wrap=True)


@dataclass(frozen=True)
class Selection:
    """What a page is asked to show; a page uses the parts that it has widgets for."""

    measure: Measure | None = None
    agency: str | None = None
    who: str = "Statewide"
    grain: str = ""
    period: str = ""
    says: str = ""  # the period in words
    first: date | None = None  # its first and its last month
    last: date | None = None


def trends(viewer: Viewer, at: Board) -> Selection:
    """A measure, and the state or one agency."""
    with _row() as row:
        measure = _measure(row, viewer, at)
        agency, who = _agency(row, viewer, at, with_state=True)
    return Selection(measure, agency, who)


def agency(viewer: Viewer, at: Board) -> Selection:
    """One agency."""
    with _row() as row:
        chosen, who = _agency(row, viewer, at, with_state=False)
    return Selection(agency=chosen, who=who)


def compare(viewer: Viewer, at: Board) -> Selection:
    """A measure and a period of it."""
    with _row() as row:
        measure = _measure(row, viewer, at)
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
        measure,
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


def calendar(starts: date, this_month: date) -> tuple[date, date, str]:
    """Twelve months, and which agencies: (first, last, status or "all")."""
    with _row() as row:
        ends = [due.shift(this_month, -n * WINDOW) for n in range(40)]
        spans = {
            f"{end:%Y-%m}": words.span(due.shift(end, 1 - WINDOW), end)
            for end in ends
            if end >= starts or end == this_month
        }
        until = row.choice(partial(st.selectbox, width=240), "until", "Months", spans)
        names = {"all": "All", "missing": "Missing", "late": "Late", "provisional": "Provisional"}
        show = row.choice(SEGMENTS, "show", "Agencies with", names)
    last = date.fromisoformat(f"{until}-01")
    return due.shift(last, 1 - WINDOW), last, show


def part(names: Mapping[str, str]) -> list[str]:
    """The agencies of one part of a long list; all of a short one."""
    ids = list(names)
    if len(ids) <= ROWS:
        return ids
    parts = {ids[i]: ids[i : i + ROWS] for i in range(0, len(ids), ROWS)}
    says = {first: f"{names[first]} – {names[each[-1]]}" for first, each in parts.items()}
    with _row() as row:
        return parts[row.choice(partial(st.selectbox, width=320), "from", "Agencies shown", says)]


def one_month(
    agencies: Mapping[str, str],
    rows_of: Callable[[str], Sequence[Mapping[str, Any]]],
    first: str | None,
) -> tuple[str, date | None]:
    """An agency, `first` unless the URL says so, and one of its months; None if it has none.

    At first the newest month that is due, or has come before it was.
    """
    with _row() as row:
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
    with _row() as row:
        names = {step: f"{i}. {step}" for i, step in enumerate(STEPS, start=1)}
        return row.choice(partial(st.selectbox, width=320), "sql", "Step", names)


def tiles(agencies: Mapping[str, str]) -> dict[str, str]:
    """The agencies whose small charts are on screen: all, or one part of a long list."""
    ids = list(agencies)
    if len(ids) <= TILES:
        return dict(agencies)
    parts = {ids[i]: ids[i : i + TILES] for i in range(0, len(ids), TILES)}
    names = {first: f"{agencies[first]} – {agencies[part[-1]]}" for first, part in parts.items()}
    with _row() as row:
        first = row.choice(partial(st.selectbox, width=320), "from", "Agencies shown", names)
    return {each: agencies[each] for each in parts[first]}


def _measure(row: "Row", viewer: Viewer, at: Board) -> Measure:
    known = reads.measures(viewer, at)
    labels = {key: measure.short_label for key, measure in known.items()}
    return known[row.choice(SEGMENTS, "measure", "Measure", labels)]


def _agency(row: "Row", viewer: Viewer, at: Board, *, with_state: bool) -> tuple[str | None, str]:
    known = {key: each["name"] for key, each in reads.agencies(viewer, at).items()}
    state = {STATE: "Statewide"} if with_state and scope(viewer).statewide else {}
    options = state | known
    chosen = row.choice(partial(st.selectbox, width=280), "agency", "Agency", options)
    return (None if chosen == STATE else chosen), options[chosen]


def in_url(*names: str) -> dict[str, str]:
    """Those of the URL's words that are set, for a link that keeps them."""
    return {name: st.query_params[name] for name in names if name in st.query_params}


@contextmanager
def _row() -> Iterator["Row"]:
    """Widgets side by side; under them, what a link asked for in vain."""
    row = Row()
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        yield row
    for note in row.notes:
        frame.note(note)


class Row:
    """Widgets in step with the URL: the URL sets them, and they set the URL."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def choice(
        self,
        widget: Callable[..., Any],
        name: str,
        label: str,
        options: Mapping[str, str],
        *,
        default: str | None = None,
        clears: str | None = None,
    ) -> str:
        """One of `options`; `name` is the URL's word. Another choice `clears` what hangs on it."""
        if not options:
            frame.note(f"There is no {name} to choose yet: nothing has been sent.")
            st.stop()
        default = default if default in options else next(iter(options))
        asked = st.query_params.get(name)
        if asked is not None and asked not in options:
            self.notes.append(
                f"The link asks for {name} “{asked[:40]}”, which this board does not have. "
                f"Shown instead: {options[default]}."
            )
        key = f"chosen_{name}"
        st.session_state[key] = asked if asked in options else default
        widget(
            label,
            list(options),
            format_func=options.__getitem__,
            key=key,
            on_change=_to_url,
            args=(name, clears),
        )
        return st.session_state[key]


def _to_url(name: str, clears: str | None) -> None:
    st.query_params[name] = st.session_state[f"chosen_{name}"]
    if clears is not None and clears in st.query_params:
        del st.query_params[clears]
