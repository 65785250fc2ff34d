"""Everyone who asked, those included who never arrived: one agency's bars, or all side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.analysis.comparison import Comparison
from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
from dashboard.components import layout
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Markup
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.selection.choices import Selection, filter_suffix
from dashboard.text import comparison as comparison_text
from dashboard.text import sentences
from dashboard.text.formats import STATEWIDE, format_count, format_share, format_value
from dashboard.views.compare.comparison import (
    against_state,
    interval_text,
    rows_by_name,
    rows_in_list,
    state_row,
)

Rows = Sequence[Mapping[str, Any]]


FATES = ("seen", "closed", "waiting", "not_seen")


def cohort_comparison(
    selection: Selection, rows: Rows, names: Mapping[str, str], within: Comparison
) -> None:
    """Assessed within 14 days, of all who asked: an interval an agency."""
    when, seen = selection.says, filter_suffix(selection.board)
    drawn = [row for row in rows_by_name(rows, names) if row["known_contacts_14"]]
    state = state_row(rows)
    who = "Who asked" if rows else "No first contact"
    said = sentences.cohort_totals_sentence(state, when) if state else f"{who} in {when}."
    if state and selection.group:  # the sentence is not the group's
        said = f"{STATEWIDE}, {said}"
    layout.show_lede(f"Everyone who asked{seen}", said, later=True)
    if not rows:
        return
    layout.show_caption(
        "By month of first contact, so that people who never arrive are counted too. "
        "Within 7 and 14 days is asked of the months whose days are over. "
        "Below: the share assessed within 14 days, with its 95% interval."
    )
    if not drawn:
        return
    value = _within(state) if state else None
    differ = comparison_text.differing_agencies(within, names)
    show_chart_with_png(
        interval_dots_figure(
            [_dot(row, names, within) for row in drawn],
            unit="share",
            state=value,
            state_says=f"State {format_value(value, 'share')}" if state else "",
        ),
        f"Share assessed within 14 days of asking{seen}, with intervals. {differ} {said}",
        selection.board,
        f"Assessed in 14 days{seen}, {when}",
        file=f"everyone-who-asked-{selection.period}",
        key="chart_cohorts",
    )
    st.html(layout.sentence_paragraph(differ))


def _dot(row: Mapping[str, Any], names: Mapping[str, str], within: Comparison) -> IntervalDot:
    each = within.agencies[row["agency_id"]]
    said = f"<b>{format_value(_within(row), 'share')}</b>"
    said += f" ({interval_text(each.low, each.high, 'share')})"
    said += f" n {format_count(row['known_contacts_14'])}"
    name, final = names[row["agency_id"]], not each.why_not
    return IntervalDot(
        name, _within(row), said, each.low, each.high, final=final, meaning=each.meaning
    )


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
            page_link(names[row["agency_id"]], "agency", agency=row["agency_id"])
            if row["agency_id"]
            else "Statewide",
            format_count(row["contacts"]),
            format_share(row["assessed_7"], row["known_contacts_7"]),
            format_share(row["assessed_14"], row["known_contacts_14"]),
            format_share(row["started_14"], row["known_contacts_14"]),
            *(
                f"{format_count(row[fate])} ({format_share(row[fate], row['contacts'])})"
                for fate in FATES
            ),
            against_state(within, row["agency_id"]),
        )
        for row in rows_in_list(rows, names)
    ]
    name, state = "Everyone who asked", state_row(rows)
    return html_table(name, columns, cells, numbers=range(1, 9), state_first=state is not None)


def cohort_rows(
    rows: Rows, names: Mapping[str, str], first: date, last: date
) -> list[dict[str, Any]]:
    """The same as an export."""
    stamp = {"first_month": first, "last_month": last}
    return [
        {"agency": names.get(row["agency_id"], STATEWIDE), **row, **stamp}
        for row in rows_in_list(rows, names)
    ]
