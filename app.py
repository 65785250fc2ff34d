"""The server: pages and upload API behind the request gate, one app. `streamlit run app.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from dashboard.server import warm_up
from dashboard.server.gate import Gate
from dashboard.server.upload_endpoint import UploadEndpoint
from pipelines.private_process import keep_process_private

keep_process_private()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    warm_up.start_warm_up()
    yield


app = st.App(
    "dashboard/shell.py",
    routes=[UploadEndpoint().route()],
    middleware=[Middleware(Gate, hosts=tuple(st.get_option("server.allowedHosts")))],
    lifespan=lifespan,
)
