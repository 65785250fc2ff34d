"""The way in as a whole: batches, what is shown, what is never shown, faults of our own."""

import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines import settings
from pipelines.intake import check_files as intake_check
from pipelines.intake import rule_engine
from pipelines.intake.check_files import Batch, Source, check_files
from pipelines.intake.known_agencies import KnownAgency
from pipelines.intake.outcome import CheckedFile
from tests.pipelines.intake.cases import cases
from tests.pipelines.intake.cases.build import HEADER, changed, every, good, text

SETTINGS = settings.load_settings()
SENT = {"agency": "A01", "months": (date(2026, 9, 1),), "today": date(2026, 10, 5)}


def batches(*contents: bytes | Path, **changes: object) -> list[Batch]:
    sources = [Source(f"{at}.csv", content) for at, content in enumerate(contents)]
    return list(check_files(sources, **{**SENT, "settings": SETTINGS, **changes}))


def one(content: str | bytes | Path, **changes: object) -> CheckedFile:
    data = content.encode() if isinstance(content, str) else content
    return batches(data, **changes)[0].files[0]


def codes(findings: Iterable) -> list[str]:
    return [each.code for each in findings]


def test_accepted_rows_are_normalised_and_keep_their_lines():
    header = [*HEADER, "service_code", "person_key", "record_id", "site_id"]
    row = ["a01", " ab12", "Detox-Discharge", "9/30/26", "4", "=1", "6", "p0001234", "r-1", ""]
    data = text([row], header).encode()
    ((batch),) = batches(data)
    assert batch.rows.schema == rule_engine.SCHEMA
    assert batch.rows.to_pylist() == [
        {
            "file": 0,
            "line": 2,
            "agency_id": "A01",
            "client_id": "AB12",
            "person_key": "P0001234",
            "record_id": "R-1",
            "event_type": "detox_discharge",
            "event_date": date(2026, 9, 30),
            "discharge_reason": "completed_transfer",
            "closure_reason": None,
            "service_code": "06",
            "discharge_to": None,
            "site_id": None,
            "level_of_care": None,
            "referral_source": None,
            "program": "'=1",
        }
    ]


def test_rows_point_to_their_file_when_refused_files_lie_between():
    plain, broken = text(good(3)).encode(), b"%PDF-1.4"
    refused = text(every("agency_id", ["Z99"] * 40)).encode()
    quoted = plain.replace(b"IOP", b'"IOP"')
    (batch,) = batches(broken, plain, refused, quoted, broken)
    assert [file.rows_accepted for file in batch.files] == [0, 3, 0, 3, 0]
    assert batch.rows["file"].to_pylist() == [1, 1, 1, 3, 3, 3]
    assert batch.rows["line"].to_pylist() == [2, 3, 4, 2, 3, 4]


def test_many_files_come_in_several_batches(monkeypatch):
    monkeypatch.setattr(intake_check, "BATCH_BYTES", 1500)
    contents = [text(good(20)).encode()] * 10
    found = batches(*contents)
    assert len(found) > 2
    assert sum(len(batch.files) for batch in found) == 10
    assert all(len(batch.rows) == 20 * len(batch.files) for batch in found)


def test_the_json_is_as_written_in_the_definition():
    reported = one(text(changed(9, "event_date", "2026-09-31"))).to_json()
    assert json.loads(json.dumps(reported)) == {
        "file": "0.csv",
        "outcome": "accept_with_warnings",
        "rows_read": 40,
        "rows_accepted": 39,
        "rows_held": 1,
        "duplicates": 0,
        "months": ["2026-09"],
        "findings": [
            {
                "line": 9,
                "column": "event_date",
                "code": "date_impossible",
                "severity": "error",
                "message": "The date 2026-09-31 does not exist.",
                "fix": "Correct it in your record system.",
            },
            *[each for each in reported["findings"] if each["severity"] == "note"],
        ],
    }


def test_a_finding_names_the_record_that_the_agency_sent():
    rows_ = [[*row, f"R{at}"] for at, row in enumerate(changed(9, "event_date", "x"))]
    found = one(text(rows_, [*HEADER, "record_id"])).findings[0]
    assert (found.line, found.record_id) == (9, "R7")
    assert found.to_json()["record_id"] == "R7"


def test_no_id_is_ever_in_a_message():
    secrets = ["123-45-6789", "Smith, John", "1.2E+11", "777.0", "qx77", "4712"]
    data = text(every("client_id", [*secrets, *[f"secret{at}" for at in range(30)]]))
    reported = json.dumps(one(data).to_json())
    assert [secret for secret in [*secrets, "SECRET", "secret"] if secret in reported] == []


@pytest.mark.parametrize("value", ["123-45-6789", "123456789", "jo@example.org", "(555) 123-4567"])
def test_a_value_that_identifies_is_not_shown_in_any_column(value):
    for column in ("event_type", "event_date", "discharge_reason"):
        assert value not in json.dumps(one(text(changed(6, column, value))).to_json())


def test_a_value_in_a_message_is_short_and_on_one_line():
    data = text(changed(9, "event_type", "\u202ex\nyz " * 30))
    (found,) = [each for each in one(data).findings if each.severity == "error"]
    assert "\n" not in found.message
    assert "\u202e" not in found.message
    assert len(found.message) < 80


def test_the_counts_add_up_in_every_case():
    for batch in batches(*[case.data for case in cases()], agency=None, months=None):
        for file in batch.files:
            parts = file.rows_accepted + file.rows_held + file.duplicates
            assert file.rows_read == parts
            assert (file.rows_accepted == 0) == (file.outcome == "reject")
            assert "file_not_checked" not in codes(file.findings)
        assert len(batch.rows) == sum(file.rows_accepted for file in batch.files)


def test_a_file_that_is_not_there_is_reported(tmp_path):
    assert codes(one(tmp_path / "none.csv").findings) == ["file_unreadable"]
    assert codes(one(tmp_path).findings) == ["file_unreadable"]


def test_a_file_larger_than_allowed_is_refused(tmp_path):
    small = replace(SETTINGS, intake=replace(SETTINGS.intake, largest_file_mb=1))
    file = tmp_path / "large.csv"
    file.write_bytes(b"a" * ((1 << 20) + 1))
    assert codes(one(file, settings=small).findings) == ["file_too_large"]


def test_a_volume_far_off_the_usual_is_a_note():
    for usual, noted in [(100, True), (79, False), (21, False), (19, True)]:
        found = codes(one(text(good()), known={"A01": KnownAgency(usual_rows=usual)}).findings)
        assert ("volume_unusual" in found) == noted, usual


def test_a_fault_of_ours_costs_one_file_and_shows_no_row(monkeypatch, caplog):
    judge = rule_engine.RuleEngine.apply_rules

    def faulty(desk, files):
        if any(b"SECRET" in bytes(each.shape.body) for each in files):
            raise RuntimeError("SECRET")
        return judge(desk, files)

    monkeypatch.setattr(rule_engine.RuleEngine, "apply_rules", faulty)
    bad = text(changed(9, "client_id", "SECRET")).encode()
    with caplog.at_level(logging.DEBUG):
        (batch,) = batches(text(good()).encode(), bad, text(good(5)).encode())
    assert [file.rows_accepted for file in batch.files] == [40, 0, 5]
    assert codes(batch.files[1].findings)[0] == "file_not_checked"
    assert batch.rows["file"].to_pylist() == [0] * 40 + [2] * 5
    assert "SECRET" not in caplog.text + json.dumps(batch.files[1].to_json())


def test_months_with_a_gap_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="follow one another"):
        batches(b"", months=(date(2026, 7, 1), date(2026, 9, 1)))


def test_no_row_gives_an_empty_table_of_the_same_columns():
    (batch,) = batches(b"%PDF")
    assert batch.rows.schema == rule_engine.SCHEMA
    assert len(batch.rows) == 0
    assert isinstance(batch.rows, pa.Table)


def test_one_wrong_year_proposes_no_century_of_months():
    rows = [
        ["A01", f"{n + 1:04}", "first_contact", f"2026-09-{n:02}", "", "", ""] for n in range(1, 10)
    ]
    rows += [["A01", "0010", "first_contact", "1926-09-10", "", "", ""]]
    header = [*HEADER[:4], "discharge_reason", "program", "site_id"]
    file = one(text(rows, header), months=None)
    assert file.months == (date(2026, 9, 1),)
    assert (file.rows_accepted, file.rows_held) == (9, 1)
    assert "date_outside_months" in codes(file.findings)


def test_a_long_backfill_of_even_months_proposes_them_all():
    rows = [
        ["A01", f"{n + 1:04}", "first_contact", f"{2021 + n // 12}-{n % 12 + 1:02}-05", "", "", ""]
        for n in range(60)
    ]
    header = [*HEADER[:4], "discharge_reason", "program", "site_id"]
    file = one(text(rows, header), months=None)
    assert (file.months[0], file.months[-1]) == (date(2021, 1, 1), date(2025, 12, 1))
    assert file.rows_accepted == 60
