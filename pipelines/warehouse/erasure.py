"""Erases one client: all rows of all versions, the pseudonym, and a person left without clients.

The id is read as an extract's id is, so that the rows stored under it are found.
"""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def stored_client_ids(
    agency_id: str, client_id: str, known: KnownAgency, settings: Settings
) -> list[str]:
    """The ids under which intake stores, or stored, this client; none where it stores no such id.

    Where the office has not set whether case counts in the agency's ids, each of its files shows
    it: the client is then looked for under either reading. The id as it was read before wrappings
    came off and placeholders were held is one, too.
    """
    case_counts = known.case_sensitive_ids
    readings = [case_counts] if case_counts is not None else [False, True]
    ids = [
        stored
        for reading in readings
        for stored in _read_as_sent(
            agency_id, client_id, replace(known, case_sensitive_ids=reading), settings
        )
    ]
    typed = unicodedata.normalize("NFKC", client_id).strip()
    ids.append(typed if case_counts else typed.upper())
    return sorted(set(ids) - {""})


def _read_as_sent(
    agency_id: str, client_id: str, known: KnownAgency, settings: Settings
) -> list[str]:
    """The id of a one-row extract as it is stored: one id, or none."""
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
    return batch.rows["client_id"].to_pylist()


def erase_client(
    con: duckdb.DuckDBPyConnection, pseudonyms: Sequence[bytes], agency_id: str
) -> Erasure:
    """Delete a client inside the caller's transaction; each version counts its lost rows.

    `pseudonyms`: those under which the client may be stored.
    """
    clients = [
        client
        for (client,) in con.execute(
            "select client from client where list_contains(?, pseudonym) and agency_id = ?",
            [list(pseudonyms), agency_id],
        ).fetchall()
    ]
    if not clients:
        return Erasure()
    lost = con.execute(
        "select submission_id, count(*) from event_row where list_contains(?, client) group by all",
        [clients],
    ).fetchall()
    for submission_id, rows in lost:
        con.execute(
            "update submission set rows_forgotten = rows_forgotten + ? where submission_id = ?",
            [rows, submission_id],
        )
    con.execute("delete from event_row where list_contains(?, client)", [clients])
    (before,) = con.execute("select count(*) from person").fetchall()[0]
    retention.delete_unused(con)
    (after,) = con.execute("select count(*) from person").fetchall()[0]
    con.execute("update revision set revision = revision + 1")
    return Erasure(sum(rows for _, rows in lost), len(lost), before - after)
