"""Every file of `extracts/`, sent by A01 for 2026-09 on 2026-10-05, ends as its manifest says."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pipelines import settings
from pipelines.intake.check_files import Source, check_files
from pipelines.intake.outcome import CheckedFile

EXTRACTS = Path(__file__).parent / "extracts"
with (EXTRACTS / "manifest.csv").open(newline="", encoding="utf-8") as manifest:
    CASES = list(csv.DictReader(manifest))
SENT = {"agency": "A01", "months": (date(2026, 9, 1),), "today": date(2026, 10, 5)}


def checked(*names: str) -> list[CheckedFile]:
    sources = [Source(name, EXTRACTS / name) for name in names]
    return [
        file
        for batch in check_files(sources, **SENT, settings=settings.load_settings())
        for file in batch.files
    ]


def test_the_manifest_lists_every_file_of_the_folder():
    files = {path.name for path in EXTRACTS.glob("*.csv")} - {"manifest.csv"}
    assert {case["file"] for case in CASES} == files


@pytest.fixture(scope="module")
def files() -> dict[str, CheckedFile]:
    return {file.name: file for file in checked(*[case["file"] for case in CASES])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_file_ends_as_the_manifest_says(case, files):
    file = files[case["file"]]
    assert (file.outcome, file.rows_accepted) == (case["expected"], int(case["rows_ok"]))
    if file.outcome != "reject":
        assert file.rows_held + file.duplicates == int(case["rows_bad"])


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case["file"])
def test_a_file_ends_alone_as_it_does_among_others(case, files):
    assert checked(case["file"]) == [files[case["file"]]]
