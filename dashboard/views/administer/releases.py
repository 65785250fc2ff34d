"""Releases: what the next one would show, make it, say yes or no, withdraw; all that were made."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import element
from dashboard.components.tables import html_table
from dashboard.jobs import releases as jobs
from dashboard.text.formats import board_label, count_of, format_count
from dashboard.text.shared import GRAINS, MARKS
from pipelines.messages import ChangeResult, Problem, ReleasePreview
from pipelines.register.releases import Release

PREVIEW = "release_preview"  # in the session


def releases_section(
    viewer: Viewer, releases: Sequence[Release], agencies: Mapping[str, str]
) -> None:
    """`releases`: the newest first; `agencies`: id → name."""
    waiting = [release for release in releases if release.state == "waiting"]
    for release in waiting:
        _waiting_form(viewer, release)
    if not waiting:
        _new_release_form(viewer, agencies)
    st.header("Every release", anchor=False)
    if not releases:
        layout.show_caption("None yet. Until then peers, mentors and presenters see no figure.")
        return
    st.html(html_table("Every release", COLUMNS, [_row(release) for release in releases]))
    out = [release for release in releases if release.state == "out"]
    if out:
        _withdraw_form(viewer, out[0])


COLUMNS = ("Release", "State", "Board", "Edition", "Asked for", "Reason")


def _row(release: Release) -> tuple[str, ...]:
    why = f"; withdrawn: {release.withdrawn_why}" if release.withdrawn_why else ""
    return (
        f"Release {release.number}",
        release.state,
        board_label(release.board_version),
        release.edition,
        f"{release.requested_at[:10]} by {release.requested_by}",
        f"{release.reason}{why}",
    )


def _new_release_form(viewer: Viewer, agencies: Mapping[str, str]) -> None:
    with st.container(border=True, gap="small"):
        st.header("The next release", anchor=False)
        new_edition = st.checkbox(
            "A new edition: correct what is out (once a year at most)", key="new_edition"
        )
        if st.button("Show what it would hold"):
            with st.spinner("Every cell is tried…"):
                outcome = jobs.preview_release(viewer, new_edition=new_edition)
            st.session_state[PREVIEW] = (new_edition, outcome)
        kept = st.session_state.get(PREVIEW)
        if kept is None or kept[0] != new_edition:
            return
        outcome = kept[1]
        if isinstance(outcome, Problem):
            layout.show_note(outcome.text)
            return
        show_preview(outcome, agencies)
        reason = st.text_input("Why is it made?", key="release_reason", max_chars=500)
        if st.button("Make the release", type="primary", disabled=not reason.strip()):
            _change(lambda: jobs.request_release(viewer, reason, new_edition=new_edition))


def show_preview(preview: ReleasePreview, agencies: Mapping[str, str]) -> None:
    """What is new, what is withheld and why; by agency, since the office may know."""
    figures = preview.marks.get("", 0)
    text = f"{count_of(figures, 'cell')} with figures, {format_count(preview.new)} of them new"
    layout.show_lede(f"A release of {board_label(preview.board)}", f"{text}.")
    rows = [
        (element("code", mark), words, format_count(preview.marks.get(mark, 0)))
        for mark, words in MARKS.items()
    ]
    st.html(html_table("Cells without figures", ("Mark", "Why", "Cells"), rows, numbers=(2,)))
    grains = ", ".join(
        f"{count_of(count, 'agency-year')} by {GRAINS[grain]}"
        for grain, count in preview.grains.items()
    )
    layout.show_caption(f"One grain a year: {grains}.")
    with st.expander("By agency"):
        by_agency = [
            (
                agencies.get(one.agency, one.agency),
                format_count(one.marks.get("", 0)),
                format_count(one.new),
                format_count(one.corrected),
                ", ".join(f"{measure} {period}" for measure, period in one.withheld) or "none",
            )
            for one in preview.agencies
        ]
        columns = ("Agency", "Cells", "New", "Wait for an edition", "Withheld")
        st.html(html_table("By agency", columns, by_agency, numbers=range(1, 4)))


def _waiting_form(viewer: Viewer, release: Release) -> None:
    with st.container(border=True, gap="small"):
        st.header(f"Release {release.number} waits for a second person", anchor=False)
        asked = f"Asked {release.requested_at[:10]} by {release.requested_by}: {release.reason}"
        layout.show_caption(asked)
        with st.container(horizontal=True, gap="small"):
            if st.button("Yes, let it out", type="primary"):
                _change(lambda: jobs.approve_release(viewer, release.number))
            if st.button("No"):
                _change(lambda: jobs.refuse_release(viewer, release.number))


def _withdraw_form(viewer: Viewer, release: Release) -> None:
    with st.expander(f"Withdraw release {release.number}"):
        layout.show_caption(
            "Pages show the release before it, or none. It stays in the log; what it has shown"
            " stays as it is in later releases."
        )
        why = st.text_input("Why?", key="withdraw_why", max_chars=500)
        if st.button("Withdraw it", disabled=not why.strip()):
            _change(lambda: jobs.withdraw_release(viewer, release.number, why))


def _change(change: Callable[[], ChangeResult]) -> None:
    with st.spinner("The release is written…"):
        keep_result(change())
    st.session_state.pop(PREVIEW, None)
    st.rerun()
