"""Versions of months made active again or taken back, and months with nothing to report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.months import month_end
from pipelines.warehouse.ledger import (
    Loss,
    NoSubmission,
    NotBegun,
    Sender,
    make_active,
    next_id,
    open_delivery,
)
from pipelines.warehouse.statements import read_statement


@dataclass(frozen=True)
class Withdrawal:
    """A version taken back, and the one that holds instead; None: the month is missing."""

    month: date
    version: int
    earlier: int | None


def report_nothing(
    con: duckdb.DuckDBPyConnection,
    agency_id: str,
    months: Sequence[date],
    sender: Sender,
    *,
    accept_loss: bool = False,
) -> list[Loss]:
    """Store that an agency has nothing to report for `months`; returns the losses that prevent it.

    A month that holds rows would lose all of them: nothing changes unless `accept_loss`. Raises
    NotBegun for a month that lies ahead.
    """
    if ahead := [month for month in months if month > sender.today]:
        raise NotBegun(f"{min(ahead):%Y-%m} has not begun yet.")
    losses = [
        Loss(agency_id, month, rows, 0, ())
        for month in months
        for (rows,) in con.execute(
            read_statement("select_active_rows"), {"agency_id": agency_id, "month": month}
        ).fetchall()
    ]
    if losses and not accept_loss:
        return losses
    delivery_id = open_delivery(con, sender)
    for month in months:
        version = {
            "agency_id": agency_id,
            "month": month,
            "complete": sender.today > month_end(month),
        }
        if con.execute(read_statement("select_same_nothing"), version).fetchall():
            continue
        submission_id = next_id(con, "submission", "submission_id")
        con.execute(
            read_statement("insert_nothing"),
            {**version, "submission_id": submission_id, "delivery_id": delivery_id},
        )
        con.execute(read_statement("create_arrived_nothing"), {"submission_id": submission_id})
        make_active(con, sender)
        con.execute("update revision set revision = revision + 1")
    return []


def make_version_active(
    con: duckdb.DuckDBPyConnection, submission_id: int, on: date, agency_id: str | None = None
) -> tuple[str, date, int]:
    """Make an earlier version active again, `on` this day; returns (agency, month, version).

    Raises NoSubmission when there is no such version (of `agency_id`), or its rows are deleted.
    """
    rows = con.execute(
        read_statement("select_version"), {"submission_id": submission_id, "agency_id": agency_id}
    ).fetchall()
    if not rows:
        owner = f" of agency {agency_id}" if agency_id else ""
        raise NoSubmission(f"There is no submission {submission_id}{owner}.")
    ((agency, month, version, stored_rows, is_active, kept_rows),) = rows
    if kept_rows < stored_rows:
        raise NoSubmission(f"The rows of submission {submission_id} were deleted; send it again.")
    if not is_active:
        con.execute(
            read_statement("activate_version"),
            {"submission_id": submission_id, "on": on, "agency_id": agency, "month": month},
        )
        con.execute("update revision set revision = revision + 1")
    return agency, month, version


def withdraw_months(
    con: duckdb.DuckDBPyConnection, agency_id: str, months: Sequence[date], on: date
) -> list[Withdrawal]:
    """Take the active versions of `months` back, `on` this day, each to its month's earlier state.

    That is the newest other version that was not itself taken back and whose rows are kept; with
    none the month counts as not sent. Raises NoSubmission where no month has an active version.
    """
    rows = con.execute(
        read_statement("select_withdrawals"), {"agency_id": agency_id, "months": list(months)}
    ).fetchall()
    if not rows:
        raise NoSubmission(f"None of these months of agency {agency_id} has an active version.")
    for _, submission_id, _, earlier_id, _ in rows:
        con.execute(read_statement("withdraw_version"), {"submission_id": submission_id, "on": on})
        if earlier_id is not None:
            make_version_active(con, earlier_id, on, agency_id)
    con.execute("update revision set revision = revision + 1")
    return [Withdrawal(month, version, earlier) for month, _, version, _, earlier in rows]
