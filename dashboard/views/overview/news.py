"""What changed this month, with links: worse first, then better, new changes before old ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.analysis import thresholds
from dashboard.charts.project_bars import project_dates
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.queries.models import Measure, MissingMonths, Project
from dashboard.text import sentences, verdicts
from dashboard.text.formats import join_names
from pipelines.boards.signals import FEW_MONTHS, Signal

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
    """Signals with a rule of the agencies (id → name), the most important first.

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
        if signal.counted >= thresholds.LEAST_N
        if final_months.get(key) is None or signal.month >= final_months[key]
    ]
    return sorted(
        changes,
        key=lambda change: (
            change.signal.variation != "concern",
            not verdicts.is_new(change.signal),
            measure_order[change.measure.key],
            agency_order[change.agency],
        ),
    )


def news_list(
    agencies: Mapping[str, str],
    changes: Sequence[ChangedSignal],
    projects: Mapping[tuple[str, str], Sequence[Project]],
    missing: Sequence[MissingMonths] = (),
) -> Markup:
    """A list with a line a change and a last line for missing files; empty without any line.

    `projects`: by agency and measure.
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


def no_news_line(agencies: Mapping[str, str], signals: Signals) -> Markup:
    """A list of one line that says why there is no news of the agencies (id → name)."""
    on_page = [signal for (agency, _), signal in signals.items() if agency in agencies]
    if not any(signal.variation for signal in on_page):
        reason = f"No agency has the {FEW_MONTHS} final months that a verdict needs."
    elif any(signal.rule for signal in on_page):
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
        f": {verdicts.verdict_reason(signal, measure)}.",
        element("span", f" {recorded_project(signal, projects)}", class_="muted"),
    )
    shape, word = ("worsening", "Worsening") if worse else ("improving", "Improving")
    return join_content(icon(shape, size=16, alt=word), element("span", *sentence))


def recorded_project(signal: Signal, projects: Sequence[Project]) -> str:
    """The change project that began last before the newest month; claims no effect of it.

    Without one: a sentence that there is none for an improvement, else empty.
    """
    begun = [project for project in projects if project.starts <= signal.month]
    if begun:
        return f"Change project: {begun[-1].title} ({project_dates(begun[-1])})."
    return "No change project is recorded." if signal.variation == "improvement" else ""


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
