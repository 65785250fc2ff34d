"""From when to when an agency is active: several open and closed spans, and the pauses between."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.months import parse_months, shift_month
from pipelines.register.agencies_file import RegisterProblem
from pipelines.register.models import Agency

Span = tuple[date | None, date | None]  # first days; None: since its first file, with no end
Pause = tuple[date, date]
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 1)  # a board has a row for each month


def active_spans(agency: Agency) -> list[Span]:
    """The spans of an agency in order: one, unless it pauses."""
    firsts = [agency.active_from, *(shift_month(last, 1) for _, last in agency.pauses)]
    lasts = [*(shift_month(first, -1) for first, _ in agency.pauses), agency.active_to]
    return list(zip(firsts, lasts, strict=True))


def spans_to_months(spans: Sequence[Span]) -> tuple[date | None, date | None, tuple[Pause, ...]]:
    """First month, last month and the pauses between. Raises RegisterProblem for spans that are not
    in order, overlap or touch."""
    if not spans:
        raise RegisterProblem("An agency has at least one span of active months.")
    pauses: list[Pause] = []
    for i, (first, last) in enumerate(spans):
        if first and last and last < first:
            raise RegisterProblem(f"The last active month {last:%Y-%m} lies before the first.")
        if i:
            before = spans[i - 1][1]
            if before is None or first is None:
                raise RegisterProblem(
                    "Only the first span may be without a first month, only the last without an"
                    " end."
                )
            if first <= shift_month(before, 1):
                raise RegisterProblem(
                    f"The span from {first:%Y-%m} begins before the one before it has ended."
                )
            pauses.append((shift_month(before, 1), shift_month(first, -1)))
    return spans[0][0], spans[-1][1], tuple(pauses)


def require_pauses_within(first: date | None, last: date | None, pauses: Sequence[Pause]) -> None:
    """Raises RegisterProblem unless the pauses are in order, apart, and inside first to last."""
    spans_to_months(
        active_spans(Agency("", "", active_from=first, active_to=last, pauses=tuple(pauses)))
    )


def parse_pauses(texts: Sequence[str]) -> tuple[Pause, ...]:
    """`2025-07..2025-12` and the like, in order. Raises RegisterProblem with words."""
    try:
        months = [parse_months(text) for text in texts if text.strip()]
    except ValueError as problem:
        raise RegisterProblem(f"Nothing is changed: {problem.args[0]}.") from None
    return tuple(sorted((each[0], each[-1]) for each in months))


def parse_spans(text: str) -> list[Span]:
    """Spans as people write them, a line or a comma between: `2024-01 to 2025-06`, `2026-01 to`.
    Raises RegisterProblem with words."""
    spans: list[Span] = []
    for line in text.replace(",", "\n").splitlines():
        if not line.strip():
            continue
        first, word, last = line.partition("to")
        if not word:
            raise RegisterProblem("Write each span like 2024-01 to 2025-06, or 2026-01 to.")
        spans.append((_parse_month(first), _parse_month(last)))
    return spans or [(None, None)]


def spans_text(agency: Agency) -> str:
    """The spans as `parse_spans` reads them, a line each; empty for one without first and end."""
    if active_spans(agency) == [(None, None)]:
        return ""
    return "\n".join(
        f"{_month_text(first)} to {_month_text(last)}".strip()
        for first, last in active_spans(agency)
    )


def read_pauses(con: sqlite3.Connection, agency_id: str) -> tuple[Pause, ...]:
    rows = con.execute(
        "select starts, ends from agency_pause where agency_id = ? order by 1", [agency_id]
    ).fetchall()
    return tuple((date.fromisoformat(starts), date.fromisoformat(ends)) for starts, ends in rows)


def write_pauses(con: sqlite3.Connection, agency_id: str, pauses: Sequence[Pause]) -> None:
    con.execute("delete from agency_pause where agency_id = ?", [agency_id])
    con.executemany(
        "insert into agency_pause values (?, ?, ?)",
        [[agency_id, first.isoformat(), last.isoformat()] for first, last in pauses],
    )


def months_about(first: date | None, last: date | None, pauses: Sequence[Pause]) -> dict[str, Any]:
    """The active months as the audit log keeps them, and as `undo` reads them."""
    return {
        "first": _month_text(first),
        "last": _month_text(last),
        "pauses": [f"{_month_text(a)}..{_month_text(b)}" for a, b in pauses],
    }


def _month_text(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else ""


def _parse_month(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        first, *more = parse_months(text)
    except ValueError as problem:
        raise RegisterProblem(f"Nothing is changed: {problem.args[0]}.") from None
    if more:
        raise RegisterProblem("Nothing is changed: write single months, like 2026-09.")
    if not EARLIEST <= first <= LATEST:
        raise RegisterProblem("Nothing is changed: months are from 1950 to 2100.")
    return first
