"""Files as they come from the field, in odd shapes: outcome, counts, and every row as it is."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from pipelines import settings
from pipelines.intake.check_files import Batch, Source, check_files

FIELD = Path(__file__).parent / "field"
with (FIELD / "shapes.csv").open(newline="", encoding="utf-8") as manifest:
    FILES = {row["file"]: row for row in csv.DictReader(manifest)}
WARNINGS = {
    "delim_caret.csv": {"delimiter_other": (1, 1)},
    "excel_16_rows.csv": {"rows_padded": (18, 24)},
    "labels_row.csv": {"row_is_caption": (2, 1)},
    "multi_table_foot.csv": {"row_is_total": (43, 1)},
    "service_text.csv": {"service_code_words": (2, 40)},
}


@pytest.fixture(scope="module")
def batch() -> Batch:
    (batch,) = check_files(
        [Source(name, FIELD / name) for name in FILES],
        agency="A01",
        months=[date(2026, 9, 1)],
        today=date(2026, 10, 5),
        settings=settings.load_settings(),
    )
    return batch


def stored(batch: Batch, name: str) -> list[dict]:
    at = [file.name for file in batch.files].index(name)
    return [row for row in batch.rows.to_pylist() if row["file"] == at]


def sent(name: str, delimiter: str = ",") -> list[list[str]]:
    """The cells of the lines that are events, which all begin with the agency and a client."""
    lines = (FIELD / name).read_text("utf-8").split("\n")
    cells = [line.split(delimiter) for line in lines]
    return [row for row in cells if len(row) > 3 and row[1].isdigit()]


def test_each_file_ends_as_the_manifest_says(batch):
    found = {file.name: (file.outcome, file.rows_accepted, file.rows_held) for file in batch.files}
    assert found == {
        name: (row["outcome"], int(row["accepted"]), int(row["held"]))
        for name, row in FILES.items()
    }


def test_each_file_has_its_own_reason_with_line_and_count(batch):
    for file in batch.files:
        found = {}
        for each in file.findings:
            if each.severity != "note" and file.outcome != "reject":
                found.setdefault(each.code, (each.line, each.count))
        assert found == WARNINGS.get(file.name, {}), file.name


@pytest.mark.parametrize("name", [name for name, row in FILES.items() if row["accepted"] == "40"])
def test_every_row_is_stored_as_it_was_sent(batch, name):
    rows = [
        (row["client_id"], row["event_type"], f"{row['event_date']}", row["discharge_reason"] or "")
        for row in stored(batch, name)
    ]
    cells = sent(name, "^" if "caret" in name else ",")
    assert rows == [tuple(row[1:5]) for row in cells]
    assert {row["program"] for row in stored(batch, name)} == {"IOP"}


def test_padded_rows_have_no_record_and_the_others_keep_theirs(batch):
    records = [row["record_id"] for row in stored(batch, "excel_16_rows.csv")]
    assert records == [f"R{at}" for at in range(16)] + [None] * 24


def test_a_cut_file_and_a_glued_one_name_their_reason_and_no_client(batch):
    by_name = {file.name: file for file in batch.files}
    cut, glued = by_name["cut_in_last_date.csv"], by_name["header_glued.csv"]
    assert (cut.findings[0].code, cut.findings[0].line) == ("file_cut_off", 34)
    assert (glued.findings[0].code, glued.findings[0].line) == ("header_glued", 1)
    clients = [row[1] for row in sent("header_glued.csv")]
    assert [each for each in clients if each in json.dumps(glued.to_json())] == []


def test_a_service_named_in_words_is_its_number(batch):
    assert {row["service_code"] for row in stored(batch, "service_text.csv")} == {"30"}
