"""As an office runs it: docs/deploy/nginx.conf with TLS in front, people signing in behind it."""

import re
import shutil
import socket
import ssl
import subprocess
import time

import httpx
import pytest
from websockets.sync.client import connect

from tests.serving import free_port, serving
from tests.sign_in.conftest import ROOT, Office, write_auth_file

pytestmark = pytest.mark.slow
NGINX = ROOT / ".venv/nginx/usr/sbin/nginx"
HOST = "board.example.gov"


def make_certificate(folder):
    """A certificate of this test for the board's name."""
    key, certificate = folder / "board.key", folder / "board.pem"
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *(*subject, "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


def nginx_configuration(folder, board, certificate, key, plain_port, port):
    """The file of the documentation with this test's ports and certificate."""
    text = (ROOT / "docs/deploy/nginx.conf").read_text("utf-8")
    changes = (
        (r"listen 80;", f"listen {plain_port};"),
        (r"listen \[::\]:80;", ""),
        (r"listen 443 ssl;", f"listen {port} ssl;"),
        (r"listen \[::\]:443 ssl;", ""),
        (r"/etc/ssl/certs/starboard\.pem", str(certificate)),
        (r"/etc/ssl/private/starboard\.key", str(key)),
        (r"http://127\.0\.0\.1:8501", board.replace("localhost", "127.0.0.1")),
        (r"proxy_set_header Host \$host;", "proxy_set_header Host $http_host;"),
    )
    for old, new in changes:
        text, count = re.subn(old, new, text)
        assert count == 1, old
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\ndaemon off;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/access.log;\n{temporary}{text}}}\n"
    )
    return path


@pytest.fixture(scope="module")
def proxied(provider, board_folder, tmp_path_factory):
    """The office behind nginx, its address https, and the plain port."""
    folder = tmp_path_factory.mktemp("proxied")
    shutil.copytree(board_folder, folder / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), folder / "store.key")
    assert NGINX.exists(), "nginx is not unpacked: make test"
    port, plain = free_port(), free_port()
    address = f"https://{HOST}:{port}"
    auth = write_auth_file(folder / "auth.toml", provider, address=address)
    environment = {"STARBOARD_AUTH_FILE": str(auth), "THE_CLIENT_SECRET": "a client secret"}
    certificate, key = make_certificate(folder)
    with serving(folder / "store", folder / "log.txt", **environment) as (board, process):
        path = nginx_configuration(folder, board, certificate, key, plain, port)
        nginx = subprocess.Popen([str(NGINX), "-c", str(path), "-p", str(folder)])
        try:
            wait_for_port(port, nginx)
            office = Office(address, folder / "store", folder / "log.txt", process, provider)
            office.invite("ann")
            yield office, certificate, port, plain
        finally:
            nginx.terminate()
            nginx.wait(10)


def wait_for_port(port, process):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, "nginx did not start"
        try:
            httpx.get(f"https://127.0.0.1:{port}/_stcore/health", verify=False, timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


@pytest.fixture
def visitor(proxied, monkeypatch):
    """A browser to which the board's name is this machine, as a name server would say."""
    office, certificate, *_ = proxied
    find = socket.getaddrinfo

    def find_here(host, *args, **options):
        return find("127.0.0.1" if host == HOST else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", find_here)
    context = ssl.create_default_context(cafile=str(certificate))
    with httpx.Client(
        base_url=office.address, verify=context, headers={"Accept": "text/html"}, timeout=30
    ) as client:
        yield client


def test_a_person_signs_in_over_tls_and_every_cookie_is_for_https(proxied, visitor):
    office, certificate, port, _ = proxied
    wanted = "/trends?agency=A01"
    asked = visitor.get(wanted)
    assert asked.status_code == 401
    assert asked.headers["strict-transport-security"]
    arrived = office.sign_in(visitor, "ann")
    assert (arrived.status_code, arrived.headers["location"]) == (302, wanted)
    given = arrived.headers.get_list("set-cookie") + asked.headers.get_list("set-cookie")
    assert all("Secure" in cookie for cookie in given if "Max-Age=0" not in cookie)
    assert any(cookie.startswith("__Host-starboard=") for cookie in given)
    page = visitor.get(wanted)
    assert page.status_code == 200
    assert all("Secure" in cookie for cookie in page.headers.get_list("set-cookie"))
    secret = next(c.value for c in visitor.cookies.jar if c.name == "__Host-starboard")
    context = ssl.create_default_context(cafile=str(certificate))
    with connect(
        f"wss://{HOST}:{port}/_stcore/stream",
        ssl=context,
        origin=office.address,
        additional_headers={"Cookie": f"__Host-starboard={secret}"},
        subprotocols=["streamlit"],
        open_timeout=20,
    ) as opened:
        assert opened.subprotocol == "streamlit"


def test_plain_http_leads_to_https(proxied):
    *_, plain = proxied
    answer = httpx.get(f"http://127.0.0.1:{plain}/trends?agency=A01", headers={"Host": HOST})
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{HOST}/trends?agency=A01"


def test_no_file_of_a_request_stays_at_the_proxy(proxied, visitor):
    office, *_ = proxied
    visitor.post("/api/extracts", content=b"canary" * 100_000)
    kept = [path for path in office.log.parent.glob("client_body/**/*") if path.is_file()]
    assert kept == []
