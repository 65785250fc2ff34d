"""Pages run without a browser, in the frame, on a store of the real flow."""

from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.analysis import due_dates
from tests.conftest import TODAY

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _the_day_is_that_of_the_stores(monkeypatch):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once():
    """AppTest looks for components in every installed package again for each page: most of the
    time that a small page takes. What is installed does not change during a run."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture
def open_page(monkeypatch):
    """open_page("trends", store, measure=…): the page as it is after one run."""

    def run(name, store, **parameters):
        monkeypatch.setenv("STARBOARD_DATA", str(store))
        test = AppTest.from_file(ROOT / "dashboard/shell.py", default_timeout=30)
        if name != "overview":
            test.switch_page(f"../pages/{name}.py")
        test.query_params.update(parameters)
        test.run()
        assert not test.exception, test.exception
        return test

    return run


@pytest.fixture
def shown():
    """shown(page): all HTML on it, as one text."""

    def text(test):
        return "\n".join(part.proto.body for part in test.get("html"))

    return text


@pytest.fixture(scope="session")
def one_agency(sample_store):
    """A store with one agency and eight months: no year before, most months warming up."""
    return sample_store(agencies=1, months=8)
