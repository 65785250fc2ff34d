"""What kind of month a row is: final, provisional, warming up or missing."""

from collections.abc import Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def month_kinds(rows: Rows, column: str = "value") -> list[str]:
    """What each month of a published table counts as; only final months are in any statement.

    A month that was not sent is missing, whatever its count. Nothing to report is a count of 0.
    """
    return [_kind(row, column) for row in rows]


def is_sent(row: Mapping[str, Any]) -> bool:
    """Whether a month has a file, or a report that there was nothing."""
    return row["status"] != "missing" if "status" in row else row["agencies"] > 0


def _kind(row: Mapping[str, Any], column: str) -> str:
    if row[column] is None or not is_sent(row):
        return "missing"
    return "provisional" if row["provisional"] else "warming_up" if row["warming_up"] else "final"
