"""The server: pages behind the request gate, one ASGI app. `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.gate import Gate

app = st.App(
    "dashboard/shell.py",
    middleware=[Middleware(Gate, hosts=tuple(st.get_option("server.allowedHosts")))],
)
