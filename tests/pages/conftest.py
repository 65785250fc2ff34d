"""Pages run without a browser, in the frame, on a store of the real flow."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import sample, settings
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register

ROOT = Path(__file__).parents[2]


@pytest.fixture
def open_page(monkeypatch):
    """open_page("trends", store, measure=…): the page as it is after one run."""

    def run(name, store, **parameters):
        monkeypatch.setenv("STARBOARD_DATA", str(store))
        test = AppTest.from_file(ROOT / "dashboard/shell.py", default_timeout=30)
        test.run()
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
def one_agency(tmp_path_factory):
    """A store with one agency and eight months: no year before, most months warming up."""
    folder = tmp_path_factory.mktemp("one")
    from datetime import date

    sample.write_sample(folder / "extracts", last_month=date(2026, 10, 1), agencies=1, months=8)
    data = folder / "store"
    Register(data).take(folder / "extracts" / "agencies.toml")
    ingest.ingest_files(
        data,
        find_sources([folder / "extracts"]),
        settings.load_settings(),
        who="a test",
        today=date(2026, 11, 22),
    )
    return data
