"""What is sent becomes versions of an agency's months: whole, kept, the newest one active."""

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from pipelines.intake.check_files import Batch
from pipelines.warehouse.acceptance import find_losses, judge_months, refuse_losses
from pipelines.warehouse.ledger import (
    LEDGER,
    Delivered,
    Sender,
    insert_rows,
    make_active,
    next_number,
    open_delivery,
)
from pipelines.warehouse.pseudonyms import KEY_VERSION, Pseudonymiser


class _Arriving:
    """The rows of the batch at hand, as `arriving` in SQL.

    One name for all batches: DuckDB keeps what was registered until the transaction ends, so a
    table registered for each batch would keep the whole delivery in memory.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._rows: pa.Table | None = None

    def put(self, rows: pa.Table) -> None:
        first, self._rows = self._rows is None, rows
        if first:
            self._con.register("arriving", self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


def store_delivery(
    con: duckdb.DuckDBPyConnection,
    pseudonymiser: Pseudonymiser,
    batches: Iterable[Batch],
    sender: Sender,
    *,
    rules: str,
    loss_share: float,
    id_widths: Mapping[str, int] = {},
    accept_loss: bool = False,
) -> Delivered:
    """Store the accepted files of one delivery, inside the caller's transaction.

    Files of one agency and month are one version: rows joined, repeats once. A version that is
    made of the same files as the active one, under the same rules, changes nothing; one made of
    an older version's files is left to `activate`. A month that would lose more than `loss_share`
    of its rows stays as it is, with all that its files bring, unless `accept_loss`. Where the
    result says that nothing changed, the caller rolls back. `id_widths`, agency → digits of its
    clients, belong to the rules that an agency's files were read by.
    """
    delivered = Delivered()
    delivery = open_delivery(con, sender)
    first_file = next_number(con, "file", "file_id")
    first_client = next_number(con, "client", "client")
    first_person = next_number(con, "person", "person_key")
    arriving = _Arriving(con)
    for batch in batches:
        start = len(delivered.files)
        delivered.files.extend(batch.files)
        _write_files(con, delivery, first_file + start, batch, rules, id_widths)
        arriving.put(pseudonymiser.replace(batch.rows))
        _write_rows(con, first_file + start, delivery, sender)
    if delivered.files:
        con.unregister("arriving")
    _lay_arrived(con, delivery)
    _join_repeats(con)
    _settle_person_keys(con, pseudonymiser)

    judge_months(con)
    losing = find_losses(con, delivered, loss_share)
    if not accept_loss:
        refuse_losses(con, losing)
    make_active(con, sender)
    _drop_the_rest(con, delivery, first_client, first_person)
    delivered.fates = {
        (file - first_file, month): (fate, number)
        for file, month, fate, number in con.execute(
            "select file_id, month, fate, number from arrived inner join arrived_file using (place)"
        ).fetchall()
    }
    if delivered.changed:
        con.execute("update revision set revision = revision + 1")
    return delivered


def _write_files(
    con: duckdb.DuckDBPyConnection,
    delivery: int,
    first: int,
    batch: Batch,
    rules: str,
    id_widths: Mapping[str, int],
) -> None:
    """The ledger's line of each accepted file, and its findings as code, line and count."""
    files, findings = [], []
    for number, f in enumerate(batch.files, first):
        if f.outcome == "reject":
            continue
        counts = (f.rows_read, f.rows_accepted, f.rows_held, f.duplicates)
        read_by = f"{rules} {width}" if (width := id_widths.get(f.agency_id)) else rules
        named = (number, delivery, f.agency_id, f.name, f.sha256, f.size, read_by, f.outcome)
        files.append((*named, *counts))
        findings += [(number, x.code, x.line, x.count) for x in f.findings]
    insert_rows(con, "file", files)
    insert_rows(con, "file_finding", findings)


def _write_rows(
    con: duckdb.DuckDBPyConnection, first_file: int, delivery: int, sender: Sender
) -> None:
    """A batch's rows under surrogate numbers; each month of an agency is one new version."""
    con.execute(
        f"""
        insert into client
        select
            (select coalesce(max(client), 0) from client) + row_number() over (), *, {KEY_VERSION}
        from (
            select distinct agency_id, client_pseudonym from arriving
            where client_pseudonym not in (select pseudonym from client)
        );

        insert into person
        select
            (select coalesce(max(person_key), 0) from person) + row_number() over (),
            *, {KEY_VERSION}
        from (
            select distinct person_pseudonym from arriving
            where person_pseudonym is not null
                and person_pseudonym not in (select pseudonym from person)
        );

        create or replace temp table part as
        select
            agency_id, cast(date_trunc('month', event_date) as date) as month, file,
            cast(count(*) as bigint) as rows
        from arriving group by all
        """
    )
    con.execute(
        f"""
        insert into submission ({LEDGER})
        select
            (select coalesce(max(submission_id), 0) from submission)
                + row_number() over (order by agency_id, month),
            $delivery, agency_id, month, 0, false, false, $today > last_day(month), 0
        from (select distinct agency_id, month from part)
        where (agency_id, month) not in (
            select (agency_id, month) from submission where delivery_id = $delivery
        )
        """,
        {"delivery": delivery, "today": sender.today},
    )
    con.execute(
        """
        insert into submission_file
        select submission_id, $first_file + file, part.rows
        from part
        inner join submission
            on submission.delivery_id = $delivery
            and submission.agency_id = part.agency_id and submission.month = part.month
        """,
        {"delivery": delivery, "first_file": first_file},
    )
    con.execute(
        """
        insert into event_row
        select
            submission.submission_id, arriving.agency_id, client.client,
            person.person_key, case when person.person_key is not null then 1 end,
            event_type, event_date, discharge_reason, closure_reason, service_code, discharge_to,
            site_id, level_of_care, referral_source, program, record
        from arriving
        inner join submission
            on submission.delivery_id = ?
            and submission.agency_id = arriving.agency_id
            and submission.month = cast(date_trunc('month', arriving.event_date) as date)
        inner join client on client.pseudonym = arriving.client_pseudonym
        left join person on person.pseudonym = arriving.person_pseudonym
        """,
        [delivery],
    )


def _lay_arrived(con: duckdb.DuckDBPyConnection, delivery: int) -> None:
    """`arrived`: one row per version of this delivery, with its fate and the number it is told by;
    `arrived_file`: the files that each is made of."""
    con.execute(
        """
        create or replace temp table arrived as
        select submission_id as place, agency_id, month, 'stored' as fate, 0 as number
        from submission where delivery_id = $delivery
        """,
        {"delivery": delivery},
    )
    con.execute(
        """
        create or replace temp table arrived_file as
        select submission_id as place, file_id
        from submission_file where submission_id in (select place from arrived)
        """
    )


def _join_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Rows that stand in two files of one version stay once; versions learn their row counts."""
    con.execute(
        """
        create or replace temp table joined as
        select place from arrived_file group by place having count(*) > 1
        """
    )
    if con.execute("select count(*) from joined").fetchall()[0][0]:
        con.execute(
            """
            delete from event_row
            where submission_id in (select place from joined) and rowid not in (
                select min(rowid) from event_row
                where submission_id in (select place from joined) group by event_row
            )
            """
        )
    con.execute(
        """
        update submission set rows = counted.rows
        from (
            select submission_id, count(*) as rows from event_row
            where submission_id in (select place from arrived) group by submission_id
        ) as counted
        where counted.submission_id = submission.submission_id
        """
    )


def _settle_person_keys(con: duckdb.DuckDBPyConnection, pseudonymiser: Pseudonymiser) -> None:
    """Where one client's rows of one date carry two keys, number them in the raw keys' order."""
    con.execute(
        """
        create or replace temp table tie as
        with keyed as (
            select * from event_row
            where submission_id in (select place from arrived) and person_key is not null
        ),
        doubled as (
            select client from keyed group by client having min(person_key) <> max(person_key)
        )
        select client, event_date from keyed semi join doubled using (client)
        group by client, event_date having min(person_key) <> max(person_key)
        """
    )
    keys = con.execute(
        """
        select distinct person.person_key, person.pseudonym
        from event_row
        semi join tie using (client, event_date)
        inner join person on person.person_key = event_row.person_key
        where event_row.submission_id in (select place from arrived)
        """
    ).fetchall()
    if not keys:
        return
    order = pseudonymiser.raw_order([pseudonym for _, pseudonym in keys])
    con.execute("create or replace temp table key_order (person_key bigint, place integer)")
    insert_rows(con, "key_order", [(key, order[bytes(pseudonym)]) for key, pseudonym in keys])
    con.execute(
        """
        update event_row set person_key_rank = key_order.place
        from tie, key_order
        where tie.client = event_row.client and tie.event_date = event_row.event_date
            and key_order.person_key = event_row.person_key
            and event_row.submission_id in (select arrived.place from arrived)
        """
    )


def _drop_the_rest(
    con: duckdb.DuckDBPyConnection, delivery: int, first_client: int, first_person: int
) -> None:
    """What was not stored leaves no row, no file, no client and no person behind."""
    con.execute(
        "create or replace temp table rest as select place from arrived where fate <> 'stored'"
    )
    if not con.execute("select count(*) from rest").fetchall()[0][0]:
        return
    for table in ("event_row", "submission_file", "submission"):
        con.execute(f"delete from {table} where submission_id in (select place from rest)")
    con.execute(
        """
        delete from client
        where client >= ? and client not in (select client from event_row)
        """,
        [first_client],
    )
    con.execute(
        """
        delete from person where person_key >= ? and person_key not in (
            select person_key from event_row where person_key is not null
        )
        """,
        [first_person],
    )
    for table in ("file_finding", "file"):
        con.execute(
            f"""
            delete from {table} where file_id in (
                select file_id from file
                where delivery_id = ? and file_id not in (select file_id from submission_file)
            )
            """,
            [delivery],
        )
