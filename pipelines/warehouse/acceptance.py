"""Whether a delivered month is new, unchanged, older, or loses too many rows."""

import duckdb

from pipelines.warehouse.ledger import Delivered, Loss


def judge_months(con: duckdb.DuckDBPyConnection) -> None:
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


def find_losses(
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


def refuse_losses(con: duckdb.DuckDBPyConnection, losing: set[int]) -> None:
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
