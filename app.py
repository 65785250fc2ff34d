"""The server: pages and upload API behind the request gate, one app. `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.api import Desk
from dashboard.gate import Gate

app = st.App(
    "dashboard/shell.py",
    routes=[Desk().route()],
    middleware=[Middleware(Gate, hosts=tuple(st.get_option("server.allowedHosts")))],
)
