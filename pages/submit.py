"""Submit: is my file right, what would it change, send it; or say that there was nothing."""

import streamlit as st

from dashboard.access import viewer as access
from dashboard.components import layout
from dashboard.jobs import deliveries
from dashboard.queries import board as queries
from dashboard.views.submit import (
    check_result,
    choose_step,
    columns_step,
    progress,
    receipt_step,
    send_panel,
)
from dashboard.views.submit import session as desks

viewer = access.current_viewer()
layout.page_title("Submit", viewer, queries.load_board(viewer))
agencies = deliveries.sendable_agencies(viewer)
desk = desks.current_session(viewer)

if not agencies:
    choose_step.no_agency_page()
    st.stop()

progress.step_list(desk)
if desk.stage == "choose":
    choose_step.choose_files(desk, agencies)
elif desk.stage == "work":
    progress.work_progress(desk)
elif desk.stage == "columns":
    columns_step.confirm_columns(desk)
elif desk.stage == "check":
    left, right = st.columns([3, 2], gap="large")
    with left:
        if desk.delivery.files:
            check_result.check_result(viewer, desk.delivery, desk.looked)
        else:
            check_result.nothing_result(desk.looked, agencies[desk.delivery.agency])
    with right, st.container(border=True):
        send_panel.send_panel(desk)
else:
    receipt_step.receipt_section(desk, agencies)
