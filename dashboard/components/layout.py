"""The parts that every page shares: title, board stamp, lede, notes and captions."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components.html import Content, Markup, element, escape_markdown, join_content
from dashboard.queries.models import Board, Measure
from dashboard.text.formats import board_label, filter_label, format_day, join_names, month_name

STYLES_FOLDER = Path(__file__).with_name("styles")
STYLES = ("page.css", "verdicts.css", "print.css")


def load_styles() -> None:
    for name in STYLES:
        st.html(STYLES_FOLDER / name)


def page_title(name: str, viewer: Viewer, board: Board | None) -> None:
    """The page's h1; at its right the viewer and the board."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.title(escape_markdown(name), anchor=False, width="content")
        st.html(board_stamp(viewer, board), width="content")
    if board is not None and (not board.newest or board.asked is not None):
        st.html(earlier_board_notice(board))


def earlier_board_notice(board: Board) -> Markup:
    """The mark of a page that shows an earlier board, and the way back."""
    kept = (
        f"{board_label(board.asked)} is no longer kept; this is the next one that is: "
        if board.asked is not None
        else "You are looking at an earlier board: "
    )
    label = f"{board_label(board.version)}, published {format_day(board.published_at)}"
    back = None if board.newest else element("a", "Open the newest board", href="?")
    return element("p", element("b", kept + label), ". ", back, class_="earlier", role="status")


def demo_mark(viewer: Viewer) -> str:
    """`Demo as Alder`; empty for a person who is signed in."""
    if not viewer.demo:
        return ""
    return "Demo" if "state" in viewer.roles else f"Demo as {viewer.name}"


def board_stamp(viewer: Viewer, board: Board | None) -> Markup:
    """`Demo · Board 000123, published Nov 20, 2026 · sample data`."""
    parts: list[Content] = []
    if viewer.demo:
        parts.append(element("b", demo_mark(viewer)))
    if board is not None:
        parts.append(f"{board_label(board.version)}, published {format_day(board.published_at)}")
    if board is not None and board.sample:
        parts.append(element("b", "made-up sample data"))
    return element("p", join_content(*parts, between=" · "), class_="about")


def section_header(text: str) -> None:
    """A heading that holds what people typed."""
    st.header(escape_markdown(text), anchor=False)


def show_note(text: str) -> None:
    st.html(element("p", text, class_="note", role="status"))


def show_caption(*text: Content) -> None:
    st.html(element("p", *text, class_="caption"))


def sentence_paragraph(text: str) -> Markup:
    return element("p", text, class_="remark")


def show_lede(eyebrow: Content, sentence: str, *, later: bool = False) -> None:
    """A view's name, and the one sentence that it is for; `later`: not the first on its page."""
    head = element("h2", eyebrow, class_="eyebrow later" if later else "eyebrow")
    st.html(join_content(head, element("p", sentence, class_="lede")))


def filter_note(board: Board, agencies: Mapping[str, str]) -> None:
    """That a filter is on, what it takes in, and which of the agencies it leaves out."""
    if board.only is None:
        return
    named = filter_label(board.only.dimension, board.only.member)
    out = [name for key, name in agencies.items() if key not in board.only.agencies]
    left = f" No row of {join_names(out, most=6)} does." if out else ""
    show_note(f"Only {named}: requests and discharges whose rows say so.{left}")


def lower_bound_note(agencies: Mapping[str, Any], measure: Measure, agency: str | None) -> None:
    """Who sends no key of the state has only links within itself; a figure of persons says so."""
    if not measure.persons:
        return
    without = [row["name"] for row in agencies.values() if not row["sends_person_key"]]
    if agency is not None and not agencies[agency]["sends_person_key"]:
        show_note("Own-agency links only, a lower bound: this agency sends no state person key.")
    elif agency is None and without:
        names = join_names(without, most=4)
        sends = "sends" if len(without) == 1 else "send"
        show_note(f"{names} {sends} no state person key: own-agency links only, a lower bound.")


def final_months_sentence(goals: Sequence[Measure], expected: Mapping[str, date]) -> str:
    """`Oct 2026 for days, Sep 2026 for detox`: the state's newest final month by measure."""
    parts = []
    for name, unit in (("days", "days"), ("detox", "share")):
        months = [expected[g.key] for g in goals if g.unit == unit and g.key in expected]
        parts += [f"{month_name(max(months))} for {name}"] if months else []
    return ", ".join(parts) or "none yet"
