"""One way in: each odd extract and each labelled case ends alike by command, ingest and page; the
files from the field by the upload API, too."""

import csv
import json
from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.jobs import deliveries
from dashboard.jobs.process import Job
from pipelines import settings
from pipelines.cli.app import main
from pipelines.flow import ingest
from pipelines.intake.check_files import Source
from pipelines.messages import StoreUpload, Upload, UploadResult
from pipelines.register.agencies import Register
from tests.pipelines.intake.cases import cases
from tests.pipelines.intake.test_catalogue_of_extracts import CASES, EXTRACTS
from tests.pipelines.intake.test_field_dates import FIELD

pytestmark = pytest.mark.slow
TODAY, SEPTEMBER = date(2026, 10, 5), (date(2026, 9, 1),)
EXPECTED = {
    case["file"]: (case["expected"], int(case["rows_ok"]), int(case["rows_bad"])) for case in CASES
} | {
    f"{case.name}.csv": (case.outcome, case.accepted, case.held + case.duplicates)
    for case in cases()
    if (case.agency, case.months, case.known) == ("A01", SEPTEMBER, {})
}
CONTENTS = {case["file"]: (EXTRACTS / case["file"]).read_bytes() for case in CASES} | {
    f"{case.name}.csv": case.data for case in cases() if f"{case.name}.csv" in EXPECTED
}

FROM_THE_FIELD = {
    row["file"]: row
    for manifest in ("dates", "ids", "shapes")
    for row in csv.DictReader((FIELD / f"{manifest}.csv").read_text("utf-8").splitlines())
}


def ends(file):
    """Outcome, rows stored, rows held or repeated (of a refused file these are not compared)."""
    outcome, accepted = file["outcome"], file["rows_accepted"]
    bad = file["rows_held"] + file["duplicates"]
    return outcome, accepted, None if outcome == "reject" else bad


def expected(name):
    outcome, accepted, bad = EXPECTED[name]
    return outcome, accepted, None if outcome == "reject" else bad


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_DATA", str(tmp_path / "store"))
    Register(tmp_path / "store").add_unknown(["A01"])
    return tmp_path / "store"


def test_there_are_hundreds():
    assert len(EXPECTED) > 300


def test_by_the_check_command(tmp_path, capsys):
    folder = tmp_path / "extracts"
    folder.mkdir()
    names = {f"{at:04}.csv": name for at, name in enumerate(CONTENTS)}
    for file, name in names.items():
        (folder / file).write_bytes(CONTENTS[name])
    sent = ["--agency", "A01", "--months", "2026-09", "--today", "2026-10-05", "--format", "json"]
    assert main(["check", str(folder), *sent]) == 1
    reported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(reported) == len(EXPECTED)
    found = {names[file["file"]]: ends(file) for file in reported}
    assert found == {name: expected(name) for name in EXPECTED}


def test_by_ingest(data):
    done = ingest.ingest_files(
        data,
        [Source(name, content) for name, content in CONTENTS.items()],
        settings.load_settings(),
        who="a test",
        today=TODAY,
        agency="A01",
        months=SEPTEMBER,
    )
    assert {f.name: ends(f.to_json()) for f in done.files} == {n: expected(n) for n in EXPECTED}


def test_by_the_pages_own_function(data, monkeypatch):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)
    files = tuple(Upload(name, content) for name, content in CONTENTS.items())
    delivery = deliveries.Delivery("A01", files, SEPTEMBER)
    answer = deliveries.preview_delivery(access.current_viewer(), delivery).wait()
    assert answer.problem is None
    found = {file.name: ends(vars(file)) for file in answer.answer.files}
    assert found == {name: expected(name) for name in EXPECTED}


def field_files(months):
    return {
        name: (FIELD / name).read_bytes()
        for name, row in FROM_THE_FIELD.items()
        if bool(row["months"]) == bool(months)
    }


def test_every_file_from_the_field_is_listed_once():
    listed = {path.stem for path in FIELD.glob("*.csv")} - {"dates", "ids", "shapes"}
    assert {f"{name}.csv" for name in listed} == set(FROM_THE_FIELD)
    assert len(FROM_THE_FIELD) == 39


@pytest.mark.parametrize("months", [SEPTEMBER, None])
def test_the_files_from_the_field_end_alike_every_way(data, tmp_path, capsys, monkeypatch, months):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)
    files = field_files(months)
    assert len(files) in (35, 4)
    expected = {
        name: tuple(FROM_THE_FIELD[name][key] for key in ("outcome", "accepted", "held"))
        for name in files
    }

    uploads = tuple(Upload(name, content) for name, content in files.items())
    folder = tmp_path / "extracts"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    named = ["--months", "2026-09"] if months else []
    sent = ["--agency", "A01", *named, "--today", "2026-10-05", "--format", "json"]
    main(["check", str(folder), *sent])
    by_command = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    delivery = deliveries.Delivery("A01", uploads, months)
    by_page = deliveries.preview_delivery(access.current_viewer(), delivery).wait().answer.files
    by_api = Job(
        StoreUpload("A01", "a test", "2026-09" if months else "", False, False, False, 10.0),
        UploadResult,
        uploads,
    ).wait()
    by_ingest = ingest.ingest_files(
        data / "another",
        [Source(name, content) for name, content in files.items()],
        settings.load_settings(),
        who="a test",
        today=TODAY,
        agency="A01",
        months=months,
    )

    for found in (
        {file["file"]: ends_exactly(file) for file in by_command},
        {file.name: ends_exactly(vars(file)) for file in by_page},
        {file.report["file"]: ends_exactly(file.report) for file in by_api.answer.files},
        {file.name: ends_exactly(file.to_json()) for file in by_ingest.files},
    ):
        assert found.keys() == files.keys()
        for name, end in found.items():
            wanted = expected[name]
            assert end == tuple(w or e for w, e in zip(wanted, end, strict=True)), name
            assert end == ends_exactly(by_command[[f["file"] for f in by_command].index(name)])


def ends_exactly(file):
    return file["outcome"], str(file["rows_accepted"]), str(file["rows_held"])
