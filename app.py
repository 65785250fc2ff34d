"""The server: pages and upload API behind the request gate, one app. `streamlit run app.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from dashboard.access.record import record_start
from dashboard.access.sign_in import load_sign_in
from dashboard.server import server_options, warm_up
from dashboard.server.gate import Gate
from dashboard.server.upload_endpoint import UploadEndpoint
from dashboard.server.upload_request import keep_uploads_in_memory
from pipelines.private_process import keep_process_private

keep_process_private()
keep_uploads_in_memory()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    record_start()
    warm_up.start_warm_up()
    yield


sign_in = load_sign_in()
hosts = server_options.set_server_options(sign_in)
app = st.App(
    "dashboard/shell.py",
    routes=[UploadEndpoint().route()],
    middleware=[Middleware(Gate, hosts=hosts, sign_in=sign_in)],
    lifespan=lifespan,
    secrets=sign_in.secrets if sign_in is not None else None,
)
