"""Signing in and out as people do it, and every way in which an old session could still work."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from dashboard.access.sign_in import read_sign_in
from dashboard.server import cookies
from pipelines.register.audit import Audit
from tests.sign_in.conftest import ROLES, write_auth_file

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def invited(office):
    office.invite(*ROLES)
    return office


def session_of(visitor):
    return visitor.cookies.get("starboard")


def pages(office, secret):
    """What a session opens: status of a page, a media file, an upload, and a socket."""
    headers = {"Cookie": f"starboard={secret}", "Accept": "text/html"}
    found = [
        httpx.get(f"{office.address}{path}", headers=headers).status_code
        for path in ("/", "/trends?agency=A01", "/static/index.html", "/_stcore/host-config")
    ]
    found.append(httpx.get(f"{office.address}/media/x.csv", headers=headers).status_code)
    found.append(
        httpx.put(f"{office.address}/_stcore/upload_file/a/b", headers=headers).status_code
    )
    try:
        with open_socket(office, secret):
            found.append(101)
    except InvalidStatus as refused:
        found.append(refused.response.status_code)
    return found


def open_socket(office, secret):
    address = urlsplit(office.address)
    return connect(
        f"ws://{address.netloc}/_stcore/stream",
        origin=office.address,
        additional_headers={"Cookie": f"starboard={secret}"},
        subprotocols=["streamlit"],
        open_timeout=20,
        max_size=None,
    )


SHUT = [401, 401, 401, 401, 401, 401, 403]  # the last: a socket's handshake is refused


@pytest.mark.parametrize("name", ROLES)
def test_everyone_with_a_role_signs_in(name, invited):
    with invited.visitor() as visitor:
        assert visitor.get("/").status_code == 401
        arrived = invited.sign_in(visitor, name)
        assert (arrived.status_code, arrived.headers["location"]) == (302, "/")
        assert visitor.get("/").status_code == 200
        assert pages(invited, session_of(visitor))[-1] == 101


def test_the_address_that_was_wanted_is_kept(invited):
    wanted = "/trends?agency=A01&measure=assessment_to_service&chart=run"
    with invited.visitor() as visitor:
        assert visitor.get(wanted).status_code == 401
        assert invited.sign_in(visitor, "ann").headers["location"] == wanted
        assert invited.sign_in(visitor, "ann").headers["location"] == "/"  # kept once


@pytest.mark.parametrize("name", ["stranger", "unverified"])
def test_who_is_not_invited_gets_a_page_that_says_whom_to_ask(name, invited):
    with invited.visitor() as visitor:
        arrived = invited.sign_in(visitor, name)
        assert arrived.status_code == 403
        assert "Ask State program office for an invitation" in arrived.text
        assert ("is verified" in arrived.text) == (name == "unverified")
        assert session_of(visitor) is None
        assert visitor.get("/").status_code == 401


def test_no_identity_and_no_token_of_the_provider_reaches_the_browser(invited):
    with invited.visitor() as visitor:
        arrived = invited.sign_in(visitor, "ann")
        given = arrived.headers.get_list("set-cookie")
        assert not [cookie for cookie in given if cookie.startswith("_streamlit_user")]
        assert all("HttpOnly" in c and "SameSite=lax" in c for c in given if "starboard=" in c)
        visitor.get("/")
        assert not [name for name in visitor.cookies if "user" in name]


def test_a_second_use_of_the_providers_answer_signs_nobody_in(invited):
    with invited.visitor() as visitor:
        start = visitor.get("/sign-in/office")
        login = visitor.get(start.headers["location"])
        asked = httpx.post(login.headers["location"], data={"sub": "ann"})
        assert visitor.get(asked.headers["location"]).status_code == 302
        visitor.cookies.clear()
        assert visitor.get(asked.headers["location"]).status_code == 400
    with invited.visitor() as other:
        assert other.get(asked.headers["location"]).status_code == 400
        assert session_of(other) is None


@pytest.mark.parametrize("way", ["signed out", "too old", "idle", "role ended"])
def test_a_session_that_is_over_opens_nothing(way, invited):
    with invited.visitor() as visitor:
        invited.sign_in(visitor, "pat")
        secret = session_of(visitor)
        assert pages(invited, secret)[0] == 200
        with open_socket(invited, secret) as socket:
            if way == "signed out":
                assert "in every tab" in visitor.get("/sign-out").text
            elif way == "too old":
                invited.age_sessions("started_at", timedelta(hours=12, seconds=5))
            elif way == "idle":
                invited.age_sessions("seen_at", timedelta(minutes=60, seconds=5))
            else:
                invited.end_roles("pat")
            assert pages(invited, secret) == SHUT
            assert closes_within(socket, 10) == 4401
    if way == "role ended":
        invited.invite("pat")


def closes_within(socket, seconds):
    """The code with which a silent socket is closed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.recv(timeout=max(end - time.monotonic(), 0.1))
        except ConnectionClosed as closed:
            return closed.rcvd.code
    return None


def test_a_message_after_the_end_is_refused_at_once(invited):
    with invited.visitor() as visitor:
        invited.sign_in(visitor, "ann")
        with open_socket(invited, session_of(visitor)) as socket:
            visitor.get("/sign-out")
            start = time.monotonic()
            socket.send(b"\x5a\x00")
            assert closes_within(socket, 10) == 4401
            assert time.monotonic() - start < 1.5  # sooner than the look at silent sockets


def test_signing_out_ends_one_browser_and_leaves_another(invited):
    with invited.visitor() as one, invited.visitor() as other:
        invited.sign_in(one, "ann")
        invited.sign_in(other, "ann")
        one.get("/sign-out")
        assert other.get("/").status_code == 200


def test_streamlits_own_sign_out_ends_the_session_too(invited):
    with invited.visitor() as visitor:
        invited.sign_in(visitor, "ann")
        secret = session_of(visitor)
        visitor.get("/auth/logout")
        assert pages(invited, secret) == SHUT


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "starboard=x; starboard=y"},
        {"Cookie": "starboard="},
        {"X-Forwarded-User": "sam@example.org", "X-Forwarded-Email": "sam@example.org"},
        {"Remote-User": "sam", "X-Auth-Request-Email": "sam@example.org"},
        {"Authorization": "Bearer sam"},
        {"Cookie": "_streamlit_user=x; starboard_return=y"},
    ],
)
def test_no_header_makes_somebody_of_a_stranger(headers, invited):
    answer = httpx.get(f"{invited.address}/", headers={"Accept": "text/html", **headers})
    assert answer.status_code == 401


def test_a_cookie_of_streamlits_own_making_is_no_session(invited):
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    from tests.sign_in.conftest import SECRET

    claims = '{"email": "sam@example.org", "sub": "sam", "is_logged_in": true}'
    forged = create_signed_value(SECRET, "_streamlit_user", claims).decode()
    headers = {"Cookie": f"_streamlit_user={forged}", "Accept": "text/html"}
    assert httpx.get(f"{invited.address}/", headers=headers).status_code == 401


def test_another_host_is_refused(invited):
    answer = httpx.get(f"{invited.address}/", headers={"Host": "evil.example.org"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("/trends?agency=A01", True),
        ("/", True),
        ("//evil.example.org", False),
        ("/\\evil.example.org", False),
        ("https://evil.example.org", False),
        ("/a\r\nSet-Cookie: x", False),
        ("/\u202eevil", False),
        ("", False),
    ],
)
def test_only_an_address_of_this_board_is_come_back_to(address, is_own, provider, tmp_path):
    assert cookies.is_own_address(address) == is_own
    file = write_auth_file(tmp_path / "auth.toml", provider)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THE_CLIENT_SECRET", "x")
        sign_in = read_sign_in(file)
    signed = cookies._signer(sign_in).dumps(address)
    assert cookies.return_address(sign_in, signed) == (address if is_own else "/")
    assert cookies.return_address(sign_in, signed + "x") == "/"


def test_the_log_says_who_came_and_went_and_how_often_strangers_knocked(invited):
    actions = [entry.action for entry in Audit(invited.data).entries()]
    assert {"role given", "invitation taken", "signed in", "signed out"} <= set(actions)
    text = invited.log.read_text("utf-8")
    assert "example.org" not in text
