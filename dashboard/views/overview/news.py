"""What changed this month, with links: worse first, then better, new before long-standing."""

from collections.abc import Mapping, Sequence

from dashboard.analysis import thresholds
from dashboard.charts.project_bars import project_dates
from dashboard.components.html import Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.queries.models import Measure, MissingMonths, Project
from dashboard.text import sentences, verdicts
from dashboard.text.formats import join_names
from pipelines.boards.signals import FEW_MONTHS, Signal

Key = tuple[str | None, str]


def changed_signals(
    agencies: Mapping[str, str],
    measures: Sequence[Measure],
    signals: Mapping[Key, Signal],
    expected: Mapping[str, object],
) -> list[tuple[str, Measure, Signal]]:
    """Agencies whose newest final month carries a rule, in order of importance.

    `expected`: measure → the state's newest final month: an agency that is behind it has no news.
    Nobody is pointed at on fewer than 11 cases.
    """
    by_name = {agency: i for i, agency in enumerate(agencies)}
    found = [
        (agency, measure, signal)
        for measure in measures
        for (agency, key), signal in signals.items()
        if key == measure.key and agency in by_name and signal.rule
        if signal.counted >= thresholds.LEAST_N
        if expected.get(key) is None or signal.month >= expected[key]
    ]
    goals = {measure.key: i for i, measure in enumerate(measures)}
    return sorted(
        found,
        key=lambda each: (
            each[2].variation != "concern",
            not verdicts.is_new(each[2]),
            goals[each[1].key],
            by_name[each[0]],
        ),
    )


def news_list(
    agencies: Mapping[str, str],
    found: Sequence[tuple[str, Measure, Signal]],
    projects: Mapping[tuple[str, str], Sequence[Project]],
    lacking: Sequence[MissingMonths] = (),
) -> Markup:
    """The lines; missing files last. Empty without any."""
    lines = [
        _line(agencies[agency], agency, measure, signal, projects.get((agency, measure.key), ()))
        for agency, measure, signal in found
    ]
    gone = [agency for agency in lacking if agency.missing or agency.never]
    lines += [_missing(gone)] if gone else []
    return (
        element("ul", [element("li", line) for line in lines], class_="news") if lines else Markup()
    )


def quiet_line(agencies: Mapping[str, str], signals: Mapping[Key, Signal]) -> Markup:
    """Why there is no line: nothing differs, what differs is not pointed at, or none can yet."""
    here = [signal for (agency, _), signal in signals.items() if agency in agencies]
    if not any(signal.variation for signal in here):
        said = f"No agency has the {FEW_MONTHS} final months that a verdict needs."
    elif any(signal.rule for signal in here):
        said = (
            "Months that differ from their usual variation are older ones, or on fewer than "
            f"{thresholds.LEAST_N}: too little to point at anyone. The table shows them."
        )
    else:
        said = "No agency’s newest final month differs from its usual variation."
    return element("ul", element("li", icon("no_data"), element("span", said)), class_="news")


def _line(
    name: str, agency: str, measure: Measure, signal: Signal, projects: Sequence[Project]
) -> Markup:
    chosen = {"measure": measure.key, "agency": agency}
    shape = {"concern": "worsening", "improvement": "improving"}[signal.variation]
    word = {"concern": "Worsening", "improvement": "Improving"}[signal.variation]
    told = (
        element("b", name),
        " ",
        page_link(verdicts.change_phrase(signal, measure), "trends", **chosen),
        f": {verdicts.verdict_reason(signal, measure)}.",
        element("span", f" {recorded_project(signal, projects)}", class_="muted"),
    )
    return join_content(icon(shape, size=16, alt=word), element("span", *told))


def recorded_project(signal: Signal, projects: Sequence[Project]) -> str:
    """The change project that began last before the newest month; that it worked is not said."""
    begun = [each for each in projects if each.starts <= signal.month]
    if begun:
        return f"Change project: {begun[-1].title} ({project_dates(begun[-1])})."
    return "No change project is recorded." if signal.variation == "improvement" else ""


def _missing(gone: Sequence[MissingMonths]) -> Markup:
    names = join_names([agency.name for agency in gone], most=4)
    if len(gone) == 1:
        lacks = f"has sent no file for {sentences.missing_months_sentence(gone[0])}"
        lacks = "has never sent a file" if gone[0].never else lacks
        about = {"agency": gone[0].agency_id}
    else:
        lacks, about = "lack months", {}
    told = (
        element("b", names),
        " ",
        page_link(lacks, "agency", **about) if about else lacks,
        ". Statewide figures leave out what is missing; whom to ask stands below the table.",
    )
    return join_content(icon("no_data", size=16, alt="No data"), element("span", *told))
