"""Whatever happens to a good file, counts add up and another reader accepts the same rows."""

import csv
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.check_files import Source, check_files
from pipelines.settings import load_settings
from tests.pipelines.intake.cases.build import HEADER, changed, good, text
from tests.pipelines.intake.simple_reader import accepted, records

SETTINGS = load_settings()
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
GOOD = [
    text(good()),
    text(good(), lineterminator="\n"),
    text(good(12), quoting=csv.QUOTE_ALL),
    text(changed(5, "program", 'North,\r\n"Wing"', changed(20, "program", "a, b"))),
]
BELOW = [len(text([])), len(text([])) - 1, len(text([], quoting=csv.QUOTE_ALL)), len(text([]))]
DAMAGE = st.tuples(
    st.sampled_from(["cut out", "put in", "overwrite", "repeat", "end here", "drop line", "swap"]),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from([",", '"', "\n", "\r\n", " ", "0", "9", "-", "/", "a", "=", ",,", '",', '"\n']),
)
DAMAGED = st.tuples(st.integers(0, len(GOOD) - 1), st.lists(DAMAGE, min_size=1, max_size=5))
FILES_A_RUN = 40  # checked together, since one check costs more than one file


def damaged(which: int, damages: list[tuple[str, float, str]]) -> bytes:
    """A good file with some bytes below its header changed."""
    header, body = GOOD[which][: BELOW[which]], GOOD[which][BELOW[which] :]
    for kind, where, char in damages:
        at = int(where * len(body))
        end = body.find("\n", at) + 1 or len(body)
        body = {
            "cut out": body[:at] + body[at + 1 :],
            "put in": body[:at] + char + body[at:],
            "overwrite": body[:at] + char + body[at + len(char) :],
            "repeat": body[:end] + body[at:end] + body[end:],
            "end here": body[:at] if where > 0.5 else body,
            "drop line": body[:at] + body[end:],
            "swap": body[:at] + body[at + 1 : at + 2] + body[at : at + 1] + body[at + 2 :],
        }[kind]
    return (header + body).encode()


@pytest.mark.slow
@given(st.lists(DAMAGED, min_size=FILES_A_RUN, max_size=FILES_A_RUN))
@settings(max_examples=50)
def test_accepted_rows_are_exactly_those_of_another_reader(files):
    contents = [damaged(*each) for each in files]
    (batch,) = check_files(
        [Source("extract.csv", data) for data in contents],
        agency="A01",
        months=[FIRST],
        today=date(2026, 10, 5),
        settings=SETTINGS,
    )
    stored = batch.rows.to_pylist()
    for at, (data, file) in enumerate(zip(contents, batch.files, strict=True)):
        assert file.rows_read == file.rows_accepted + file.rows_held + file.duplicates
        assert "file_not_checked" not in {each.code for each in file.findings}
        if file.outcome != "reject":
            mine = {
                row["line"]: (
                    row["client_id"],
                    row["event_type"],
                    row["event_date"],
                    row["discharge_reason"],
                    row["program"],
                )
                for row in stored
                if row["file"] == at
            }
            assert mine == accepted(data, HEADER, FIRST, LAST)


def test_the_line_numbers_of_quoted_files_are_those_of_another_reader():
    (batch,) = check_files(
        [Source("extract.csv", data.encode()) for data in GOOD],
        agency="A01",
        today=date(2026, 10, 5),
        settings=SETTINGS,
    )
    for at, data in enumerate(GOOD):
        lines = [row["line"] for row in batch.rows.to_pylist() if row["file"] == at]
        assert lines == [line for line, _ in records(data.replace("\r\n", "\n"))][1:]
