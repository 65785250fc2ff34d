"""Submit: is my file right, what would it change, send it; or say that there was nothing."""

import streamlit as st

from dashboard import access, reads, sending
from dashboard import desk as desks
from dashboard.pieces import frame
from dashboard.pieces.submit import choose, columns, offer, outcome, receipt, steps

viewer = access.current()
frame.title("Submit", viewer, reads.board(viewer))
agencies = sending.agencies(viewer)
desk = desks.of(viewer)

if not agencies:
    choose.no_agency()
    st.stop()

steps.steps(desk)
if desk.stage == "choose":
    choose.choose(desk, agencies)
elif desk.stage == "work":
    steps.work(desk)
elif desk.stage == "columns":
    columns.confirm(desk)
elif desk.stage == "check":
    left, right = st.columns([3, 2], gap="large")
    with left:
        if desk.delivery.files:
            outcome.outcome(viewer, desk.delivery, desk.looked)
        else:
            outcome.nothing(desk.looked, agencies[desk.delivery.agency])
    with right, st.container(border=True):
        offer.offer(desk)
else:
    receipt.receipt(desk, agencies)
