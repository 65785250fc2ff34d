"""What the measures are given in a test: the default rules, and a connection's input tables."""

from collections.abc import Iterable
from itertools import groupby

import duckdb
import pyarrow

from pipelines import settings
from pipelines.measures.registry import load_measures
from tests.pipelines.measures.recompute import COLUMNS, Agency, Event, Measure, Row, Rules, Sent

REGISTERED = {measure.key: measure for measure in load_measures()}
MEASURES = tuple(Measure(m.key, m.warming_up_months) for m in REGISTERED.values())

INPUT_TABLES = """
create or replace table event (
    agency_id varchar, client bigint, person_key bigint, person_key_rank integer,
    event_type varchar, event_date date, discharge_reason varchar, closure_reason varchar,
    service_code varchar, discharge_to varchar, site_id varchar, level_of_care varchar,
    referral_source varchar, program varchar);
create or replace table sent (
    agency_id varchar, month date, complete boolean, nothing_to_report boolean);
create or replace table agency (agency_id varchar, active_from date, active_to date);
create or replace table agency_pause (agency_id varchar, first_month date, last_month date);
create or replace table key_correction (agency_id varchar, month date);
create or replace table rule (
    restart_after_contact_days integer, restart_after_care_days integer, longest_days integer,
    cohort_seen_days integer, window_days integer, stay_goes_on_days integer,
    clients_per_key integer, pooled_share double);
create or replace table treatment_code (service_code varchar);
create or replace table measure (
    measure varchar, kind varchar, counts_too_long boolean, counts_no_contact boolean,
    counts_served_before boolean, warming_up_months integer, standard_days integer);
"""


def default_rules() -> Rules:
    """The rules as the project ships them, whatever the office of this machine has changed."""
    shipped = settings.load_settings(settings.DEFAULTS)
    return Rules(
        restart_after_contact_days=shipped.requests.restart_after_contact_days,
        restart_after_care_days=shipped.requests.restart_after_care_days,
        longest_days=shipped.requests.longest_days,
        cohort_seen_days=shipped.requests.cohort_seen_days,
        window_days=shipped.detox.window_days,
        stay_goes_on_days=shipped.detox.stay_goes_on_days,
        clients_per_key=shipped.persons.clients_per_key,
        pooled_share=shipped.months.pooled_share,
        treatment_codes=frozenset(shipped.treatment.service_codes),
    )


def put(
    con: duckdb.DuckDBPyConnection,
    events: Iterable[Event],
    sent: Iterable[Sent],
    agencies: Iterable[Agency],
    rules: Rules,
    measures: Iterable[Measure],
) -> None:
    """Replaces the input tables; ids and keys become integers in an order that means nothing."""
    events = list(events)
    client = numbered(event.client for event in events)
    key = numbered(event.person_key for event in events if event.person_key is not None)
    rank = key_ranks(events)
    con.execute(INPUT_TABLES)
    fill(
        con,
        "event",
        [
            (
                *(e.agency_id, client[e.client], key.get(e.person_key), rank.get(e)),
                *(e.event_type, e.event_date, e.discharge_reason, None, e.service_code),
                *(None, e.site_id, e.level_of_care, e.referral_source, None),
            )
            for e in events
        ],
    )
    fill(con, "sent", [(s.agency_id, s.month, s.complete, s.nothing_to_report) for s in sent])
    agencies = list(agencies)
    corrections = [(a.agency_id, month) for a in agencies for month in sorted(a.key_corrections)]
    fill(con, "key_correction", corrections)
    fill(con, "agency", [(a.agency_id, a.active_from, a.active_to) for a in agencies])
    fill(con, "agency_pause", [(a.agency_id, *pause) for a in agencies for pause in a.pauses])
    fill(
        con,
        "rule",
        [
            (
                *(rules.restart_after_contact_days, rules.restart_after_care_days),
                *(rules.longest_days, rules.cohort_seen_days, rules.window_days),
                *(rules.stay_goes_on_days, rules.clients_per_key, rules.pooled_share),
            )
        ],
    )
    fill(con, "treatment_code", [(code,) for code in sorted(rules.treatment_codes)])
    fill(
        con,
        "measure",
        [
            (
                *(m.measure, own.kind, own.counts_too_long, own.counts_no_contact),
                *(own.counts_served_before, m.warming_up_months, m.standard_days),
            )
            for m, own in ((m, REGISTERED[m.measure]) for m in measures)
        ],
    )


def published_tables(con: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    tables = {}
    for table in COLUMNS:
        found = con.execute(f"select * from {table}")
        names = [column[0] for column in found.description]
        tables[table] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return tables


def numbered(things: Iterable) -> dict:
    """Surrogates run against the order of the raw values, so that no rule can lean on them."""
    return {thing: place for place, thing in enumerate(sorted(set(things), reverse=True), 1)}


def key_ranks(events: list[Event]) -> dict[Event, int]:
    """The order of the raw keys among one client's events of one date: the greater, the higher."""

    def client_and_date(event: Event) -> tuple:
        return event.client, event.event_date

    keyed = [event for event in events if event.person_key is not None]
    ranks = {}
    for _, group in groupby(sorted(keyed, key=client_and_date), key=client_and_date):
        group = list(group)
        order = sorted({event.person_key for event in group})
        ranks.update({event: order.index(event.person_key) + 1 for event in group})
    return ranks


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    if rows:
        columns = zip(*rows, strict=True)
        given_rows = pyarrow.table(
            [list(c) for c in columns], [f"c{i}" for i in range(len(rows[0]))]
        )
        con.register("given_rows", given_rows)
        con.execute(f"insert into {table} select * from given_rows")
        con.unregister("given_rows")
