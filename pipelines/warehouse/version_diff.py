"""What tells two versions of a month apart, in rows. Counts alone leave this module."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL = Path(__file__).with_name("sql") / "version_diff.sql"


@dataclass(frozen=True)
class VersionDiff:
    """rows of the old version = same + changed + gone; of the new one = same + changed + new."""

    same: int
    changed: int
    new: int
    gone: int


def diff_versions(con: duckdb.DuckDBPyConnection, old: int | None, new: int | None) -> VersionDiff:
    """Rows of submission `old` against those of `new`; None is a month that holds nothing.

    Same: they say the same, whatever their record_id. Changed: one record_id, other words.
    """
    if old == new:
        same = con.execute("select count(*) from event_row where submission_id = ?", [new])
        return VersionDiff(same.fetchall()[0][0], 0, 0, 0)
    given = {"old": old or 0, "new": new or 0}  # submissions count from 1
    return VersionDiff(*con.execute(SQL.read_text("utf-8"), given).fetchall()[0])
