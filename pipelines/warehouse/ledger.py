"""The ledger of deliveries, files and versions of months, and its errors; stores no client rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import duckdb

from pipelines.intake.outcome import CheckedFile
from pipelines.messages import Fate
from pipelines.warehouse.statements import read_statement

Noted = TypeVar("Noted")


class NoSubmission(LookupError):
    """There is no such version, or its rows are deleted."""


class NotBegun(ValueError):
    """A month that lies ahead cannot have had nothing to report."""


class MonthsMoved(RuntimeError):
    """Another sender changed a month after this sender's preview. Nothing is stored."""


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


@dataclass(frozen=True)
class UnknownClients:
    """A month whose clients the agency's earlier months know far less than usual: how many are
    unknown, that in words with a guess at the cause (no full stop), and what the measures lose."""

    agency_id: str
    month: date
    clients: int
    text: str
    costs: tuple[tuple[str, int], ...]  # measure and how many


@dataclass
class Delivered:
    """What became of a delivery: (index into `files`, month) → the fate and its submission."""

    files: list[CheckedFile] = field(default_factory=list)
    fates: dict[tuple[int, date], tuple[Fate, int]] = field(default_factory=dict)
    losses: dict[tuple[str, date], Loss] = field(default_factory=dict)
    unknown: dict[tuple[str, date], UnknownClients] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return any(fate == "stored" for fate, _ in self.fates.values())

    def months_of(self, index: int) -> dict[date, tuple[Fate, int]]:
        """Month → fate and submission, of the file at `index`."""
        return {month: fate for (file, month), fate in self.fates.items() if file == index}

    def losses_of(self, index: int) -> list[Loss]:
        """The losses in the months of the file at `index`, by month."""
        return self._of_months(index, self.losses)

    def unknown_of(self, index: int) -> list[UnknownClients]:
        """The months of the file at `index` whose clients are unknown, by month."""
        return self._of_months(index, self.unknown)

    def _of_months(self, index: int, noted: Mapping[tuple[str, date], Noted]) -> list[Noted]:
        agency_id = self.files[index].agency_id
        if agency_id is None:
            return []
        months = sorted(self.months_of(index))
        return [noted[agency_id, month] for month in months if (agency_id, month) in noted]


def require_unmoved(
    con: duckdb.DuckDBPyConnection, agency_id: str, seen: Mapping[date, int]
) -> None:
    """Raise MonthsMoved unless the active submissions are those that the sender has `seen`.

    `seen`: month → the submission that is active in it, 0 for none.
    """
    active = active_versions(con, agency_id)
    if any(active.get(month, 0) != submission_id for month, submission_id in seen.items()):
        raise MonthsMoved("Somebody else has sent one of these months meanwhile.")


def active_versions(con: duckdb.DuckDBPyConnection, agency_id: str) -> dict[date, int]:
    """Month → the submission that is active in it."""
    rows = con.execute(
        "select month, submission_id from submission where active and agency_id = ? order by month",
        [agency_id],
    )
    return dict(rows.fetchall())


def next_id(con: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    """The smallest number above all in a table's column."""
    return con.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchall()[0][0]


def open_delivery(con: duckdb.DuckDBPyConnection, sender: Sender) -> int:
    """Enter a delivery in the ledger; returns its number."""
    delivery_id = next_id(con, "delivery", "delivery_id")
    con.execute(
        "insert into delivery values (?, ?, ?, ?)",
        [delivery_id, sender.received_at, sender.today, sender.who],
    )
    return delivery_id


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """Insert all rows at once: one statement a row costs a third of a millisecond each."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        lists = ", ".join("unnest(?)" for _ in columns)
        con.execute(f"insert into {table} select {lists}", columns)


def make_active(con: duckdb.DuckDBPyConnection, sender: Sender) -> None:
    """Make each stored version its month's newest and only active one."""
    con.execute(read_statement("activate_stored"), {"on": sender.received_at.date()})
