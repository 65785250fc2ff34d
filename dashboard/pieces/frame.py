"""The top of a page, notes, and what a page says while there is nothing to show."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.access import Viewer
from dashboard.definitions import Board, Measure, Newest
from dashboard.markup import Content, Markup, el, join

CSS = Path(__file__).with_name("page.css")


def styles() -> None:
    st.html(CSS)


def title(name: str, viewer: Viewer, at: Board | None) -> None:
    """The page's h1; at its right whose eyes see it and which board it is."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.title(name, anchor=False, width="content")
        st.html(about(viewer, at), width="content")


def about(viewer: Viewer, at: Board | None) -> Markup:
    """`Demo viewer with every role · Board 000123, published Nov 20, 2026 · sample data`."""
    said: list[Content] = []
    if viewer.demo:
        said.append(join(el("b", "Demo"), " viewer with every role"))
    if at is not None:
        said.append(f"{words.board(at.version)}, published {words.day(at.published_at)}")
    if at is not None and at.sample:
        said.append(el("b", "made-up sample data"))
    return el("p", join(*said, between=" · "), class_="about")


def note(text: str) -> None:
    st.html(el("p", text, class_="note", role="status"))


def caption(*text: Content) -> None:
    st.html(el("p", *text, class_="caption"))


def sentence(text: str) -> Markup:
    return el("p", text, class_="beside")


def lede(eyebrow: Content, sentence: str, *, later: bool = False) -> None:
    """A view's name, and the one sentence that it is for; `later`: not the first on its page."""
    head = el("h2", eyebrow, class_="eyebrow later" if later else "eyebrow")
    st.html(join(head, el("p", sentence, class_="lede")))


def lower_bound(agencies: Mapping[str, Any], measure: Measure, agency: str | None) -> None:
    """Who sends no key of the state has only links within itself; a figure of persons says so."""
    if not measure.persons:
        return
    without = [row["name"] for row in agencies.values() if not row["sends_person_key"]]
    if agency is not None and not agencies[agency]["sends_person_key"]:
        note("Own-agency links only, a lower bound: this agency sends no state person key.")
    elif agency is None and without:
        names = words.listed(without, most=4)
        sends = "sends" if len(without) == 1 else "send"
        note(f"{names} {sends} no state person key: own-agency links only, a lower bound.")


def closed(name: str, viewer: Viewer) -> None:
    """For a viewer whose roles grant no true figure."""
    title(name, viewer, None)
    lede("No access", "Your roles show no figures here. Ask the state program office.")


def other_schema(name: str, viewer: Viewer, at: Board) -> None:
    """A board from before (or after) this version of the program."""
    title(name, viewer, at)
    lede("Another version", "This board was published by another version of Starboard.")
    caption("Compute it anew from the stored extracts; nothing is lost:")
    st.code("python -m pipelines build", language="bash")


def empty_store(name: str, viewer: Viewer) -> None:
    """Nothing published: the commands that lead to a board."""
    title(name, viewer, None)
    lede("No board yet", "Nothing has been published: there is no data to show.")
    caption(
        "Send the agencies’ extracts in, in a terminal in the project’s folder. "
        "This page shows them as soon as they are in."
    )
    st.code("python -m pipelines ingest FOLDER-OF-EXTRACTS", language="bash")
    caption("Or look around with made-up data first:")
    st.code("python -m pipelines demo --no-open", language="bash")
    caption("To check a file without storing it:")
    st.code("python -m pipelines check FILE.csv", language="bash")


def final_months(goals: Sequence[Measure], figures: Mapping[Any, Newest]) -> str:
    """`Oct 2026 for days, Sep 2026 for detox`: the state's newest final month by measure."""
    by_unit = {
        "days": [g for g in goals if g.unit == "days"],
        "detox": [g for g in goals if g.unit == "share"],
    }
    said = []
    for unit, these in by_unit.items():
        months = {f.expected for g in these for f in figures.values() if f.measure == g.key}
        known = sorted(month for month in months if month is not None)
        said += [f"{words.month(known[-1])} for {unit}"] if known else []
    return ", ".join(said) or "none yet"
