"""Everyone who asked in a month of first contact, and what became of them; no words."""

from collections.abc import Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def newest_known_month(months: Rows) -> Mapping[str, Any] | None:
    """The row of the newest month whose 14 days are over and in which anyone asked."""
    return next((row for row in reversed(months) if row["known_14"] and row["contacts"]), None)


def never_seen(row: Mapping[str, Any]) -> int:
    """Those not seen in the time that is waited for, and not after it either."""
    return row["not_seen"] - row["seen_late"]


def fate_counts(row: Mapping[str, Any]) -> tuple[int, int, int, int, int]:
    """Seen, closed, waiting, seen late, never seen; together all who asked."""
    return row["seen"], row["closed"], row["waiting"], row["seen_late"], never_seen(row)


def assessed_share(row: Mapping[str, Any]) -> float | None:
    """The share assessed within 14 days, 0 to 1; None while nobody's 14 days are over."""
    return row["assessed_14"] / row["known_contacts_14"] if row["known_contacts_14"] else None
