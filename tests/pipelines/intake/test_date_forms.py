"""Each form of a date is read as the day that it means; a time in UTC as the office's own day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import duckdb
import pytest

from pipelines.intake.check_files import Source, check_files
from pipelines.settings import load_settings
from tests.pipelines.intake.cases.build import good, text

SETTINGS = load_settings()
TODAY = date(2026, 10, 5)


def days_read(spellings, months=(date(2026, 9, 1),), settings=SETTINGS, today=TODAY):
    """The day that each spelling is stored as, None where its row is held."""
    rows = good(len(spellings) * 2)
    for row, spelt in zip(rows, spellings, strict=False):
        row[2:5] = ["assessment", spelt, ""]
    for row in rows[len(spellings) :]:
        row[3] = months[-1].isoformat()
    (batch,) = check_files(
        [Source("extract.csv", text(rows).encode())],
        agency="A01",
        months=months,
        today=today,
        settings=settings,
    )
    found = {row["line"]: row["event_date"] for row in batch.rows.to_pylist()}
    assert batch.files[0].outcome != "reject"
    return [found.get(at + 2) for at in range(len(spellings))]


def test_every_day_of_two_years_is_read_alike_in_every_form():
    forms = [
        "%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%m/%d/%y", "%m/%d/%Y 0:00", "%m/%d/%Y %I:%M:%S %p",
        "%d-%b-%y", "%d-%b-%Y", "%d%b%Y", "%d%b%y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y",
        "%d %B %Y", "%A, %B %d, %Y", "%a %d %b %Y", "%d%b%Y:%H:%M:%S", "%d-%b-%y %I.%M.%S.000 %p",
        "%b %d %Y %I:%M%p", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%dT%H:%M:%S-04:00", "%Y-%m-%d %H:%M",
    ]  # fmt: skip
    noon = [datetime(2024, 9, 1, 12, 30) + timedelta(days=at) for at in range(2 * 365)]  # noqa: DTZ001
    spelt = [f"{day:{form}}" for day in noon for form in forms]
    months = tuple(date(2024 + at // 12, at % 12 + 1, 1) for at in range(8, 33))
    assert days_read(spelt, months) == [day.date() for day in noon for _ in forms]


def test_numbers_need_no_zeros_in_front():
    assert (
        days_read(["2026-9-5", "2026/9/5", "9/5/2026", "5-Sep-26", "5 Sep 2026 9:05"])
        == [date(2026, 9, 5)] * 5
    )


@pytest.mark.parametrize(
    "zone", ["America/New_York", "America/Chicago", "Europe/London", "Asia/Kathmandu", "UTC"]
)
def test_a_time_in_utc_is_the_day_that_the_office_has(zone):
    """Every half hour around both changes of the clock, and around the turn of the year."""
    settings = replace(SETTINGS, office=replace(SETTINGS.office, time_zone=zone))
    moments = [
        datetime(year, month, day, tzinfo=UTC) + timedelta(minutes=at * 30 - 1440, seconds=at % 2)
        for year, month, day in [(2025, 12, 31), (2026, 3, 8), (2026, 3, 29), (2025, 11, 2)]
        for at in range(150)
    ]
    spelt = [f"{moment:%Y-%m-%dT%H:%M:%S}Z" for moment in moments]
    spelt += [f"{moment:%Y-%m-%d %H:%M:%S.000}+00:00" for moment in moments]
    spelt += [f"{moment:%m/%d/%Y %I:%M:%S %p} UTC" for moment in moments]
    months = tuple(date(2025 + at // 12, at % 12 + 1, 1) for at in range(9, 16))
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
    assert days_read(spelt, months, settings) == days * 3


def test_another_offset_stays_the_day_that_was_written():
    spelt = ["2026-09-05T23:30:00-04:00", "2026-09-05T00:30:00+14:00", "2026-09-05 23:59-11:30"]
    assert days_read(spelt) == [date(2026, 9, 5)] * 3


def test_a_time_in_utc_of_tomorrow_may_be_today_here():
    today = date(2026, 9, 30)
    assert days_read(["2026-10-01T03:59:00Z", "2026-10-01T04:00:00Z"], today=today) == [today, None]


def test_midnight_in_utc_throughout_is_a_date_and_in_one_row_a_time():
    assert days_read(["2026-09-05T00:00:00Z", "2026-09-06T00:00:00.0+00"]) == [
        date(2026, 9, 5),
        date(2026, 9, 6),
    ]
    assert days_read(["2026-09-05T00:00:00Z", "2026-09-06T00:00:01Z"]) == [
        date(2026, 9, 4),
        date(2026, 9, 5),
    ]
    assert days_read(["2026-09-05T00:00:00Z"]) == [date(2026, 9, 4)]


def test_the_database_knows_every_zone_that_the_settings_may_name():
    known = duckdb.sql("select lower(name) from pg_timezone_names()").fetchall()
    assert {zone.lower() for zone in available_timezones()} - {"localtime"} <= {z for (z,) in known}


@pytest.mark.parametrize("value", ["200100", "4711", "A01-00123", "John Smith", "John Smith 5", ""])
def test_no_message_shows_a_date_that_may_be_an_id_or_a_name(value):
    """As where the columns of client and date are mixed up."""
    rows = good()
    rows[4][3] = value
    (batch,) = check_files(
        [Source("extract.csv", text(rows).encode())], agency="A01", today=TODAY, settings=SETTINGS
    )
    (held,) = (each for each in batch.files[0].findings if each.severity == "error")
    assert held.code == ("date_unreadable" if value else "date_missing")
    assert not value or value not in held.message


def test_a_date_that_cannot_be_read_is_shown_where_it_is_one():
    rows = good()
    rows[4][3], rows[5][3] = "05.09.2026", "sábado, 5 de septiembre de 2026"
    (batch,) = check_files(
        [Source("extract.csv", text(rows).encode())], agency="A01", today=TODAY, settings=SETTINGS
    )
    unread, foreign = (each for each in batch.files[0].findings if each.severity == "error")
    assert unread.message == "The date 05.09.2026 cannot be read."
    assert foreign.message == 'The month in "sábado, 5 de septiembre de 2026" is not English.'
