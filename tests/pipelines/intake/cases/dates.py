"""Dates, their forms and the reporting months."""

from collections.abc import Iterator
from datetime import date, timedelta

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
        "a time in UTC": ("%Y-%m-%dT00:10:00Z", "date_timestamp"),
    }.items():
        yield warn(
            f"dates as {name}", text(every("event_date", [f"{d:{form}}" for d in days])), {code: 2}
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
    unreadable = ["last Tuesday", "2026/09/05", "05.09.2026", "2026-9", "0", "9/5", "5 Sep 2026"]
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
    future = of(("2026-09", 20), ("2026-11", 2))
    yield warn("proposed: never the future", future, {"date_future": 22}, 20, held=2, months=None)
