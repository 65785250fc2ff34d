"""Erases one client: all rows of all versions, the pseudonym, and a person left without clients.

The id is read as an extract's id is, so that the rows stored under it are found.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.intake import check_files as intake_check
from pipelines.intake.check_files import Source
from pipelines.intake.known_agencies import KnownAgency
from pipelines.settings import Settings
from pipelines.warehouse import retention

ANY_DAY = date(2000, 1, 3)


@dataclass(frozen=True)
class Erasure:
    """What is deleted. A person who is known through another client is not counted."""

    rows: int = 0
    versions: int = 0
    persons: int = 0


def stored_client_id(
    agency_id: str, client_id: str, known: KnownAgency, settings: Settings
) -> str | None:
    """The id as intake stores it; None where intake stores no such id."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("agency_id", "client_id", "event_type", "event_date"))
    writer.writerow((agency_id, client_id, "first_contact", ANY_DAY.isoformat()))
    (batch,) = intake_check.check_files(
        [Source("forget", out.getvalue().encode())],
        agency=agency_id,
        months=[ANY_DAY.replace(day=1)],
        today=ANY_DAY,
        settings=settings,
        known={agency_id: known},
    )
    ids = batch.rows["client_id"].to_pylist()
    return ids[0] if ids else None


def erase_client(con: duckdb.DuckDBPyConnection, pseudonym: bytes, agency_id: str) -> Erasure:
    """Delete a client inside the caller's transaction; each version counts its lost rows."""
    clients = con.execute(
        "select client from client where pseudonym = ? and agency_id = ?", [pseudonym, agency_id]
    ).fetchall()
    if not clients:
        return Erasure()
    ((client,),) = clients
    lost = con.execute(
        "select submission_id, count(*) from event_row where client = ? group by all", [client]
    ).fetchall()
    for submission_id, rows in lost:
        con.execute(
            "update submission set rows_forgotten = rows_forgotten + ? where submission_id = ?",
            [rows, submission_id],
        )
    con.execute("delete from event_row where client = ?", [client])
    (before,) = con.execute("select count(*) from person").fetchall()[0]
    retention.delete_unused(con)
    (after,) = con.execute("select count(*) from person").fetchall()[0]
    con.execute("update revision set revision = revision + 1")
    return Erasure(sum(rows for _, rows in lost), len(lost), before - after)
