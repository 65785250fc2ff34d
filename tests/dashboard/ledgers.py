"""Random ledgers: agencies with opening and closing months, versions of months sent on any day."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dashboard.analysis import due_dates
from pipelines import settings
from pipelines.boards import publish
from pipelines.months import shift_month
from pipelines.register.agencies import Register
from pipelines.warehouse import connection as warehouse

FIRST = date(2025, 1, 1)
MONTHS = 16


@dataclass(frozen=True)
class Sent:
    """One version of an agency's month."""

    agency: str
    month: date
    version: int
    active: bool
    nothing: bool
    complete: bool
    on: date


def draw(seed, agencies=8):
    """(agency → (opens, closes), versions) of one office."""
    drawn = random.Random(seed)
    spans, sent = {}, []
    for n in range(agencies):
        code = f"A{n:02}"
        opens = drawn.choice([None, None, shift_month(FIRST, drawn.randint(0, 6))])
        closes = drawn.choice([None, None, None, shift_month(FIRST, drawn.randint(8, 14))])
        spans[code] = (opens, closes)
        if n == agencies - 1:
            continue  # one that never sends
        begins = drawn.randint(0, 5)
        for step in range(begins, MONTHS):
            month = shift_month(FIRST, step)
            if drawn.random() < 0.2:
                continue
            versions = drawn.choice([1, 1, 1, 2, 3])
            active = drawn.randint(1, versions)
            for version in range(1, versions + 1):
                on = month + timedelta(days=drawn.choice([20, 35, 40, 44, 45, 46, 60, 100]))
                sent.append(
                    Sent(
                        code,
                        month,
                        version,
                        version == active,
                        drawn.random() < 0.1,
                        on >= shift_month(month, 1),
                        on,
                    )
                )
    return spans, sent


def lay(data, spans, sent):
    """The ledger as a store and a board; no client's row is needed for a calendar."""
    register = Register(data)
    register.add_unknown(spans)
    for code, (opens, closes) in spans.items():
        register.set_active(code, opens, closes, "a test")
    with warehouse.open_for_writing(data, "a ledger") as con:
        for number, each in enumerate(sent, start=1):
            con.execute(
                "insert into delivery values (?, now()::timestamp, ?, 'a test')", [number, each.on]
            )
            con.execute(
                "insert into submission (submission_id, delivery_id, agency_id, month, version,"
                " active, nothing_to_report, complete, rows) values (?, ?, ?, ?, ?, ?, ?, ?, 7)",
                [
                    *(number, number, each.agency, each.month, each.version),
                    *(each.active, each.nothing, each.complete),
                ],
            )
        con.execute("update revision set revision = 1")
        publish.publish_board(con, data, settings.load_settings(), datetime.now(UTC))


def recomputed(spans, sent, first, last, today, due_day):
    """(agency, month) → (status, asked, on time), without SQL."""
    found = {}
    for code, (opens, closes) in spans.items():
        own = [each for each in sent if each.agency == code]
        since = min((each.on for each in own), default=None)
        starts = min([m for m in (opens, *(each.month for each in own)) if m], default=None)
        month = first
        while month <= last:
            here = [each for each in own if each.month == month]
            active = next((each for each in here if each.active), None)
            inside = starts is not None and starts <= month and (not closes or month <= closes)
            if active or inside:
                day = due_dates.due_date(month, due_day)
                came = min((each.on for each in here if each.complete), default=None)
                judged = since is None or day >= since
                found[code, month] = (
                    _status(active, came, day, today, judged),
                    judged and (day < today or came is not None),
                    judged and came is not None and came <= day,
                )
            month = shift_month(month, 1)
    return found


def _status(active, came, day, today, judged):
    if active is None:
        return "not_due" if today <= day else "missing"
    if not active.complete:
        return "provisional"
    if active.nothing:
        return "nothing"
    return "late" if came > day and judged else "received"
