"""A tab that is left open does not go on as whoever signs in next in the same browser."""

import time
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboard.server.server_options import SESSION_HEADER
from pipelines.register.sessions import session_mark

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def invited(office):
    office.invite("ann", "pat")
    return office


@pytest.fixture
def ann(invited):
    with invited.visitor() as visitor:
        invited.sign_in(visitor, "ann")
        yield visitor


@pytest.fixture
def pat(invited):
    with invited.visitor() as visitor:
        invited.sign_in(visitor, "pat")
        yield visitor


def tab(office, visitor, resumes="", **headers):
    """A socket as Streamlit's page opens it; `resumes`: the number of the tab before it."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    return connect(
        f"ws://{urlsplit(office.address).netloc}/_stcore/stream",
        origin=office.address,
        additional_headers={"Cookie": cookies, **headers},
        subprotocols=["streamlit", "none", *([resumes] if resumes else [])],
        open_timeout=20,
        max_size=None,
    )


def number_of(socket, seconds=20):
    """Streamlit's number of a tab, as the start of a run says it."""
    run = BackMsg()
    run.rerun_script.query_string = ""
    socket.send(run.SerializeToString())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        message = ForwardMsg.FromString(socket.recv(timeout=seconds))
        if message.WhichOneof("type") == "new_session":
            return message.new_session.initialize.session_id
    raise AssertionError("no run began")


def test_a_person_goes_on_in_the_tab_after_the_network_failed(ann, invited):
    with tab(invited, ann) as first:
        number = number_of(first)
    with tab(invited, ann, number) as second:
        assert number_of(second) == number


def test_nobody_goes_on_in_a_tab_that_another_person_left(ann, pat, invited):
    with tab(invited, ann) as hers:
        number = number_of(hers)
    with tab(invited, pat, number) as his:
        assert number_of(his) != number


def test_nobody_takes_over_a_tab_that_another_person_has_open(ann, pat, invited):
    with tab(invited, ann) as hers:
        number = number_of(hers)
        with tab(invited, pat, number) as his:
            assert number_of(his) != number
        assert number_of(hers) == number


def test_a_header_of_the_visitor_names_no_other_session(ann, pat, invited):
    with tab(invited, ann) as hers:
        number = number_of(hers)
    mark = session_mark(ann.cookies["starboard"])
    with tab(invited, pat, number, **{SESSION_HEADER: mark}) as his:
        assert number_of(his) != number


def test_nobody_goes_on_in_a_tab_from_before_signing_out(ann, invited):
    with tab(invited, ann) as first:
        number = number_of(first)
    ann.get("/sign-out")
    invited.sign_in(ann, "ann")
    with tab(invited, ann, number) as second:
        assert number_of(second) != number
