"""Who sent what and when: deliveries, files, versions of months; and the errors of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import duckdb
import pyarrow as pa

from pipelines.intake.outcome import CheckedFile
from pipelines.messages import Fate

LEDGER = (
    "submission_id, delivery_id, agency_id, month, version, active, nothing_to_report, complete,"
    " rows"
)


class NoSubmission(LookupError):
    """There is no such version, or its rows were deleted."""


class NotBegun(ValueError):
    """A month that lies ahead cannot have had nothing to report."""


class MonthsMoved(RuntimeError):
    """Somebody else sent a month after the sender had looked at it. Nothing was stored."""


@dataclass(frozen=True)
class Sender:
    """Who sends, when (UTC), and the calendar day that the rules take for today."""

    who: str
    received_at: datetime
    today: date


@dataclass(frozen=True)
class Loss:
    """A month that would lose rows, and the sites and event types that would vanish from it."""

    agency_id: str
    month: date
    rows_before: int
    rows_after: int
    vanishing: tuple[str, ...]


@dataclass
class Delivered:
    """What became of a delivery: per file (its place in `files`) and month its fate and version."""

    files: list[CheckedFile] = field(default_factory=list)
    fates: dict[tuple[int, date], tuple[Fate, int]] = field(default_factory=dict)
    losses: dict[tuple[str, date], Loss] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return any(fate == "stored" for fate, _ in self.fates.values())

    def months_of(self, file: int) -> dict[date, tuple[Fate, int]]:
        return {month: fate for (place, month), fate in self.fates.items() if place == file}

    def losses_of(self, file: int) -> list[Loss]:
        agency = self.files[file].agency_id
        return [
            self.losses[agency, month]
            for month in sorted(self.months_of(file))
            if (agency, month) in self.losses
        ]


def last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def require_unmoved(
    con: duckdb.DuckDBPyConnection, agency_id: str, seen: Mapping[date, int]
) -> None:
    """Raise MonthsMoved unless the months stand as they were `seen`: month → the submission that
    is active in it, 0 for none."""
    now = active_versions(con, agency_id)
    if any(now.get(month, 0) != number for month, number in seen.items()):
        raise MonthsMoved("Somebody else has sent one of these months meanwhile.")


def active_versions(con: duckdb.DuckDBPyConnection, agency_id: str) -> dict[date, int]:
    """Month → the submission that is active in it."""
    rows = con.execute(
        "select month, submission_id from submission where active and agency_id = ? order by month",
        [agency_id],
    )
    return dict(rows.fetchall())


def next_number(con: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    return con.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchall()[0][0]


def open_delivery(con: duckdb.DuckDBPyConnection, sender: Sender) -> int:
    number = next_number(con, "delivery", "delivery_id")
    con.execute(
        "insert into delivery values (?, ?, ?, ?)",
        [number, sender.received_at, sender.today, sender.who],
    )
    return number


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """All rows at once: a statement a row costs a third of a millisecond each."""
    if rows:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        con.register("given", pa.table(columns, [f"c{n}" for n in range(len(columns))]))
        con.execute(f"insert into {table} select * from given")
        con.unregister("given")


def make_active(con: duckdb.DuckDBPyConnection, sender: Sender) -> None:
    """Each stored version becomes its month's newest and only active one."""
    con.execute(
        """
        update submission set
            active = (submission_id = stored.place),
            superseded_on = case when active and submission_id <> stored.place
                then $on else superseded_on end,
            version = case when submission_id = stored.place then stored.version
                else submission.version end
        from (
            select
                place, arrived.agency_id, arrived.month,
                (
                    select max(s.version) + 1 from submission as s
                    where s.agency_id = arrived.agency_id and s.month = arrived.month
                ) as version
            from arrived where fate = 'stored'
        ) as stored
        where submission.agency_id = stored.agency_id and submission.month = stored.month
        """,
        {"on": sender.received_at.date()},
    )
