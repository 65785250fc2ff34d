"""Whether people sign in here and by which identity providers; who is signed in now."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard.access.viewer import Viewer
from pipelines.register.sessions import Limits, Sessions
from pipelines.settings import SettingsError, data_folder

FILE = "STARBOARD_AUTH_FILE"  # the environment's name for the file of these settings
CALLBACK = "/oauth2callback"
LOCAL = ("localhost", "127.0.0.1", "::1")
LEAST_SECRET = 32  # characters
# In Entra's discovery address they mean every organization, and each sets the addresses of its
# own accounts as it likes: whoever trusted them would let a stranger take an invitation.
ANY_ORGANIZATION = frozenset({"common", "organizations", "consumers"})
LIMITS = {"absolute_hours": 12, "idle_minutes": 60, "invitation_days": 14}
OWN_KEYS = ("label", "trusts_address")  # of a provider; the others are the provider's


@dataclass(frozen=True)
class Provider:
    """An identity provider: its word in URLs, its button.

    `trusts_address`: the office vouches that the provider hands out each address once, although
    its tokens do not say that an address is verified.
    """

    key: str
    label: str
    trusts_address: bool


@dataclass(frozen=True, eq=False)
class SignIn:
    """How people sign in. `secrets`: the section `auth` as Streamlit reads it."""

    redirect_uri: str
    providers: tuple[Provider, ...]
    limits: Limits
    invitation_days: int
    cookie_secret: str
    secrets: Mapping[str, Any]

    @property
    def host(self) -> str:
        return (urlsplit(self.redirect_uri).hostname or "").lower()

    @property
    def is_https(self) -> bool:
        return urlsplit(self.redirect_uri).scheme == "https"

    @property
    def cookie(self) -> str:
        """The session cookie; browsers hold `__Host-` to https and to this host."""
        return "__Host-starboard" if self.is_https else "starboard"


@cache
def load_sign_in() -> SignIn | None:
    """What the file says that `STARBOARD_AUTH_FILE` names; None without one: the demo.

    Raises SettingsError, which names the key and never its value.
    """
    name = os.environ.get(FILE)
    return read_sign_in(Path(name)) if name else None


def read_sign_in(path: Path) -> SignIn:
    """The sign-in settings of a file that its user alone may read.

    A value `$NAME` is the environment's. Raises SettingsError.
    """
    values = _read_private(path)
    auth = values.pop("auth", None)
    limits = LIMITS | values.pop("sign_in", {})
    if values or not isinstance(auth, dict) or limits.keys() - LIMITS.keys():
        raise SettingsError(
            f"{path.name} has the sections [auth], [auth.<provider>] and [sign_in]."
        )
    if not all(isinstance(limits[key], int) and limits[key] > 0 for key in LIMITS):
        raise SettingsError(f"{path.name}: [sign_in] holds whole numbers above 0.")
    auth = _filled_in(auth)
    providers = {key: value for key, value in auth.items() if isinstance(value, dict)}
    _check(path.name, auth, providers)
    own = {key: {k: v for k, v in p.items() if k not in OWN_KEYS} for key, p in providers.items()}
    return SignIn(
        redirect_uri=auth["redirect_uri"],
        providers=tuple(
            Provider(key, str(p.get("label", key)), p.get("trusts_address") is True)
            for key, p in providers.items()
        ),
        limits=Limits(
            timedelta(hours=limits["absolute_hours"]), timedelta(minutes=limits["idle_minutes"])
        ),
        invitation_days=limits["invitation_days"],
        cookie_secret=auth["cookie_secret"],
        secrets={"auth": {**auth, **own}},
    )


def signed_in_viewer(sign_in: SignIn) -> Viewer:
    """The person whose session the browser's cookie names, with the roles of this moment; a viewer
    without a role where there is none."""
    secret = st.context.cookies.get(sign_in.cookie, "")
    found = Sessions(data_folder(), sign_in.limits).find(secret, used=False)
    if found is None:
        return Viewer("Signed out")
    return Viewer(
        name=found.name,
        roles=found.roles,
        agencies=found.agencies,
        group_agencies=found.group_agencies,
        person_id=found.person_id,
    )


def _read_private(path: Path) -> dict[str, Any]:
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8")
    except OSError as problem:
        raise SettingsError(f"{FILE} {path} cannot be read ({problem.strerror}).") from None
    if os.name == "posix" and mode & 0o077:
        raise SettingsError(f"{path} holds secrets and others can read it: chmod 600 '{path}'")
    try:
        return tomllib.loads(text)
    except ValueError:
        raise SettingsError(f"{path.name} is not a TOML file.") from None


def _filled_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, those that begin with `$` taken from the environment."""
    filled: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            filled[key] = _filled_in(value)
        elif isinstance(value, str) and value.startswith("$"):
            if value[1:] not in os.environ:
                raise SettingsError(f"{key}: the environment has no {value[1:]}.")
            filled[key] = os.environ[value[1:]]
        else:
            filled[key] = value
    return filled


def _check(file: str, auth: Mapping[str, Any], providers: Mapping[str, Any]) -> None:
    for key in ("redirect_uri", "cookie_secret"):
        if not isinstance(auth.get(key), str) or not auth[key]:
            raise SettingsError(f"{file}: [auth] lacks {key}.")
    if len(auth["cookie_secret"]) < LEAST_SECRET:
        raise SettingsError(
            f"{file}: cookie_secret needs {LEAST_SECRET} random characters or more."
        )
    address = urlsplit(auth["redirect_uri"])
    if address.path != CALLBACK or not address.hostname:
        raise SettingsError(
            f"{file}: redirect_uri is the board’s address with {CALLBACK} at its end."
        )
    if address.scheme != "https" and address.hostname not in LOCAL:
        raise SettingsError(f"{file}: redirect_uri must begin with https://.")
    if not providers:
        raise SettingsError(f"{file}: at least one provider is needed, as [auth.<provider>].")
    for name, provider in providers.items():
        if not name.isalnum() or not name.isascii():
            raise SettingsError(f"{file}: a provider’s name has letters and digits: [auth.{name}].")
        for key in ("client_id", "client_secret", "server_metadata_url"):
            if not isinstance(provider.get(key), str) or not provider[key]:
                raise SettingsError(f"{file}: [auth.{name}] lacks {key}.")
        discovery = urlsplit(provider["server_metadata_url"])
        if discovery.scheme != "https" and discovery.hostname not in LOCAL:
            raise SettingsError(
                f"{file}: [auth.{name}] server_metadata_url must begin with https://."
            )
        if provider.get("trusts_address") and not ANY_ORGANIZATION.isdisjoint(
            discovery.path.split("/")
        ):
            raise SettingsError(
                f"{file}: [auth.{name}] admits accounts of any organization, whose addresses"
                " prove nothing. Put your tenant’s id into server_metadata_url."
            )
