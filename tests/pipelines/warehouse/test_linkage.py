"""Clients whom an agency's months before do not know: counted, judged, agreed to, explained."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest

from pipelines import settings
from pipelines.flow import ingest
from pipelines.intake.check_files import Source
from pipelines.months import shift_month
from pipelines.warehouse.linkage import MonthLinkage

TODAY = date(2026, 11, 22)
INTAKE = settings.load_settings().intake
HEADER = "agency_id,client_id,event_type,event_date,discharge_reason"
Row = tuple[str, str, date]  # client, event, day


def history(seed: int, months: int, contacts: int, first: date = date(2026, 1, 1)) -> list[Row]:
    """Rows of a made-up agency: each contact leads to an assessment and a service, weeks later."""
    draw = random.Random(seed)
    rows = []
    for month in range(months):
        for number in range(contacts):
            client = f"{100_000 + month * 1000 + number * 7:06d}"
            day = shift_month(first, month).toordinal() + draw.randrange(28)
            for event in ("first_contact", "assessment", "outpatient_service"):
                rows.append((client, event, date.fromordinal(day)))
                day += draw.randrange(2, 40)
    last = shift_month(first, months)
    return [row for row in rows if row[2] < last]


def files(rows: Iterable[Row], agency: str = "A01", write: Callable = str) -> dict[date, Source]:
    """One extract a month; `write` makes the client's id of a raw one."""
    lines = defaultdict(lambda: [HEADER])
    for client, event, day in rows:
        lines[day.replace(day=1)].append(f"{agency},{write(client)},{event},{day},")
    return {
        month: Source(f"{agency}_{month:%Y-%m}.csv", "\n".join(text).encode())
        for month, text in sorted(lines.items())
    }


@pytest.fixture
def ingested(tmp_path):
    """Ingests sources into this test's store."""

    def run(*sources: Source, **options: object) -> ingest.IngestResult:
        rules = settings.load_settings()
        options = {"who": "a test", "today": TODAY, **options}
        return ingest.ingest_files(tmp_path / "store", sources, rules, **options)

    return run


def changed_in_october(write: Callable) -> tuple[list[Source], Source]:
    """Eight months as they were, and October with ids written by `write`."""
    rows = history(1, 9, 60, date(2026, 2, 1))
    before = files(row for row in rows if row[2] < date(2026, 10, 1))
    (october,) = files((row for row in rows if row[2] >= date(2026, 10, 1)), write=write).values()
    return list(before.values()), october


def codes(done: ingest.IngestResult) -> set[str]:
    return {finding.code for file in done.files for finding in file.findings}


def test_the_same_ids_need_no_yes(ingested):
    before, october = changed_in_october(str)
    assert not {"clients_unknown", "clients_unknown_refused"} & codes(ingested(*before))
    done = ingested(october)
    assert {fate for fate, _ in done.delivered.fates.values()} == {"stored"}
    assert not {"clients_unknown", "clients_unknown_refused"} & codes(done)


@pytest.mark.parametrize(
    ("write", "guess"),
    [
        (lambda c: f"{int(c) - 90_000:06d}"[1:], "new record system"),
        (lambda c: f"0000{c}", "without their leading zeros"),
        (lambda c: f"X-{c}", "without the letters at one end"),
        (lambda c: f"A01-{c}", "without"),
        (lambda c: f"{c}-1", "without the part"),
        (lambda c: f"{c[:3]}-{c[3:]}", "without the marks"),
        (lambda c: f"{c}07", "without the character or two at one end"),
        (lambda c: f"2026-{c}", "without the year in front"),
        (lambda c: f"{int(c) * 7919 % 10**9:09d}", "new record system"),
    ],
)
def test_changed_ids_wait_for_a_yes_and_the_cause_is_guessed(ingested, write, guess):
    before, october = changed_in_october(write)
    ingested(*before)
    refused = ingested(october)
    assert {fate for fate, _ in refused.delivered.fates.values()} == {"refused"}
    assert refused.files[0].outcome == "reject"
    (finding,) = (f for f in refused.files[0].findings if f.code == "clients_unknown_refused")
    assert guess in finding.message
    assert dict(finding.costs)["contact_to_assessment"] > 10
    agreed = ingested(october, accept_new_ids=True)
    assert {fate for fate, _ in agreed.delivered.fates.values()} == {"stored"}
    assert agreed.files[0].outcome == "accept_with_warnings"
    assert "clients_unknown" in codes(agreed)


def test_zeros_that_a_spreadsheet_took_off_are_named(ingested):
    rows = [(f"00{client[2:]}", event, day) for client, event, day in history(1, 9, 60)]
    before = files(row for row in rows if row[2] < date(2026, 9, 1))
    (later,) = files(
        (row for row in rows if row[2] >= date(2026, 9, 1)), write=lambda c: c.lstrip("0")
    ).values()
    ingested(*before.values())
    (finding,) = (f for f in ingested(later).files[0].findings if "refused" in f.code)
    assert "with leading zeros in front" in finding.message


def test_half_of_the_clients_with_new_ids_are_seen(ingested):
    before, october = changed_in_october(lambda c: c if int(c) % 2 else f"N{c}")
    ingested(*before)
    assert "clients_unknown_refused" in codes(ingested(october))


def test_no_message_holds_an_id(ingested):
    before, october = changed_in_october(lambda c: f"X-{c}")
    ingested(*before)
    (file,) = ingested(october).files
    ids = {f"{100_000 + month * 1000 + number * 7}" for month in range(9) for number in range(60)}
    said = " ".join(f"{finding.message} {finding.fix}" for finding in file.findings)
    assert not [client for client in ids if client in said]


def test_a_change_within_one_backfill_is_seen_at_its_month(ingested):
    before, october = changed_in_october(lambda c: f"X-{c}")
    done = ingested(*before, october, accept_new_ids=True)
    assert set(done.delivered.unknown) == {("A01", date(2026, 10, 1))}


def test_the_first_month_is_held_against_the_version_that_it_replaces(ingested):
    rows = history(3, 1, 40)
    (first,) = files(rows).values()
    (again,) = files(rows, write=lambda c: f"X{c}").values()
    ingested(first)
    refused = ingested(again)
    assert "clients_unknown_refused" in codes(refused)
    assert "of the 40 clients stored for this month, 0 are in the file" in (
        next(f for f in refused.files[0].findings if f.code == "clients_unknown_refused").message
    )


def test_a_correction_back_to_the_old_ids_needs_no_yes(ingested):
    before, october = changed_in_october(lambda c: f"X-{c}")
    _, right = changed_in_october(str)
    ingested(*before)
    ingested(october, accept_new_ids=True)
    assert not {"clients_unknown", "clients_unknown_refused"} & codes(ingested(right))


def test_another_agency_is_not_refused_with_it(ingested):
    before, october = changed_in_october(lambda c: f"X-{c}")
    ingested(*before)
    other = next(iter(files(history(4, 1, 20), agency="B02").values()))
    done = ingested(october, other)
    assert [file.outcome for file in done.files] == ["reject", "accept"]


@pytest.mark.parametrize("seed", range(6))
def test_the_counts_are_those_of_a_recomputation(monkeypatch, ingested, seed):
    """Every month of a random history of three agencies, counted again client by client."""
    draw = random.Random(seed)
    rows = {
        agency: [
            (client if draw.random() < 0.8 else f"Z{client}", event, day)
            for client, event, day in history(seed, draw.randrange(3, 8), draw.randrange(5, 30))
            if draw.random() < 0.7
        ]
        for agency in ("A01", "B02", "C03")
    }
    seen: list[MonthLinkage] = []
    falls_far = MonthLinkage.falls_far
    monkeypatch.setattr(
        MonthLinkage, "falls_far", lambda self, intake: seen.append(self) or falls_far(self, intake)
    )
    ingested(*[f for agency, own in rows.items() for f in files(own, agency).values()])
    expected = [counts for agency, own in sorted(rows.items()) for counts in recounted(agency, own)]
    assert [
        (x.agency_id, x.linking, x.linked, x.clients, x.known, x.linking_before, x.linked_before,
         x.clients_before, x.known_before, x.has_before)
        for x in seen
    ] == expected  # fmt: skip


def recounted(agency: str, rows: list[Row]) -> list[tuple]:
    """Month by month what `MonthLinkage` holds, from the rows alone."""
    by_month = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for client, event, day in rows:
        by_month[day.replace(day=1)][client][event].append(day)
    monthly, known = [], set()
    for _, clients in sorted(by_month.items()):
        linking = set()
        for client, events in clients.items():
            contact, assessed, served = (
                min(events.get(event, [date.max]))
                for event in ("first_contact", "assessment", "outpatient_service")
            )
            if assessed < contact or served < assessed:
                linking.add(client)
        again = len(clients.keys() & known)
        monthly.append((len(linking), len(linking & known), len(clients), again))
        known |= clients.keys()
    sums = [
        [sum(month[part] for month in monthly[max(at - 12, 1) : at]) for part in range(4)]
        for at in range(len(monthly))
    ]
    return [(agency, *monthly[at], *sums[at], at > 0) for at in range(len(monthly))]


def test_the_exact_test_alone_decides():
    usual = MonthLinkage(1, "A01", 40, 38, 100, 40, 400, 380, 1000, 400, True)
    assert not usual.falls_far(INTAKE)
    assert replace(usual, linked=15).falls_far(INTAKE)
    assert replace(usual, known=4).falls_far(INTAKE)
    assert not replace(usual, linked=30).falls_far(INTAKE)
    assert not replace(usual, linking=2, linked=0).falls_far(INTAKE)  # chance explains two
    assert not replace(usual, linked=0, has_before=False).falls_far(INTAKE)
    second = MonthLinkage(1, "A01", 40, 0, 100, 0, 0, 0, 0, 0, True)
    assert second.falls_far(INTAKE)
    assert not replace(second, linked=8).falls_far(INTAKE)


def test_nothing_is_looked_up_where_nothing_is_stored(ingested, monkeypatch):
    """Unchanged files are not judged: their months stand as they are."""
    before, october = changed_in_october(lambda c: f"X-{c}")
    ingested(*before)
    ingested(october, accept_new_ids=True)
    again = ingested(october)
    assert {fate for fate, _ in again.delivered.fates.values()} == {"unchanged"}
    assert not again.delivered.unknown
