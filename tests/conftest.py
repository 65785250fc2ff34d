"""What tests share: extracts written for them, and a store made of the sample by the real flow."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

from pipelines import sample, settings
from pipelines.flow import ingest
from pipelines.intake.find_files import find_sources
from pipelines.register.agencies import Register

TODAY = date(2026, 11, 22)
LAST_MONTH = date(2026, 10, 1)
# A loaded machine is slow; no property fails for it.
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")
HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,person_key"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    for name in [name for name in os.environ if name.startswith("STARBOARD_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def extract(tmp_path) -> Callable[..., Path]:
    """Writes an extract from short lines: extract("a.csv", "A01,1,first_contact,2026-09-01")."""

    def write(name: str, *lines: str, header: str = HEADER) -> Path:
        folder = tmp_path / "extracts"
        folder.mkdir(exist_ok=True)
        path = folder / name
        width = header.count(",")
        rows = [line + "," * (width - line.count(",")) for line in lines]
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def send(tmp_path) -> Callable[..., ingest.IngestResult]:
    """Ingests files into this test's own store."""

    def run(*paths: Path, today: date = TODAY, **options: object) -> ingest.IngestResult:
        return ingest.ingest_files(
            tmp_path / "store",
            find_sources(paths),
            settings.load_settings(),
            who="a test",
            today=today,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Callable[..., Path]:
    """made_once("name", [file, …], …) ingests deliveries of lines into a store, once a session;
    every call gives a copy of it. A file is (name, header, lines)."""
    made: dict[str, Path] = {}

    def copy(name: str, *deliveries: list[tuple[str, str, list[str]]]) -> Path:
        if name not in made:
            made[name] = tmp_path_factory.mktemp(name) / "store"
            for files in deliveries:
                sources = [
                    ingest.Source(file, "\n".join([header, *lines]).encode())
                    for file, header, lines in files
                ]
                ingest.ingest_files(
                    made[name], sources, settings.load_settings(), who="a test", today=TODAY
                )
        data = tmp_path_factory.mktemp(name) / "store"
        shutil.copytree(made[name], data)
        shutil.copy(made[name].with_name("store.key"), data.with_name("store.key"))
        return data

    return copy


@pytest.fixture(scope="session")
def made_for_all(tmp_path_factory) -> Callable[[str, Callable[[Path], object]], Path]:
    """made_for_all("name", make): the folder that `make` fills, once a run, whichever process of
    it is first; the others wait for it and read the same folder."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        made, unfinished = common / f"all-{name}", common / f"all-{name}-unfinished"
        with FileLock(common / f"all-{name}.lock"):
            if not made.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(made)
        return made

    return folder


@pytest.fixture(scope="session")
def sample_extracts(made_for_all) -> Callable[..., Path]:
    """sample_extracts(agencies=12): the files of a sample of that size: to read only."""

    def written(**size: int) -> Path:
        def make(folder: Path) -> None:
            sample.write_sample(folder, last_month=LAST_MONTH, **size)

        return made_for_all(name_of("extracts", size), make)

    return written


@pytest.fixture(scope="session")
def sample_store(made_for_all, sample_extracts) -> Callable[..., Path]:
    """sample_store(agencies=12): a data folder with that sample ingested at TODAY: to read only."""

    def ingested(**size: int) -> Path:
        def make(folder: Path) -> None:
            extracts, data = sample_extracts(**size), folder / "store"
            Register(data).enter_agencies_file(extracts / "agencies.toml")
            ingest.ingest_files(
                data,
                find_sources([extracts]),
                settings.load_settings(),
                who="sample",
                today=TODAY,
                accept_new_ids=True,  # an agency of twelve changes its record system
            )

        return made_for_all(name_of("store", size), make) / "store"

    return ingested


def name_of(kind: str, size: dict[str, int]) -> str:
    return "-".join([kind, *(f"{count}-{name}" for name, count in size.items())])


@pytest.fixture(scope="session")
def sample_folder(sample_extracts) -> Path:
    """The sample's six agencies and 36 months to October 2026."""
    return sample_extracts()


@pytest.fixture(scope="session")
def board_folder(sample_store) -> Path:
    """A data folder with the sample ingested: to read only."""
    return sample_store()
