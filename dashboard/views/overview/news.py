"""What changed this month and what has been so for longer, with links: worse first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.analysis import thresholds
from dashboard.charts.project_bars import project_dates
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.queries.models import Measure, MissingMonths, Project
from dashboard.text import sentences, verdicts
from dashboard.text.formats import join_names
from pipelines.boards.signals import FEW_MONTHS, Signal
from pipelines.months import shift_month

NEWS_LINES = 12  # on screen before the rest, which is closed
PROJECT_MONTHS = 12  # before a change, in which a project that began is named next to it

Signals = Mapping[tuple[str | None, str], Signal]  # by agency (None for the state) and measure


@dataclass(frozen=True)
class ChangedSignal:
    """An agency's measure whose newest final month carries a rule."""

    agency: str
    measure: Measure
    signal: Signal


def changed_signals(
    agencies: Mapping[str, str],
    measures: Sequence[Measure],
    signals: Signals,
    final_months: Mapping[str, date],
) -> list[ChangedSignal]:
    """Signals with a rule of the agencies (id → name), the most important first. What is new is
    apart from what has held longer: `verdicts.is_new`.

    `final_months`: measure key → the state's newest final month. An agency that is behind that
    month has no news, and none is named on fewer than 11 cases.
    """
    agency_order = {agency: i for i, agency in enumerate(agencies)}
    measure_order = {measure.key: i for i, measure in enumerate(measures)}
    changes = [
        ChangedSignal(agency, measure, signal)
        for measure in measures
        for (agency, key), signal in signals.items()
        if key == measure.key and agency is not None and agency in agencies and signal.rule
        if signal.year_before is None  # as in these months of last year
        if signal.counted >= thresholds.LEAST_N
        if final_months.get(key) is None or signal.month >= final_months[key]
    ]
    return sorted(
        changes,
        key=lambda change: (
            change.signal.variation != "concern",
            measure_order[change.measure.key],
            agency_order[change.agency],
        ),
    )


def new_and_lasting(
    changes: Sequence[ChangedSignal],
) -> tuple[list[ChangedSignal], list[ChangedSignal]]:
    """What began with the newest final month or the one before, and what has held longer."""
    new = [change for change in changes if verdicts.is_new(change.signal)]
    return new, [change for change in changes if not verdicts.is_new(change.signal)]


def show_news(
    agencies: Mapping[str, str],
    changes: Sequence[ChangedSignal],
    projects: Mapping[tuple[str, str], Sequence[Project]],
    missing: Sequence[MissingMonths] = (),
    *,
    otherwise: Markup | None = None,
) -> None:
    """The list, a long one with its end closed; `otherwise` is shown for an empty one."""
    first, rest = changes[:NEWS_LINES], changes[NEWS_LINES:]
    st.html(news_list(agencies, first, projects, missing) or otherwise or Markup())
    if rest:
        with st.expander(f"{len(rest)} more"):
            st.html(news_list(agencies, rest, projects))


def news_list(
    agencies: Mapping[str, str],
    changes: Sequence[ChangedSignal],
    projects: Mapping[tuple[str, str], Sequence[Project]],
    missing: Sequence[MissingMonths] = (),
) -> Markup:
    """A list with a line a change and a last line for missing files; empty without any line.

    `projects`: by agency and measure. What has held longer than since the month before the newest
    says since when.
    """
    lines = [
        _change_line(
            agencies[change.agency],
            change,
            projects.get((change.agency, change.measure.key), ()),
        )
        for change in changes
    ]
    without_file = [agency for agency in missing if agency.missing or agency.never]
    if without_file:
        lines.append(_missing_line(without_file))
    if not lines:
        return Markup()
    return element("ul", [element("li", line) for line in lines], class_="news")


def no_news_line(agencies: Mapping[str, str], signals: Signals, *, lasting: bool = False) -> Markup:
    """A list of one line that says why there is no news of the agencies (id → name). `lasting`:
    some has held for longer, and is listed below."""
    on_page = [signal for (agency, _), signal in signals.items() if agency in agencies]
    if not any(signal.variation for signal in on_page):
        reason = f"No agency has the {FEW_MONTHS} final months that a verdict needs."
    elif lasting:
        reason = "Nothing began with the newest final month or the one before."
    elif any(signal.rule and signal.year_before is None for signal in on_page):
        reason = (
            "Months that differ from their usual variation are older ones, or on fewer than "
            f"{thresholds.LEAST_N}: too little to point at anyone. The table shows them."
        )
    else:
        reason = "No agency’s newest final month differs from its usual variation."
    return element("ul", element("li", icon("no_data"), element("span", reason)), class_="news")


def _change_line(name: str, change: ChangedSignal, projects: Sequence[Project]) -> Markup:
    measure, signal = change.measure, change.signal
    worse = signal.variation == "concern"
    sentence = (
        element("b", name),
        " ",
        page_link(
            verdicts.change_phrase(signal, measure),
            "trends",
            measure=measure.key,
            agency=change.agency,
        ),
        f": {verdicts.verdict_reason(signal, measure)}{verdicts.still_so(signal)}.",
        element("span", f" {recorded_project(signal, projects)}", class_="muted"),
    )
    shape, word = ("worsening", "Worsening") if worse else ("improving", "Improving")
    return join_content(icon(shape, size=16, alt=word), element("span", *sentence))


def recorded_project(signal: Signal, projects: Sequence[Project]) -> str:
    """The last change project that began within the 12 months before the change did, or in its
    first month; claims no effect of it.

    Without any project at all: a sentence that there is none for an improvement, else empty.
    """
    since = verdicts.change_start(signal)
    earliest = shift_month(since, -PROJECT_MONTHS)
    near = [p for p in projects if earliest <= p.starts.replace(day=1) <= since]
    if near:
        return f"Change project: {near[-1].title} ({project_dates(near[-1])})."
    if projects or signal.variation != "improvement":
        return ""
    return "No change project is recorded."


def _missing_line(agencies: Sequence[MissingMonths]) -> Markup:
    names = join_names([agency.name for agency in agencies], most=4)
    phrase: Content = "lack months"
    if len(agencies) == 1:
        (agency,) = agencies
        phrase = page_link(_missing_phrase(agency), "agency", agency=agency.agency_id)
    sentence = (
        element("b", names),
        " ",
        phrase,
        ". Statewide figures leave out what is missing; whom to ask is below the table.",
    )
    return join_content(icon("no_data", size=16, alt="No data"), element("span", *sentence))


def _missing_phrase(agency: MissingMonths) -> str:
    if agency.never:
        return "has never sent a file"
    return f"has sent no file for {sentences.missing_months_sentence(agency)}"
