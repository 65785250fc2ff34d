"""The outcome of a check: the sentence, the rows in true proportion, the findings, files back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import outcomes, sending, words
from dashboard.access import Viewer
from dashboard.looked import File, Group, Looked
from dashboard.markup import Markup, el, join
from dashboard.pieces import frame
from dashboard.sending import Delivery
from dashboard.signs import sign
from pipelines.measures import registry

PARTS = (
    ("rows_accepted", "accepted", "accepted"),
    ("rows_held", "held", "held"),
    ("duplicates", "repeats", "exact repeats"),
)


def outcome(viewer: Viewer, delivery: Delivery, found: Looked) -> None:
    """The left side of the second step."""
    frame.lede(outcomes.eyebrow(found.files), outcomes.lede(found))
    for place, file in enumerate(found.files):
        if len(found.files) > 1:
            st.html(el("h2", outcomes.eyebrow([file]), class_="eyebrow later"))
        if file.rows_read:
            st.html(bar(file))
        if file.groups:
            name = "What to fix" if needs_fix(file) else "What to know"
            st.html(join(el("h2", name, class_="what"), findings(file)))
        _files_back(viewer, delivery, file, place, last=place == len(found.files) - 1)


def nothing(found: Looked, agency: str) -> None:
    """The left side when there was nothing to report."""
    told = outcomes.months([month.month for month in found.months])
    frame.lede(
        f"Nothing to report · {agency} · {told}",
        f"This says that nobody asked, was assessed, served or discharged in {told}.",
    )
    frame.caption(
        "The month then counts as sent, with no one in it. It is not the same as a missing month: "
        "the figures of other months that wait for this one become final. A file sent later "
        "replaces it."
    )


def needs_fix(file: File) -> bool:
    return any(group.severity == "error" for group in file.groups)


def bar(file: File) -> Markup:
    """Rows read = accepted + held + repeats, drawn to scale, each part at least a sliver."""
    counts = {class_: getattr(file, name) for name, class_, _ in PARTS}
    drawn = [
        el("span", class_=class_, style=f"flex-grow: {count}")
        for class_, count in counts.items()
        if count
    ]
    said = [
        el(
            "span",
            el("i", class_=class_),
            el("b", words.count(counts[class_])),
            f" {label if counts[class_] != 1 else label.removesuffix('s')}",
        )
        for _, class_, label in PARTS
        if counts[class_]
    ]
    read = el("span", el("b", words.count(file.rows_read)), f" {_rows(file.rows_read)} read =")
    return join(
        el("div", drawn, class_="rows", aria_hidden="true"), el("p", read, said, class_="parts")
    )


def findings(file: File) -> Markup:
    """One row for all findings of a code: what becomes of the rows, what to do, what it costs."""
    columns = ("Row is", "Finding and fix", "What it costs")
    head = [el("th", name, scope="col", role="columnheader") for name in columns]
    inner = el(
        "table",
        el("thead", el("tr", head, role="row"), role="rowgroup"),
        el("tbody", [_finding(group) for group in file.groups], role="rowgroup"),
        class_="board findings",
        role="table",
        aria_label=f"Findings in {file.name}",
    )
    return el("div", inner)


def _finding(group: Group) -> Markup:
    shape, word, many = outcomes.row_is(group)
    names = {measure.key: measure.short for measure in registry()}
    first, *others = group.messages
    if group.other_messages:
        others.append(f"and {words.count(group.other_messages)} more like these")
    return el(
        "tr",
        el("td", sign(shape, word), el("small", many) if many else None, role="cell"),
        el(
            "td",
            el("b", first),
            [el("p", other, class_="also") for other in others],
            el("code", group.code),
            el("p", group.fix),
            _lines(group),
            role="cell",
        ),
        el("td", outcomes.cost(group, names), role="cell", class_="cost"),
        role="row",
    )


def _lines(group: Group) -> Markup | None:
    if not group.lines:
        return None
    before, after = outcomes.lines(group)
    chips = [el("span", str(line), class_="chip") for line in group.lines]
    return el("p", before, " ", join(*chips, between=" "), f" {after}" if after else None)


def _files_back(viewer: Viewer, delivery: Delivery, file: File, place: int, *, last: bool) -> None:
    """The provider's own file with its findings, and after the last file all findings."""
    told: Sequence[Group] = file.groups
    with st.container(horizontal=True):
        if told and file.comes_back:
            st.download_button(
                "Download my file with findings",
                partial(sending.own_file, viewer, delivery, place),
                f"findings-{file.name}",
                "text/csv",
                on_click="ignore",
                key=f"own_{place}",
            )
        if told and last:
            st.download_button(
                "Findings as CSV",
                partial(sending.findings, viewer, delivery),
                "findings.csv",
                "text/csv",
                on_click="ignore",
                key="findings",
            )


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
