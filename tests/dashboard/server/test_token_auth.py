"""How a request's token is read, and how wrong ones are slowed down."""

import pytest
from starlette.datastructures import Headers

from dashboard.server.token_auth import (
    SENDERS,
    WINDOW_SECONDS,
    WRONG,
    TokenAuthenticator,
    TooManyAttempts,
)
from pipelines.register.agencies import Register
from pipelines.register.tokens import Tokens

WRONG_ONE = "sb_1_" + "x" * 43


@pytest.fixture
def data(tmp_path):
    Register(tmp_path / "store").add_unknown(["A01"])
    return tmp_path / "store"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def ask(door, data, token, sender="192.0.2.7"):
    return door.token(Headers({"Authorization": f"Bearer {token}"}), sender, data)


def fail(door, data, times, sender="192.0.2.7"):
    for _ in range(times):
        assert ask(door, data, WRONG_ONE, sender) is None


def test_one_bearer_in_one_header_is_read_and_nothing_else(data):
    _, text = Tokens(data).make("A01", "EHR", "a test")
    door = TokenAuthenticator()
    assert door.token(Headers({"Authorization": f"bearer  {text}"}), "s", data).agency_id == "A01"
    twice = Headers(raw=[(b"authorization", f"Bearer {text}".encode())] * 2)
    for headers in (
        Headers({}),
        Headers({"Authorization": f"Basic {text}"}),
        Headers({"X-Authorization": f"Bearer {text}"}),
        twice,
    ):
        assert door.token(headers, "s", data) is None


def test_after_so_many_wrong_ones_the_next_is_not_even_looked_at(data):
    _, text = Tokens(data).make("A01", "EHR", "a test")
    door = TokenAuthenticator(Clock())
    fail(door, data, WRONG)
    with pytest.raises(TooManyAttempts) as wait:
        ask(door, data, text)
    assert 0 < wait.value.seconds <= WINDOW_SECONDS + 1
    assert Tokens(data).list()[0].last_used_at is None


def test_another_sender_and_a_later_minute_are_free(data):
    clock = Clock()
    door = TokenAuthenticator(clock)
    fail(door, data, WRONG)
    fail(door, data, 1, sender="192.0.2.8")
    clock.now = WINDOW_SECONDS + 1
    fail(door, data, 1)


def test_a_token_that_has_opened_before_still_opens(data):
    made, text = Tokens(data).make("A01", "EHR", "a test")
    door = TokenAuthenticator(Clock())
    assert ask(door, data, text) is not None
    fail(door, data, WRONG)
    assert ask(door, data, text) is not None
    Tokens(data).revoke(made.token_id, "a test")
    assert ask(door, data, text) is None
    with pytest.raises(TooManyAttempts):
        ask(door, data, text)


def test_a_flood_of_addresses_fills_no_memory(data):
    door = TokenAuthenticator(Clock())
    for n in range(SENDERS + 50):
        ask(door, data, "", sender=str(n))
    assert len(door._wrong) == SENDERS
