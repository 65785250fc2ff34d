"""How two versions of a month differ, in rows. Only counts leave this module."""

from dataclasses import dataclass

import duckdb

from pipelines.warehouse.statements import read_statement


@dataclass(frozen=True)
class VersionDiff:
    """rows of the old version = same + changed + gone; of the new one = same + changed + new."""

    same: int
    changed: int
    new: int
    gone: int


def diff_versions(con: duckdb.DuckDBPyConnection, old: int | None, new: int | None) -> VersionDiff:
    """Rows of submission `old` against those of `new`; None is a month that holds nothing.

    Same: equal in every column but record_id. Changed: one record_id, other values.
    """
    if old == new:
        same = con.execute("select count(*) from event_row where submission_id = ?", [new])
        return VersionDiff(same.fetchall()[0][0], 0, 0, 0)
    versions = {"old": old or 0, "new": new or 0}  # submissions count from 1
    return VersionDiff(*con.execute(read_statement("version_diff"), versions).fetchall()[0])
