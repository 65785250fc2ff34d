"""Whether a delivered month is new, unchanged, older, or loses too many rows."""

import duckdb

from pipelines.warehouse.ledger import Delivered, Loss
from pipelines.warehouse.statements import read_statement


def judge_months(con: duckdb.DuckDBPyConnection) -> None:
    """Set the fate of each arrived version: stored, unchanged or older.

    Rows dated ahead of today are held, so the same bytes can bring more rows on a later day; that
    is why row counts and completeness are compared as well.
    """
    con.execute(read_statement("judge_arrived"))


def find_losses(
    con: duckdb.DuckDBPyConnection, delivered: Delivered, loss_share: float
) -> set[int]:
    """The versions that lose more than `loss_share` of their month, noted in `delivered` too."""
    losing = con.execute(read_statement("select_losses"), {"loss_share": loss_share}).fetchall()
    for new_id, agency_id, month, old_id, rows_before, rows_after in losing:
        vanishing = _vanishing_names(con, old_id, new_id)
        loss = Loss(agency_id, month, rows_before, rows_after, vanishing)
        delivered.losses[agency_id, month] = loss
    return {new_id for new_id, *_ in losing}


def refuse_versions(con: duckdb.DuckDBPyConnection, refused_ids: set[int]) -> None:
    """Refuse these versions, and every one that shares a file with one of them."""
    if not refused_ids:
        return
    pairs = con.execute("select submission_id, file_id from arrived_file").fetchall()
    while True:
        refused_files = {
            file_id for submission_id, file_id in pairs if submission_id in refused_ids
        }
        sharing_ids = {
            submission_id for submission_id, file_id in pairs if file_id in refused_files
        }
        if sharing_ids <= refused_ids:
            break
        refused_ids = refused_ids | sharing_ids
    con.execute(
        "update arrived set fate = 'refused'"
        " where fate = 'stored' and list_contains(?, submission_id)",
        [sorted(refused_ids)],
    )


def _vanishing_names(con: duckdb.DuckDBPyConnection, old_id: int, new_id: int) -> tuple[str, ...]:
    """The sites and event types of the old version that the new one has not."""
    names = con.execute(read_statement("select_vanishing_names"), {"old": old_id, "new": new_id})
    return tuple(name for (name,) in names.fetchall())
