"""Files from the field: dates, months, names of columns; `field/dates.csv` says what must hold."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.intake.check_files import Source, check_files
from pipelines.intake.known_agencies import NOTHING_KNOWN, KnownAgency
from pipelines.settings import load_settings

FIELD = Path(__file__).parent / "field"


def read_csv(name):
    return list(csv.DictReader((FIELD / name).read_text("utf-8").splitlines()))


FILES = {row["file"]: row for row in read_csv("dates.csv")}
SEPTEMBER = date(2026, 9, 1)


def checked(name, *, months=None, known=NOTHING_KNOWN):
    """The file and its accepted rows by line, as A01 sends it on 2026-10-05."""
    (batch,) = check_files(
        [Source(name, (FIELD / name).read_bytes())],
        agency="A01",
        months=months,
        today=date(2026, 10, 5),
        settings=load_settings(),
        known=known,
    )
    return batch.files[0], {row["line"]: row for row in batch.rows.to_pylist()}


def as_listed(name):
    assert FILES[name]["months"] in ("", "2026-09")
    return checked(name, months=[SEPTEMBER] if FILES[name]["months"] else None)


def written(name):
    """Line → cells by the header's name."""
    return dict(enumerate(read_csv(name), 2))


def codes(file, *severities):
    return {each.code for each in file.findings if each.severity in (severities or ("error",))}


@pytest.mark.parametrize("name", FILES)
def test_a_file_ends_as_the_list_says(name):
    file, rows = as_listed(name)
    said = FILES[name]
    assert file.rows_read == file.rows_accepted + file.rows_held + file.duplicates
    assert len(rows) == file.rows_accepted
    for found, key in [
        (file.outcome, "outcome"),
        (str(file.rows_accepted), "accepted"),
        (str(file.rows_held), "held"),
    ]:
        assert said[key] in ("", found)


def days(name, form):
    """The days of a file in one form, whatever is around its numbers."""
    order = {"ymd": (0, 1, 2), "mdy": (2, 0, 1)}[form]
    numbers = {
        line: [int(each) for each in re.findall(r"\d+", cells["event_date"])[:3]]
        for line, cells in written(name).items()
    }
    return {line: date(*(found[at] for at in order)) for line, found in numbers.items()}


@pytest.mark.parametrize(
    ("name", "form", "warned"),
    [
        ("date_mdy_time.csv", "mdy", {"date_slashes", "date_timestamp"}),
        ("date_unpadded_iso.csv", "ymd", {"date_year_first"}),
    ],
)
def test_every_row_has_the_client_and_the_day_that_is_written(name, form, warned):
    file, rows = as_listed(name)
    assert codes(file, "error", "warning") == warned
    assert {line: row["event_date"] for line, row in rows.items()} == days(name, form)
    clients = {line: cells["client_id"] for line, cells in written(name).items()}
    assert {line: row["client_id"] for line, row in rows.items()} == clients


def test_half_past_one_in_utc_is_the_evening_before():
    file, rows = as_listed("date_utc_z.csv")
    assert codes(file, "error", "warning") == {"date_utc"}
    day_in_utc = days("date_utc_z.csv", "ymd")
    assert {line: row["event_date"].toordinal() for line, row in rows.items()} == {
        line: day.toordinal() - 1 for line, day in day_in_utc.items()
    }
    assert len(rows) == 40


def test_hours_that_no_clock_shows_are_held_and_said():
    file, rows = as_listed("date_t24.csv")
    assert (file.outcome, rows) == ("reject", {})
    assert codes(file) == {"time_impossible", "nothing_accepted"}
    assert sum(each.code == "time_impossible" for each in file.findings) == 40


@pytest.mark.parametrize("name", ["date_1904_nomonths.csv", "date_sas_days_nomonths.csv"])
def test_day_numbers_far_from_all_that_is_known_ask_for_the_months(name):
    file, _ = as_listed(name)
    assert codes(file) == {"date_serial_far"}
    assert "--months" in file.findings[0].fix
    for first in (date(2025, 1, 1), date(2023, 11, 1), date(2021, 1, 1)):
        known = {"A01": KnownAgency(first_month=first, last_month=date(2026, 8, 1))}
        assert codes(checked(name, known=known)[0]) == {"date_serial_far"}


def test_day_numbers_of_months_that_are_named_are_read():
    months = [date(2022, 8, 1), date(2022, 9, 1)]
    file, rows = checked("date_1904_nomonths.csv", months=months)
    assert (file.outcome, len(rows)) == ("accept_with_warnings", 40)
    assert codes(checked("date_1904_nomonths.csv", months=[SEPTEMBER])[0]) == {"months_wrong"}


def test_an_open_order_of_day_and_month_asks():
    file, _ = as_listed("date_dmy_small_nomonths.csv")
    assert codes(file) == {"date_order_open"}


def test_the_two_rows_of_a_wrong_year_are_named():
    file, rows = as_listed("year_typo.csv")
    wrong = {
        line for line, cells in written("year_typo.csv").items() if cells["event_date"] < "2026"
    }
    held = {each.line for each in file.findings if each.code == "date_outside_months"}
    assert (held, file.months, len(wrong)) == (wrong, (SEPTEMBER,), 2)
    assert not wrong & set(rows)


def test_each_column_that_names_a_person_is_said_with_what_it_is():
    file, _ = as_listed("header_pii_more.csv")
    said = [each.message for each in file.findings if each.code == "column_refused"]
    assert said == [
        'The column "Pt Name" is for a name: it must not be sent.',
        'The column "Soc Sec No" is for an SSN: it must not be sent.',
        'The column "Medicaid ID" is for an insurance number: it must not be sent.',
    ]


def test_street_outreach_is_dropped_and_named():
    file, rows = as_listed("header_street_outreach.csv")
    assert codes(file, "error", "warning") == {"columns_dropped"}
    assert "Street Outreach" in file.findings[0].message
    assert len(rows) == 40


def test_two_names_of_the_client_are_asked_about():
    file, _ = as_listed("header_two_client_aliases.csv")
    assert codes(file) == {"column_ambiguous"}
    assert "Case Number and Patient ID" in file.findings[0].message
    assert "client_id" in file.findings[0].fix
