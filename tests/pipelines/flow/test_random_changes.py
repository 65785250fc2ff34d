"""After any sequence of files, versions made active, clients forgotten and spans changed, every
published cell equals the plain-Python recomputation of what is left."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pipelines import settings
from pipelines.boards import connections as board_connections
from pipelines.boards import export
from pipelines.boards import files as board_files
from pipelines.boards.publish import publish_board
from pipelines.flow import changes, ingest
from pipelines.register.agencies import Register
from pipelines.warehouse.connection import open_for_writing
from tests.conftest import HEADER
from tests.pipelines.measures.comparison import compare, read_export
from tests.pipelines.measures.given import MEASURES, default_rules
from tests.pipelines.measures.recompute import (
    Agency,
    Event,
    Sent,
    last_day,
    months_between,
    recompute,
)

TODAY = date(2027, 1, 10)
MONTHS = months_between(date(2026, 3, 1), date(2026, 12, 1))
AGENCIES = ("A01", "B02", "C03")
KINDS = (
    *[("first_contact", "")] * 4,
    *[("assessment", "")] * 4,
    *[("outpatient_service", "")] * 4,
    ("request_closed", ""),
    ("detox_admission", ""),
    *[("detox_discharge", "completed")] * 3,
)
OFFICES = {
    "as shipped": {},
    "other days": {"detox": {"window_days": 45}, "requests": {"longest_days": 30}},
}


def office_of(name):
    shipped = settings.load_settings(settings.DEFAULTS)
    parts = {
        part: replace(getattr(shipped, part), **values) for part, values in OFFICES[name].items()
    }
    rules = replace(
        default_rules(), **{k: v for values in OFFICES[name].values() for k, v in values.items()}
    )
    return replace(shipped, **parts), rules


@dataclass
class Model:
    """What a person would keep by hand: the versions of each month, and which one is active."""

    versions: dict = field(default_factory=dict)  # (agency, month) → the events of each version
    active: dict = field(default_factory=dict)  # (agency, month) → place in versions
    ends: dict = field(default_factory=dict)  # agency → its last active month

    def given(self):
        places = sorted(self.active)
        events = [event for at in places for event in sorted(set(self.rows(at)), key=repr)]
        codes = sorted({agency for agency, _ in places})
        sent = [
            Sent(agency, month, True, not self.rows((agency, month))) for agency, month in places
        ]
        return events, sent, [Agency(code, None, self.ends.get(code)) for code in codes]

    def rows(self, at):
        return self.versions[at][self.active[at]] if at in self.active else []


def random_events(random, agency, month):
    events = set()
    for _ in range(random.randint(6, 14)):
        kind, reason = random.choice(KINDS)
        day = month + timedelta(days=random.randrange((last_day(month) - month).days + 1))
        client = f"{random.randint(1, 5):03}"
        # a client keeps its key, some of the keys are shared between agencies
        key = f"P{client[-1]}{'x' if agency == 'C03' else 'y'}7Q" if client < "004" else ""
        events.add(
            Event(
                agency, client, kind, day, person_key=key or None, discharge_reason=reason or None
            )
        )
    return sorted(events, key=repr)


def line(event):
    parts = (
        *(event.agency_id, event.client_id, event.event_type, event.event_date.isoformat()),
        *(event.discharge_reason or "", event.person_key or ""),
    )
    return ",".join(parts)


def send(data, office, model, random):
    """A month sent for the first time or again, with other rows, or with nothing to report."""
    at = agency, month = random.choice(AGENCIES), random.choice(MONTHS)
    if random.random() < 0.1 and not model.rows(at):
        ingest.report_nothing(
            data, office, who="a test", today=TODAY, agency=agency, months=[month]
        )
        model.versions.setdefault(at, []).append([])
    else:
        events = random_events(random, agency, month)
        text = "\n".join([HEADER, *map(line, events)]) + "\n"
        done = ingest.ingest_files(
            data,
            [ingest.Source("a.csv", text.encode())],
            office,
            who="a test",
            today=TODAY,
            months=[month],
            accept_loss=True,
        )
        (file,) = done.files
        assert file.outcome.startswith("accept"), file.outcome
        assert file.rows_accepted == len(events)
        model.versions.setdefault(at, []).append(events)
    model.active[at] = len(model.versions[at]) - 1


def activate(data, office, model, random):
    several = [at for at, versions in model.versions.items() if len(versions) > 1]
    if not several:
        return
    at = random.choice(sorted(several))
    place = random.randrange(len(model.versions[at]))
    if place == model.active[at]:
        return
    con = board_connections.connect_board(data, board_files.current_version(data))
    ((submission,),) = con.execute(
        "select submission_id from submission where agency_id = ? and month = ? and version = ?",
        [*at, place + 1],
    ).fetchall()
    changes.activate_submission(data, office, submission, who="a test", agency=at[0])
    model.active[at] = place


def forget(data, office, model, random):
    agencies = sorted({agency for agency, _ in model.active})
    if not agencies:
        return
    agency, client = random.choice(agencies), f"{random.randint(1, 5):03}"
    changes.forget_client(data, office, agency, client, who="a test")
    for (owner, _), versions in model.versions.items():
        if owner == agency:
            for place, events in enumerate(versions):
                versions[place] = [e for e in events if e.client_id != client]


def end_agency(data, office, model, random):
    agencies = sorted({agency for agency, _ in model.active})
    if not agencies:
        return
    agency, end = random.choice(agencies), random.choice((None, *MONTHS[4:]))
    changes.set_active_months(data, office, agency, None, end, who="a test")
    model.ends[agency] = end


STEPS = (send, send, send, send, activate, forget, end_agency)


@pytest.mark.slow
@pytest.mark.parametrize(("office", "seed"), [*zip(OFFICES, (1, 2), strict=True)])
def test_figures_follow_every_change(tmp_path, office, seed):
    assert check_sequence(tmp_path, office, seed, steps=10) > 1000


def check_sequence(folder: Path, office_name, seed, steps):
    """Cells compared after a random sequence of so many steps."""
    office, rules = office_of(office_name)
    data, model, random = folder / "store", Model(), Random(seed)
    for _ in range(4):
        send(data, office, model, random)
    for _ in range(steps - 4):
        random.choice(STEPS)(data, office, model, random)
    assert sorted(agency.agency_id for agency in Register(data).agencies()) == sorted(
        {agency for agency, _ in model.active}
    )
    with open_for_writing(data, "a test") as con:
        publish_board(con, data, office, datetime.now(UTC), force=True)
    export.export_tables(data, folder / "out")
    compared = compare(recompute(*model.given(), rules, MEASURES), read_export(folder / "out"))
    assert compared.differences == [], str(compared)
    return compared.cells
