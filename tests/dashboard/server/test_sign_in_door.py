"""What the door adds to answers on https, asked of the gate itself."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.access.sign_in import read_sign_in
from dashboard.server import server_options
from dashboard.server.gate import Gate
from dashboard.server.refusals import Refusals
from pipelines.register.audit import Audit
from pipelines.register.people import Identity, People
from pipelines.register.sessions import Sessions
from pipelines.settings import SettingsError
from tests.dashboard.access.test_sign_in import GOOD


async def app(scope, receive, send):
    """Streamlit, which sets a cookie without `Secure` and lets caches keep an answer."""
    headers = [(b"set-cookie", b"_streamlit_xsrf=x; Path=/"), (b"cache-control", b"public")]
    if scope["path"] == "/trends":
        headers += [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"26")]
    status = 400 if scope["path"] == "/auth/login" else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"<head>inside", "more_body": True})
    await send({"type": "http.response.body", "body": b"</head><body/>"})


@pytest.fixture
def door(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTRA_SECRET", "x")
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    (tmp_path / "auth.toml").write_text(GOOD, "utf-8")
    (tmp_path / "auth.toml").chmod(0o600)
    return Gate(app, ("localhost",), read_sign_in(tmp_path / "auth.toml"))


def ask(gate, path="/", host="board.example.gov", **headers):
    named = [(b"host", host.encode())]
    named += [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": named, "method": "GET"}
    scope |= {"path": path, "root_path": "", "query_string": b""}
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, gate(scope, receive, send)).result()
    body = b"".join(message["body"] for message in sent[1:])
    return sent[0]["status"], [(k.lower(), v) for k, v in sent[0]["headers"]], body


@pytest.fixture
def secret(tmp_path):
    People(tmp_path / "store").give_role("ann@example.org", "mentor", "a test")
    ann = People(tmp_path / "store").welcome(Identity("i", "s", "ann@example.org", "Ann", True))
    return Sessions(tmp_path / "store").start(ann.person_id)


def test_a_person_from_another_machine_gets_in_by_the_session_alone(door, secret):
    assert ask(door, cookie=f"__Host-starboard={secret}")[0] == 200
    assert ask(door, cookie=f"starboard={secret}")[0] == 401
    assert ask(door, host="other.example.gov", cookie=f"__Host-starboard={secret}")[0] == 403
    assert ask(door)[0] == 401


def test_on_https_cookies_are_for_https_and_no_cache_keeps_an_answer(door, secret):
    _, headers, _ = ask(door, cookie=f"__Host-starboard={secret}")
    assert (b"set-cookie", b"_streamlit_xsrf=x; Path=/; Secure") in headers
    assert (b"cache-control", b"no-store") in headers
    assert (b"strict-transport-security", b"max-age=31536000") in headers
    _, headers, _ = ask(door, "/_stcore/health")
    assert (b"set-cookie", b"_streamlit_xsrf=x; Path=/; Secure") in headers
    _, headers, _ = ask(door, "/static/a.js", cookie=f"__Host-starboard={secret}")
    assert (b"cache-control", b"public") in headers


def test_a_page_leaves_when_its_session_is_over(door, secret):
    signed_in = {"cookie": f"__Host-starboard={secret}"}
    _, headers, body = ask(door, "/trends", accept="text/html", **signed_in)
    assert b'<script src="/_session/watch.js" defer></script></head>' in body
    assert (b"content-length", str(len(body)).encode()) in headers
    assert ask(door, "/static/a.js", accept="text/html", **signed_in)[2].startswith(b"<head>inside")
    assert b"location.reload" in ask(door, "/_session/watch.js", **signed_in)[2]
    assert ask(door, "/_session/state", **signed_in)[0] == 204
    assert ask(door, "/_session/state")[0] == 401


def test_looking_whether_a_session_holds_does_not_use_it(door, secret, tmp_path):
    back = f"{datetime.now(UTC) - timedelta(minutes=59):%Y-%m-%d %H:%M:%S}"
    with sqlite3.connect(tmp_path / "store" / "register.sqlite") as con:
        con.execute("update session set seen_at = ?", [back])
    ask(door, "/_session/state", cookie=f"__Host-starboard={secret}")
    with sqlite3.connect(tmp_path / "store" / "register.sqlite") as con:
        assert con.execute("select seen_at from session").fetchone() == (back,)


def test_a_provider_that_does_not_answer_is_said_in_words(door):
    status, _, body = ask(door, "/auth/login", accept="text/html")
    assert status == 502
    assert b"The sign-in service does not answer" in body


def test_the_sign_in_page_sets_a_safe_cookie_and_names_each_provider(door):
    status, headers, body = ask(door, "/trends", accept="text/html")
    (cookie,) = [value for name, value in headers if name == b"set-cookie"]
    assert status == 401
    assert b"Secure" in cookie
    assert b"HttpOnly" in cookie
    assert b'href="/sign-in/entra"' in body
    assert b'href="/sign-in/okta"' in body
    assert b"<script" not in body


@pytest.mark.parametrize("option", server_options.FORBIDDEN)
def test_an_option_that_leads_around_the_gate_is_refused(option, monkeypatch):
    monkeypatch.setattr(server_options.st, "get_option", lambda name: name == option)
    with pytest.raises(SettingsError, match=option):
        server_options.set_server_options(None)


@pytest.mark.parametrize("option", server_options.REQUIRED)
def test_an_option_that_lets_other_sites_act_is_refused(option, monkeypatch):
    monkeypatch.setattr(
        server_options.st,
        "get_option",
        lambda name: name in server_options.REQUIRED and name != option,
    )
    with pytest.raises(SettingsError, match=option):
        server_options.set_server_options(None)


def test_an_address_waits_after_many_requests_and_refusals_are_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path))
    People(tmp_path)
    now = [0.0]
    refusals = Refusals(clock=lambda: now[0])
    assert {refusals.wait_seconds("a") for _ in range(240)} == {0}
    assert refusals.wait_seconds("a") > 0
    assert refusals.wait_seconds("b") == 0
    for _ in range(5):
        refusals.count("no session")
    now[0] = 61.0
    assert refusals.wait_seconds("a") == 0
    refusals.count("host")
    (entry,) = Audit(tmp_path).entries()
    assert (entry.action, entry.about) == ("refused", {"no session": 5, "host": 1})
