"""Everyone who asked, also those who never arrive: each agency against the state."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.analysis.cohorts import Rows, assessed_share, fate_counts
from dashboard.analysis.comparison import Comparison
from dashboard.charts.interval_dots import IntervalDot, interval_dots_figure
from dashboard.components import layout
from dashboard.components.charts import show_chart_with_png
from dashboard.components.html import Markup
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.selection.choices import filter_suffix
from dashboard.text import comparison as comparison_text
from dashboard.text import sentences
from dashboard.text.formats import STATEWIDE, format_count, format_share, format_value
from dashboard.views.compare.comparison import against_state, interval_text
from dashboard.views.compare.controls import ComparisonSelection
from dashboard.views.compare.data import agency_rows, rows_in_order, state_row


def cohort_comparison(
    selection: ComparisonSelection,
    rows: Rows,
    names: Mapping[str, str],
    comparison: Comparison,
    seen_days: int,
) -> None:
    """Assessed within 14 days, of all who asked: a sentence, and an interval an agency.

    `rows`: the state's, then a row an agency. `names`: id → name of the agencies on the page.
    `seen_days`: a request counts as seen within so many days of the contact.
    """
    when, suffix = selection.label, filter_suffix(selection.board)
    state = state_row(rows)
    if state is not None:
        totals = sentences.cohort_totals_sentence(state, when, seen_days)
        if selection.group:  # the sentence is not the group's
            totals = f"{STATEWIDE}, {totals}"
    else:
        totals = f"{'Who asked' if rows else 'No first contact'} in {when}."
    layout.show_lede(f"Everyone who asked{suffix}", totals, later=True)
    if not rows:
        return
    layout.show_caption(
        "By month of first contact, so that people who never arrive are counted too. "
        "Within 7 and 14 days is asked of the months whose days are over. "
        "Below: the share assessed within 14 days, with its 95% interval."
    )
    shares = [(row, assessed_share(row)) for row in agency_rows(rows, names)]
    dots = [
        _interval_dot(row, share, names, comparison) for row, share in shares if share is not None
    ]
    if not dots:
        return
    state_share = assessed_share(state) if state else None
    differing = comparison_text.differing_agencies(comparison, names)
    show_chart_with_png(
        interval_dots_figure(
            dots,
            unit="share",
            state=state_share,
            state_says=f"State {format_value(state_share, 'share')}" if state else "",
        ),
        f"Share assessed within 14 days of asking{suffix}, with intervals. {differing} {totals}",
        selection.board,
        f"Assessed in 14 days{suffix}, {when}",
        file=f"everyone-who-asked-{selection.period}",
        key="chart_cohorts",
    )
    st.html(layout.sentence_paragraph(differing))


def _interval_dot(
    row: Mapping[str, Any], share: float, names: Mapping[str, str], comparison: Comparison
) -> IntervalDot:
    agency = comparison.agencies[row["agency_id"]]
    interval = interval_text(agency.low, agency.high, "share")
    n = format_count(row["known_contacts_14"])
    return IntervalDot(
        names[row["agency_id"]],
        share,
        f"<b>{format_value(share, 'share')}</b> ({interval}) n {n}",
        agency.low,
        agency.high,
        final=not agency.why_not,
        meaning=agency.meaning,
        apart=agency.apart,
    )


def cohort_table(rows: Rows, names: Mapping[str, str], comparison: Comparison) -> Markup:
    """A table: the state first, then the agencies by name."""
    columns = (
        *("Agency", "Asked", "Assessed in 7 days", "Assessed in 14", "Treated in 14"),
        *("Seen", "Closed", "Still waiting", "Seen later", "Never seen", "Against the state"),
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
                f"{format_count(count)} ({format_share(count, row['contacts'])})"
                for count in fate_counts(row)
            ),
            against_state(comparison, row["agency_id"]),
        )
        for row in rows_in_order(rows, names)
    ]
    has_state = state_row(rows) is not None
    return html_table(
        "Everyone who asked", columns, cells, numbers=range(1, 10), state_first=has_state
    )


def cohort_rows(
    rows: Rows, names: Mapping[str, str], first: date, last: date
) -> list[dict[str, Any]]:
    """The same table for the export; `first`, `last`: the period's months."""
    stamp = {"first_month": first, "last_month": last}
    return [
        {"agency": names.get(row["agency_id"], STATEWIDE), **row, **stamp}
        for row in rows_in_order(rows, names)
    ]
