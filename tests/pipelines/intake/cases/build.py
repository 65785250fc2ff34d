"""Good rows, and a case made of them: one file and what must become of it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.intake.known_agencies import KnownAgency

HEADER = ["agency_id", "client_id", "event_type", "event_date", "discharge_reason", "program"]
EVENTS = ["first_contact", "assessment", "outpatient_service", "detox_admission", "detox_discharge"]
SEPTEMBER = (date(2026, 9, 1),)


@dataclass(frozen=True)
class Case:
    """One file as A01 sends it for 2026-09 on 2026-10-05 (unless said), and what it becomes.

    `found`: code → line of its first finding (None: about the file), all errors and warnings;
    `notes` the same for notes, at least these.
    """

    name: str
    data: bytes
    outcome: str
    accepted: int
    held: int = 0
    duplicates: int = 0
    found: dict[str, int | None] = field(default_factory=dict)
    notes: dict[str, int | None] = field(default_factory=dict)
    agency: str | None = "A01"
    months: tuple[date, ...] | None = SEPTEMBER
    known: dict[str, KnownAgency] = field(default_factory=dict)


def good(count: int = 40) -> list[list[str]]:
    """Rows of HEADER that are accepted without a finding; row i is on line i + 2."""
    rows = []
    for at in range(count):
        event = EVENTS[at % 5]
        day = date(2026, 9, 1) + timedelta(days=at * 7 % 30)
        reason = "completed" if event == "detox_discharge" else ""
        rows.append(["A01", f"{100000 + at * 37:06d}", event, day.isoformat(), reason, "IOP"])
    return rows


def text(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, **dialect: str) -> str:
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\r\n", **dialect}).writerows([header, *rows])
    return out.getvalue()


def changed(line: int, column: str, value: str, rows: list[list[str]] | None = None) -> list:
    """Good rows with one cell changed; `line` is the line in the file."""
    rows = good() if rows is None else rows
    rows[line - 2][HEADER.index(column)] = value
    return rows


def every(column: str, values: Sequence[str]) -> list[list[str]]:
    """Good rows with one column replaced from the top."""
    rows = good()
    for row, value in zip(rows, values, strict=False):
        row[HEADER.index(column)] = value
    return rows


def with_column(name: str, values: Sequence[str]) -> str:
    """Good rows with one more column, its values from the top, then empty."""
    filled = [*values, *[""] * (40 - len(values))]
    return text([[*row, value] for row, value in zip(good(), filled, strict=True)], [*HEADER, name])


def accept(name: str, data: str | bytes, accepted: int = 40, **other: object) -> Case:
    return Case(name, _bytes(data), "accept", accepted, **other)


def warn(
    name: str,
    data: str | bytes,
    found: dict[str, int | None],
    accepted: int = 40,
    **other: object,
) -> Case:
    return Case(name, _bytes(data), "accept_with_warnings", accepted, found=found, **other)


def reject(name: str, data: str | bytes, found: dict[str, int | None], **other: object) -> Case:
    return Case(name, _bytes(data), "reject", 0, found=found, **other)


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode()
