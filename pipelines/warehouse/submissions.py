"""What is sent becomes versions of an agency's months: whole, kept, the newest one active."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

import duckdb
import pyarrow as pa

from pipelines.intake.receive import Batch, CheckedFile
from pipelines.warehouse.pseudonyms import KEY_VERSION, Pseudonymiser

Fate = Literal["stored", "unchanged", "older", "refused"]

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


def last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def store(
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
    delivery = _open_delivery(con, sender)
    first_file = _next(con, "file", "file_id")
    first_client = _next(con, "client", "client")
    first_person = _next(con, "person", "person_key")
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

    _judge(con)
    losing = _find_losses(con, delivered, loss_share)
    if not accept_loss:
        _refuse(con, losing)
    _make_active(con, sender)
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


def expect(con: duckdb.DuckDBPyConnection, agency_id: str, seen: Mapping[date, int]) -> None:
    """Raise MonthsMoved unless the months stand as they were `seen`: month → the submission that
    is active in it, 0 for none."""
    now = standing(con, agency_id)
    if any(now.get(month, 0) != number for month, number in seen.items()):
        raise MonthsMoved("Somebody else has sent one of these months meanwhile.")


def standing(con: duckdb.DuckDBPyConnection, agency_id: str) -> dict[date, int]:
    """Month → the submission that is active in it."""
    rows = con.execute(
        "select month, submission_id from submission where active and agency_id = ? order by month",
        [agency_id],
    )
    return dict(rows.fetchall())


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
    delivery = _open_delivery(con, sender)
    for month in months:
        complete = sender.today > last_day(month)
        same = con.execute(
            """
            select 1 from submission
            where active and agency_id = ? and month = ? and nothing_to_report and complete = ?
            """,
            [agency_id, month, complete],
        ).fetchall()
        if same:
            continue
        number = _next(con, "submission", "submission_id")
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
        _make_active(con, sender)
        con.execute("update revision set revision = revision + 1")
    return []


def activate(
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


def _next(con: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    return con.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchall()[0][0]


def _open_delivery(con: duckdb.DuckDBPyConnection, sender: Sender) -> int:
    number = _next(con, "delivery", "delivery_id")
    con.execute(
        "insert into delivery values (?, ?, ?, ?)",
        [number, sender.received_at, sender.today, sender.who],
    )
    return number


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """All rows at once: a statement a row costs a third of a millisecond each."""
    if rows:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        con.register("given", pa.table(columns, [f"c{n}" for n in range(len(columns))]))
        con.execute(f"insert into {table} select * from given")
        con.unregister("given")


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
    _insert(con, "file", files)
    _insert(con, "file_finding", findings)


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
    _insert(con, "key_order", [(key, order[bytes(pseudonym)]) for key, pseudonym in keys])
    con.execute(
        """
        update event_row set person_key_rank = key_order.place
        from tie, key_order
        where tie.client = event_row.client and tie.event_date = event_row.event_date
            and key_order.person_key = event_row.person_key
            and event_row.submission_id in (select arrived.place from arrived)
        """
    )


def _judge(con: duckdb.DuckDBPyConnection) -> None:
    """Whether a month was sent just so before: the same bytes, however often and under whatever
    names, by the same rules, with as many rows (those ahead of today are held), as complete."""
    con.execute(
        """
        create or replace temp table arrived as
        with made_of as (
            select
                submission_id, agency_id, month, active, complete, rows_deleted_on,
                list_sort(list(distinct (sha256, file.rules, submission_file.rows))) as files
            from submission
            semi join arrived using (agency_id, month)
            inner join submission_file using (submission_id)
            inner join file using (file_id)
            group by all
        ),
        earlier as (
            select
                new.submission_id as place,
                arg_max(old.submission_id, (old.active, old.submission_id)) as number,
                bool_or(old.active) as active
            from made_of as new
            inner join made_of as old using (agency_id, month, files, complete)
            where new.submission_id in (select place from arrived)
                and old.submission_id not in (select place from arrived)
                and (old.active or old.rows_deleted_on is null)
            group by new.submission_id
        )
        select
            arrived.place, agency_id, month,
            case when earlier.active then 'unchanged' when not earlier.active then 'older'
                else 'stored' end as fate,
            coalesce(earlier.number, arrived.place) as number
        from arrived left join earlier on earlier.place = arrived.place
        """
    )


def _find_losses(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, loss_share: float
) -> set[int]:
    """The versions that lose more than `loss_share` of their month; `delivered` learns of them."""
    losing = con.execute(
        """
        select
            arrived.place, arrived.agency_id, arrived.month,
            old.submission_id, old.rows - old.rows_forgotten as stands, new.rows
        from arrived
        inner join submission as new on new.submission_id = arrived.place
        inner join submission as old
            on old.agency_id = arrived.agency_id and old.month = arrived.month and old.active
        where fate = 'stored' and stands > 0 and (stands - new.rows) / stands > ?
        """,
        [loss_share],
    ).fetchall()
    for new, agency, month, old, before, after in losing:
        loss = Loss(agency, month, before, after, _vanishing(con, old, new))
        delivered.losses[agency, month] = loss
    return {place for place, *_ in losing}


def _refuse(con: duckdb.DuckDBPyConnection, losing: set[int]) -> None:
    """Refuse these versions, and every one that shares a file with one of them."""
    if not losing:
        return
    files = con.execute("select place, file_id from arrived_file").fetchall()
    refused = losing
    while True:
        fallen = {file for place, file in files if place in refused}
        spread = {place for place, file in files if file in fallen}
        if spread <= refused:
            break
        refused = refused | spread
    con.execute(
        "update arrived set fate = 'refused' where fate = 'stored' and list_contains(?, place)",
        [sorted(refused)],
    )


def _vanishing(con: duckdb.DuckDBPyConnection, old: int, new: int) -> tuple[str, ...]:
    """The sites and event types that stand in one version and no longer in the other."""
    names = con.execute(
        """
        with kind as (
            select submission_id, 'site ' || site_id as name from event_row
            where site_id is not null
            union
            select submission_id, replace(event_type, '_', ' ') from event_row
        )
        select name from kind where submission_id = ?
        except select name from kind where submission_id = ?
        order by name
        """,
        [old, new],
    ).fetchall()
    return tuple(name for (name,) in names)


def _make_active(con: duckdb.DuckDBPyConnection, sender: Sender) -> None:
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
