"""Pages run without a browser, in the frame, on a store of the real flow."""

import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.analysis import due_dates
from pipelines import settings
from pipelines.flow import ingest
from pipelines.flow.releases import request_release
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register
from pipelines.register.releases import Releases
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


def ingest_sample(data: Path, extracts: Path, office: settings.Settings, closed=()) -> None:
    """A data folder with a sample's files, ingested at TODAY by an office's settings; `closed`:
    agencies and their last active months."""
    Register(data).enter_agencies_file(extracts / "agencies.toml")
    for agency, last in closed:
        Register(data).set_active(agency, None, last, "a test")
    sources = find_sources([extracts])
    ingest.ingest_files(
        data, sources, office, who="a test", today=TODAY, accept_new_ids=True
    )  # an agency of twelve changes its record system


@pytest.fixture(scope="session")
def released(made_for_all, board_folder):
    """The sample's six agencies with one release out; Birch agrees to be named. To read only."""

    def make(folder):
        shutil.copytree(board_folder, folder / "store")
        shutil.copy(board_folder.with_name(f"{board_folder.name}.key"), folder / "store.key")
        Releases(folder / "store").give_consent("A02", "a test")
        request_release(folder / "store", "a test", "a test")

    return made_for_all("released", make) / "store"


@pytest.fixture(scope="session")
def one_of_six(made_for_all, sample_extracts):
    """Six agencies: Alder alone has sent October, and Elm closed in June. To read only."""

    def make(folder):
        extracts = folder / "extracts"
        shutil.copytree(sample_extracts(), extracts)
        for path in extracts.glob("*.csv"):
            agency, month = path.stem.split("_")
            late = month == "2026-10" and agency != "A01"
            if late or (agency == "A05" and month > "2026-06"):
                path.unlink()
        closed = [("A05", date(2026, 6, 1))]
        ingest_sample(folder / "store", extracts, settings.load_settings(), closed)

    return made_for_all("one-of-six", make) / "store"


@pytest.fixture(scope="session")
def own_settings(made_for_all, sample_extracts):
    """Six agencies of an office that waits 30 days after a discharge and 90 at most for care."""
    shipped = settings.load_settings(settings.DEFAULTS)
    office = replace(
        shipped,
        detox=replace(shipped.detox, window_days=30),
        requests=replace(shipped.requests, longest_days=90, restart_after_care_days=120),
    )

    def make(folder):
        ingest_sample(folder / "store", sample_extracts(), office)

    return made_for_all("own-settings", make) / "store"
