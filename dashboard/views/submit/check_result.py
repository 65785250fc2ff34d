"""The outcome of a check: the sentence, the rows in true proportion, the findings, files back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.html import Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.jobs import deliveries
from dashboard.jobs.deliveries import Delivery
from dashboard.text.formats import format_count
from dashboard.views.submit import check_text
from pipelines.measures.registry import load_measures
from pipelines.messages import FileReport, FindingGroup, Preview

PARTS = (
    ("rows_accepted", "accepted", "accepted"),
    ("rows_held", "held", "held"),
    ("duplicates", "repeats", "exact repeats"),
)


def check_result(viewer: Viewer, delivery: Delivery, preview: Preview) -> None:
    """The left side of the second step."""
    layout.show_lede(check_text.outcome_eyebrow(preview.files), check_text.outcome_lede(preview))
    for index, file in enumerate(preview.files):
        if len(preview.files) > 1:
            st.html(element("h2", check_text.outcome_eyebrow([file]), class_="eyebrow later"))
        if file.rows_read:
            st.html(rows_bar(file))
        if file.groups:
            name = "What to fix" if needs_fix(file) else "What to know"
            st.html(join_content(element("h2", name, class_="what"), findings_section(file)))
        _files_back(viewer, delivery, file, index, last=index == len(preview.files) - 1)


def nothing_result(preview: Preview, agency: str) -> None:
    """The left side when there was nothing to report."""
    months = check_text.months_label([month.month for month in preview.months])
    layout.show_lede(
        f"Nothing to report · {agency} · {months}",
        f"This says that nobody asked, was assessed, served or discharged in {months}.",
    )
    layout.show_caption(
        "The month then counts as sent, with no one in it. It is not the same as a missing month: "
        "the figures of other months that wait for this one become final. A file sent later "
        "replaces it."
    )


def needs_fix(file: FileReport) -> bool:
    return any(group.severity == "error" for group in file.groups)


def rows_bar(file: FileReport) -> Markup:
    """Rows read = accepted + held + repeats, drawn to scale, each part at least a sliver."""
    counts = {class_: getattr(file, name) for name, class_, _ in PARTS}
    drawn = [
        element("span", class_=class_, style=f"flex-grow: {count}")
        for class_, count in counts.items()
        if count
    ]
    parts = [
        element(
            "span",
            element("i", class_=class_),
            element("b", format_count(counts[class_])),
            f" {label if counts[class_] != 1 else label.removesuffix('s')}",
        )
        for _, class_, label in PARTS
        if counts[class_]
    ]
    read = element(
        "span",
        element("b", format_count(file.rows_read)),
        f" {_rows(file.rows_read)} read =",
    )
    return join_content(
        element("div", drawn, class_="rows", aria_hidden="true"),
        element("p", read, parts, class_="parts"),
    )


def findings_section(file: FileReport) -> Markup:
    """One row for all findings of a code: what becomes of the rows, what to do, what it costs."""
    columns = ("Row is", "Finding and fix", "What it costs")
    head = [element("th", name, scope="col", role="columnheader") for name in columns]
    inner = element(
        "table",
        element("thead", element("tr", head, role="row"), role="rowgroup"),
        element(
            "tbody",
            [_finding(group, file_refused=file.refused) for group in file.groups],
            role="rowgroup",
        ),
        class_="board findings",
        role="table",
        aria_label=f"Findings in {file.name}",
    )
    return element("div", inner)


def _finding(group: FindingGroup, *, file_refused: bool) -> Markup:
    shape, word, many = check_text.severity_labels(group, file_refused=file_refused)
    names = {measure.key: measure.short for measure in load_measures()}
    first, *others = group.messages
    if group.other_messages:
        others.append(f"and {format_count(group.other_messages)} more like these")
    return element(
        "tr",
        element("td", icon(shape, word), element("small", many) if many else None, role="cell"),
        element(
            "td",
            element("b", first),
            [element("p", other, class_="also") for other in others],
            element("code", group.code),
            element("p", group.fix),
            _lines(group),
            role="cell",
        ),
        element(
            "td",
            check_text.cost_sentence(group, names, file_refused=file_refused),
            role="cell",
            class_="cost",
        ),
        role="row",
    )


def _lines(group: FindingGroup) -> Markup | None:
    if not group.lines:
        return None
    before, after = check_text.line_labels(group)
    chips = [element("span", str(line), class_="chip") for line in group.lines]
    return element(
        "p", before, " ", join_content(*chips, between=" "), f" {after}" if after else None
    )


def _files_back(
    viewer: Viewer, delivery: Delivery, file: FileReport, index: int, *, last: bool
) -> None:
    """The provider's own file with its findings, and after the last file all findings."""
    groups: Sequence[FindingGroup] = file.groups
    with st.container(horizontal=True):
        if groups and file.comes_back:
            st.download_button(
                "Download my file with findings",
                partial(deliveries.annotated_file, viewer, delivery, index),
                f"findings-{file.name}",
                "text/csv",
                on_click="ignore",
                key=f"own_{index}",
            )
        if groups and last:
            st.download_button(
                "Findings as CSV",
                partial(deliveries.findings_csv, viewer, delivery),
                "findings.csv",
                "text/csv",
                on_click="ignore",
                key="findings",
            )


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
