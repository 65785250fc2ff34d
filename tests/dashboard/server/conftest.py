"""One server with two agencies and a token for each; what a program does is asked over HTTP."""

import http.client
import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.register.agencies import Register
from pipelines.register.tokens import Tokens
from tests.serving import serving

BOUNDARY = "a-boundary"


@dataclass
class Answer:
    """What came back."""

    status: int
    found: dict
    headers: dict = field(repr=False)


@dataclass
class Service:
    """A running server, its store and the tokens of its agencies."""

    address: str
    data: Path
    log: Path
    tokens: dict[str, str]
    process: object

    def post(self, body=b"", *, agency="A01", token=None, parameters="", **headers):
        """POST with an agency's token; `token` gives another text, "" none at all."""
        place = urlsplit(self.address)
        given = self.tokens[agency] if token is None else token
        named = {"Authorization": f"Bearer {given}"} if given else {}
        named |= {name.replace("_", "-"): worth for name, worth in headers.items()}
        asked = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
        try:
            asked.request("POST", f"/api/extracts{parameters}", body, named)
            answer = asked.getresponse()
            return Answer(answer.status, json.loads(answer.read()), dict(answer.getheaders()))
        finally:
            asked.close()

    def form(self, *files, parameters="", **options):
        """The files (name, bytes) as multipart form data, as curl -F sends them."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, content in files
        ]
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.post(body, parameters=parameters, Content_Type=kind, **options)

    def board(self, sql):
        return (
            board_connections.connect_board(self.data, board_files.current_version(self.data))
            .execute(sql)
            .fetchall()
        )


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    data, log = folder / "store", folder / "log.txt"
    Register(data).add_unknown(["A01", "A02"])
    tokens = {code: Tokens(data).make(code, "EHR", "a test")[1] for code in ("A01", "A02")}
    with serving(data, log) as (address, process):
        yield Service(address, data, log, tokens, process)


@pytest.fixture
def rows():
    """rows("A01", 9, month=3): an extract of so many contacts, each client's id a canary."""

    def made(agency, count, *, month=9, year=2025):
        lines = ["agency_id,client_id,event_type,event_date"]
        lines += [
            f"{agency},CANARY{n},first_contact,{year}-{month:02}-{1 + n % 28:02}"
            for n in range(count)
        ]
        return "\n".join(lines).encode()

    return made
