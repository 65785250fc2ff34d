"""The first step: whose files, which files, or nothing to report; what a file must look like."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from dashboard.analysis import due_dates
from dashboard.components import layout
from dashboard.components.html import Markup, element
from dashboard.jobs import deliveries
from dashboard.jobs.deliveries import Delivery
from dashboard.text import commands
from dashboard.text.formats import join_names, long_month
from dashboard.views.submit import check_text
from dashboard.views.submit import session as sessions
from dashboard.views.submit.session import CheckedDelivery, SubmitSession
from pipelines.intake import contract, dictionary
from pipelines.months import shift_month

FILES, NOTHING = "An extract", "Nothing to report"
MONTHS_BACK = 36


def choose_files(session: SubmitSession, agencies: dict[str, str]) -> None:
    """Everything of the step; dropping files starts their check."""
    if session.good is not None:
        _not_sent_yet(session, session.good)
    left, right = st.columns([3, 2], gap="large")
    with right, st.container(border=True):
        _what_to_send(next(iter(agencies)))
    with left:
        agency = session.agency = _agency(agencies, session.agency or st.query_params.get("agency"))
        what = st.segmented_control(
            "What do you send?", [FILES, NOTHING], default=FILES, required=True, key="what"
        )
        if what == FILES:
            _files(session, agency)
        else:
            _nothing(session, agency, agencies[agency])


def no_agency_page() -> None:
    """The register is empty, or holds none that this viewer works for."""
    layout.show_lede("No agency", "There is no agency that you may send for yet.")
    layout.show_caption(
        "The state office enters agencies, with their codes, from a file; an upload adds none. "
        "In a terminal in the project’s folder:"
    )
    st.code("python -m pipelines agencies AGENCIES.toml", language="bash", wrap_lines=True)


def recent_months(first: date | None = None) -> list[date]:
    """First days from this month back to `first`, or to three years ago; the newest first."""
    this = due_dates.current_day().replace(day=1)
    back = range(0, -MONTHS_BACK, -1)
    months = [shift_month(this, by) for by in back]
    while first and months[-1] > first:
        months.append(shift_month(months[-1], -1))
    return months


def _agency(agencies: dict[str, str], before: str | None) -> str:
    if len(agencies) == 1:
        ((agency, name),) = agencies.items()
        st.html(element("p", "Sending for ", element("b", name), f" ({agency})", class_="remark"))
        return agency
    if "send_for" not in st.session_state and before in agencies:
        st.session_state["send_for"] = before  # Streamlit forgets what is not on screen
    return st.selectbox(
        "Agency",
        list(agencies),
        format_func=lambda key: f"{agencies[key]} ({key})",
        key="send_for",
        width=320,
    )


def _files(session: SubmitSession, agency: str) -> None:
    files = st.file_uploader(
        "Drop one file or several: a month, or all months you want to send again",
        accept_multiple_files=True,
        key=f"files_{session.round}",
    )
    if files:
        uploads = sessions.take_uploads(files)
        if deliveries.is_too_large(uploads):
            session.problem = (
                f"Together these files are over {deliveries.LARGEST_MB} MB: send fewer."
            )
            session.round += 1
        else:
            session.start_preview(Delivery(agency, uploads))
        st.rerun()
    layout.show_caption(
        "Every row is checked at once. Nothing is stored before you have seen what would change "
        "and said yes. Send the last three months every time: late entries then need nothing "
        "special."
    )
    with st.expander("Every column, and what counts as an event"):
        st.html(_explained(contract.contract_field("event_type").meanings.items()))
        st.html(element("h2", "Columns", class_="eyebrow later"))
        st.html(_explained((f.name, f.description) for f in contract.contract_fields()))


def _explained(pairs: Iterable[tuple[str, str]]) -> Markup:
    rows = [
        element("div", element("dt", element("code", name)), element("dd", meaning))
        for name, meaning in pairs
    ]
    return element("dl", rows, class_="said columns")


def _nothing(session: SubmitSession, agency: str, name: str) -> None:
    months = recent_months()
    month = st.selectbox(
        "Month", months, index=1, format_func=long_month, key="nothing_for", width=320
    )
    layout.show_caption(
        f"Only if nobody asked, was assessed, served or discharged at {name} in that month. It is "
        "not the same as a missing month: the month counts as sent."
    )
    if st.button(f"See what it changes for {long_month(month)}", type="primary"):
        session.start_preview(Delivery(agency, months=(month,)))
        st.rerun()


def _not_sent_yet(session: SubmitSession, good: CheckedDelivery) -> None:
    names = join_names([file.name for file in good.delivery.files], most=2)
    months = check_text.months_label([month.month for month in good.preview.months])
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.html(element("p", "Checked and not sent yet: ", element("b", names), f", {months}."))
        st.button("Back to it", on_click=session.back_to_good, key="back_to_good")
        st.button("Forget it", on_click=session.forget, key="forget_good")


def _what_to_send(agency: str) -> None:
    st.html(element("h2", "What a file looks like", class_="eyebrow"))
    st.html(
        element(
            "p",
            "One row per event, as CSV. Columns are matched by name; their order does not matter.",
        )
    )
    required = [f for f in contract.contract_fields() if f.required]
    st.html(
        element(
            "dl",
            [
                element("div", element("dt", element("code", f.name)), element("dd", f.title))
                for f in required
            ],
            class_="columns",
        )
    )
    layout.show_caption(
        "Never a name, a birth date, an SSN, a phone or an address: such a column refuses the "
        "whole file."
    )
    downloads = (
        ("Template", dictionary.template_csv(), "starboard-template.csv", "text/csv"),
        (
            "Data dictionary",
            dictionary.dictionary_csv(),
            "starboard-dictionary.md",
            "text/markdown",
        ),
        ("Example", dictionary.example_csv(agency), "starboard-example.csv", "text/csv"),
    )
    with st.container(horizontal=True):
        for label, text, name, mime in downloads:
            st.download_button(label, text, name, mime, on_click="ignore", key=name)
    with st.expander("From a program, without this page"):
        layout.show_caption(
            "With a token that the state office gives you, your record system can send by itself. "
            "The same checks answer, in JSON."
        )
        st.code(commands.upload_command(), language="bash", wrap_lines=True)
