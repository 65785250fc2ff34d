"""A stranger tries every route of the server, by every method, and sends files."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import pytest
import streamlit as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard.server.refusals import MOST

pytestmark = pytest.mark.slow
OPEN = {"/_stcore/health": "ok"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PAGES = ("/", "/compare", "/trends", "/agency", "/submit", "/submissions", "/methods", "/nothing")
TRICKS = (
    *("//", "/./", "/%2e%2e/app.py", "/static/../app.py", "/STATIC/index.html", "/_stcore//stream"),
    *("/_stcore/health/..", "/_stcore/health/x", "/_stcore/health%2f..%2fmetrics", "/sign-in"),
    *("/sign-in/office/../../media/x", "/auth/login/..", "/oauth2callback/x", "/auth/logout/x"),
)
WORDS = ("Alder", "Birch", "Contact", "contact_to_assessment", "data-test", "script", "A01")

# each request alone, without the certificates that https would need
ask = partial(httpx.request, timeout=30, verify=False)


def routes():
    """The path of every route that Streamlit makes, with something in its gaps."""
    app = st.App("dashboard/shell.py")._build_starlette_app()
    paths = {route.path for route in app.routes if getattr(route, "path", "")}
    assert len(paths) > 10
    return sorted(re.sub(r"\{.*?\}", "x", path) for path in paths)


def test_a_stranger_gets_no_byte_of_the_board(office):
    own = ("/_session/state", "/_session/watch.js")
    paths = (*routes(), "/static/index.html", "/api/extracts", *own, *PAGES, *TRICKS)
    tried = [(m, p, accept) for m in METHODS for p in paths for accept in ("text/html", "*/*")]

    def finding(one):
        method, path, accept = one
        sender = f"198.51.100.{tried.index(one) % 200}"  # no one of them is slowed down
        headers = {"Accept": accept, "X-Forwarded-For": sender}
        answer = ask(method, office.address + path, headers=headers)
        steps = path in ("/auth/login", "/oauth2callback", "/auth/logout")
        allowed = path in OPEN or steps or answer.status_code in (401, 403)
        held = [word for word in WORDS if word in answer.text]
        return None if allowed and not held else (*one, answer.status_code, held)

    assert len(tried) > 500
    with ThreadPoolExecutor(10) as strangers:
        assert [found for found in strangers.map(finding, tried) if found] == []


def test_a_stranger_opens_no_socket(office):
    for headers in ({}, {"Cookie": "starboard=x"}, {"Cookie": "_streamlit_user=x"}):
        for path in ("/_stcore/stream", "/", "/_stcore/health", "/auth/login", "/sign-in/office"):
            with pytest.raises(InvalidStatus):
                connect(
                    office.address.replace("http", "ws") + path,
                    additional_headers=headers,
                    origin=office.address,
                )


def resident_bytes(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) << 10


def test_forty_uploads_of_a_stranger_are_not_stored_and_cost_no_memory(office):
    before = sum(path.stat().st_size for path in office.data.rglob("*") if path.is_file())
    at_first = resident_bytes(office.process.pid)
    content, most = secrets.token_bytes(5 << 20), 0
    for n in range(40):
        for method, path in (("PUT", f"/_stcore/upload_file/{n}/x"), ("POST", "/api/extracts")):
            try:
                answer = httpx.request(method, office.address + path, content=content, timeout=30)
                assert answer.status_code in (401, 429), answer.text
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                continue  # the server has answered and closed before the bytes were through
        most = max(most, resident_bytes(office.process.pid))
    after = sum(path.stat().st_size for path in office.data.rglob("*") if path.is_file())
    assert most - at_first < 20 << 20
    assert after - before < 1 << 20  # the log of refusals


def test_a_flood_from_one_address_is_slowed_down_and_others_are_not(office):
    flood = {"Accept": "text/html", "X-Forwarded-For": "192.0.2.1"}

    def code(headers):
        return ask("GET", office.address, headers=headers).status_code

    with ThreadPoolExecutor(10) as senders:
        codes = list(senders.map(code, [flood] * 260))
    assert codes.count(401) == MOST
    assert codes.count(429) == 260 - MOST
    assert code(flood | {"X-Forwarded-For": "203.0.113.9"}) == 401


def test_tabs_left_open_in_an_office_keep_nobody_there_from_signing_in_or_out(office):
    office.invite("moe")
    shared = {"X-Forwarded-For": "192.0.2.77"}
    with office.visitor() as moe:
        office.sign_in(moe, "moe")
        for _ in range(MOST + 20):
            answer = ask("GET", f"{office.address}/_stcore/host-config", headers=shared)
            assert answer.status_code == 401
        page = shared | {"Accept": "text/html"}
        codes = [ask("GET", office.address, headers=page).status_code for _ in range(MOST + 1)]
        assert codes[0] == 401
        assert codes[-1] == 429
        assert moe.get("/sign-out", headers=shared).status_code == 200
        assert moe.get("/", headers={"X-Forwarded-For": "192.0.2.78"}).status_code == 401
