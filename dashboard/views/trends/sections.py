"""One measure over time, large: verdict, figure, chart, and the notes around it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.analysis.series import Baseline, EvaluatedSeries, Membership
from dashboard.charts.trend.figure import trend_figure
from dashboard.charts.trend.months import AverageLine, chart_months
from dashboard.charts.trend.sizes import LARGE, SMALLER
from dashboard.components import layout, verdict_icons
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Content, Markup, element
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.queries.models import Measure, Project
from dashboard.text import sentences, verdicts
from dashboard.text.formats import count_of, format_count, format_figure, month_name
from dashboard.text.sentences import left_out_sentence
from dashboard.views.trends.controls import ChartSelection, TrendsSelection

NOT_JUDGED = ("provisional", "missing", "uncounted")  # kinds of month


def trend_lede(selection: TrendsSelection, series: EvaluatedSeries, verdict: str) -> None:
    """The chart's name and its verdict."""
    measure = selection.measure
    unit = "" if measure.persons else ", mean days"
    code = f" ({selection.agency})" if selection.agency and not selection.board.only else ""
    layout.show_lede(f"{selection.filtered_name}{code} · {measure.label}{unit}", verdict)
    if series.signal is None and selection.board.only:
        layout.show_caption(sentences.filter_basis_sentence(measure))


def chart_verdict(
    selection: TrendsSelection, series: EvaluatedSeries, chart: ChartSelection
) -> str:
    """The chart's sentence, which is its alt text too.

    It names no one on a filtered board: the line above it already does.
    """
    measure = selection.measure
    name = "" if selection.board.only else selection.name
    if series.signal is None:
        return sentences.no_final_month_sentence(series.rows, measure, selection.board.only)
    if chart.run and series.signal.note != "too_few_months":
        return verdicts.run_verdict(series.runs, measure, name)
    return verdicts.full_verdict(
        series.signal, measure, name, held=chart.baseline.held, before=series.before
    )


def evidence_lines(
    measure: Measure,
    series: EvaluatedSeries,
    chart: ChartSelection,
    state_month: date | None,
) -> Markup:
    """Icons, the newest figure with its n, and which months are in no verdict, and why.

    `state_month`: the state's newest final month. Empty without a final month of the series.
    """
    signal, newest = series.signal, series.newest
    if signal is None or newest is None:
        return Markup()
    when, figure = month_name(signal.month), format_figure(signal.value, measure.unit)
    n = format_count(signal.counted)
    if measure.persons:
        people = count_of(newest["entered"], "person", "people")
        sentence = f"{when}: {people}, {figure} of {n}"
    else:
        sentence = f"{when}: {figure}, n {n}"
    notes = [
        verdicts.behind_note(signal, state_month),
        verdicts.few_cases_note(signal),
        *(verdicts.not_judged_note(series.after(kind), kind) for kind in NOT_JUDGED),
        left_out_sentence(measure, newest),
    ]
    icons = []
    if not chart.run or signal.note == "too_few_months":  # a run chart has no icon of its own
        held = bool(chart.baseline.held)
        icons = verdict_icons.verdict_icons(signal, size=16, held=held)
    return element(
        "p",
        icons,
        element("span", sentence),
        [element("span", note) for note in notes if note],
        class_="remark-on-signs",
    )


def main_chart(
    selection: TrendsSelection,
    series: EvaluatedSeries,
    chart: ChartSelection,
    verdict: str,
    projects: Sequence[Project],
) -> None:
    """Chart and key. A goal counted in persons shows their number first."""
    measure, rows = selection.measure, series.rows
    months = [row["month"] for row in rows]
    alt = sentences.chart_alt(selection.filtered_name, measure, months, verdict)
    file = f"{measure.key}-{selection.agency or selection.name}"
    title = f"{selection.filtered_name} · {measure.label}"
    if measure.persons:
        show_chart_with_png(
            trend_figure(
                chart_months(rows, measure, "entered"),
                unit="people",
                axis_title="Persons who entered, by month of discharge",
                size=SMALLER,
            ),
            f"Persons. {alt}",
            selection.board,
            title,
            file=f"persons-{file}",
            key="chart_people",
        )
    show_chart_with_png(
        trend_figure(
            chart_months(rows, measure),
            unit=measure.unit,
            axis_title=sentences.figure_meaning(measure).capitalize(),
            size=LARGE,
            target=series.target,
            targets=series.targets,
            average=median_line(series) if chart.run else None,
            limits=None if chart.run else series.chart,
            proposed=None if chart.run else series.proposed,
            projects=projects,
        ),
        alt,
        selection.board,
        title,
        file=file,
        key="chart_large",
    )
    st.html(chart_key(run=chart.run))


def membership_note(
    selection: TrendsSelection,
    membership: Membership | None,
    agencies: Mapping[str, Mapping[str, Any]],
) -> None:
    """Who begins or ends inside the verdict's months; nothing without such an agency."""
    if membership is None:
        return
    names = {agency: row["name"] for agency, row in agencies.items()}
    layout.show_note(
        verdicts.membership_sentence(
            membership.changes,
            names,
            len(membership.throughout),
            membership.series.signal,
            selection.measure,
        )
    )


def membership_chart(selection: TrendsSelection, membership: Membership | None) -> None:
    """The same series over the agencies that are counted throughout."""
    if membership is None or membership.series.signal is None:
        return
    measure, series = selection.measure, membership.series
    name = f"{selection.filtered_name}, agencies counted throughout"
    months = [row["month"] for row in series.rows]
    verdict = verdicts.short_verdict(membership.series.signal, measure)
    layout.show_caption(f"{name}. {verdict}")
    show_chart_with_png(
        trend_figure(
            chart_months(series.rows, measure),
            unit=measure.unit,
            axis_title=sentences.figure_meaning(measure).capitalize(),
            size=SMALLER,
            target=series.target,
            targets=series.targets,
            limits=series.chart,
            proposed=series.proposed,
        ),
        sentences.chart_alt(name, measure, months, verdict),
        selection.board,
        f"{name} · {measure.label}",
        file=f"{measure.key}-{selection.name}-throughout",
        key="chart_throughout",
    )


def median_line(series: EvaluatedSeries) -> AverageLine:
    """The centre line of a run chart, over the months of its newest phase."""
    first = series.rows[int(series.runs.start[-1])]["month"]
    return AverageLine(float(series.runs.centre[-1]), first, series.rows[-1]["month"], "Median")


def chart_key(*, run: bool) -> Markup:
    """The key below the chart: what the points mean, for those that it may show."""
    judged = [
        icon("improving", "Better than usual variation"),
        icon("worsening", "Worse than usual variation"),
        icon("no_change", "Usual variation"),
    ]
    return element(
        "p",
        [icon("no_change", "Final month")] if run else judged,
        icon("provisional", "Provisional: a month is still missing or unfinished"),
        icon("warming_up", "Warming up: only short waits can have ended yet"),
        None if run else element("span", element("span", class_="swatch"), "Between the limits"),
        icon("target", "Target"),
        class_="keys",
    )


def after_chart_notes(
    selection: TrendsSelection,
    default_series: EvaluatedSeries,
    baseline: Baseline,
    projects: Sequence[Project],
    agencies: Mapping[str, Mapping[str, Any]],
) -> None:
    """Below the chart: a new baseline that is due, change projects, whom to call.

    `default_series`: the series with the limits that the office has decided on; without a final
    month it proposes no baseline.
    """
    # the office decides on whole series of agencies and of the state; the note is true of the
    # default limits only
    is_group = selection.group is not None and selection.agency is None
    if default_series.signal is not None and not is_group and selection.board.only is None:
        note = verdicts.new_phase_note(default_series.signal)
        if note and baseline.kind == "all":
            layout.show_note(note)
    if selection.agency is None or selection.agency not in agencies:
        return
    agency = agencies[selection.agency]
    page = page_link(f"{agency['name']}’s page", "agency", agency=selection.agency)
    facts: list[Content] = [element("span", page)]
    contact = [text for text in (agency["contact_name"], agency["contact_email"]) if text]
    if contact:
        facts.insert(0, element("span", "Contact: ", element("b", ", ".join(contact))))
    if not projects:
        facts.append("No change project is recorded for this measure.")
    st.html(element("p", facts, class_="facts"))
