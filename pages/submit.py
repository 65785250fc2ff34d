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
from dashboard.views.submit import session as sessions

viewer = access.current_viewer()
layout.page_title("Submit", viewer, queries.load_board(viewer))
agencies = deliveries.sendable_agencies(viewer)
session = sessions.current_session(viewer)

if not agencies:
    choose_step.no_agency_page()
    st.stop()

progress.step_list(session)
if session.stage == "choose":
    choose_step.choose_files(session, agencies)
elif session.stage == "work":
    progress.work_progress(session)
elif session.stage == "columns":
    columns_step.confirm_columns(session)
elif session.stage == "check":
    left, right = st.columns([3, 2], gap="large")
    with left:
        delivery, preview = session.checked.delivery, session.checked.preview
        if delivery.files:
            check_result.check_result(viewer, delivery, preview)
        else:
            check_result.nothing_result(preview, agencies[delivery.agency])
    with right, st.container(border=True):
        send_panel.send_panel(session)
else:
    receipt_step.receipt_section(session, agencies)
