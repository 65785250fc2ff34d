"""A provider's own file comes back whole, in its own dialect, with findings next to the rows."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby

import pytest

from pipelines import settings
from pipelines.intake.annotated_file import annotate_file
from pipelines.intake.check_files import Batch, Source, check_files
from pipelines.intake.outcome import CheckedFile
from tests.pipelines.intake.cases import cases
from tests.pipelines.intake.cases.build import HEADER, Case, changed, good, text

LEFT_OUT = ("file", "line")
NOTICE = settings.load_settings().office.redisclosure_notice


def checked(*contents: bytes) -> list[CheckedFile]:
    sources = [Source("extract.csv", data) for data in contents]
    months = (date(2026, 9, 1),)
    today = date(2026, 10, 5)
    (batch,) = check_files(
        sources, agency="A01", months=months, today=today, settings=settings.load_settings()
    )
    return batch.files


def back(data: bytes) -> bytes:
    (file,) = checked(data)
    return annotate_file(data, file, NOTICE)


def rows(data: bytes, encoding: str = "utf-8", **dialect: str) -> list[list[str]]:
    return list(csv.reader(data.decode(encoding).splitlines(keepends=True), **dialect))


def test_each_row_keeps_its_cells_and_gets_its_findings_next_to_it():
    data = text(changed(9, "event_date", "2026-09-31")).encode()
    notice, header, *below = rows(back(data))
    assert notice == [NOTICE]
    assert header == [*HEADER, "finding", "message", "fix"]
    assert [row[: len(HEADER)] for row in below] == changed(9, "event_date", "2026-09-31")
    assert below[7][6:] == [
        "date_impossible",
        "The date 2026-09-31 does not exist.",
        "Correct it in your record system.",
    ]
    assert all(row[6:] == ["", "", ""] for row in below[:7] + below[8:])


@pytest.mark.parametrize(
    ("delimiter", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_the_dialect_stays(delimiter, name):
    data = text(good(), delimiter=delimiter, lineterminator="\n").encode()
    found = back(data)
    assert b"\r" not in found
    assert rows(found, delimiter=delimiter)[1] == [*HEADER, "finding", "message", "fix"], name


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_stays(encoding):
    data = text(changed(5, "program", "René")).encode(encoding)
    assert rows(back(data), encoding)[5][5] == "René"


def test_a_short_row_keeps_the_added_columns_in_their_place():
    data = (text(good()) + "A01,000123,assessment\r\n" + ",".join(good()[0])).encode()
    short = rows(back(data))[42]
    assert short[:3] == ["A01", "000123", "assessment"]
    assert short[6] == "row_too_short"


def test_a_cell_that_a_spreadsheet_would_run_comes_back_as_text():
    data = text(changed(5, "program", '=HYPERLINK("http://x",1)')).encode()
    assert rows(back(data))[5][5] == '\'=HYPERLINK("http://x",1)'


def test_a_value_over_two_lines_stays_one_value():
    data = text(changed(5, "program", "North\nWing")).encode()
    found = rows(back(data))
    assert found[5][5] == "North\nWing"
    assert len(found) == 42


def test_the_file_can_be_corrected_and_sent_again():
    data = text(changed(9, "event_date", "2026-09-31")).encode()
    (again,) = checked(back(data).replace(b"2026-09-31", b"2026-09-30", 1))
    assert (again.outcome, again.rows_accepted) == ("accept", 40)


def test_a_file_with_a_column_that_must_not_be_sent_does_not_come_back():
    assert back(text([[*row, "1"] for row in good()], [*HEADER, "ssn"]).encode()) is None


def test_no_file_makes_it_fail():
    contents = [case.data for case in cases()]
    for data, file in zip(contents, checked(*contents), strict=True):
        found = annotate_file(data, file, NOTICE)
        assert found is None or found != data


def batch_of(some: Sequence[Case], contents: Sequence[bytes]) -> Batch:
    """The files of one sender."""
    (batch,) = check_files(
        [Source(case.name, data) for case, data in zip(some, contents, strict=True)],
        agency=some[0].agency,
        months=some[0].months,
        today=date(2026, 10, 5),
        settings=settings.load_settings(),
        known=some[0].known,
    )
    return batch


def rows_by_file(batch: Batch) -> dict[int, list[dict]]:
    """The accepted rows of each file of a batch."""
    found = defaultdict(list)
    for row in batch.rows.to_pylist():
        found[row["file"]].append(row)
    return found


def stored(rows: list[dict]) -> list[tuple]:
    """All columns of the rows but the line."""
    return [tuple(value for name, value in row.items() if name not in LEFT_OUT) for row in rows]


def lines_of(rows: list[dict]) -> list[int]:
    return [row["line"] for row in rows]


def sender(case: Case) -> tuple:
    return (case.agency or "", case.months or (), repr(case.known))


def test_every_case_ends_as_before_when_the_returned_file_is_sent_again():
    returned_files = 0
    for _, group in groupby(sorted(cases(), key=sender), key=sender):
        some = list(group)
        before = batch_of(some, [case.data for case in some])
        contents = [
            annotate_file(case.data, file, NOTICE)
            for case, file in zip(some, before.files, strict=True)
        ]
        kept = [at for at, content in enumerate(contents) if content is not None]
        after = batch_of([some[at] for at in kept], [contents[at] for at in kept])
        rows_before, rows_after = rows_by_file(before), rows_by_file(after)
        for again, at in enumerate(kept):
            first, second = before.files[at], after.files[again]
            assert second.outcome == first.outcome, some[at].name
            assert second.rows_accepted == first.rows_accepted, some[at].name
            if first.outcome != "reject":
                assert second.rows_held == first.rows_held, some[at].name
            assert stored(rows_after[again]) == stored(rows_before[at]), some[at].name
            below_notice = [line + 1 for line in lines_of(rows_before[at])]
            assert lines_of(rows_after[again]) == below_notice, some[at].name
        returned_files += len(kept)
    assert returned_files > 300


def test_a_file_that_is_returned_twice_is_as_one_that_is_returned_once():
    contents = [case.data for case in cases() if case.agency == "A01" and not case.known]
    once = [
        annotate_file(data, file, NOTICE)
        for data, file in zip(contents, checked(*contents), strict=True)
    ]
    once = [data for data in once if data is not None]
    for data, file in zip(once, checked(*once), strict=True):
        again = annotate_file(data, file, NOTICE)
        assert again is not None
        assert again.count(NOTICE.encode()[:20]) == data.count(NOTICE.encode()[:20])
        assert len(again.splitlines()) == len(data.splitlines())


def test_cells_that_a_spreadsheet_would_run_are_the_same_when_they_come_again():
    header = [*HEADER, "record_id"]
    odd = ["-123", "=1+1", "'=1+1", "''-2", " =1", "+4", "'A"]
    rows_ = [[*row[:5], program, program] for row, program in zip(good(7), odd, strict=True)]
    data = text(rows_, header).encode()
    months, today = [date(2026, 9, 1)], date(2026, 10, 5)
    sent = {"agency": "A01", "months": months, "today": today, "settings": settings.load_settings()}
    (before,) = check_files([Source("a.csv", data)], **sent)
    (after,) = check_files([Source("a.csv", annotate_file(data, before.files[0], NOTICE))], **sent)
    assert stored(rows_by_file(after)[0]) == stored(rows_by_file(before)[0])
    assert after.files[0].outcome == before.files[0].outcome
    codes = {finding.code for finding in after.files[0].findings}
    assert codes.isdisjoint({"columns_dropped", "title_lines"})


def test_a_row_that_was_too_short_is_accepted_once_its_cells_are_filled():
    data = (text(good()) + "A01,000123,assessment\r\n" + ",".join(good()[0])).encode()
    returned_ = back(data)
    (same,) = checked(returned_)
    assert "row_too_short" in {finding.code for finding in same.findings}
    filled = returned_.replace(
        b"A01,000123,assessment,,,", b"A01,000123,assessment,2026-09-04,,IOP"
    )
    (corrected,) = checked(filled)
    assert (corrected.rows_accepted, corrected.rows_held) == (41, 0)


def test_a_cut_file_is_refused_again_also_with_its_last_row_filled():
    data = (text(good()) + "A01,000123,assess").encode()
    returned_ = back(data)
    filled = returned_.replace(b"A01,000123,assess,,,", b"A01,000123,assessment,2026-09-04,,IOP")
    assert filled != returned_
    for content in (returned_, filled):
        (again,) = checked(content)
        assert (again.outcome, again.findings[0].code) == ("reject", "file_cut_off")
