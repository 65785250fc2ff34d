"""The office's new baselines of one series: a list for all, a form for state staff."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access import permissions
from dashboard.access.viewer import Viewer
from dashboard.analysis.series import EvaluatedSeries
from dashboard.components import layout
from dashboard.components.change_result import keep_result
from dashboard.components.html import element, escape_markdown
from dashboard.jobs import changes
from dashboard.queries.models import DecidedBaseline
from dashboard.text.formats import long_month, month_name
from dashboard.views.trends.controls import TrendsSelection


def decided_baselines(
    viewer: Viewer,
    selection: TrendsSelection,
    series: EvaluatedSeries,
    decided: Sequence[DecidedBaseline],
) -> None:
    """Each decided baseline with its reason; below, for state staff, the form to start another.

    Nothing for a group, which has no baselines of its own. `series`: as the board judges it.
    """
    if selection.group is not None and selection.agency is None:
        return
    if decided:
        st.html(element("ul", [element("li", _sentence(one)) for one in decided], class_="notes"))
    board = selection.board
    if permissions.may_administer(viewer) and board.newest and board.only is None:
        _baseline_form(viewer, selection, series, decided)


def _sentence(baseline: DecidedBaseline) -> str:
    who = f" ({baseline.decided_by}, {baseline.decided_at[:10]})" if baseline.decided_by else ""
    return f"New baseline from {long_month(baseline.starts)} on: {baseline.reason}{who}."


def _baseline_form(
    viewer: Viewer,
    selection: TrendsSelection,
    series: EvaluatedSeries,
    decided: Sequence[DecidedBaseline],
) -> None:
    taken = {baseline.starts for baseline in decided}
    months = [m.month for m in series.months if m.is_judged][1:]
    offered = [month for month in reversed(months) if month not in taken]
    proposed = series.signal.new_phase if series.signal else None
    name = escape_markdown(selection.name)
    with st.expander(f"Decide on a new baseline of {name}", expanded=False):
        layout.show_caption(
            "From that month on the limits, the verdicts and the target’s sign of this series rest "
            "on the months since, for everyone who reads the board. The audit log keeps who "
            "decided it, and why. It can be withdrawn."
        )
        if offered:
            with st.form("start_baseline", border=False):
                month = st.selectbox(
                    "First month of the baseline",
                    offered,
                    index=offered.index(proposed) if proposed in offered else 0,
                    format_func=lambda day: (
                        f"{month_name(day)}, proposed" if day == proposed else month_name(day)
                    ),
                    key="baseline_month",
                    width=240,
                )
                reason = st.text_input(
                    "Reason",
                    max_chars=500,
                    placeholder="Same-day scheduling since May",
                    key="baseline_reason",
                )
                if st.form_submit_button("Start a new baseline", type="primary"):
                    with st.spinner("The verdicts are made again…"):
                        keep_result(
                            changes.start_baseline(
                                viewer, selection.agency, selection.measure.key, month, reason
                            )
                        )
                    st.rerun()
        for baseline in decided:
            label = f"Withdraw the baseline of {long_month(baseline.starts)}"
            if st.button(label, key=f"withdraw_{baseline.starts:%Y-%m}"):
                with st.spinner("The verdicts are made again…"):
                    keep_result(
                        changes.withdraw_baseline(
                            viewer, selection.agency, selection.measure.key, baseline.starts
                        )
                    )
                st.rerun()
