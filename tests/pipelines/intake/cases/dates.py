"""Dates, their forms and the reporting months."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.intake.known_agencies import KnownAgency
from tests.pipelines.intake.cases.build import (
    Case,
    accept,
    changed,
    every,
    good,
    reject,
    text,
    warn,
)


def dates() -> Iterator[Case]:
    days = [date(2026, 9, 1) + timedelta(days=at % 30) for at in range(40)]
    for name, (form, code) in {
        "YYYYMMDD": ("%Y%m%d", "date_compact"),
        "MM/DD/YYYY": ("%m/%d/%Y", "date_slashes"),
        "MM/DD/YY": ("%m/%d/%y", "date_slashes"),
        "DD-Mon-YY": ("%d-%b-%y", "date_month_name"),
        "DD-Mon-YYYY": ("%d-%b-%Y", "date_month_name"),
        "a time": ("%Y-%m-%dT09:30", "date_timestamp"),
        "a time and a space": ("%Y-%m-%d 09:30:00", "date_timestamp"),
        "a time near midnight": ("%Y-%m-%dT23:59:59.9-04:00", "date_timestamp"),
        "a time in UTC by day": ("%Y-%m-%dT14:10:00Z", "date_utc"),
        "M/D/YYYY and a time": ("%m/%d/%Y 0:00:00", "date_slashes"),
    }.items():
        found = {code: 2} | ({"date_timestamp": 2} if name == "M/D/YYYY and a time" else {})
        yield warn(
            f"dates as {name}", text(every("event_date", [f"{d:{form}}" for d in days])), found
        )
    slashes = [f"{d.month}/{d.day}/{d.year}" for d in days]
    yield warn("dates as M/D/YYYY", text(every("event_date", slashes)), {"date_slashes": 2})
    serial = [str((d - date(1899, 12, 30)).days) for d in days]
    yield warn("Excel day numbers", text(every("event_date", serial)), {"date_serial": 2})
    yield warn(
        "Excel day numbers with a time",
        text(every("event_date", [s + ".5" for s in serial])),
        {"date_serial": 2},
    )
    old = [str(int(each) - 1462) for each in serial]
    yield reject(
        "Excel day numbers of the 1904 kind",
        text(every("event_date", old)),
        {"months_wrong": 2},
        held=40,
    )
    capitals = [f"{d:%d-%b-%Y}".upper() for d in days]
    yield warn("capital months", text(every("event_date", capitals)), {"date_month_name": 2})
    yield warn(
        "spaces around, other format",
        text(every("event_date", [" 20260905 "])),
        {"date_compact": 2},
    )
    yield accept("spaces around dates", text(every("event_date", [" 2026-09-05 "])))
    early = [f"9/{1 + at % 12}/2026" for at in range(40)]
    yield warn(
        "slashes open but all in the month", text(every("event_date", early)), {"date_slashes": 2}
    )
    other = every("event_date", [*early[:-1], "8/9/2026"])
    yield reject("slashes open and one outside", text(other), {"date_order_open": 41}, held=40)
    dayfirst = [f"{d.day}/{d.month}/{d.year}" for d in days]
    yield reject(
        "day first", text(every("event_date", dayfirst)), {"date_order_mixed": 14}, held=40
    )
    yield reject(
        "both orders",
        text(every("event_date", [*slashes[:-1], "25/9/2026"])),
        {"date_order_mixed": 41},
        held=40,
    )
    late = text(every("event_date", [*slashes[:-1], "8/9/2026"]))
    yield warn(
        "a late row of settled slashes",
        late,
        {"date_slashes": 2, "date_outside_months": 41},
        39,
        held=1,
    )
    impossible = ["2026-09-31", "2026-02-30", "20260931", "2026-00-10", "31-Sep-26", "2026-13-01"]
    unreadable = ["last Tuesday", "05.09.2026", "2026-9", "0", "9/5", "09-05-2026", "462700"]
    for code, spellings in {
        "date_impossible": [*impossible, "05-Xyz-26", "0000-01-01", "99/99/2026"],
        "date_unreadable": unreadable,
        "date_missing": ["", " "],
        "date_future": ["2026-10-06", "2062-09-05"],
        "date_outside_months": ["2026-08-31", "2026-10-01", "1926-09-05"],
    }.items():
        for spelt in spellings:
            data = text(changed(9, "event_date", spelt))
            yield warn(f"the date {spelt!r}", data, {code: 9}, 39, held=1)
    august = [f"2026-08-{1 + at % 28:02d}" for at in range(40)]
    yield reject(
        "the month before", text(every("event_date", august)), {"months_wrong": 2}, held=40
    )
    yield reject(
        "21 of 40 in the month before",
        text(every("event_date", august[:21])),
        {"months_wrong": 2},
        held=40,
    )
    half = text(every("event_date", august[:20]))
    yield warn("20 of 40 in the month before", half, {"date_outside_months": 2}, 20, held=20)


def written_forms() -> Iterator[Case]:
    """One row in another form, at line 9; what it is read as is in test_date_forms.py."""
    for code, spellings in {
        "date_year_first": ["2026-9-5", "2026-09-5", "2026/09/05", "2026/9/5", "2026.09.05"],
        "date_month_name": [
            "05SEP2026", "05sep26", "05-SEP-2026", "Sep 5, 2026", "September 5, 2026",
            "5 Sep 2026", "5 september 2026", "Sept. 5, 2026", "5th Sep 2026", "2026-Sep-05",
            "Saturday, September 5, 2026",
        ],
        "date_slashes": ["9/15/2026", "9/15/26"],
        "date_timestamp": [
            "2026-09-05 0:00", "2026-09-05 12:00 AM", "2026-09-05 11:59:59.9 p.m.",
            "2026-09-05T23:59:59-04:00", "2026-09-05T00:00:00+02:00",
        ],
        "date_utc": [
            "2026-09-05T00:00:00Z", "2026-09-05 14:00Z", "2026-09-05T14:00:00+00:00",
            "2026-09-05 14:00:00 UTC", "2026-10-01T03:59:59.999Z",
        ],
    }.items():  # fmt: skip
        for spelt in spellings:
            data = text(changed(9, "event_date", spelt))
            yield warn(f"one date as {spelt!r}", data, {code: 9})
    for code, spelt in {
        "date_slashes": "9/15/2026 0:00",
        "date_month_name": "Sep 15 2026 12:00AM",
        "date_year_first": "2026/9/15 14:30",
        "date_compact": "20260915 14:30",
    }.items():
        data = text(changed(9, "event_date", spelt), delimiter=";")
        found = {code: 9, "date_timestamp": 9, "delimiter_other": 1}
        yield warn(f"one date and time as {spelt!r}", data, found)
    for code, spellings in {
        "time_impossible": [
            "2026-09-05T24:00:00", "2026-09-05 24:00", "2026-09-05T99:99:99", "9/15/2026 25:00",
            "2026-09-05 10:60", "2026-09-05 10:59:60", "2026-09-05 13:00 PM", "2026-09-05 0:30 PM",
            "2026-09-05T24:00:00Z", "2026-09-05T10:00:00+24:00", "05SEP2026:24:00:00",
        ],
        "date_other_language": [
            "05-ENE-2026", "05ABR2026", "05-AGO-26", "5 dic 2026", "5 de septiembre de 2026",
            "septiembre 5, 2026", "5 août 2026", "5 févr. 2026", "5. März 2026", "05-OKT-2026",
            "5 de março de 2026", "05/out/2026", "5 septanm 2026", "05-ENE-2026 10:00",
        ],
        "date_impossible": [
            "Sep 31, 2026", "31SEP2026", "2026-9-31", "2026/13/05", "9/31/2026 0:00",
            "Friday, September 5, 2026", "0026-09-05", "9/5/0026",
        ],
        "date_outside_months": ["2026-09-01T03:59:59Z", "2026-10-01T04:00:00Z", "9/15/1926"],
    }.items():  # fmt: skip
        for spelt in spellings:
            rows = changed(9, "event_date", spelt, changed(3, "event_date", "9/15/2026"))
            found = {code: 9, "date_slashes": 3}
            yield warn(f"one date held, {spelt!r}", text(rows), found, 39, held=1)
    midnight = [f"2026-09-{1 + at % 30:02d}T00:00:00Z" for at in range(40)]
    yield warn(
        "midnight in UTC throughout",
        text(every("event_date", midnight)),
        {"date_utc_midnight": 2},
    )
    yield warn(
        "midnight in UTC throughout the rows that have a time",
        text(every("event_date", [each.replace("Z", ".000+00:00") for each in midnight[:7]])),
        {"date_utc_midnight": 2},
    )
    yield warn(
        "midnight in UTC and one other time",
        text(every("event_date", [*midnight[:4], "2026-09-05T00:00:01Z"])),
        {"date_utc": 3, "date_outside_months": 2},
        39,
        held=1,
    )


def months() -> Iterator[Case]:
    def of(*counts: tuple[str, int]) -> str:
        rows = good(sum(count for _, count in counts))
        dated = [f"{month}-{1 + at % 28:02d}" for month, count in counts for at in range(count)]
        return text([[*row[:3], day, *row[4:]] for row, day in zip(rows, dated, strict=True)])

    yield accept("proposed: one month", text(good()), months=None)
    yield accept(
        "proposed: three months",
        of(("2026-07", 20), ("2026-08", 20), ("2026-09", 20)),
        60,
        months=None,
    )
    yield accept("proposed: a gap", of(("2026-03", 20), ("2026-09", 20)), months=None)
    found = {"date_outside_months": 2}
    yield warn(
        "proposed: a stray row", of(("2025-09", 1), ("2026-09", 60)), found, 60, held=1, months=None
    )
    equal = of(("2023-01", 20), ("2026-09", 20))
    yield warn("proposed: the later of two equal stretches", equal, found, 20, held=20, months=None)
    backfill = tuple(date(2026, month, 1) for month in range(1, 10))
    yield accept("a backfill", of(("2026-01", 20), ("2026-08", 20)), months=backfill)
    both = (date(2026, 9, 1), date(2026, 10, 1))
    yield accept("the first days of a month", of(("2026-09", 20)), 20, months=both)
    yield warn(
        "proposed: two of 40 a year before",
        of(("2025-09", 2), ("2026-09", 38)),
        {"date_outside_months": 2},
        38,
        held=2,
        months=None,
    )
    yield warn(
        "proposed: the old year in January",
        of(("2025-01", 6), ("2025-12", 40), ("2026-01", 34)),
        {"date_outside_months": 2},
        74,
        held=6,
        months=None,
    )
    yield reject(
        "proposed: the old year in all of January",
        of(("2025-01", 40), ("2025-12", 40)),
        {"months_open": 2},
        held=80,
        months=None,
    )
    yield reject(
        "proposed: two months whole years before",
        of(("2024-08", 20), ("2024-09", 20), ("2026-08", 30), ("2026-09", 30)),
        {"months_open": 2},
        held=100,
        months=None,
    )
    named = tuple(date(2024 + at // 12, at % 12 + 1, 1) for at in range(7, 33))
    yield accept(
        "two months whole years before, named",
        of(("2024-08", 20), ("2024-09", 20), ("2026-08", 30), ("2026-09", 30)),
        100,
        months=named,
    )
    yield accept(
        "proposed: an agency that was closed for a year",
        of(*[(f"{year}-{month:02d}", 12) for year in (2023, 2025) for month in range(1, 13)]),
        288,
        months=None,
    )
    growing = [(f"{2021 + at // 12}-{at % 12 + 1:02d}", 5 + at * 145 // 59) for at in range(8, 68)]
    yield accept(
        "proposed: a growing agency", of(*growing), sum(rows for _, rows in growing), months=None
    )
    long = [(f"{2024 + at // 12}-{at % 12 + 1:02d}", 30) for at in range(2, 33)]
    yield warn(
        "proposed: a stray row beside a long file",
        of(("2024-02", 1), *long),
        {"date_outside_months": 2},
        930,
        held=1,
        months=None,
    )
    yield accept("proposed: an old backfill", of(("1996-09", 20), ("1996-10", 20)), months=None)
    future = of(("2026-09", 20), ("2026-11", 2))
    yield warn("proposed: never the future", future, {"date_future": 22}, 20, held=2, months=None)


def unnamed() -> Iterator[Case]:
    """Forms that another reading would move by years or months, and no month is named."""

    def serials(first: date, count: int = 40) -> list[str]:
        return [str((first - date(1899, 12, 30)).days + at % 28) for at in range(count)]

    def sent(first: date, last: date) -> dict[str, KnownAgency]:
        return {"A01": KnownAgency(first_month=first, last_month=last)}

    recent = text(every("event_date", serials(date(2026, 9, 1))))
    yield warn("unnamed: day numbers", recent, {"date_serial": 2}, months=None)
    border = text(every("event_date", serials(date(2024, 10, 1))))
    yield warn("unnamed: day numbers of 24 months ago", border, {"date_serial": 2}, months=None)
    for name, first in {
        "25 months ago": date(2024, 9, 1),
        "1904": date(2022, 9, 1),
        "1960": date(1966, 9, 1),
        "1970": date(1956, 9, 1),
        "a program that counts from later": date(2031, 9, 1),
    }.items():
        data = text(every("event_date", serials(first)))
        found = {"date_serial_far": 2}
        yield reject(f"unnamed: day numbers, {name}", data, found, held=40, months=None)
        tabs = text(
            every("event_date", [f"{each}.25" for each in serials(first, 7)]), delimiter="\t"
        )
        yield reject(f"unnamed: some day numbers, {name}", tabs, found, held=40, months=None)
    old = text(every("event_date", serials(date(2023, 9, 1))))
    yield warn(
        "unnamed: day numbers within what was sent",
        old,
        {"date_serial": 2},
        months=None,
        known=sent(date(2021, 1, 1), date(2026, 8, 1)),
    )
    yield warn(
        "unnamed: day numbers 24 months before what was sent",
        old,
        {"date_serial": 2},
        months=None,
        known=sent(date(2025, 9, 1), date(2026, 8, 1)),
    )
    yield reject(
        "unnamed: day numbers 25 months before what was sent",
        old,
        {"date_serial_far": 2},
        held=40,
        months=None,
        known=sent(date(2025, 10, 1), date(2026, 8, 1)),
    )
    # 1462 days lie between the two ways to count; the last of these is today, October 5, 2026
    for name, first, found in (
        ("that may count from 1904", date(2022, 9, 7), "date_serial_far"),
        ("that count from 1904 in the future alone", date(2022, 10, 5), "date_serial"),
    ):
        data = text(every("event_date", serials(first)))
        known = sent(date(2021, 1, 1), date(2026, 8, 1))
        case = f"unnamed: day numbers within what was sent {name}"
        if found == "date_serial":
            yield warn(case, data, {found: 2}, months=None, known=known)
        else:
            yield reject(case, data, {found: 2}, held=40, months=None, known=known)
    yield warn(
        "named: day numbers of old months",
        text(every("event_date", serials(date(2022, 9, 1)))),
        {"date_serial": 2},
        months=(date(2022, 9, 1),),
    )
    open_order = [f"{at % 12 + 1:02d}/09/2026" for at in range(8)]
    for name, rows in {
        "all rows": every("event_date", open_order)[:8],
        "some rows": every("event_date", open_order),
        "one row": changed(9, "event_date", "9/8/2026"),
        "with a time": changed(9, "event_date", "9/8/26 0:00"),
    }.items():
        first = 9 if name in ("one row", "with a time") else 2
        yield reject(
            f"unnamed: slashes open, {name}",
            text(rows),
            {"date_order_open": first},
            held=len(rows),
            months=None,
        )
    yield warn(
        "unnamed: slashes that are the same day either way",
        text(changed(9, "event_date", "9/9/2026")),
        {"date_slashes": 9},
        months=None,
    )
    settled = changed(9, "event_date", "9/8/2026", changed(10, "event_date", "9/13/2026"))
    yield warn("unnamed: slashes settled", text(settled), {"date_slashes": 9}, months=None)
