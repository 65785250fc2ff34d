"""Tokens: shown once, stored hashed, one agency, ended for good."""

import pytest

from pipelines.register import tokens
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.tokens import Tokens


@pytest.fixture
def data(tmp_path):
    Register(tmp_path / "store").add_unknown(["A01", "A02"])
    return tmp_path / "store"


def test_a_token_names_its_agency_and_notes_its_use(data):
    made, text = Tokens(data).make("A01", "EHR export", "Rosa")
    assert made.last_used_at is None
    assert tokens.authenticate_token(data, text).agency_id == "A01"
    (listed,) = Tokens(data).list()
    assert listed.last_used_at is not None
    assert listed.sender == "EHR export (token 1)"


def test_the_secret_is_in_no_file(data):
    _, text = Tokens(data).make("A01", "EHR export", "Rosa")
    secret = text.split("_", 2)[2].encode()
    assert [p.name for p in data.iterdir() if secret in p.read_bytes()] == []


def test_a_revoked_token_opens_nothing_and_stays_listed(data):
    made, text = Tokens(data).make("A01", "EHR export", "Rosa")
    Tokens(data).revoke(made.token_id, "Rosa")
    assert tokens.authenticate_token(data, text) is None
    assert Tokens(data).list()[0].revoked_at is not None


@pytest.mark.parametrize(
    "wrong", ["", "sb_1_", "sb_2_{}", "sb_01_{}", "{}", "sb_1_{}x", "sb_1_{}\n"]
)
def test_any_other_text_opens_nothing(data, wrong):
    _, text = Tokens(data).make("A01", "EHR export", "Rosa")
    assert tokens.authenticate_token(data, wrong.format(text.split("_", 2)[2])) is None


def test_one_tokens_secret_does_not_open_anothers_number(data):
    _, first = Tokens(data).make("A01", "one", "Rosa")
    _, second = Tokens(data).make("A02", "two", "Rosa")
    assert tokens.authenticate_token(data, f"sb_2_{first.split('_', 2)[2]}") is None
    assert tokens.authenticate_token(data, second).agency_id == "A02"


def test_no_agency_no_token(data):
    with pytest.raises(RegisterProblem, match="A09 is not in the register"):
        Tokens(data).make("A09", "EHR export", "Rosa")
    with pytest.raises(RegisterProblem, match="no token 7"):
        Tokens(data).revoke(7, "Rosa")
    assert Audit(data).entries() == []


def test_asking_where_nothing_is_makes_no_register(tmp_path):
    assert tokens.authenticate_token(tmp_path / "store", "sb_1_" + "x" * 43) is None
    assert not (tmp_path / "store").exists()


def test_a_token_moves_no_board(data):
    before = Register(data).revision
    _, text = Tokens(data).make("A01", "EHR export", "Rosa")
    tokens.authenticate_token(data, text)
    assert Register(data).revision == before


def test_making_and_ending_are_in_the_audit_log_without_the_secret(data):
    made, text = Tokens(data).make("A01", "EHR export", "Rosa")
    Tokens(data).revoke(made.token_id, "Dana")
    Tokens(data).revoke(made.token_id, "Dana")
    found = [(entry.who, entry.action) for entry in Audit(data).entries()]
    assert found == [("Rosa", "token made"), ("Dana", "token revoked")]
    assert text.split("_", 2)[2] not in str(Audit(data).entries())
