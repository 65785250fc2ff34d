"""Everyone who asked, those included who never arrived: one agency's bars, or all side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import comparing, sentences, theme, words
from dashboard.charts.cohort import Bar, Part, cohort
from dashboard.charts.dots import Dot, dots
from dashboard.comparing import Comparison
from dashboard.definitions import Board
from dashboard.filters import Selection, through
from dashboard.markup import Markup, link
from dashboard.pieces import frame
from dashboard.pieces.comparison import against, between, by_name, listed, state_of
from dashboard.pieces.picture import draw_to_keep
from dashboard.pieces.table import table

Rows = Sequence[Mapping[str, Any]]
FATES = ("seen", "closed", "waiting", "not_seen")


def newest_known(months: Rows) -> Mapping[str, Any] | None:
    """The newest month of contact whose 14 days are over."""
    return next((row for row in reversed(months) if row["known_14"] and row["contacts"]), None)


def bars(months: Rows, at: Board, who: str) -> None:
    """The way of one month's requests, from asking to treatment, and where the others are."""
    row = newest_known(months)
    if row is None:
        frame.caption("No month of first contacts is old enough yet: its 14 days must be over.")
        return
    when = words.month(row["month"])
    asked = row["contacts"]
    frame.caption(
        f"First contacts of {when}, the newest whose 14 days are over. Shares of all who asked."
    )

    def step(name: str, column: str, under: str = "") -> Bar:
        return Bar(name, row[column], f"{words.share(row[column], asked)} of all", under)

    steps = [
        step(
            "Assessed", "assessed_14", f"within 14 days, {words.count(row['assessed_7'])} within 7"
        ),
        step("First service", "started_14", "within 14 days of asking"),
    ]
    fates = [
        Part("seen", row["seen"], theme.BETTER, theme.WHITE),
        Part("closed", row["closed"], theme.POINT, theme.WHITE),
        Part("waiting", row["waiting"], theme.HAIRLINE, theme.INK),
        Part("never seen", row["not_seen"], theme.INK, theme.WHITE),
    ]
    alt = f"{who}: {sentences.asked(row, when)} {sentences.not_seen(row)}"
    about = f"{who} · First contacts of {when}"
    draw_to_keep(
        cohort(asked, steps, fates), alt, at, about, file=f"asked-{who}", key="chart_cohort"
    )
    st.html(frame.sentence(sentences.not_seen(row)))


def months_table(months: Rows) -> Markup:
    """Every month of contact, the newest first; what is not yet known is not 0."""
    columns = (
        *("Month", "Asked", "Assessed in 7 days", "In 14", "Treated in 14"),
        *("Seen", "Closed", "Waiting", "Never seen"),
    )

    def known(row: Mapping[str, Any], column: str) -> str:
        return "not yet known" if row[column] is None else words.count(row[column])

    rows = [
        (
            words.month(row["month"]),
            words.count(row["contacts"]),
            *(known(row, column) for column in ("assessed_7", "assessed_14", "started_14")),
            *(words.count(row[fate]) for fate in FATES),
        )
        for row in reversed(months)
    ]
    return table("Everyone who asked, by month of contact", columns, rows, numbers=range(1, 9))


def side_by_side(
    selection: Selection, rows: Rows, names: Mapping[str, str], within: Comparison
) -> None:
    """Assessed within 14 days, of all who asked: an interval an agency."""
    when, seen = selection.says, through(selection.at)
    drawn = [row for row in by_name(rows, names) if row["known_contacts_14"]]
    state = state_of(rows)
    who = "Who asked" if rows else "No first contact"
    said = sentences.all_asked(state, when) if state else f"{who} in {when}."
    if state and selection.group:  # the sentence is not the group's
        said = f"{words.STATEWIDE}, {said}"
    frame.lede(f"Everyone who asked{seen}", said, later=True)
    if not rows:
        return
    frame.caption(
        "By month of first contact, so that people who never arrive are counted too. "
        "Within 7 and 14 days is asked of the months whose days are over. "
        "Below: the share assessed within 14 days, with its 95% interval."
    )
    if not drawn:
        return
    value = _within(state) if state else None
    differ = comparing.differing(within, names)
    draw_to_keep(
        dots(
            [_dot(row, names, within) for row in drawn],
            unit="share",
            state=value,
            state_says=f"State {words.value(value, 'share')}" if state else "",
        ),
        f"Share assessed within 14 days of asking{seen}, with intervals. {differ} {said}",
        selection.at,
        f"Assessed in 14 days{seen}, {when}",
        file=f"everyone-who-asked-{selection.period}",
        key="chart_cohorts",
    )
    st.html(frame.sentence(differ))


def _dot(row: Mapping[str, Any], names: Mapping[str, str], within: Comparison) -> Dot:
    each = within.agencies[row["agency_id"]]
    said = f"<b>{words.value(_within(row), 'share')}</b>"
    said += f" ({between(each.low, each.high, 'share')}) n {words.count(row['known_contacts_14'])}"
    name, final = names[row["agency_id"]], not each.why_not
    return Dot(name, _within(row), said, each.low, each.high, final=final, meaning=each.meaning)


def _within(row: Mapping[str, Any]) -> float | None:
    return row["assessed_14"] / row["known_contacts_14"] if row["known_contacts_14"] else None


def cohort_table(rows: Rows, names: Mapping[str, str], within: Comparison) -> Markup:
    """The state first, then the agencies by name."""
    columns = (
        *("Agency", "Asked", "Assessed in 7 days", "Assessed in 14", "Treated in 14"),
        *("Seen", "Closed", "Still waiting", "Never seen", "Against the state"),
    )
    cells = [
        (
            link(names[row["agency_id"]], "agency", agency=row["agency_id"])
            if row["agency_id"]
            else "Statewide",
            words.count(row["contacts"]),
            words.share(row["assessed_7"], row["known_contacts_7"]),
            words.share(row["assessed_14"], row["known_contacts_14"]),
            words.share(row["started_14"], row["known_contacts_14"]),
            *(
                f"{words.count(row[fate])} ({words.share(row[fate], row['contacts'])})"
                for fate in FATES
            ),
            against(within, row["agency_id"]),
        )
        for row in listed(rows, names)
    ]
    name, state = "Everyone who asked", state_of(rows)
    return table(name, columns, cells, numbers=range(1, 9), state_first=state is not None)


def cohort_rows(
    rows: Rows, names: Mapping[str, str], first: date, last: date
) -> list[dict[str, Any]]:
    """The same as an export."""
    stamp = {"first_month": first, "last_month": last}
    return [
        {"agency": names.get(row["agency_id"], words.STATEWIDE), **row, **stamp}
        for row in listed(rows, names)
    ]
