"""One measure over time: the large chart, or every agency as a small one on the same scale."""

from collections.abc import Mapping

import streamlit as st

from dashboard import sentences, theme, words
from dashboard.charts import axes
from dashboard.charts.series import Rows, months_of
from dashboard.charts.sizes import LARGE, SMALLER, TILE
from dashboard.charts.trend import trend
from dashboard.definitions import Measure, Newest, Target
from dashboard.filters import Selection
from dashboard.markup import Markup, el, join, link
from dashboard.pieces import cards, frame
from dashboard.signs import sign


def large(selection: Selection, figure: Newest | None, rows: Rows, target: Target | None) -> None:
    """Sentence, facts, chart, key. A goal counted in persons shows their number first."""
    measure = selection.measure
    counted = "" if measure.persons else ", mean days"
    said = sentences.headline(figure, measure) if figure else "No data yet."
    frame.lede(f"{selection.who} · {measure.label}{counted}", said)
    if figure is None or all(row["value"] is None for row in rows):
        return
    alt = sentences.picture(selection.who, figure, measure, [row["month"] for row in rows])
    if measure.persons:
        _chart(
            trend(
                months_of(rows, measure, "entered"),
                unit="people",
                axis_title="Persons who entered, by month of discharge",
                size=SMALLER,
            ),
            f"Persons. {alt}",
            "people",
        )
    title = sentences.counted_in(measure).capitalize()
    _chart(
        trend(
            months_of(rows, measure),
            unit=measure.unit,
            axis_title=title,
            size=LARGE,
            target=target,
            average=cards.average(figure),
        ),
        alt,
        "large",
    )
    st.html(keys())


def keys() -> Markup:
    """What the points mean, for those that a chart may show."""
    return el(
        "p",
        sign("no_change", "Final month"),
        sign("provisional", "Provisional: a month is still missing or unfinished"),
        sign("warming_up", "Warming up: only short waits can have ended yet"),
        sign("before", "Mean of the up to 12 final months before the newest"),
        sign("target", "Target"),
        class_="keys",
    )


def small_multiples(
    measure: Measure,
    names: Mapping[str, str],
    series: Mapping[str, Rows],
    figures: Mapping[tuple[str | None, str], Newest],
    targets: Mapping[str, Target | None],
) -> None:
    """A chart an agency, in the order of their names, one scale for all."""
    drawn = {a: months_of(rows, measure) for a, rows in series.items()}
    across = sorted({m.month for months in drawn.values() for m in months})
    scale = axes.value_range(
        [m.value for months in drawn.values() for m in months if m.kind == "final"]
        + [targets[a].value for a in drawn if targets[a]],
        measure.unit,
        fitted=False,
    )
    grid = st.grid(min_column_width=230, gap="medium")
    for agency, name in names.items():
        with grid.cell():
            figure = figures.get((agency, measure.key))
            _tile_head(agency, name, measure, figure)
            if figure is not None and figure.month is not None:
                chart = trend(
                    drawn[agency],
                    unit=measure.unit,
                    size=TILE,
                    target=targets[agency],
                    value_range=scale,
                    across=across,
                )
                _chart(chart, sentences.picture(name, figure, measure, across), f"tile_{agency}")


def _tile_head(agency: str, name: str, measure: Measure, figure: Newest | None) -> None:
    """The agency as a link, its newest final figure with its n, or why there is none."""
    label = link(name, "trends", measure=measure.key, agency=agency)
    if figure is None or figure.month is None:
        said = sentences.newest(figure, measure) if figure else "No data yet"
        st.html(join(el("h3", label, class_="tile"), el("p", said, class_="tile")))
        return
    now = words.value(figure.value, measure.unit)
    older = "" if figure.month == figure.expected else f"{words.short_month(figure.month)}, "
    under = f"{older}n {words.count(figure.counted)}"
    st.html(join(el("h3", label, el("b", now), class_="tile"), el("p", under, class_="tile")))


def _chart(figure: object, alt: str, key: str) -> None:
    st.plotly_chart(figure, theme=None, config=theme.CONFIG, alt=alt, key=f"chart_{key}")
