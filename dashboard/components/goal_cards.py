"""Goal cards: name, verdict, number, signs, chart, facts, in that order."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.analysis.series import EvaluatedSeries
from dashboard.charts.trend.figure import trend_figure
from dashboard.charts.trend.months import chart_months
from dashboard.charts.trend.sizes import CARD
from dashboard.components import layout, tables, verdict_icons
from dashboard.components.charts import show_chart
from dashboard.components.html import Markup, element, join_content
from dashboard.components.links import link_parameters, page_link
from dashboard.components.month_table import month_export_rows, month_table
from dashboard.queries.models import AgencyGroup, Board, Measure, MissingMonths
from dashboard.text import sentences, verdicts
from dashboard.text.formats import (
    format_count,
    format_figure,
    format_value,
    month_name,
    short_month,
)
from dashboard.text.sentences import left_out_sentence

TWO_LINES = 64  # letters of a verdict in a card


def goal_cards(
    board: Board,
    who: str,
    goals: Sequence[Measure],
    series: Mapping[str, EvaluatedSeries],
    expected: Mapping[str, date],
    *,
    agency: str | None = None,
    group: AgencyGroup | None = None,
) -> None:
    """A card a goal of the state, a group or an agency, side by side, its numbers on one line.

    `expected`: measure → the state's newest final month.
    """
    says = {goal.key: _verdict(goal, series[goal.key], board, agency, group) for goal in goals}
    long = any(len(said) > TWO_LINES for said in says.values())
    for column, goal in zip(st.columns(len(goals), gap="medium"), goals, strict=True):
        found = series[goal.key]
        height = "content" if found.signal is None else "stretch"
        with column, st.container(border=True, height=height, gap="xsmall"):
            chosen = {"measure": goal.key} | link_parameters(agency, group)
            st.html(card_head(goal, found, says[goal.key], chosen, long=long))
            if found.signal is not None:
                _chart(who, goal, found, expected.get(goal.key))
            elif board.only is not None:
                st.html(element("p", sentences.month_basis(goal), class_="under"))


def _verdict(
    measure: Measure,
    found: EvaluatedSeries,
    board: Board,
    agency: str | None,
    group: AgencyGroup | None,
) -> str:
    """An agency's page has named it already."""
    if found.signal is None:
        return sentences.no_final_month_sentence(found.rows, measure, board.only)
    if agency:
        return verdicts.short_verdict(found.signal, measure)
    return verdicts.verdict_headline(found.signal, measure, group.name if group else "")


def _chart(who: str, measure: Measure, found: EvaluatedSeries, expected: date | None) -> None:
    """The chart and what stands under it."""
    verdict = verdicts.full_verdict(found.signal, measure, before=found.before)
    show_chart(
        trend_figure(
            chart_months(found.rows, measure),
            unit=measure.unit,
            size=CARD,
            target=found.target,
            limits=found.chart,
        ),
        sentences.chart_alt(who, measure, [row["month"] for row in found.rows], verdict),
        key=f"card_{measure.key}",
    )
    st.html(card_facts(measure, found, expected))


def card_head(
    measure: Measure, found: EvaluatedSeries, said: str, chosen: Mapping[str, str], *, long: bool
) -> Markup:
    """The goal's name as a link to its chart, the verdict, the number with its month, two signs."""
    goal = f"Goal {measure.goal} · " if measure.goal else ""
    name = element("h2", goal, page_link(measure.short_label, "trends", **chosen), class_="eyebrow")
    verdict = element("p", said, class_="verdict long" if long else "verdict")
    signal, row = found.signal, found.newest
    if signal is None:
        return join_content(name, verdict)
    when = month_name(signal.month)
    n = format_count(signal.counted)
    if measure.persons:
        rate = format_value(signal.value, measure.unit)
        number, unit = (
            format_count(row["entered"]),
            f"people entered in {when}, {rate} of {n}",
        )
    else:
        number, unit = format_value(signal.value, measure.unit), f"days in {when}"
    return join_content(
        name,
        verdict,
        element("p", number, element("small", unit), class_="figure"),
        element("p", verdict_icons.verdict_icons(signal), class_="keys"),
    )


def card_facts(measure: Measure, found: EvaluatedSeries, expected: date | None) -> Markup:
    """Baseline, target and n under the chart, and what a reader must know of the figure."""
    signal, row, unit = found.signal, found.newest, measure.unit
    then = "none yet" if found.baseline is None else format_value(found.baseline, unit)
    pairs = [
        ("Baseline → now", f"{then} → {format_value(signal.value, unit)}"),
        (
            "Target",
            sentences.target_sentence(found.target, measure) if found.target else "none set",
        ),
        (f"n in {short_month(signal.month)}", format_count(signal.counted)),
    ]
    notes = (
        verdicts.behind_note(signal, expected),
        verdicts.few_cases_note(signal),
        left_out_sentence(measure, row),
    )
    return join_content(
        element(
            "dl",
            [element("div", element("dt", name), element("dd", said)) for name, said in pairs],
            class_="under",
        ),
        element("p", " ".join(filter(None, notes)), class_="under"),
    )


def data_tables(
    board: Board,
    who: str,
    file: str,
    goals: Sequence[Measure],
    series: Mapping[str, EvaluatedSeries],
) -> None:
    """The months behind the cards, a tab a goal, closed until asked for."""
    with st.expander("Data tables and export"):
        for tab, goal in zip(st.tabs([goal.short_label for goal in goals]), goals, strict=True):
            found = series[goal.key]
            with tab:
                if not found.rows:
                    layout.show_caption("No month yet.")
                    continue
                st.html(month_table(found.rows, goal, found.chart))
                rows = month_export_rows(found.rows, goal, who, found.chart)
                tables.download_buttons(rows, board, f"{goal.key}-{file}", key=goal.key)


def secondary_measure(
    measure: Measure,
    found: EvaluatedSeries,
    agency: str | None = None,
    group: AgencyGroup | None = None,
) -> None:
    """A measure that is no goal, as one line under the cards."""
    if found.signal is None:
        return
    name = page_link(measure.label, "trends", measure=measure.key, **link_parameters(agency, group))
    when = f"{month_name(found.signal.month)}, n {format_count(found.signal.counted)}"
    now = format_figure(found.signal.value, measure.unit)
    said = verdicts.short_verdict(found.signal, measure)
    st.html(element("p", element("b", name), f": {now} in {when}. {said}", class_="beside"))


def missing_months_note(lacking: MissingMonths | None, who: str) -> None:
    """That an agency owes months."""
    if lacking:
        layout.show_note(f"{who} lacks {sentences.missing_months_sentence(lacking)}.")
