"""The server: pages and upload API behind the request gate, one app. `streamlit run app.py`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from dashboard import warm_up
from dashboard.api import Desk
from dashboard.gate import Gate

os.umask(0o077)  # what this process writes, a lock or the register, is its user's alone


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    warm_up.start()
    yield


app = st.App(
    "dashboard/shell.py",
    routes=[Desk().route()],
    middleware=[Middleware(Gate, hosts=tuple(st.get_option("server.allowedHosts")))],
    lifespan=lifespan,
)
