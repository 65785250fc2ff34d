"""Ids and names that are found nowhere else go through everything that Starboard does; afterwards
they are in no file, no answer, no log and no column but the provider's own returned file."""

import base64
import hashlib
import http.client
import os
import resource
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from pipelines.boards import files as board_files
from pipelines.register.agencies import Register
from pipelines.register.tokens import Tokens
from tests.serving import serving

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
HEADER = "agency_id,client_id,event_type,event_date,person_key,record_id"
CLIENTS = [f"QZXJ{n:03}KW" for n in range(24)]
PERSONS = [f"PVYHG{n:03}" for n in range(24)]
RECORDS = [f"RBQNW{n:03}" for n in range(24)]
NAMES = ("Maria Quackenbosch", "mq.quackenbosch@example.org", "917-55-0142")
WORDS = (*CLIENTS, *PERSONS, *RECORDS, *NAMES, "Quackenbosch", "917550142")


def good_lines(month="2026-09"):
    for n, client in enumerate(CLIENTS):
        for kind, day in (("first_contact", 1 + n % 9), ("assessment", 10 + n % 9)):
            record = RECORDS[n] if kind == "assessment" else ""
            yield f"A01,{client},{kind},{month}-{day:02},{PERSONS[n]},{record}"


def files(folder):
    """Name → a file: accepted, partly held for every reason at once, and refused in five ways."""
    good = list(good_lines())
    bad = [
        f"A01,{CLIENTS[1]},{NAMES[0]},2026-09-03,,",
        f"A01,{CLIENTS[2]},assessment,{CLIENTS[3]},,",
        f"A01,{NAMES[0]},assessment,2026-09-04,{PERSONS[4]},",
        f"A01,{NAMES[2]},assessment,2026-09-04,,",
        f"A01,,assessment,2026-09-04,{PERSONS[5]},",
        f"{CLIENTS[6]},A01,assessment,2026-09-05,,",
        f"A01,{CLIENTS[7]},assessment,2099-09-05,,",
    ]
    texts = {
        "good.csv": [HEADER, *good],
        "partly.csv": [HEADER, *list(good_lines("2026-10")), *bad],
        "glued.csv": [HEADER + "," + good[0], *good[1:]],
        "no_header.csv": good,
        "cut.csv": [HEADER, *good, f'A01,"{CLIENTS[8]}'],
        "named.csv": [HEADER + ",client_name", *(f"{line},{NAMES[0]}" for line in good)],
        "mailed.csv": [HEADER, *(line.replace(CLIENTS[0], NAMES[1]) for line in good)],
        "wide.csv": [HEADER, *(f"{line},{NAMES[0]},{NAMES[1]}" for line in good)],
    }
    folder.mkdir()
    for name, lines in texts.items():
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return {name: folder / name for name in texts}


class House:
    """One store, and all that commands and the server say while they use it."""

    def __init__(self, folder):
        self.data = folder / "store"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.said = []
        self.environment = {
            **os.environ,
            "STARBOARD_DATA": str(self.data),
            "TMPDIR": str(self.temporary),
        }

    def run(self, *words, typed=None):
        done = subprocess.run(
            [sys.executable, "-m", "pipelines", *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said.append(done.stdout + done.stderr)
        return done


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Every command, the upload API and a killed ingest, on files full of canaries."""
    folder = tmp_path_factory.mktemp("canaries")
    house, sent = House(folder), files(folder / "sent")
    Register(house.data).add_unknown(["A01"])
    today = ("--today", "2026-11-20")
    for style in ((), ("--format", "json"), ("--explain",)):
        house.run("check", *sent.values(), *today, *style)
    assert house.run("ingest", sent["good.csv"], *today).returncode == 0
    house.run("ingest", *sent.values(), *today)
    for words in (("status",), ("history", "A01"), ("build",), ("audit",)):
        assert house.run(*words).returncode == 0, words
    house.run("export", folder / "exported")
    upload_over_http(house, sent, folder / "server.log")
    running = subprocess.Popen(
        [sys.executable, "-m", "pipelines", "ingest", sent["partly.csv"], *today],
        cwd=ROOT,
        env=house.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        running.wait(1.0)
    except subprocess.TimeoutExpired:
        running.send_signal(11)  # a crash, which could write a core file
    house.said.append(running.communicate()[0].decode())
    forgotten = house.run("forget", "--agency", "A01", "--client", "-", typed=CLIENTS[9] + "\n")
    assert forgotten.returncode == 0, forgotten.stderr
    return house


def upload_over_http(house, sent, log):
    _, token = Tokens(house.data).make("A01", "a program", "a test")
    with serving(house.data, log, TMPDIR=str(house.temporary)) as (address, _):
        place = urlsplit(address)
        for name, path in sent.items():
            asked = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
            body = (
                f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            ).encode() + path.read_bytes()
            asked.request(
                "POST",
                "/api/extracts?today=2026-11-20",
                body + b"\r\n--b--\r\n",
                {
                    "Authorization": f"Bearer {token}",
                    "Content-Type": "multipart/form-data; boundary=b",
                },
            )
            answer = asked.getresponse()
            house.said.append(str(answer.getheaders()) + answer.read().decode())
            asked.close()
    house.said.append(log.read_text("utf-8"))


def spellings(word):
    """A word as bytes may hold it: plain, in other cases, in hexadecimal, in base64, hashed."""
    raw = word.encode()
    yield from {raw, raw.lower(), raw.upper(), word.encode("utf-16-le"), raw.hex().encode()}
    yield base64.b64encode(raw).rstrip(b"=")[:-1]
    yield hashlib.sha256(raw).digest()
    yield hashlib.sha256(raw).hexdigest().encode()


def found_in(content, words=WORDS):
    return [word for word in words for spelling in spellings(word) if spelling in content]


def test_a_canary_is_found_where_there_is_one():
    for spelling in spellings(CLIENTS[3]):
        assert found_in(b"x" + spelling + b"y")


def test_no_command_and_no_answer_says_an_id_or_a_name(house):
    """A record id may be said to its sender: the agency sends it so that rows can be named."""
    words = [word for word in WORDS if word not in RECORDS]
    assert len(house.said) > 15
    found = [(text[:200], found_in(text.encode(), words)) for text in house.said]
    assert not [(text, ids) for text, ids in found if ids]


def test_no_file_of_the_store_and_no_temporary_file_holds_one(house):
    kept = [path for path in house.data.parent.rglob("*") if path.is_file()]
    kept = [path for path in kept if path.parent.name != "sent"]
    assert {"warehouse.duckdb", "register.sqlite"} <= {path.name for path in kept}
    assert not [(path, found_in(path.read_bytes())) for path in kept if _holds(path)]
    assert not list(house.temporary.rglob("core*"))


def _holds(path):
    return bool(found_in(path.read_bytes() + str(path).encode()))


def test_no_column_of_any_table_holds_one(house):
    """Compressed blocks hide bytes, so every column is read as text as well."""
    version = board_files.current_version(house.data)
    databases = (
        house.data / "warehouse.duckdb",
        board_files.board_file(house.data, version),
        board_files.filters_file(house.data, version),
    )
    cells = 0
    for path in databases:
        with duckdb.connect(path, read_only=True) as con:
            columns = con.execute(
                "select schema_name, table_name, column_name from duckdb_columns() "
                "where not internal and table_name in (select table_name from duckdb_tables())"
            ).fetchall()
            assert columns
            for schema, table, column in columns:
                values = con.execute(
                    f'select distinct "{column}"::varchar from "{schema}"."{table}"'
                ).fetchall()
                cells += len(values)
                text = "\n".join(str(value) for (value,) in values)
                assert not found_in(text.encode()), (path.name, table, column)
    assert cells > 500


def test_a_process_that_holds_rows_leaves_no_core_file():
    code = (
        "from pipelines.private_process import keep_process_private; keep_process_private();"
        "import os, resource; print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))"
    )
    soft_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: _raise_core_limit(soft_limit),
    ).stdout
    assert said.strip() == "(0, 0) 0o77"


def _raise_core_limit(limit):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, limit)
    except ValueError:  # this machine's own limit is lower
        return


def test_both_the_server_and_the_commands_keep_themselves_private():
    for file in ("app.py", "pipelines/cli/app.py"):
        assert "keep_process_private()" in (ROOT / file).read_text("utf-8")
