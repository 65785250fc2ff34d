"""One measure over time: the large chart, or every agency as a small one on the same scale."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.analysis.series import Baseline, EvaluatedSeries
from dashboard.charts import axes
from dashboard.charts.trend.figure import trend_figure
from dashboard.charts.trend.months import AverageLine, chart_months
from dashboard.charts.trend.sizes import LARGE, SMALLER, TILE
from dashboard.components import layout, verdict_icons
from dashboard.components.charts import show_chart, show_chart_with_png
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.links import page_link
from dashboard.queries.models import Measure, Project
from dashboard.selection.choices import Selection, filter_suffix
from dashboard.text import sentences, verdicts
from dashboard.text.formats import (
    count_of,
    format_count,
    format_figure,
    format_value,
    month_name,
    short_month,
)
from dashboard.text.sentences import left_out_sentence

UNJUDGED = ("provisional", "missing", "uncounted")


def trend_lede(selection: Selection, found: EvaluatedSeries, verdict: str) -> None:
    """The verdict under the chart's name."""
    measure = selection.measure
    counted = "" if measure.persons else ", mean days"
    code = f" ({selection.agency})" if selection.agency and not selection.board.only else ""
    layout.show_lede(f"{selection.named}{code} · {measure.label}{counted}", verdict)
    if found.signal is None and selection.board.only:
        layout.show_caption(sentences.month_basis(measure))


def chart_verdict(
    selection: Selection, found: EvaluatedSeries, baseline: Baseline, *, run: bool
) -> str:
    """The chart's sentence, which is its alt text too; through a filter, the line above it says
    whose figures these are."""
    who = "" if selection.board.only else selection.who
    if found.signal is None:
        return sentences.no_final_month_sentence(
            found.rows, selection.measure, selection.board.only
        )
    if run and found.signal.note != "too_few_months":
        return verdicts.run_verdict(found.runs, selection.measure, who)
    return verdicts.full_verdict(
        found.signal, selection.measure, who, held=baseline.held, before=found.before
    )


def evidence_lines(
    measure: Measure,
    found: EvaluatedSeries,
    baseline: Baseline,
    expected: date | None,
    *,
    run: bool,
) -> Markup:
    """Signs, the newest figure with its n, and which months are in no verdict, and why."""
    signal = found.signal
    now = format_figure(signal.value, measure.unit)
    n = format_count(signal.counted)
    said = f"{month_name(signal.month)}: {now}, n {n}"
    if measure.persons:
        people = count_of(found.newest["entered"], "person", "people")
        said = f"{month_name(signal.month)}: {people}, {now} of {n}"
    notes = [
        verdicts.behind_note(signal, expected),
        verdicts.few_cases_note(signal),
        *(verdicts.not_judged_note(found.after(kind), kind) for kind in UNJUDGED),
        left_out_sentence(measure, found.newest),
    ]
    judged = not run or signal.note == "too_few_months"  # a run chart has no sign of its own
    signs = verdict_icons.verdict_icons(signal, size=16, held=bool(baseline.held)) if judged else []
    return element(
        "p",
        signs,
        element("span", said),
        [element("span", n) for n in notes if n],
        class_="beside-signs",
    )


def main_chart(
    selection: Selection,
    found: EvaluatedSeries,
    verdict: str,
    projects: Sequence[Project],
    *,
    run: bool,
) -> None:
    """Chart and key. A goal counted in persons shows their number first."""
    measure, rows = selection.measure, found.rows
    alt = sentences.chart_alt(selection.named, measure, [row["month"] for row in rows], verdict)
    file = f"{measure.key}-{selection.agency or selection.who}"
    about = f"{selection.named} · {measure.label}"
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
            about,
            file=f"persons-{file}",
            key="chart_people",
        )
    show_chart_with_png(
        trend_figure(
            chart_months(rows, measure),
            unit=measure.unit,
            axis_title=sentences.counted_in(measure).capitalize(),
            size=LARGE,
            target=found.target,
            average=median_line(found) if run else None,
            limits=None if run else found.chart,
            projects=projects,
        ),
        alt,
        selection.board,
        about,
        file=file,
        key="chart_large",
    )
    st.html(chart_key(run=run))


def median_line(found: EvaluatedSeries) -> AverageLine:
    """The centre of a run chart, over the months of its newest phase."""
    first = found.rows[int(found.runs.start[-1])]["month"]
    return AverageLine(float(found.runs.centre[-1]), first, found.rows[-1]["month"], "Median")


def chart_key(*, run: bool) -> Markup:
    """What the points mean, for those that a chart may show."""
    special: list[Content] = [
        icon("improving", "Better than usual variation"),
        icon("worsening", "Worse than usual variation"),
        icon("no_change", "Usual variation"),
    ]
    return element(
        "p",
        [icon("no_change", "Final month")] if run else special,
        icon("provisional", "Provisional: a month is still missing or unfinished"),
        icon("warming_up", "Warming up: only short waits can have ended yet"),
        None if run else element("span", element("span", class_="swatch"), "Between the limits"),
        icon("target", "Target"),
        class_="keys",
    )


def small_multiples(
    selection: Selection, names: Mapping[str, str], series: Mapping[str, EvaluatedSeries]
) -> None:
    """A chart an agency, in the order of their names, one scale for all."""
    measure = selection.measure
    drawn = {agency: chart_months(found.rows, measure) for agency, found in series.items()}
    across = sorted({m.month for months in drawn.values() for m in months})
    scale = axes.value_range(
        [m.value for months in drawn.values() for m in months]
        + [found.target.value for found in series.values() if found.target],
        measure.unit,
        fitted=False,
    )
    grid = st.grid(min_column_width=230, gap="medium")
    for agency, name in names.items():
        with grid.cell():
            found = series[agency]
            _tile_head(agency, name, selection, found)
            if found.signal is not None:
                chart = trend_figure(
                    drawn[agency],
                    unit=measure.unit,
                    size=TILE,
                    target=found.target,
                    limits=found.chart,
                    value_range=scale,
                    across=across,
                )
                verdict = verdicts.full_verdict(found.signal, measure, before=found.before)
                alt = sentences.chart_alt(
                    f"{name}{filter_suffix(selection.board)}", measure, across, verdict
                )
                show_chart(chart, alt, key=f"chart_tile_{agency}")


def _tile_head(agency: str, name: str, selection: Selection, found: EvaluatedSeries) -> None:
    """The agency as a link, its newest final figure with its n, its sign; or why there is none."""
    measure = selection.measure
    label = page_link(name, "trends", measure=measure.key, agency=agency)
    signal = found.signal
    if signal is None:
        ever = any(row["counted"] for row in found.rows)
        none = "None counted" if selection.board.only else "No data yet"
        said = "No final month yet" if ever else none
        st.html(
            join_content(element("h3", label, class_="tile"), element("p", said, class_="tile"))
        )
        return
    now = format_value(signal.value, measure.unit)
    change = icon(*verdict_icons.change_icon(signal))
    under = f"{short_month(signal.month)}, n {format_count(signal.counted)}"
    head = element("h3", label, element("b", now), change, class_="tile")
    st.html(join_content(head, element("p", under, class_="tile")))


def after_chart_notes(
    selection: Selection,
    plain: EvaluatedSeries,
    baseline: Baseline,
    projects: Sequence[Project],
    agencies: Mapping[str, Mapping[str, object]],
) -> None:
    """Under the chart: a new baseline that is due, change projects, whom to call."""
    due = verdicts.new_phase_note(plain.signal)
    pooled = selection.group is not None and selection.agency is None
    decided = (
        not pooled and selection.board.only is None
    )  # the office decides on no part of a series
    if due and decided and baseline.kind == "all":  # of other limits it would not be true
        layout.show_note(due)
    agency = agencies.get(selection.agency or "")
    if agency is None:
        return
    about = page_link(f"{agency['name']}’s page", "agency", agency=selection.agency)
    said: list[Content] = [element("span", about)]
    if agency["contact_name"] or agency["contact_email"]:
        contact = ", ".join(c for c in (agency["contact_name"], agency["contact_email"]) if c)
        said.insert(0, element("span", "Contact: ", element("b", contact)))
    if not projects:
        said.append("No change project is recorded for this measure.")
    st.html(element("p", said, class_="facts"))
