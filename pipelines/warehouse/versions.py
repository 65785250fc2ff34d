"""Another version of a month made active, and months with nothing to report."""

from collections.abc import Sequence
from datetime import date

import duckdb

from pipelines.months import month_end
from pipelines.warehouse.ledger import (
    LEDGER,
    Loss,
    NoSubmission,
    NotBegun,
    Sender,
    make_active,
    next_number,
    open_delivery,
)


def report_nothing(
    con: duckdb.DuckDBPyConnection,
    agency_id: str,
    months: Sequence[date],
    sender: Sender,
    *,
    accept_loss: bool = False,
) -> list[Loss]:
    """Say that an agency has nothing to report for `months`; returns what stood against it.

    A month that holds rows would lose all of them: nothing changes unless `accept_loss`. Raises
    NotBegun for a month that lies ahead.
    """
    if ahead := [month for month in months if month > sender.today]:
        raise NotBegun(f"{min(ahead):%Y-%m} has not begun yet.")
    losses = [
        Loss(agency_id, month, rows, 0, ())
        for month in months
        for (rows,) in con.execute(
            """
            select rows - rows_forgotten as stands from submission
            where active and agency_id = ? and month = ? and stands > 0
            """,
            [agency_id, month],
        ).fetchall()
    ]
    if losses and not accept_loss:
        return losses
    delivery = open_delivery(con, sender)
    for month in months:
        complete = sender.today > month_end(month)
        same = con.execute(
            """
            select 1 from submission
            where active and agency_id = ? and month = ? and nothing_to_report and complete = ?
            """,
            [agency_id, month, complete],
        ).fetchall()
        if same:
            continue
        number = next_number(con, "submission", "submission_id")
        con.execute(
            f"insert into submission ({LEDGER}) values (?, ?, ?, ?, 0, false, true, ?, 0)",
            [number, delivery, agency_id, month, complete],
        )
        con.execute(
            """
            create or replace temp table arrived as
            select submission_id as place, agency_id, month, 'stored' as fate, 0 as number
            from submission where submission_id = ?
            """,
            [number],
        )
        make_active(con, sender)
        con.execute("update revision set revision = revision + 1")
    return []


def activate_version(
    con: duckdb.DuckDBPyConnection, submission_id: int, on: date, agency_id: str | None = None
) -> tuple[str, date, int]:
    """Make an earlier version the active one again, `on` this day: (agency, month, version).

    Raises NoSubmission when there is no such version (of `agency_id`), or its rows were deleted.
    """
    found = con.execute(
        """
        select agency_id, month, version, rows - rows_forgotten, active, (
            select count(*) from event_row where event_row.submission_id = submission.submission_id
        ) as kept
        from submission where submission_id = $number and agency_id = coalesce($agency, agency_id)
        """,
        {"number": submission_id, "agency": agency_id},
    ).fetchall()
    if not found:
        of = f" of agency {agency_id}" if agency_id else ""
        raise NoSubmission(f"There is no submission {submission_id}{of}.")
    ((agency, month, version, rows, active, kept),) = found
    if kept < rows:
        raise NoSubmission(f"The rows of submission {submission_id} were deleted; send it again.")
    if not active:
        con.execute(
            """
            update submission set
                active = (submission_id = $number),
                superseded_on = case when submission_id = $number then null
                    when active then $on else superseded_on end
            where agency_id = $agency and month = $month
            """,
            {"number": submission_id, "on": on, "agency": agency, "month": month},
        )
        con.execute("update revision set revision = revision + 1")
    return agency, month, version
