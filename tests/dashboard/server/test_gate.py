"""Who gets through the gate, and what every answer carries."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.server import loopback_door
from dashboard.server.gate import Gate
from dashboard.server.security_headers import content_security_policy
from dashboard.server.senders import host_name
from dashboard.text import commands
from pipelines.register.agencies import Register
from pipelines.register.tokens import Tokens

HOSTS = ("localhost", "127.0.0.1", "::1")


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})
    else:
        await send({"type": "websocket.accept"})


def ask(
    *,
    client=("127.0.0.1", 5000),
    host="localhost:8501",
    kind="http",
    path="/",
    root_path="",
    **headers,
):
    named = [(b"host", host.encode())] if host is not None else []
    named += [(name.replace("_", "-").encode(), worth.encode()) for name, worth in headers.items()]
    scope = {"type": kind, "client": client, "headers": named, "method": "POST"}
    scope |= {"path": path, "root_path": root_path}
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    # in a thread of its own: the browser tests keep a loop running in this one
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, Gate(app, HOSTS)(scope, receive, send)).result()
    return sent


def status(sent):
    return sent[0]["status"]


@pytest.mark.parametrize(
    ("client", "host"),
    [
        (("127.0.0.1", 1), "localhost:8501"),
        (("127.0.0.1", 1), "127.0.0.1"),
        (("127.8.8.8", 1), "LOCALHOST"),
        (("::1", 1), "[::1]:8501"),
        (("::ffff:127.0.0.1", 1), "localhost"),
    ],
)
def test_this_machine_gets_in(client, host):
    assert status(ask(client=client, host=host)) == 200


@pytest.mark.parametrize(
    "client",
    [("192.0.2.7", 1), ("10.0.0.1", 1), ("::ffff:10.0.0.1", 1), ("unix", 1), ("", 1), None],
)
def test_nobody_else_gets_in(client):
    sent = ask(client=client)
    assert status(sent) == 403
    assert b"inside" not in sent[1]["body"]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "", None]
)
def test_a_name_that_is_not_this_machine_is_refused(host):
    assert status(ask(host=host)) == 403


@pytest.mark.parametrize("header", loopback_door.PROXY_HEADERS)
def test_a_proxy_speaks_for_somebody_else(header):
    assert status(ask(**{header: "192.0.2.7"})) == 403


def test_a_websocket_is_closed_or_let_in():
    assert ask(kind="websocket")[0]["type"] == "websocket.accept"
    refused = ask(kind="websocket", client=("192.0.2.7", 1))[0]
    assert (refused["type"], refused["code"]) == ("websocket.close", 1008)


@pytest.mark.parametrize("client", [("127.0.0.1", 1), ("192.0.2.7", 1)])
def test_every_answer_carries_the_security_headers(client):
    headers = {name.decode(): worth.decode() for name, worth in ask(client=client)[0]["headers"]}
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy


def test_a_script_is_allowed_by_its_hash():
    policy = content_security_policy(["alert(1)"])
    assert "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';" in policy


def test_the_refusal_is_plain_words():
    sent = ask(client=("192.0.2.7", 1))
    assert sent[1]["body"].decode() == loopback_door.REFUSAL


def test_ports_and_brackets_are_no_part_of_a_name():
    assert host_name("localhost:8501") == "localhost"
    assert host_name("[::1]:8501") == "::1"
    assert host_name("[::1]") == "::1"


@pytest.fixture
def store_with_token(tmp_path, monkeypatch):
    data = tmp_path / "store"
    monkeypatch.setenv("STARBOARD_DATA", str(data))
    Register(data).add_unknown(["A01"])
    return Tokens(data).make("A01", "EHR", "a test")[1]


OUTSIDE = {"client": ("192.0.2.7", 1), "host": "board.example.gov", "x_forwarded_for": "192.0.2.9"}


def test_the_upload_is_let_in_with_a_token_from_anywhere(store_with_token):
    sent = ask(path=commands.UPLOAD_PATH, authorization=f"Bearer {store_with_token}", **OUTSIDE)
    assert (status(sent), sent[1]["body"]) == (200, b"inside")


@pytest.mark.parametrize("where", [{}, OUTSIDE])
@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer sb_1_" + "x" * 43}])
def test_the_upload_is_let_in_by_nothing_else_not_even_from_this_machine(
    store_with_token, where, given
):
    sent = ask(path=commands.UPLOAD_PATH, **given, **where)
    assert status(sent) == 401
    assert b"inside" not in sent[1]["body"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/submissions", "/api", "/api/extracts/", "/api/extracts/x", "//api/extracts"),
        *("/api/../api/extracts", "/API/EXTRACTS", "/api/extracts;x", "/x/api/extracts"),
        "/_stcore/upload_file",
    ],
)
def test_a_token_opens_no_other_path(store_with_token, path):
    assert status(ask(path=path, authorization=f"Bearer {store_with_token}", **OUTSIDE)) == 403


def test_a_token_opens_no_websocket_and_no_mounted_path(store_with_token):
    given = {"authorization": f"Bearer {store_with_token}", "path": commands.UPLOAD_PATH}
    assert ask(kind="websocket", **given, **OUTSIDE)[0]["code"] == 1008
    assert status(ask(root_path="/x", **given, **OUTSIDE)) == 403
