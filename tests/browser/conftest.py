"""One fresh server and one Chromium for all browser tests; a page an ask."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SIZE = {"width": 1280, "height": 720}
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@contextmanager
def serving(data: Path, log: Path) -> Iterator[str]:
    """The address of a fresh server on a store, while the block runs."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env={**os.environ, "STARBOARD_DATA": str(data)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", process, log)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def server(board_folder, tmp_path_factory):
    """The address of a server on the sample's store."""
    with serving(board_folder, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def own_server(tmp_path):
    """The address of a server on this test's own store, which the test may write; and its log."""
    with serving(tmp_path / "store", tmp_path / "log.txt") as address:
        yield address, tmp_path / "log.txt"


@pytest.fixture
def opened(chromium):
    """opened(address): that page, once its script has run."""
    with chromium.new_context(viewport=SIZE) as context:
        yield lambda address: arrive(context, address)


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser; `make browser` installs it."""
    path = shutil.which("chromium")
    assert path, "chromium is not installed: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(server, chromium):
    """visit("/trends"): the page, once its script has run."""
    with chromium.new_context(viewport=SIZE) as context:
        yield lambda path: arrive(context, server + path)


@pytest.fixture(scope="module", params=("/", "/compare", "/trends", "/agency", "/methods"))
def each_page(request, server, chromium):
    """Every page in turn, one visit for all tests that only look."""
    with chromium.new_context(viewport=SIZE) as context:
        yield arrive(context, server + request.param)


@pytest.fixture
def settled():
    return settle


def arrive(context, address):
    """A page with all it has `asked` for, and the `errors` of its scripts."""
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(address)
    settle(page)
    return page


def settle(page):
    """Until the script has run and every chart is drawn."""
    page.wait_for_selector("h1")
    page.wait_for_selector(DONE)
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stSkeleton"]')
            && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
                .every(chart => chart.querySelector('.main-svg'))"""
    )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, process, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"no answer in {seconds} s: {log.read_text('utf-8')}")
