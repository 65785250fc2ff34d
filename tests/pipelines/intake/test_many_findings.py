"""What is said of files with very many held rows is bounded, and every count stays exact."""

import csv
import io
import json
from datetime import date

import duckdb
import pytest

from pipelines import settings
from pipelines.intake import rule_engine
from pipelines.intake.annotated_file import NOT_MARKED, annotate_file
from pipelines.intake.check_files import Source, check_files
from pipelines.intake.finding_groups import group_findings
from pipelines.intake.findings import FIRST_LINES, MARKED_LINES, OWN_FINDINGS
from pipelines.intake.outcome import CheckedFile
from pipelines.intake.text_report import findings_csv, render_text
from tests.pipelines.intake.cases.build import HEADER, good, text

SENT = {"agency": "A01", "months": (date(2026, 9, 1),), "today": date(2026, 10, 5)}


def checked(*contents: str) -> list[CheckedFile]:
    sources = [Source(f"{at}.csv", data.encode()) for at, data in enumerate(contents)]
    (batch,) = check_files(sources, **SENT, settings=settings.load_settings())
    return batch.files


def some_wrong(wrong: int, right: int = 700) -> str:
    """Right rows, and below them rows with an event each that is none."""
    rows = good(right)
    rows += [["A01", f"{at + 1}", f"event {at}", "2026-09-05", "", ""] for at in range(wrong)]
    return text(rows)


def errors(file: CheckedFile) -> list:
    return [each for each in file.findings if each.severity == "error"]


def test_up_to_a_limit_each_row_has_its_own_finding():
    few, many = checked(some_wrong(OWN_FINDINGS), some_wrong(OWN_FINDINGS + 1))
    assert [each.line for each in errors(few)] == list(range(702, 702 + OWN_FINDINGS))
    assert {each.count for each in errors(few)} == {1}
    (one,) = errors(many)
    assert (one.code, one.line, one.count) == ("event_type_unknown", 702, OWN_FINDINGS + 1)
    assert one.lines == tuple(range(702, 702 + FIRST_LINES))
    assert few.rows_held == OWN_FINDINGS
    assert many.rows_held == OWN_FINDINGS + 1


def test_one_finding_for_many_rows_shows_their_number_and_three_values():
    (file,) = checked(some_wrong(300))
    (one,) = errors(file)
    assert one.message == (
        '300 rows: "event 0" is none of the six events. Also "event 1", "event 2".'
    )
    reported = one.to_json()
    assert reported["count"] == 300
    assert reported["lines"] == list(range(702, 722))
    assert "      lines 702, 703, 704, 705, 706, 707, 708, 709 and 292 more\n" in render_text(file)


def test_costs_of_many_rows_are_those_of_each_row_added():
    def late(count: int) -> str:
        row = ["A01", "", "assessment", "2026-09-05", "", ""]
        return text([*good(700), *[[*row[:5], f"p{at}"] for at in range(count)]])

    few, many = checked(late(OWN_FINDINGS), late(OWN_FINDINGS + 50))
    (group_of_few,) = [g for g in group_findings(few.findings) if g.code == "client_missing"]
    (group_of_many,) = [g for g in group_findings(many.findings) if g.code == "client_missing"]
    assert set(group_of_few.costs.values()) == {OWN_FINDINGS}
    assert group_of_many.costs == {key: OWN_FINDINGS + 50 for key in group_of_few.costs}
    assert (group_of_few.rows, group_of_many.rows) == (OWN_FINDINGS, OWN_FINDINGS + 50)
    assert group_of_few.lines == group_of_many.lines


def test_rows_of_another_width_are_counted_to_the_last_one():
    short = ",".join(HEADER) + "\n" + "x\n" * 50_000 + "a,b\n" * 7
    (file,) = checked(short)
    assert (file.rows_read, file.rows_held, file.outcome) == (50_007, 50_007, "reject")
    found = {each.code: (each.line, each.count) for each in file.findings}
    assert found["row_too_short"] == (2, 50_007)
    assert len(file.findings) < 5


def test_every_answer_is_bounded_whatever_the_rows():
    data = some_wrong(60_000, right=61_000)
    (file,) = checked(data)
    assert file.rows_held == 60_000
    assert len(json.dumps(file.to_json())) < 4000
    assert len(findings_csv([file])) < 4000
    assert len(render_text(file)) < 4000
    returned = annotate_file(data.encode(), file, "notice")
    assert len(returned) < 2 * len(data)
    rows = list(csv.reader(io.StringIO(returned.decode())))[61_002:]
    marked = [row for row in rows if row[6]]
    assert len(marked) == MARKED_LINES
    assert marked[0][7].startswith("60,000 rows: ")
    assert {row[7] for row in marked[1:-1]} == {""}
    assert marked[-1][7] == NOT_MARKED


def test_no_id_is_in_a_finding_about_many_rows():
    rows = [["A01", f"123-45-{at:04}", "assessment", "2026-09-05", "", ""] for at in range(300)]
    (file,) = checked(text([*good(8000), *rows]))
    (one,) = [each for each in file.findings if each.code == "id_is_ssn"]
    assert one.count == 300
    assert "123-45" not in json.dumps(file.to_json())


@pytest.mark.parametrize(
    "fault", [MemoryError(), RecursionError(), duckdb.OutOfMemoryException("no room")]
)
def test_a_file_that_needs_too_much_costs_its_own_outcome(monkeypatch, fault):
    judge = rule_engine.RuleEngine.apply_rules

    def faulty(engine, files):
        if any(len(each.shape.lines) == 41 for each in files):
            raise fault
        return judge(engine, files)

    monkeypatch.setattr(rule_engine.RuleEngine, "apply_rules", faulty)
    found = checked(text(good()), text(good(41)), text(good(7)))
    assert [file.rows_accepted for file in found] == [40, 0, 7]
    assert found[1].findings[0].code == "file_not_checked"


def test_the_engine_has_a_limit_of_memory(monkeypatch):
    monkeypatch.setattr(rule_engine, "MEMORY_LIMIT", "4MB")
    rows = [["A01", f"C{at:060}", "assessment", "2026-09-05", "", f"p{at}"] for at in range(50_000)]
    found = checked(text(rows))
    assert [each.code for each in found[0].findings] == ["file_not_checked"]
    assert found[0].rows_held == 50_000
