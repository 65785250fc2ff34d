"""The top of a page, notes, and what a page says while there is nothing to show."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.access import Viewer
from dashboard.definitions import Board, Measure
from dashboard.markup import Content, Markup, as_text, el, join

STYLES = ("page.css", "verdicts.css", "print.css")


def styles() -> None:
    for name in STYLES:
        st.html(Path(__file__).with_name(name))


def title(name: str, viewer: Viewer, at: Board | None) -> None:
    """The page's h1; at its right whose eyes see it and which board it is."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.title(as_text(name), anchor=False, width="content")
        st.html(about(viewer, at), width="content")
    if at is not None and (not at.newest or at.asked is not None):
        st.html(as_of(at))


def as_of(at: Board) -> Markup:
    """The mark of a page that shows an earlier board, and the way back."""
    kept = (
        f"{words.board(at.asked)} is no longer kept; this is the next one that is: "
        if at.asked is not None
        else "You are looking at an earlier board: "
    )
    said = f"{words.board(at.version)}, published {words.day(at.published_at)}"
    back = None if at.newest else el("a", "Open the newest board", href="?")
    return el("p", el("b", kept + said), ". ", back, class_="earlier", role="status")


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


def header(text: str) -> None:
    """A heading that holds what people typed."""
    st.header(as_text(text), anchor=False)


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


def only(at: Board, agencies: Mapping[str, str]) -> None:
    """That a filter is on, what it takes in, and which of the agencies it leaves out."""
    if at.only is None:
        return
    named = words.only(at.only.dimension, at.only.member)
    out = [name for key, name in agencies.items() if key not in at.only.agencies]
    left = f" No row of {words.listed(out, most=6)} does." if out else ""
    note(f"Only {named}: requests and discharges whose rows say so.{left}")


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


def empty_store(name: str, viewer: Viewer) -> None:
    """Nothing published: the commands that lead to a board."""
    title(name, viewer, None)
    lede("No board yet", "Nothing has been published: there is no data to show.")
    caption(
        "Send the agencies’ extracts in, in a terminal in the project’s folder. "
        "This page shows them as soon as they are in."
    )
    st.code("python -m pipelines ingest FOLDER-OF-EXTRACTS", language="bash", wrap_lines=True)
    caption("Or look around with made-up data first:")
    st.code("python -m pipelines demo --no-open", language="bash", wrap_lines=True)
    caption("To check a file without storing it:")
    st.code("python -m pipelines check FILE.csv", language="bash", wrap_lines=True)


def other_release(name: str, viewer: Viewer, at: Board) -> None:
    """A board whose tables this release does not know: one command makes the newest anew."""
    if not at.newest:
        title(name, viewer, at)
        lede("The board is another release’s", "This release cannot show so early a board.")
        return
    title(name, viewer, None)
    lede("The board is another release’s", "The figures must be computed anew before they show.")
    caption("Nothing is lost: what agencies sent is in the store. In a terminal:")
    st.code("python -m pipelines build", language="bash", wrap_lines=True)


def final_months(goals: Sequence[Measure], expected: Mapping[str, date]) -> str:
    """`Oct 2026 for days, Sep 2026 for detox`: the state's newest final month by measure."""
    said = []
    for name, unit in (("days", "days"), ("detox", "share")):
        months = [expected[g.key] for g in goals if g.unit == unit and g.key in expected]
        said += [f"{words.month(max(months))} for {name}"] if months else []
    return ", ".join(said) or "none yet"
