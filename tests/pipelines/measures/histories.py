"""Random histories crowded around the thresholds: few clients, few keys, dates 60 and 61 apart."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tests.pipelines.measures.given import MEASURES, default_rules
from tests.pipelines.measures.recompute import (
    Agency,
    Event,
    Measure,
    Rules,
    Sent,
    first_day,
    months_between,
)

MONTHS = months_between(date(2027, 8, 1), date(2028, 5, 1))  # over a year's end and a 29 February
ALWAYS = (0, 0, 0, 1, 1, 2, 7, 8, 14, 15, 30, 31)
STATES_OF_A_MONTH = ("complete",) * 24 + ("missing",) * 2 + ("unfinished", "nothing to report")

CARE = (
    *[("first_contact", None)] * 3,
    *[("assessment", None)] * 3,
    *[("outpatient_service", code) for code in (None, "14", "13", "02")],
    ("request_closed", None),
)
STAYS = (
    *[("detox_discharge", "completed")] * 3,
    *[("detox_discharge", reason) for reason in ("completed_transfer", "dropped_out", None)],
    *[("detox_admission", None)] * 2,
    *[("outpatient_service", code) for code in (None, "14", "99")],
)


@dataclass(frozen=True)
class World:
    """What one computation is given: the histories of some agencies, under one set of rules."""

    rules: Rules
    measures: tuple[Measure, ...]
    events: list[Event] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)

    @property
    def given(self) -> tuple:
        return self.events, self.sent, self.agencies, self.rules, self.measures


def settings_of(number: int) -> World:
    """Four offices: the default rules, and three that set everything otherwise."""
    default = default_rules()
    shipped = tuple(replace(m, standard_days=7 * m.warming_up_months or None) for m in MEASURES)
    quick = tuple(replace(m, warming_up_months=m.warming_up_months // 2) for m in MEASURES)
    return (
        World(default, MEASURES),
        World(replace(default, clients_per_key=1, pooled_share=0.25), shipped),
        World(Rules(30, 90, 60, 30, 7, 0, 2, 0.0, frozenset({"02"})), quick),
        World(Rules(61, 60, 181, 60, 45, 2, 1, 0.5, frozenset({"13", "14", "99"})), shipped),
    )[number]


def steps(rules: Rules) -> tuple[int, ...]:
    """Days from one event to another: each limit and the day after it."""
    limits = {
        *(rules.restart_after_contact_days, rules.restart_after_care_days, rules.longest_days),
        *(rules.cohort_seen_days, rules.window_days, rules.stay_goes_on_days),
    }
    return (*ALWAYS, *(limit + more for limit in sorted(limits) for more in (0, 1)))


def add_history(world: World, random: Random, name: str) -> None:
    """Two to four agencies that share persons with each other and with no other history."""
    agency_ids = [f"{name}{letter}" for letter in "ABCD"[: random.randint(2, 4)]]
    open_months = {agency_id: add_agency(world, random, agency_id) for agency_id in agency_ids}
    kinds = random.choice((CARE, STAYS, CARE + STAYS))
    days = random.choice((ALWAYS, steps(world.rules), steps(world.rules)))
    keys = [f"{name}K1", *random.choice(((None,), (f"{name}K1",), (f"{name}K2", f"{name}K10")))]
    begins = random.choice((*MONTHS[:3], *MONTHS[:3], *MONTHS))
    begin = begins + timedelta(days=random.choice((0, 1, 16, 17, 27)))
    for _ in range(random.choice((1, 3, 6))):
        agency_id, client_id = random.choice(agency_ids), random.choice("xyz")
        own_keys = (*[random.choice(keys)] * 5, None, random.choice(keys))
        dates = [begin]
        for _ in range(random.choice((2, 4, 8))):
            on = random.choice(dates) + timedelta(days=random.choice(days))
            kind, detail = random.choice(kinds)
            if first_day(on) in open_months[agency_id]:
                dates.append(on)
                world.events.append(
                    Event(
                        agency_id,
                        client_id,
                        kind,
                        on,
                        person_key=random.choice(own_keys),
                        service_code=detail if kind == "outpatient_service" else None,
                        discharge_reason=detail if kind == "detox_discharge" else None,
                    )
                )


def draw_pauses(random: Random) -> tuple[tuple[date, date], ...]:
    """One or two stretches of months, with an active month between them."""
    marks = sorted(random.sample(range(1, len(MONTHS)), 4))
    pauses = [(MONTHS[marks[0]], MONTHS[marks[1] - 1]), (MONTHS[marks[2]], MONTHS[marks[3]])]
    return tuple(pauses[random.choice((0, 0, 1)) :])


def add_agency(world: World, random: Random, agency_id: str) -> set[date]:
    """Returns the months that may hold events: sent, and not with nothing to report."""
    begun = random.choice((None, None, *MONTHS[:4]))
    end = random.choice((None, None, None, *MONTHS[4:]))
    corrections = frozenset(random.sample(MONTHS, random.choice((0, 0, 3))))
    pauses = random.choice(((), (), (), draw_pauses(random)))
    world.agencies.append(Agency(agency_id, begun, end, corrections, pauses))
    if random.randint(1, 12) == 1:
        return set()
    first = random.choice((0, 0, 0, 1, 4))
    last = random.choice((len(MONTHS), len(MONTHS), len(MONTHS) - 1, 6))
    open_months = set()
    for month in MONTHS[first:last]:
        state = random.choice(STATES_OF_A_MONTH)
        is_closed = any(start <= month <= stop for start, stop in pauses)
        is_closed = is_closed or (end is not None and month > end)
        if state != "missing" and (not is_closed or random.randint(1, 4) == 1):
            nothing = state == "nothing to report"
            world.sent.append(Sent(agency_id, month, state != "unfinished", nothing))
            if not nothing:
                open_months.add(month)
    return open_months
