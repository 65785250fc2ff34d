"""A delivery becomes versions of an agency's months: whole, kept, the newest one active."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from pipelines.intake.check_files import Batch
from pipelines.intake.findings import Finding, make_finding
from pipelines.intake.known_agencies import (
    NOTHING_KNOWN,
    UNKNOWN_AGENCY,
    KnownAgencies,
    KnownAgency,
)
from pipelines.intake.outcome import with_warning
from pipelines.settings import Intake
from pipelines.warehouse.acceptance import find_losses, judge_months, refuse_versions
from pipelines.warehouse.ledger import (
    Delivered,
    Sender,
    insert_rows,
    make_active,
    next_id,
    open_delivery,
)
from pipelines.warehouse.linkage import find_unknown_clients
from pipelines.warehouse.pseudonyms import KEY_VERSION, Pseudonymiser
from pipelines.warehouse.statements import read_statement


class _ArrivingRows:
    """The rows of the current batch, `arriving` in SQL.

    All batches share this name: DuckDB keeps what is registered until the transaction ends, so a
    table registered for each batch would keep the whole delivery in memory.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._is_registered = False
        self._rows = pa.table({})

    def replace_rows(self, rows: pa.Table) -> None:
        self._rows = rows
        if not self._is_registered:
            self._con.register("arriving", self)
            self._is_registered = True

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


def store_delivery(
    con: duckdb.DuckDBPyConnection,
    pseudonymiser: Pseudonymiser,
    batches: Iterable[Batch],
    sender: Sender,
    *,
    rules: str,
    intake: Intake,
    known: KnownAgencies = NOTHING_KNOWN,
    accept_loss: bool = False,
    accept_new_ids: bool = False,
) -> Delivered:
    """Store the accepted files of one delivery, inside the caller's transaction.

    Files of one agency and month are one version: rows joined, repeats once. A version that is
    made of the same files as the active one, under the same rules, changes nothing; one made of
    an older version's files is left to `activate`. A month that would lose too many of its rows
    stays as it is, with all that its files bring, unless `accept_loss`; so does one whose clients
    are unknown far more than usual, unless `accept_new_ids`. Where the result says that nothing
    changed, the caller rolls back. `rules` is the fingerprint of what
    reads the files; what is `known` of an agency's ids belongs to it.
    """
    delivered = Delivered()
    delivery_id = open_delivery(con, sender)
    first_file_id = next_id(con, "file", "file_id")
    first_client = next_id(con, "client", "client")
    first_person = next_id(con, "person", "person_key")
    arriving = _ArrivingRows(con)
    for batch in batches:
        file_id = first_file_id + len(delivered.files)
        delivered.files.extend(batch.files)
        _write_files(con, delivery_id, file_id, batch, rules, known)
        arriving.replace_rows(pseudonymiser.replace_ids(batch.rows))
        _write_rows(con, delivery_id, file_id, sender)
    if delivered.files:
        con.unregister("arriving")
    con.execute(read_statement("create_arrived"), {"delivery_id": delivery_id})
    con.execute(read_statement("create_arrived_file"))
    _join_repeats(con)
    _rank_person_keys(con, pseudonymiser)

    judge_months(con)
    losing_ids = find_losses(con, delivered, intake.loss_share)
    unknown_ids = find_unknown_clients(con, delivered, pseudonymiser, intake)
    refused_ids = set() if accept_loss else losing_ids
    refuse_versions(con, refused_ids if accept_new_ids else refused_ids | unknown_ids)
    make_active(con, sender)
    _note_changed_keys(con, delivered, first_file_id)
    _note_unknown_clients(con, delivered, first_file_id)
    _delete_unstored(con, delivery_id, first_client, first_person)
    delivered.fates = {
        (file_id - first_file_id, month): (fate, submission_id)
        for file_id, month, fate, submission_id in con.execute(
            "select file_id, month, fate, reported_id"
            " from arrived inner join arrived_file using (submission_id) order by file_id, month"
        ).fetchall()
    }
    if delivered.changed:
        con.execute("update revision set revision = revision + 1")
    return delivered


def _write_files(
    con: duckdb.DuckDBPyConnection,
    delivery_id: int,
    first_file_id: int,
    batch: Batch,
    rules: str,
    known: KnownAgencies,
) -> None:
    """The ledger's line of each accepted file, and its findings as code, line and count."""
    file_rows: list[tuple] = []
    finding_rows: list[tuple] = []
    for file_id, file in enumerate(batch.files, first_file_id):
        if file.outcome == "reject":
            continue
        file_rules = _rules_of_agency(rules, known.get(file.agency_id or "", UNKNOWN_AGENCY))
        file_rows.append(
            (
                *(file_id, delivery_id, file.agency_id, file.name, file.sha256, file.size),
                *(file_rules, file.outcome),
                *(file.rows_read, file.rows_accepted, file.rows_held, file.duplicates),
            )
        )
        finding_rows += [(file_id, x.code, x.line, x.count) for x in file.findings]
    insert_rows(con, "file", file_rows)
    insert_rows(con, "file_finding", finding_rows)


def _rules_of_agency(rules: str, agency: KnownAgency) -> str:
    """The fingerprint of what reads a file of this agency: the rules, and how its ids are read."""
    width = f" {agency.id_width}" if agency.id_width else ""
    case = {None: "", True: " case kept", False: " case folded"}[agency.case_sensitive_ids]
    return f"{rules}{width}{case}"


def _write_rows(
    con: duckdb.DuckDBPyConnection, delivery_id: int, first_file_id: int, sender: Sender
) -> None:
    """A batch's rows under the store's numbers; each month of an agency is one new version."""
    con.execute(read_statement("insert_clients"), {"key_version": KEY_VERSION})
    con.execute(read_statement("insert_persons"), {"key_version": KEY_VERSION})
    con.execute(read_statement("create_arriving_month"))
    con.execute(
        read_statement("insert_submissions"), {"delivery_id": delivery_id, "today": sender.today}
    )
    con.execute(
        read_statement("insert_submission_files"),
        {"delivery_id": delivery_id, "first_file_id": first_file_id},
    )
    con.execute(read_statement("insert_event_rows"), {"delivery_id": delivery_id})


def _join_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Keep a row once that two files of one version hold; write the versions' row counts."""
    con.execute(read_statement("create_joined"))
    if con.execute("select count(*) from joined").fetchall()[0][0]:
        con.execute(read_statement("delete_repeats"))
    con.execute(read_statement("update_row_counts"))


def _rank_person_keys(con: duckdb.DuckDBPyConnection, pseudonymiser: Pseudonymiser) -> None:
    """Where one client's rows of one date carry several keys, rank them by their raw keys."""
    con.execute(read_statement("create_key_tie"))
    keys = con.execute(read_statement("select_tied_keys")).fetchall()
    if not keys:
        return
    ranks = pseudonymiser.raw_key_ranks([pseudonym for _, pseudonym in keys])
    con.execute("create or replace temp table key_order (person_key bigint, rank integer)")
    insert_rows(con, "key_order", [(key, ranks[bytes(pseudonym)]) for key, pseudonym in keys])
    con.execute(read_statement("update_key_ranks"))


def _note_changed_keys(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, first_file_id: int
) -> None:
    """Warn of clients whose key changes from one stored month to another, on the version's first
    file: in the ledger and in `delivered`."""
    for file_id, rows in con.execute(read_statement("select_changed_keys")).fetchall():
        finding = make_finding("key_changed", column="person_key", count=rows)
        _add_warning(con, delivered, file_id, first_file_id, finding)


def _note_unknown_clients(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, first_file_id: int
) -> None:
    """Warn of stored months whose clients are unknown far more than usual, as for keys."""
    first_files = con.execute(read_statement("select_first_files")).fetchall()
    for agency_id, month, file_id in first_files:
        unknown = delivered.unknown.get((agency_id, month))
        if unknown is not None:
            finding = make_finding(
                "clients_unknown",
                column="client_id",
                count=unknown.clients,
                words=unknown.text,
                costs=unknown.costs,
            )
            _add_warning(con, delivered, file_id, first_file_id, finding)


def _add_warning(
    con: duckdb.DuckDBPyConnection,
    delivered: Delivered,
    file_id: int,
    first_file_id: int,
    finding: Finding,
) -> None:
    """One more warning of a stored file, in the ledger and in `delivered`."""
    index = file_id - first_file_id
    delivered.files[index] = with_warning(delivered.files[index], finding)
    insert_rows(con, "file_finding", [(file_id, finding.code, None, finding.count)])
    con.execute("update file set outcome = 'accept_with_warnings' where file_id = ?", [file_id])


def _delete_unstored(
    con: duckdb.DuckDBPyConnection, delivery_id: int, first_client: int, first_person: int
) -> None:
    """What is not stored leaves no row, file, client or person in the store."""
    con.execute(
        "create or replace temp table unstored as"
        " select submission_id from arrived where fate <> 'stored'"
    )
    if not con.execute("select count(*) from unstored").fetchall()[0][0]:
        return
    for table in ("event_row", "submission_file", "submission"):
        con.execute(
            f"delete from {table} where submission_id in (select submission_id from unstored)"
        )
    con.execute(read_statement("delete_unused_clients"), {"first_client": first_client})
    con.execute(read_statement("delete_unused_persons"), {"first_person": first_person})
    con.execute(read_statement("delete_unstored_findings"), {"delivery_id": delivery_id})
    con.execute(read_statement("delete_unstored_files"), {"delivery_id": delivery_id})
