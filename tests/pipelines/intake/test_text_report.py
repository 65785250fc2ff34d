"""What the command line says of a file."""

import csv
from datetime import date

from pipelines import settings
from pipelines.intake.check_files import Source, check_files
from pipelines.intake.outcome import CheckedFile
from pipelines.intake.text_report import findings_csv, render_text
from tests.pipelines.intake.cases.build import changed, every, good, text


def checked(data: str, name: str = "september.csv", **changes: object) -> CheckedFile:
    sent = {"agency": "A01", "months": (date(2026, 9, 1),), "today": date(2026, 10, 5), **changes}
    (batch,) = check_files([Source(name, data.encode())], settings=settings.load_settings(), **sent)
    return batch.files[0]


def errors_and_warnings(file: CheckedFile) -> str:
    return render_text(file).split("\n  note:")[0]


def test_a_held_row_is_reported_with_its_line_its_value_and_what_to_do():
    assert errors_and_warnings(checked(text(changed(9, "event_date", "2026-09-31")))) == (
        "september.csv: accepted with warnings for 2026-09 (40 rows read, 39 accepted, 1 held)\n"
        "  error: The date 2026-09-31 does not exist. [date_impossible]\n"
        "      line 9\n"
        "      costs up to: assessment_to_service 1, contact_to_service 1, detox_to_outpatient 1\n"
        "      Correct it in your record system."
    )


def test_rows_with_different_values_are_reported_one_by_one_up_to_a_limit():
    reported = errors_and_warnings(
        checked(text(every("event_type", [f"x{at}" for at in range(12)])))
    )
    assert "  error: 12 times [event_type_unknown]\n" in reported
    assert '      line 2: "x0" is none of the six events.\n' in reported
    assert "      and 4 more\n" in reported


def test_rows_with_the_same_fault_are_one_list_of_lines():
    reported = errors_and_warnings(checked(text(every("client_id", ["", "", ""]))))
    assert "The client is missing. [client_missing]\n      lines 2, 3, 4\n" in reported


def test_a_warning_is_reported_once_with_its_count():
    reported = errors_and_warnings(checked(text([*good(), *good()[:5]])))
    assert "5 rows repeat another row exactly; each was stored once. [repeated_rows]\n" in reported
    assert "      first on line 42\n" in reported


def test_a_refused_file_begins_with_why():
    reported = render_text(checked(text(every("agency_id", ["Z99"] * 40))))
    assert reported.splitlines()[:2] == [
        "september.csv: refused, nothing of it is stored for 2026-09 "
        "(40 rows read, 0 accepted, 40 held)",
        '  error: 40 rows carry another agency\'s code: "Z99". [agency_other]',
    ]


def test_several_months_are_reported_from_the_first_to_the_last():
    months = tuple(date(2026, month, 1) for month in (7, 8, 9))
    assert " for 2026-07 to 2026-09 (" in render_text(checked(text(good()), months=months))


def test_a_name_cannot_move_the_cursor():
    assert render_text(checked(text(good()), "a\x1b[2Jb.csv")).startswith("a?[2Jb.csv:")


def test_the_findings_are_a_csv_that_no_spreadsheet_runs():
    found = findings_csv([checked(text(changed(9, "event_type", "=1+1")), "=x.csv")])
    header, first, *_ = csv.reader(found.splitlines())
    assert header[:4] == ["file", "line", "column", "code"]
    assert first[:4] == ["'=x.csv", "9", "event_type", "event_type_unknown"]
