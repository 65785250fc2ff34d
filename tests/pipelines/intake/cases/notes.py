"""What is reported of the data as a whole and never changes an outcome."""

from collections.abc import Iterator
from datetime import date

from tests.pipelines.intake.cases.build import HEADER, Case, accept, every, good, text, with_column

Row = tuple[str, str, str]  # client, event, day of September


def of(*rows: Row) -> str:
    return text(
        [
            ["A01", client, event, f"2026-09-{day}", "1" if event == "detox_discharge" else "", ""]
            for client, event, day in rows
        ]
    )


def notes() -> Iterator[Case]:
    contact, assessed, served = "first_contact", "assessment", "outpatient_service"
    early = of(("100001", contact, "05"), ("100001", assessed, "03"))
    yield accept("assessed before the contact", early, 2, notes={"assessment_before_contact": 3})
    served_first = of(("100001", assessed, "05"), ("100001", served, "03"))
    found = {"service_before_assessment": 3}
    yield accept("served before the assessment", served_first, 2, notes=found)
    same = [(f"1000{at:02d}", event, "07") for at in range(10, 21) for event in (contact, assessed)]
    yield accept(
        "all assessed on the day of the contact", of(*same), 22, notes={"same_day_contact": 3}
    )
    lone = of(*[(f"1000{at}", assessed, "07") for at in range(10, 20)])
    yield accept("no first contact at all", lone, 10, notes={"no_contact_on_record": 2})
    stay = of(("100001", "detox_admission", "05"), ("100002", "detox_admission", "05"),
              ("100001", "detox_discharge", "09"))  # fmt: skip
    yield accept("an open stay", stay, 3, notes={"detox_stays_open": 3})
    first = text(every("event_date", ["2026-09-01"] * 20))
    yield accept("half of the dates on the first", first, notes={"dates_on_the_first": 2})
    shared = with_column("person_key", ["P0001234", "P0001234"])
    yield accept("a key of two clients", shared, notes={"key_shared": 2})
    rows = good()
    rows[1][1] = rows[0][1]
    keys = ["P0001234", "P0005678"]
    doubled = text(
        [[*row, key] for row, key in zip(rows[:2], keys, strict=True)], [*HEADER, "person_key"]
    )
    yield accept("a client with two keys", doubled, 2, notes={"two_keys": 2})
    nine = text(every("client_id", [f"{123456700 + at}" for at in range(40)]))
    yield accept("ids of nine digits", nine, notes={"id_nine_digits": 2})
    running = (date(2026, 9, 1), date(2026, 10, 1))
    yield accept(
        "an unfinished month", text(good()), months=running, notes={"month_unfinished": None}
    )
