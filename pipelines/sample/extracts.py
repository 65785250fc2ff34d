"""One agency's events as its monthly files: the columns of the contract, one CSV a month."""

from collections.abc import Iterator
from itertools import repeat

import numpy as np

from pipelines.sample import events as ev
from pipelines.sample.agencies import SampleAgency, SampleFault
from pipelines.sample.random_draws import Array
from pipelines.sample.window import Window

COLUMNS = (
    "agency_id",
    "client_id",
    "person_key",
    "event_type",
    "event_date",
    "discharge_reason",
    "closure_reason",
    "service_code",
    "discharge_to",
    "site_id",
    "level_of_care",
    "referral_source",
    "program",
    "record_id",
)
WORDS = {
    "event_type": ("type", ev.EVENT_TYPES),
    "discharge_reason": ("reason", ev.DISCHARGE_REASONS),
    "closure_reason": ("closure", ev.CLOSURE_REASONS),
    "service_code": ("code", ev.SERVICE_CODES),
    "discharge_to": ("to", ev.DISCHARGES_TO),
    "site_id": ("site", ev.SITES),
    "level_of_care": ("level", ev.LEVELS),
    "referral_source": ("referral", ev.REFERRAL_SOURCES),
    "program": ("program", ev.PROGRAMS),
}


def file_name(agency: SampleAgency, window: Window, month: int) -> str:
    return f"{agency.code}_{window.name(month)}.csv"


def monthly_files(
    agency: SampleAgency, events: Array, window: Window
) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of each file that the agency sent, header first."""
    starts = window.starts
    first = starts[agency.first_month(window)]
    events = events[(events["day"] >= first) & (events["day"] < starts[-1])]
    events = events[np.lexsort((events["code"], events["type"], events["client"], events["day"]))]
    columns = [c for c in COLUMNS if agency.sends_person_key or c != "person_key"]
    lines = _lines(agency, events, columns, window)
    bounds = np.searchsorted(events["day"], starts)
    for month in agency.written_months(window):
        rows = lines[bounds[month] : bounds[month + 1]]
        for fault in faults_of_month(agency, window, month):
            rows += _faulty(fault, rows, columns, window, month)
        yield file_name(agency, window, month), [",".join(columns), *rows]


def faults_of_month(agency: SampleAgency, window: Window, month: int) -> list[SampleFault]:
    return [fault for fault in agency.faults if window.months - 1 - fault.months_ago == month]


def _lines(agency: SampleAgency, events: Array, columns: list[str], window: Window) -> list[str]:
    """Each event as a line of CSV; no value holds a comma or a quote."""
    first, end = window.starts[0], window.starts[-1]
    dates = np.datetime_as_string(np.arange(first, end).astype("datetime64[D]")).astype(object)
    values = {
        "agency_id": repeat(agency.code, len(events)),
        "client_id": _client_ids(agency, events["client"]),
        "person_key": _person_keys(events["person"]),
        "event_date": dates[events["day"] - first],
        "record_id": map(str, range(1, len(events) + 1)),
    }
    for column, (name, words) in WORDS.items():
        values[column] = np.array(words, object)[events[name]]
    return list(map(",".join, zip(*(values[column] for column in columns), strict=True)))


def _client_ids(agency: SampleAgency, clients: Array) -> Array:
    """Numbers handed out in the order of first appearance, with the agency's leading zeros."""
    _, first, which = np.unique(clients, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    begin = 1000 * agency.number % 9000 + 1
    ids = [f"{begin + number:0{agency.id_width}d}" for number in order.tolist()]
    return np.array(ids, object)[which]


def _person_keys(persons: Array) -> Array:
    """A key of its own for each person: the factor has no divisor in common with 10^9."""
    different, which = np.unique(persons, return_inverse=True)
    keys = [f"P{p * 387_420_489 % 10**9:09d}" if p >= 0 else "" for p in different.tolist()]
    return np.array(keys, object)[which]


def _faulty(
    fault: SampleFault, rows: list[str], columns: list[str], window: Window, month: int
) -> list[str]:
    """Lines to add; the agency's true rows all stay, so no figure moves."""
    made = [dict(zip(columns, row.split(","), strict=True)) for row in rows[: fault.count]]
    for number, row in enumerate(made, start=1):
        if fault.kind == "totals_row":
            row |= dict.fromkeys(columns, "") | {"agency_id": "Total", "client_id": str(len(rows))}
        elif fault.kind == "blank_client":
            row |= {"client_id": "", "record_id": f"9999{number}"}
        elif fault.kind == "impossible_date":
            impossible = f"{window.name(month)}-{window.days_in(month) + 1}"
            row |= {"event_date": impossible, "record_id": f"9999{number}"}
    return [",".join(row.values()) for row in made]
