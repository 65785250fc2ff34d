"""What the file of sign-in settings may say; no message ever holds a secret."""

import pytest

from dashboard.access.sign_in import read_sign_in
from pipelines.settings import SettingsError

GOOD = """
[auth]
redirect_uri = "https://board.example.gov/oauth2callback"
cookie_secret = "0123456789-0123456789-0123456789"
[auth.entra]
label = "the state’s account"
trusts_address = true
client_id = "c"
client_secret = "$ENTRA_SECRET"
server_metadata_url = "https://login.example.com/.well-known/openid-configuration"
[auth.okta]
client_id = "c"
client_secret = "an-okta-secret"
server_metadata_url = "https://okta.example.com/.well-known/openid-configuration"
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTRA_SECRET", "an-entra-secret")

    def run(text=GOOD, mode=0o600):
        path = tmp_path / "auth.toml"
        path.write_text(text, "utf-8")
        path.chmod(mode)
        return read_sign_in(path)

    return run


def test_a_file_names_providers_and_takes_secrets_from_the_environment(read):
    sign_in = read()
    assert [(p.key, p.label, p.trusts_address) for p in sign_in.providers] == [
        ("entra", "the state’s account", True),
        ("okta", "okta", False),
    ]
    assert sign_in.secrets["auth"]["entra"]["client_secret"] == "an-entra-secret"
    assert "label" not in sign_in.secrets["auth"]["entra"]
    assert (sign_in.host, sign_in.is_https) == ("board.example.gov", True)
    assert sign_in.cookie == "__Host-starboard"
    assert sign_in.limits.absolute.total_seconds() == 12 * 3600
    assert sign_in.limits.idle.total_seconds() == 3600


def test_an_office_sets_its_own_limits(read):
    limits = read(GOOD + "[sign_in]\nabsolute_hours = 8\nidle_minutes = 15\n").limits
    assert (limits.absolute.total_seconds(), limits.idle.total_seconds()) == (8 * 3600, 900)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("https://board", "http://board", "must begin with https"),
        ("/oauth2callback", "/callback", "/oauth2callback"),
        (
            'cookie_secret = "0123456789-0123456789-0123456789"',
            'cookie_secret = "s3cr3t"',
            "needs 32",
        ),
        ('cookie_secret = "0123456789-0123456789-0123456789"', "", "lacks cookie_secret"),
        ("[auth.entra]", "[auth.en_tra]", "letters and digits"),
        ('client_id = "c"', "", "lacks client_id"),
        ("https://okta.example", "http://okta.example", "must begin with https"),
        (
            "https://login.example.com/",
            "https://login.microsoftonline.com/common/v2.0/",
            "any organization",
        ),
        (
            "https://login.example.com/",
            "https://login.microsoftonline.com/organizations/v2.0/",
            "any organization",
        ),
        ("$ENTRA_SECRET", "$NOT_THERE", "has no NOT_THERE"),
        ("[auth]", "[auth", "not a TOML file"),
        ("[auth.okta]", "[okta]", "has the sections"),
        ("[auth.okta]", "[sign_in]\nidle_minutes = 0\n[auth.okta]", "above 0"),
        ("[auth.okta]", "[sign_in]\nidle = 5\n[auth.okta]", "has the sections"),
    ],
)
def test_what_is_wrong_is_said_without_a_secret(old, new, says, read):
    with pytest.raises(SettingsError, match=says) as wrong:
        read(GOOD.replace(old, new))
    for secret in ("an-entra-secret", "an-okta-secret", "0123456789-", "s3cr3t"):
        assert secret not in str(wrong.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_read_is_refused(mode, read):
    with pytest.raises(SettingsError, match="chmod 600"):
        read(mode=mode)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        read_sign_in(tmp_path / "nowhere.toml")
