"""One measure over time: the large chart, or every agency as a small one on the same scale."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard import sentences, verdicts, words
from dashboard.charts import axes
from dashboard.charts.series import Average, months_of
from dashboard.charts.sizes import LARGE, SMALLER, TILE
from dashboard.charts.trend import trend
from dashboard.definitions import Measure, Project
from dashboard.filters import Selection, through
from dashboard.judging import Baseline, Judged
from dashboard.markup import Content, Markup, el, join, link
from dashboard.pieces import frame, verdict_signs
from dashboard.pieces.cards import left_out
from dashboard.pieces.picture import draw, draw_to_keep
from dashboard.signs import sign

UNJUDGED = ("provisional", "missing", "uncounted")


def lede(selection: Selection, found: Judged, verdict: str) -> None:
    """The verdict under the chart's name."""
    measure = selection.measure
    counted = "" if measure.persons else ", mean days"
    code = f" ({selection.agency})" if selection.agency and not selection.at.only else ""
    frame.lede(f"{selection.named}{code} · {measure.label}{counted}", verdict)
    if found.signal is None and selection.at.only:
        frame.caption(sentences.goes_by(measure))


def verdict_of(selection: Selection, found: Judged, baseline: Baseline, *, run: bool) -> str:
    """The chart's sentence, which is its alt text too; through a filter, the line above it says
    whose figures these are."""
    who = "" if selection.at.only else selection.who
    if found.signal is None:
        return sentences.no_final_month(found.rows, selection.measure, selection.at.only)
    if run and found.signal.note != "too_few_months":
        return verdicts.run_verdict(found.runs, selection.measure, who)
    return verdicts.full(
        found.signal, selection.measure, who, held=baseline.held, before=found.before
    )


def beside(
    measure: Measure, found: Judged, baseline: Baseline, expected: date | None, *, run: bool
) -> Markup:
    """Signs, the newest figure with its n, and which months are in no verdict, and why."""
    signal = found.signal
    now = words.figure(signal.value, measure.unit)
    n = words.count(signal.counted)
    said = f"{words.month(signal.month)}: {now}, n {n}"
    if measure.persons:
        people = words.counted(found.newest["entered"], "person", "people")
        said = f"{words.month(signal.month)}: {people}, {now} of {n}"
    notes = [
        verdicts.behind(signal, expected),
        verdicts.few(signal),
        *(verdicts.not_judged(found.after(kind), kind) for kind in UNJUDGED),
        left_out(measure, found.newest),
    ]
    judged = not run or signal.note == "too_few_months"  # a run chart has no sign of its own
    signs = verdict_signs.signs(signal, size=16, held=bool(baseline.held)) if judged else []
    return el(
        "p", signs, el("span", said), [el("span", n) for n in notes if n], class_="beside-signs"
    )


def large(
    selection: Selection,
    found: Judged,
    verdict: str,
    projects: Sequence[Project],
    *,
    run: bool,
) -> None:
    """Chart and key. A goal counted in persons shows their number first."""
    measure, rows = selection.measure, found.rows
    alt = sentences.picture(selection.named, measure, [row["month"] for row in rows], verdict)
    file = f"{measure.key}-{selection.agency or selection.who}"
    about = f"{selection.named} · {measure.label}"
    if measure.persons:
        draw_to_keep(
            trend(
                months_of(rows, measure, "entered"),
                unit="people",
                axis_title="Persons who entered, by month of discharge",
                size=SMALLER,
            ),
            f"Persons. {alt}",
            selection.at,
            about,
            file=f"persons-{file}",
            key="chart_people",
        )
    draw_to_keep(
        trend(
            months_of(rows, measure),
            unit=measure.unit,
            axis_title=sentences.counted_in(measure).capitalize(),
            size=LARGE,
            target=found.target,
            average=median(found) if run else None,
            limits=None if run else found.chart,
            projects=projects,
        ),
        alt,
        selection.at,
        about,
        file=file,
        key="chart_large",
    )
    st.html(keys(run=run))


def median(found: Judged) -> Average:
    """The centre of a run chart, over the months of its newest phase."""
    first = found.rows[int(found.runs.start[-1])]["month"]
    return Average(float(found.runs.centre[-1]), first, found.rows[-1]["month"], "Median")


def keys(*, run: bool) -> Markup:
    """What the points mean, for those that a chart may show."""
    special: list[Content] = [
        sign("improving", "Better than usual variation"),
        sign("worsening", "Worse than usual variation"),
        sign("no_change", "Usual variation"),
    ]
    return el(
        "p",
        [sign("no_change", "Final month")] if run else special,
        sign("provisional", "Provisional: a month is still missing or unfinished"),
        sign("warming_up", "Warming up: only short waits can have ended yet"),
        None if run else el("span", el("span", class_="swatch"), "Between the limits"),
        sign("target", "Target"),
        class_="keys",
    )


def small_multiples(
    selection: Selection, names: Mapping[str, str], series: Mapping[str, Judged]
) -> None:
    """A chart an agency, in the order of their names, one scale for all."""
    measure = selection.measure
    drawn = {agency: months_of(found.rows, measure) for agency, found in series.items()}
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
                chart = trend(
                    drawn[agency],
                    unit=measure.unit,
                    size=TILE,
                    target=found.target,
                    limits=found.chart,
                    value_range=scale,
                    across=across,
                )
                verdict = verdicts.full(found.signal, measure, before=found.before)
                alt = sentences.picture(f"{name}{through(selection.at)}", measure, across, verdict)
                draw(chart, alt, key=f"chart_tile_{agency}")


def _tile_head(agency: str, name: str, selection: Selection, found: Judged) -> None:
    """The agency as a link, its newest final figure with its n, its sign; or why there is none."""
    measure = selection.measure
    label = link(name, "trends", measure=measure.key, agency=agency)
    signal = found.signal
    if signal is None:
        ever = any(row["counted"] for row in found.rows)
        none = "None counted" if selection.at.only else "No data yet"
        said = "No final month yet" if ever else none
        st.html(join(el("h3", label, class_="tile"), el("p", said, class_="tile")))
        return
    now = words.value(signal.value, measure.unit)
    change = sign(*verdict_signs.change(signal))
    under = f"{words.short_month(signal.month)}, n {words.count(signal.counted)}"
    head = el("h3", label, el("b", now), change, class_="tile")
    st.html(join(head, el("p", under, class_="tile")))


def afterwards(
    selection: Selection,
    plain: Judged,
    baseline: Baseline,
    projects: Sequence[Project],
    agencies: Mapping[str, Mapping[str, object]],
) -> None:
    """Under the chart: a new baseline that is due, change projects, whom to call."""
    due = verdicts.new_phase(plain.signal)
    pooled = selection.group is not None and selection.agency is None
    decided = not pooled and selection.at.only is None  # the office decides on no part of a series
    if due and decided and baseline.kind == "all":  # of other limits it would not be true
        frame.note(due)
    agency = agencies.get(selection.agency or "")
    if agency is None:
        return
    about = link(f"{agency['name']}’s page", "agency", agency=selection.agency)
    said: list[Content] = [el("span", about)]
    if agency["contact_name"] or agency["contact_email"]:
        contact = ", ".join(c for c in (agency["contact_name"], agency["contact_email"]) if c)
        said.insert(0, el("span", "Contact: ", el("b", contact)))
    if not projects:
        said.append("No change project is recorded for this measure.")
    st.html(el("p", said, class_="facts"))
