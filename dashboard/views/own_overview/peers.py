"""Where an agency is among its peers, by the shared release: theirs blinded, its own marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.html import Content, Markup
from dashboard.components.links import page_link
from dashboard.components.tables import html_table
from dashboard.queries import release as queries
from dashboard.queries.release import ReleasedMeasure, SharedRelease
from dashboard.text.formats import NO_DATA, count_of, format_figure, format_value
from dashboard.text.shared import release_sentence


@dataclass(frozen=True)
class PeerFigures:
    """A goal in the newest year that the release shows: one's own value, and the others'."""

    measure: ReleasedMeasure
    year: int
    own: float | None
    others: tuple[float, ...]


def peers_section(viewer: Viewer, agency: str) -> None:
    """A row a goal; a sentence where no release is out."""
    st.header("Among your peers", anchor=False)
    release = queries.newest_release(viewer)
    if release is None:
        layout.show_caption("The state program office has not released figures of peers yet.")
        return
    figures = peer_figures(viewer, release, agency)
    st.html(peers_table(figures))
    layout.show_caption(
        f"{release_sentence(release)} Everyone’s figures are coarse and blinded, yours too: they "
        "differ a little from those above. ",
        page_link("Every agency’s dot", "shared"),
        ".",
    )


def peer_figures(viewer: Viewer, release: SharedRelease, agency: str) -> list[PeerFigures]:
    """The goals in their order."""
    codes = {code for code, whose in queries.own_codes(viewer).items() if whose == agency}
    figures = []
    for measure in queries.released_measures(viewer, release).values():
        years = queries.agency_years(viewer, release, measure.key)
        if measure.goal is None or not years:
            continue
        newest = max(row["year"] for row in years)
        values = {row["code"]: row["value"] for row in years if row["year"] == newest}
        own = next((value for code, value in values.items() if code in codes), None)
        others = tuple(sorted(value for code, value in values.items() if code not in codes))
        figures.append(PeerFigures(measure, newest, own, others))
    return figures


def peers_table(figures: Sequence[PeerFigures]) -> Markup:
    columns = ("Goal", "Year", "Yours, as released", "Middle of peers", "Peers reach", "Peers")
    return html_table("Among your peers", columns, [_row(one) for one in figures])


def _row(figures: PeerFigures) -> tuple[Content, ...]:
    measure, unit = figures.measure, figures.measure.unit
    link = page_link(measure.short, "shared", measure=measure.key, year=str(figures.year))
    own = format_figure(figures.own, unit) if figures.own is not None else NO_DATA
    if not figures.others:
        return link, str(figures.year), own, NO_DATA, NO_DATA, "none shown"
    reach = f"{format_value(figures.others[0], unit)} to {format_figure(figures.others[-1], unit)}"
    return (
        link,
        str(figures.year),
        own,
        format_figure(median(figures.others), unit),
        reach,
        count_of(len(figures.others), "agency", "agencies"),
    )
