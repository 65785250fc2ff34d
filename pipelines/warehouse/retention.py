"""Deletes the rows of superseded versions after a time; their counts stay."""

from datetime import date

import duckdb

from pipelines.warehouse import connection as warehouse


def delete_expired_rows(con: duckdb.DuckDBPyConnection, months: int, today: date) -> int:
    """`delete_superseded` as a transaction of its own; returns how many versions.

    Part of every ingest and build, so that no office has to remember a command. `today` is the
    machine's day, not the one that the rules take for today.
    """
    with warehouse.begin_transaction(con) as change:
        deleted = delete_superseded(con, months, today)
        change.keep = bool(deleted)
    return deleted


def delete_superseded(con: duckdb.DuckDBPyConnection, months: int, today: date) -> int:
    """Delete the rows of versions superseded `months` ago or earlier; returns how many versions.

    Deletes clients and persons with their last row. Inside the caller's transaction.
    """
    expired = con.execute(
        """
        update submission set rows_deleted_on = $today
        where not active and rows > 0 and rows_deleted_on is null
            and superseded_on + to_months($months) <= $today
        returning submission_id
        """,
        {"today": today, "months": months},
    ).fetchall()
    if expired:
        con.execute(
            "delete from event_row where list_contains(?, submission_id)",
            [[submission_id for (submission_id,) in expired]],
        )
        delete_unused(con)
        con.execute("update revision set revision = revision + 1")
    return len(expired)


def delete_unused(con: duckdb.DuckDBPyConnection) -> None:
    """Delete the clients and persons that no row names any more."""
    con.execute("delete from client where client not in (select client from event_row)")
    con.execute(
        """
        delete from person where person_key not in (
            select person_key from event_row where person_key is not null
        )
        """
    )
