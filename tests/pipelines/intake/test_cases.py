"""Every labelled case ends with its outcome, counts, codes and lines; every code has a case."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

import pytest

from pipelines import settings
from pipelines.intake.check_files import Source, check_files
from pipelines.intake.findings import finding_catalogue
from pipelines.intake.outcome import CheckedFile
from tests.pipelines.intake.cases import Case, cases

CASES = cases()


def checked(some: Sequence[Case]) -> dict[str, CheckedFile]:
    """All cases, those of one sender together."""
    files = {}

    def sender(case: Case) -> tuple:
        return (case.agency or "", case.months or (), repr(case.known))

    for _, group in groupby(sorted(some, key=sender), key=sender):
        sent = list(group)
        batches = check_files(
            [Source(case.name, case.data) for case in sent],
            agency=sent[0].agency,
            months=sent[0].months,
            today=date(2026, 10, 5),
            settings=settings.load_settings(),
            known=sent[0].known,
        )
        files |= {file.name: file for batch in batches for file in batch.files}
    return files


@pytest.fixture(scope="module")
def files() -> dict[str, CheckedFile]:
    return checked(CASES)


def test_there_are_many_cases_and_each_has_its_own_name():
    assert len(CASES) >= 150
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_ends_as_labelled(case, files):
    file = files[case.name]
    found = {}
    for each in file.findings:
        if each.severity != "note":
            found.setdefault(each.code, each.line)
    counts = (file.rows_accepted, file.rows_held, file.duplicates)
    assert file.outcome == case.outcome
    assert counts == (case.accepted, case.held, case.duplicates)
    if case.outcome == "reject":
        assert case.found.items() <= found.items()
    else:
        assert found == case.found
    noted = {each.code: each.line for each in file.findings if each.severity == "note"}
    assert case.notes.items() <= noted.items()


def test_every_code_of_the_catalogue_is_produced_by_a_case(files):
    elsewhere = {"file_too_large", "file_unreadable", "file_not_checked", "volume_unusual"}
    elsewhere |= {
        "month_loses_rows",
        "key_changed",
        "clients_unknown",
        "clients_unknown_refused",
    }  # need a store: tests/warehouse
    produced = {each.code for file in files.values() for each in file.findings}
    assert produced | elsewhere == set(finding_catalogue())
