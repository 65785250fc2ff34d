"""One way in: each odd extract and each labelled case ends alike by command, ingest and page."""

import json
from datetime import date

import pytest

from dashboard.access import viewer as access
from dashboard.analysis import due_dates
from dashboard.jobs import deliveries
from pipelines import settings
from pipelines.cli.app import main
from pipelines.flow import ingest
from pipelines.intake.check_files import Source
from pipelines.messages import Upload
from pipelines.register.agencies import Register
from tests.pipelines.intake.cases import cases
from tests.pipelines.intake.test_catalogue_of_extracts import CASES, EXTRACTS

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
