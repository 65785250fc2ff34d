"""Goal cards: name, sentence, number, chart, facts, in that order."""

from collections.abc import Sequence

import streamlit as st

from dashboard import reads, sentences, theme, words
from dashboard.access import Viewer
from dashboard.charts.series import Average, Rows, months_of
from dashboard.charts.sizes import CARD
from dashboard.charts.trend import trend
from dashboard.definitions import Board, Measure, Newest, Target
from dashboard.markup import Markup, el, join, link
from dashboard.pieces import frame, table
from dashboard.pieces.month_table import month_rows, month_table


def card(
    who: str,
    agency: str | None,
    figure: Newest | None,
    measure: Measure,
    months: Rows,
    target: Target | None,
) -> None:
    """One goal of the state or of an agency."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.html(head(agency, figure, measure))
        if figure is not None and figure.month is not None:
            st.plotly_chart(
                trend(
                    months_of(months, measure),
                    unit=measure.unit,
                    size=CARD,
                    target=target,
                    average=average(figure),
                ),
                theme=None,
                config=theme.CONFIG,
                alt=sentences.picture(who, figure, measure, [row["month"] for row in months]),
                key=f"card_{measure.key}",
            )
            st.html(facts(figure, measure, target))


def head(agency: str | None, figure: Newest | None, measure: Measure) -> Markup:
    """The goal's name as a link to its chart, the sentence, the number with its month."""
    goal = f"Goal {measure.goal} · " if measure.goal else ""
    chosen = {"measure": measure.key} | ({"agency": agency} if agency else {})
    name = el("h2", goal, link(measure.short_label, "trends", **chosen), class_="eyebrow")
    if figure is None or figure.month is None:
        empty = figure is not None and figure.ever
        said = "No final month yet." if empty else "Nothing counted so far."
        return join(name, el("p", said, class_="verdict"))
    sentence = sentences.card(figure, measure)
    when = words.month(figure.month)
    n = words.count(figure.counted)
    if measure.persons:
        number, unit = words.count(figure.entered), f"people entered in {when}"
        second = f"{words.value(figure.value, measure.unit)} of {n} with a completed detox"
    else:
        number, unit = words.value(figure.value, measure.unit), f"days in {when}"
        second = f"mean of n {n}"
    if (figure.counted or 0) < sentences.LEAST_N:
        second = f"{second}: too few to lean on"
    return join(
        name,
        el("p", sentence, class_="verdict"),
        el("p", number, el("small", unit), class_="figure"),
        el("p", second, class_="second"),
    )


def facts(figure: Newest, measure: Measure, target: Target | None) -> Markup:
    """Past, target and n under the chart, and what the figure leaves out."""
    unit = measure.unit
    past = f"{words.value(figure.before_value, unit)} → {words.value(figure.value, unit)}"
    pairs = [
        (f"{'Rate, before' if measure.persons else 'Year before'} → now", past),
        ("Target", sentences.target(target, measure) if target else "none set"),
        (f"n in {words.short_month(figure.month)}", words.count(figure.counted)),
    ]
    left_out = {
        "contact_to_assessment": sentences.no_contact,
        "detox_to_outpatient": sentences.links_missing,
    }.get(measure.key)
    return join(
        el(
            "dl",
            [el("div", el("dt", name), el("dd", said)) for name, said in pairs],
            class_="under",
        ),
        el("p", left_out(figure) if left_out else "", class_="under"),
    )


def average(figure: Newest) -> Average | None:
    """The months before the newest final one, as the line that the sentence speaks of."""
    if not figure.before_months or figure.before_value is None:
        return None
    return Average(figure.before_value, figure.before_first, figure.before_last, "Mean")


def behind(
    viewer: Viewer, at: Board, agency: str | None, who: str, goals: Sequence[Measure]
) -> None:
    """The months behind the cards, a tab a goal, closed until asked for."""
    with st.expander("Data tables and export"):
        for tab, goal in zip(st.tabs([goal.short_label for goal in goals]), goals, strict=True):
            months = reads.months(viewer, at, goal.key, agency)
            with tab:
                if not months:
                    frame.caption("No month yet.")
                    continue
                st.html(month_table(months, goal))
                file = f"{goal.key}-{agency or 'state'}"
                table.download(month_rows(months, goal, who), at, file, key=goal.key)


def beside(agency: str | None, figure: Newest | None, measure: Measure) -> None:
    """A measure that is no goal, as one line under the cards."""
    if figure is None or figure.month is None:
        return
    chosen = {"measure": measure.key} | ({"agency": agency} if agency else {})
    name = link(measure.label, "trends", **chosen)
    st.html(el("p", el("b", name), ": ", sentences.headline(figure, measure), class_="beside"))
