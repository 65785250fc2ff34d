"""What people do often in a day, in the audit log: once when it begins, and how often it was."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from pipelines.register.audit import record_audit
from pipelines.register.database import RegisterDatabase


class Tallies(RegisterDatabase):
    """The counts of one data folder's day."""

    def count(
        self, day: date, who: str, action: str, about: Mapping[str, Any], times: int = 1
    ) -> None:
        """Count an action: an entry of the log for the first of the day, and one with the number
        of them when the day is over, if there were more."""
        text = json.dumps(dict(about), sort_keys=True, default=str)
        with self._change(shown=False) as con:
            _close_days(con, day)
            key = [day.isoformat(), who, action, text]
            counted = con.execute(
                "update tally set times = times + ? where day = ? and who = ? and action = ?"
                " and about = ?",
                [times, *key],
            ).rowcount
            if not counted:
                con.execute("insert into tally values (?, ?, ?, ?, ?)", [*key, times])
                record_audit(con, who, action, **about)

    def close_days(self, today: date) -> None:
        """Write the counts of the days before this one down, and forget them."""
        with self._change(shown=False) as con:
            _close_days(con, today)


def _close_days(con: sqlite3.Connection, today: date) -> None:
    over = con.execute(
        "select * from tally where day < ? order by day, who, action, about", [today.isoformat()]
    ).fetchall()
    for row in over:
        if row["times"] > 1:
            about = {**json.loads(row["about"]), "day": row["day"], "times": row["times"]}
            record_audit(con, row["who"], row["action"], **about)
    if over:
        con.execute("delete from tally where day < ?", [today.isoformat()])
