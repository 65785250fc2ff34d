"""Goal cards: name, verdict, number, signs, chart, facts, in that order."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

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
from pipelines.boards.signals import Signal

TWO_LINES = 64  # letters of a verdict in a card


def goal_cards(
    board: Board,
    series_name: str,
    goals: Sequence[Measure],
    series: Mapping[str, EvaluatedSeries],
    expected: Mapping[str, date],
    *,
    agency: str | None = None,
    group: AgencyGroup | None = None,
) -> None:
    """A card a goal of the state, a group or an agency, in columns, numbers on one line.

    `expected`: measure → the state's newest final month.
    """
    texts = {goal.key: _verdict(goal, series[goal.key], board, agency, group) for goal in goals}
    long = any(len(text) > TWO_LINES for text in texts.values())
    for column, goal in zip(st.columns(len(goals), gap="medium"), goals, strict=True):
        evaluated = series[goal.key]
        height: Literal["content", "stretch"] = "content" if evaluated.signal is None else "stretch"
        with column, st.container(border=True, height=height, gap="xsmall"):
            chosen = {"measure": goal.key} | link_parameters(agency, group)
            st.html(card_head(goal, evaluated, texts[goal.key], chosen, long=long))
            if evaluated.signal is not None:
                _chart(series_name, goal, evaluated, evaluated.signal, expected.get(goal.key))
            elif board.only is not None:
                st.html(element("p", sentences.filter_basis_sentence(goal), class_="under"))


def _verdict(
    measure: Measure,
    series: EvaluatedSeries,
    board: Board,
    agency: str | None,
    group: AgencyGroup | None,
) -> str:
    """The verdict as text; an agency's page has its name in the title already."""
    if series.signal is None:
        return sentences.no_final_month_sentence(series.rows, measure, board.only)
    if agency:
        return verdicts.short_verdict(series.signal, measure)
    return verdicts.verdict_headline(series.signal, measure, group.name if group else "")


def _chart(
    name: str, measure: Measure, series: EvaluatedSeries, signal: Signal, expected: date | None
) -> None:
    """The chart and the facts under it."""
    verdict = verdicts.full_verdict(signal, measure, before=series.before)
    show_chart(
        trend_figure(
            chart_months(series.rows, measure),
            unit=measure.unit,
            size=CARD,
            target=series.target,
            targets=series.targets,
            limits=series.chart,
            proposed=series.proposed,
        ),
        sentences.chart_alt(name, measure, [row["month"] for row in series.rows], verdict),
        key=f"card_{measure.key}",
    )
    st.html(card_facts(measure, series, signal, expected))


def card_head(
    measure: Measure, series: EvaluatedSeries, text: str, chosen: Mapping[str, str], *, long: bool
) -> Markup:
    """The goal's name as a link to its chart, the verdict, the number with its month, two icons."""
    goal = f"Goal {measure.goal} · " if measure.goal else ""
    name = element("h2", goal, page_link(measure.short_label, "trends", **chosen), class_="eyebrow")
    verdict = element("p", text, class_="verdict long" if long else "verdict")
    signal, row = series.signal, series.newest
    if signal is None or row is None:
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


def card_facts(
    measure: Measure, series: EvaluatedSeries, signal: Signal, expected: date | None
) -> Markup:
    """Baseline, target and n under the chart, and what a reader must know of the figure."""
    unit = measure.unit
    then = "none yet" if series.baseline is None else format_value(series.baseline, unit)
    pairs = [
        ("Baseline → now", f"{then} → {format_value(signal.value, unit)}"),
        (
            "Target",
            sentences.target_sentence(series.target, measure) if series.target else "none set",
        ),
        (f"n in {short_month(signal.month)}", format_count(signal.counted)),
    ]
    runs = signal.level is not None and signal.level_months != 1 and signal.year_before is None
    if runs and signal.level_since is not None:
        since = f"Since {month_name(signal.level_since)}"
        pairs.insert(1, (since, format_figure(signal.level, unit)))
    notes = (
        verdicts.behind_note(signal, expected),
        verdicts.few_cases_note(signal),
        left_out_sentence(measure, series.newest or {}),
    )
    return join_content(
        element(
            "dl",
            [element("div", element("dt", name), element("dd", fact)) for name, fact in pairs],
            class_="under",
        ),
        element("p", " ".join(filter(None, notes)), class_="under"),
    )


def data_tables(
    board: Board,
    series_name: str,
    file: str,
    goals: Sequence[Measure],
    series: Mapping[str, EvaluatedSeries],
) -> None:
    """The months behind the cards, a tab a goal, closed at first."""
    with st.expander("Data tables and export"):
        for tab, goal in zip(st.tabs([goal.short_label for goal in goals]), goals, strict=True):
            evaluated = series[goal.key]
            with tab:
                if not evaluated.rows:
                    layout.show_caption("No month yet.")
                    continue
                st.html(month_table(evaluated, goal))
                rows = month_export_rows(evaluated, goal, series_name)
                tables.download_buttons(rows, board, f"{goal.key}-{file}", key=goal.key)


def secondary_measure(
    measure: Measure,
    series: EvaluatedSeries,
    agency: str | None = None,
    group: AgencyGroup | None = None,
) -> None:
    """A measure that is no goal, as one line under the cards."""
    if series.signal is None:
        return
    name = page_link(measure.label, "trends", measure=measure.key, **link_parameters(agency, group))
    when = f"{month_name(series.signal.month)}, n {format_count(series.signal.counted)}"
    now = format_figure(series.signal.value, measure.unit)
    text = verdicts.short_verdict(series.signal, measure)
    st.html(element("p", element("b", name), f": {now} in {when}. {text}", class_="remark"))


def missing_months_note(lacking: MissingMonths | None, name: str) -> None:
    """That months of an agency are missing; nothing where `lacking` is None."""
    if lacking:
        layout.show_note(f"{name} lacks {sentences.missing_months_sentence(lacking)}.")
