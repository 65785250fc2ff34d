"""Goal cards: name, verdict, number, signs, chart, facts, in that order."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import sentences, verdicts, words
from dashboard.charts.series import months_of
from dashboard.charts.sizes import CARD
from dashboard.charts.trend import trend
from dashboard.definitions import Board, Group, Measure, NotSent
from dashboard.judging import Judged
from dashboard.markup import Markup, el, join, link
from dashboard.pieces import frame, table, verdict_signs
from dashboard.pieces.month_table import month_rows, month_table
from dashboard.pieces.picture import draw

TWO_LINES = 64  # letters of a verdict in a card


def cards(
    at: Board,
    who: str,
    goals: Sequence[Measure],
    series: Mapping[str, Judged],
    expected: Mapping[str, date],
    *,
    agency: str | None = None,
    group: Group | None = None,
) -> None:
    """A card a goal of the state, a group or an agency, side by side, its numbers on one line.

    `expected`: measure → the state's newest final month.
    """
    says = {goal.key: _verdict(goal, series[goal.key], at, agency, group) for goal in goals}
    long = any(len(said) > TWO_LINES for said in says.values())
    for column, goal in zip(st.columns(len(goals), gap="medium"), goals, strict=True):
        found = series[goal.key]
        height = "content" if found.signal is None else "stretch"
        with column, st.container(border=True, height=height, gap="xsmall"):
            chosen = {"measure": goal.key} | where(agency, group)
            st.html(head(goal, found, says[goal.key], chosen, long=long))
            if found.signal is not None:
                _chart(who, goal, found, expected.get(goal.key))
            elif at.only is not None:
                st.html(el("p", sentences.goes_by(goal), class_="under"))


def _verdict(
    measure: Measure, found: Judged, at: Board, agency: str | None, group: Group | None
) -> str:
    """An agency's page has named it already."""
    if found.signal is None:
        return sentences.no_final_month(found.rows, measure, at.only)
    if agency:
        return verdicts.short(found.signal, measure)
    return verdicts.headline(found.signal, measure, group.name if group else "")


def _chart(who: str, measure: Measure, found: Judged, expected: date | None) -> None:
    """The chart and what stands under it."""
    verdict = verdicts.full(found.signal, measure, before=found.before)
    draw(
        trend(
            months_of(found.rows, measure),
            unit=measure.unit,
            size=CARD,
            target=found.target,
            limits=found.chart,
        ),
        sentences.picture(who, measure, [row["month"] for row in found.rows], verdict),
        key=f"card_{measure.key}",
    )
    st.html(facts(measure, found, expected))


def head(
    measure: Measure, found: Judged, said: str, chosen: Mapping[str, str], *, long: bool
) -> Markup:
    """The goal's name as a link to its chart, the verdict, the number with its month, two signs."""
    goal = f"Goal {measure.goal} · " if measure.goal else ""
    name = el("h2", goal, link(measure.short_label, "trends", **chosen), class_="eyebrow")
    verdict = el("p", said, class_="verdict long" if long else "verdict")
    signal, row = found.signal, found.newest
    if signal is None:
        return join(name, verdict)
    when = words.month(signal.month)
    n = words.count(signal.counted)
    if measure.persons:
        rate = words.value(signal.value, measure.unit)
        number, unit = words.count(row["entered"]), f"people entered in {when}, {rate} of {n}"
    else:
        number, unit = words.value(signal.value, measure.unit), f"days in {when}"
    return join(
        name,
        verdict,
        el("p", number, el("small", unit), class_="figure"),
        el("p", verdict_signs.signs(signal), class_="keys"),
    )


def where(agency: str | None, group: Group | None) -> dict[str, str]:
    """The URL's words for whose figures a link leads to."""
    chosen = {"agency": agency} if agency else {}
    return chosen | ({"group": group.key} if group else {})


def facts(measure: Measure, found: Judged, expected: date | None) -> Markup:
    """Baseline, target and n under the chart, and what a reader must know of the figure."""
    signal, row, unit = found.signal, found.newest, measure.unit
    then = "none yet" if found.baseline is None else words.value(found.baseline, unit)
    pairs = [
        ("Baseline → now", f"{then} → {words.value(signal.value, unit)}"),
        ("Target", sentences.target(found.target, measure) if found.target else "none set"),
        (f"n in {words.short_month(signal.month)}", words.count(signal.counted)),
    ]
    notes = (verdicts.behind(signal, expected), verdicts.few(signal), left_out(measure, row))
    return join(
        el(
            "dl",
            [el("div", el("dt", name), el("dd", said)) for name, said in pairs],
            class_="under",
        ),
        el("p", " ".join(filter(None, notes)), class_="under"),
    )


def left_out(measure: Measure, row: Mapping[str, Any]) -> str:
    """What the month's figure leaves out or could still gain."""
    said = [sentences.held(row)] if not measure.persons else [sentences.links_missing(row)]
    if measure.key == "contact_to_assessment":
        said.append(sentences.no_contact(row))
    return " ".join(filter(None, said))


def behind(
    at: Board, who: str, file: str, goals: Sequence[Measure], series: Mapping[str, Judged]
) -> None:
    """The months behind the cards, a tab a goal, closed until asked for."""
    with st.expander("Data tables and export"):
        for tab, goal in zip(st.tabs([goal.short_label for goal in goals]), goals, strict=True):
            found = series[goal.key]
            with tab:
                if not found.rows:
                    frame.caption("No month yet.")
                    continue
                st.html(month_table(found.rows, goal, found.chart))
                rows = month_rows(found.rows, goal, who, found.chart)
                table.download(rows, at, f"{goal.key}-{file}", key=goal.key)


def beside(
    measure: Measure, found: Judged, agency: str | None = None, group: Group | None = None
) -> None:
    """A measure that is no goal, as one line under the cards."""
    if found.signal is None:
        return
    name = link(measure.label, "trends", measure=measure.key, **where(agency, group))
    when = f"{words.month(found.signal.month)}, n {words.count(found.signal.counted)}"
    now = words.figure(found.signal.value, measure.unit)
    said = verdicts.short(found.signal, measure)
    st.html(el("p", el("b", name), f": {now} in {when}. {said}", class_="beside"))


def gaps(lacking: NotSent | None, who: str) -> None:
    """That an agency owes months."""
    if lacking:
        frame.note(f"{who} lacks {sentences.lacks(lacking)}.")
