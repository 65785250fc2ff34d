"""A board with sign-in, a real identity provider next to it, and people who walk through both."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from pipelines.register.people import People
from tests.serving import free_port, serving, wait_for_answer

ROOT = Path(__file__).parents[2]
SECRET = "a-cookie-secret-of-the-tests-0123456789"
ROLES = {
    "sam": ("state", {}),
    "gus": ("group", {"group": ("region", "North")}),
    "ann": ("agency", {"agency_id": "A01"}),
    "moe": ("mentor", {}),
    "pat": ("presenter", {}),
}
PEOPLE = (*ROLES, "stranger")


def claims(name):
    return {"email": f"{name}@example.org", "email_verified": True, "name": name.capitalize()}


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """The address of an identity provider that knows everyone, one of them without a verified
    address; a process of its own."""
    port = free_port()
    users = [{"sub": name} | claims(name) for name in PEOPLE]
    users.append({"sub": "unverified"} | claims("ann") | {"email_verified": False})
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for user in users:
        command += ["--user-claims", json.dumps(user)]
    log = tmp_path_factory.mktemp("provider") / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://localhost:{port}"
    try:
        wait_for_answer(f"{address}/.well-known/openid-configuration", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@dataclass
class Office:
    """A running board: its address, store and log."""

    address: str
    data: Path
    log: Path
    process: object
    provider: str

    @property
    def people(self):
        return People(self.data)

    def invite(self, *names):
        for name in names:
            role, options = ROLES[name]
            self.people.give_role(f"{name}@example.org", role, "a test", **options)

    def end_roles(self, name):
        for role in self.people.roles():
            if role.email == f"{name}@example.org":
                self.people.end_role(role.role_id, "a test")

    def age_sessions(self, column, back: timedelta):
        """Moves a moment of every session into the past."""
        moment = f"{datetime.now(UTC) - back:%Y-%m-%d %H:%M:%S}"
        with sqlite3.connect(self.data / "register.sqlite") as con:
            con.execute(f"update session set {column} = ?", [moment])

    @contextmanager
    def visitor(self):
        """A browser without scripts: cookies, and the redirects one by one."""
        with httpx.Client(
            base_url=self.address, headers={"Accept": "text/html"}, timeout=30
        ) as client:
            yield client

    def sign_in(self, visitor, name):
        """Walk through the provider as a person; the answer to its last step."""
        start = visitor.get("/sign-in/office")
        login = visitor.get(start.headers["location"])
        asked = httpx.post(login.headers["location"], data={"sub": name})
        return visitor.get(asked.headers["location"])


def write_auth_file(path, provider, address="http://localhost:{port}", **sign_in):
    limits = "".join(f"{key} = {value}\n" for key, value in sign_in.items())
    path.write_text(
        f"""
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{SECRET}"
[auth.office]
label = "the office’s account"
client_id = "starboard"
client_secret = "$THE_CLIENT_SECRET"
server_metadata_url = "{provider}/.well-known/openid-configuration"
[sign_in]
{limits}
"""
    )
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def office(provider, board_folder, tmp_path_factory):
    """A board on a copy of the sample's store; nobody is invited yet."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(board_folder, folder / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), folder / "store.key")
    auth = write_auth_file(folder / "auth.toml", provider)
    environment = {"STARBOARD_AUTH_FILE": str(auth), "THE_CLIENT_SECRET": "a client secret"}
    with serving(folder / "store", folder / "log.txt", **environment) as (address, process):
        yield Office(address, folder / "store", folder / "log.txt", process, provider)
