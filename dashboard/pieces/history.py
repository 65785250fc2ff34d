"""Every version of an agency's month: what came, what its files were told, which one is active."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import actions, due, words
from dashboard.access import Viewer
from dashboard.due import Rows
from dashboard.markup import Content, Markup, as_text, el, join
from dashboard.pieces import frame
from dashboard.pieces.table import table
from dashboard.signs import sign

DONE = "submissions_done"
FORGET = "python -m pipelines forget --agency A01 --client -"
SEVERITIES = {"error": "row held", "warning": "stored, with a warning", "note": "a note"}


def versions(months: Rows, kept_months: int) -> Markup:
    """A row a version, the newest first."""
    columns = (
        *("Version", "State", "Received", "From", "Files"),
        *("Rows stored", "Rows read", "Held", "Repeats", "Submission"),
    )
    rows = [
        (
            words.count(row["version"]),
            _state(row, kept_months),
            words.moment(row["received_at"]),
            row["who"],
            el("span", row["file_names"] or "nothing to report", class_="wrap"),
            _rows(row),
            words.count(row["rows_read"]),
            words.count(row["rows_held"]),
            words.count(row["duplicates"]),
            str(row["submission_id"]),
        )
        for row in months
    ]
    return table("Every version of the month", columns, rows, numbers=range(5, 10))


def _state(row: Mapping[str, Any], kept_months: int) -> Content:
    if row["active"]:
        early = None if row["complete"] else el("small", "sent before the month had ended")
        return join(sign("meets", "active"), early)
    if row["rows_deleted_on"]:
        under = f"rows deleted {words.day(row['rows_deleted_on'])}"
    elif row["superseded_on"] and row["rows"]:
        gone = due.shift(row["superseded_on"].replace(day=1), kept_months)
        under = f"rows kept until {words.month(gone)}"
    else:
        under = ""
    replaced = f"replaced {words.day(row['superseded_on'])}" if row["superseded_on"] else "replaced"
    return join(replaced, el("small", under) if under else None)


def _rows(row: Mapping[str, Any]) -> Content:
    forgotten = row["rows_forgotten"]
    return join(
        words.count(row["rows"]),
        el("small", f"{words.count(forgotten)} forgotten since") if forgotten else None,
    )


def findings(told: Rows, months: Rows) -> None:
    """Codes by version: whether a new file mended what the last one was told."""
    st.html(el("h3", "What its files were told", class_="reason"))
    if not told:
        frame.caption("No finding in any version.")
        return
    numbers = sorted({row["version"] for row in months if row["file_names"]}, reverse=True)
    codes = {row["code"]: row for row in told}
    counts = {(row["code"], row["version"]): row["rows"] for row in told}
    rows = [
        (
            join(el("code", code), el("small", row["why"])),
            SEVERITIES[row["severity"]],
            *(words.count(counts.get((code, version), 0)) for version in numbers),
        )
        for code, row in codes.items()
    ]
    columns = ("Finding", "Its row is", *(f"Version {number}" for number in numbers))
    st.html(table("Findings", columns, rows, numbers=range(2, 2 + len(numbers))))


def said() -> None:
    """What the last action came to, once."""
    done = st.session_state.pop(DONE, None)
    if done is not None:
        frame.note(done.said if done.well else f"Not done. {done.said}")


def make_active(viewer: Viewer, agency: str, month: date, months: Rows) -> None:
    """An earlier version instead of the active one, after an explicit yes."""
    active = next((row for row in months if row["active"]), None)
    others = {
        row["submission_id"]: row
        for row in months
        if not row["active"] and not row["rows_deleted_on"]
    }
    if not others or active is None or not actions.may_change(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(el("h3", "Make another version active", class_="eyebrow"))
        chosen = st.selectbox(
            "Version",
            list(others),
            format_func=lambda n: f"Version {others[n]['version']}",
            key="earlier",
            width=200,
        )
        row = others[chosen]
        st.html(_difference(month, active, row))
        yes = st.checkbox(
            f"Yes, {words.long_month(month)} goes back to version {row['version']}",
            key=f"yes_{chosen}",
        )
        if st.button("Make it active", type="primary", disabled=not yes, width="stretch"):
            with st.spinner("The figures are computed anew…"):
                st.session_state[DONE] = actions.activate(viewer, agency, chosen)
            st.rerun()


def _difference(month: date, active: Mapping[str, Any], row: Mapping[str, Any]) -> Markup:
    change = _standing(row) - _standing(active)
    rows = [
        (f"Version {each['version']}", name, words.day(each["received_on"]), _rows(each))
        for each, name in ((active, "active now"), (row, "if you say yes"))
    ]
    more = words.counted(abs(change), "row") + (" more" if change > 0 else " fewer")
    more = more if change else "as many rows"
    return join(
        el(
            "p",
            f"{words.long_month(month)}: version {row['version']} in place of version "
            f"{active['version']}, {more}.",
            class_="verdict",
        ),
        table("What changes", ("Version", "State", "Received", "Rows"), rows, numbers=(3,)),
        el("p", "Its figures, and those that follow from them, change.", class_="caption"),
    )


def _standing(row: Mapping[str, Any]) -> int:
    return row["rows"] - row["rows_forgotten"]


def nothing_to_report(viewer: Viewer, row: Mapping[str, Any], this_month: date) -> None:
    """A month that has ended and not come can be said to have had no event."""
    agency, who, month = row["agency_id"], row["name"], row["month"]
    open_ = row["status"] in ("missing", "not_due") and month < this_month
    if not open_ or not actions.may_change(viewer, agency):
        return
    with st.container(border=True, gap="small"):
        st.html(el("h3", "Was there nothing to report?", class_="eyebrow"))
        frame.caption("That is not the same as a missing month: the figures then count on it.")
        yes = st.checkbox(
            f"Yes, {as_text(who)} had no event in {words.long_month(month)}", key="yes_none"
        )
        if st.button("Say nothing to report", disabled=not yes, width="stretch"):
            with st.spinner("Noting it…"):
                st.session_state[DONE] = actions.report_nothing(viewer, agency, month)
            st.rerun()


def active_months(viewer: Viewer, agency: Mapping[str, Any]) -> None:
    """From when to when the office asks an agency for its extract."""
    if not actions.may_administer(viewer):
        return
    key = agency["agency_id"]
    with (
        st.expander(f"First and last month of {as_text(agency['name'])}"),
        st.form(f"active_{key}"),
    ):
        frame.caption(
            "Outside these months nothing is asked for. Empty: from its first file; no end."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first, last = (
                st.text_input(
                    label,
                    f"{agency[name]:%Y-%m}" if agency[name] else "",
                    placeholder="2026-09",
                    width=200,
                    key=f"{name}_{key}",
                )
                for label, name in (("First month", "active_from"), ("Last month", "active_to"))
            )
            if st.form_submit_button("Save"):
                with st.spinner("Saving…"):
                    st.session_state[DONE] = actions.set_active(viewer, key, first, last)
                st.rerun()


def kept(months: int, administers: bool) -> None:
    """How long things stay, and how one client is removed."""
    st.header("What is kept, and for how long", anchor=False)
    st.html(
        el(
            "p",
            "The file itself is never kept. Rows of a version that was replaced are deleted after "
            f"{words.counted(months, 'month')}; its counts stay here. Client and person ids stand "
            "in the store only as pseudonyms, under a key that lies elsewhere.",
            class_="prose",
        )
    )
    if administers:
        frame.caption("To remove one client everywhere, in a terminal; the number is asked for:")
        st.code(FORGET, language="bash", wrap_lines=True)


def of_month(submissions: Sequence[Mapping[str, Any]], month: date | None) -> Rows:
    """An agency's submissions of one month, the newest version first."""
    return [row for row in submissions if row["month"] == month]
