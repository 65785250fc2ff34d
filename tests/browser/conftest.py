"""One fresh server and one Chromium for all browser tests; a page an ask."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from pipelines.flow.releases import request_release
from tests.serving import serving

FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SIZE = {"width": 1280, "height": 720}
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Every test of this folder has the marker `browser`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(board_folder, tmp_path_factory):
    """The address of a server on the sample's store, with a release."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(board_folder, folder / "store")
    shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), folder / "store.key")
    request_release(folder / "store", "a test", "a test")
    with serving(folder / "store", folder / "log.txt") as (address, _):
        yield address


@pytest.fixture
def own_server(tmp_path):
    """The address of a server on this test's own store, which the test may write; and its log."""
    with serving(tmp_path / "store", tmp_path / "log.txt") as (address, _):
        yield address, tmp_path / "log.txt"


@pytest.fixture
def opened(browsing):
    """opened(address): that page, once its script has run."""
    with tabs(browsing) as arrived:
        yield arrived


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser; `make browser` installs it."""
    path = shutil.which("chromium")
    assert path, "chromium is not installed: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browsing(chromium):
    """One cache for all tests: a context of its own would compile Streamlit's scripts each time."""
    with chromium.new_context(viewport=SIZE) as context:
        yield context


@contextmanager
def tabs(context):
    """arrived(address) opens a page; all are closed at the end, and what they have stored in the
    browser goes with them."""
    pages = []

    def arrived(address):
        pages.append(arrive(context, address))
        return pages[-1]

    try:
        yield arrived
    finally:
        for page in pages:
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            page.close()
        context.clear_cookies()


@pytest.fixture
def visit(server, browsing):
    """visit("/trends"): the page, once its script has run."""
    with tabs(browsing) as arrived:
        yield lambda path: arrived(server + path)


PAGES = (
    *("/", "/compare", "/trends", "/agency", "/submit", "/submissions", "/methods"),
    *("/?view_as=agency/A01", "/shared", "/administer", "/administer?section=releases"),
    *("/administer?section=agencies", "/administer?section=audit", "/administer?section=retention"),
    *("/?group=region/North", "/compare?measure=detox_to_outpatient"),
    "/trends?agency=A01&baseline=before-2025-04",
    "/trends?agency=A01&measure=detox_to_outpatient&chart=run",
)


@pytest.fixture(scope="module", params=PAGES)
def each_page(request, server, browsing):
    """Every page in turn, one visit for all tests that only look."""
    with tabs(browsing) as arrived:
        yield arrived(server + request.param)


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
