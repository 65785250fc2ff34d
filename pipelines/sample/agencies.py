"""The agencies of the sample: twelve with a part of their own, then drawn ones. All made up."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.sample import assumptions, scenarios
from pipelines.sample.random_draws import draw_between, draw_chance, random_stream
from pipelines.sample.scenarios import Scenario
from pipelines.sample.window import Window

NEIGHBOURS = 6  # agencies that share persons, simulated together
CAST_STREAM = 0
TREES = (
    *("Alder", "Birch", "Cypress", "Dogwood", "Elm", "Fern"),
    *("Gumbo", "Hickory", "Ironwood", "Juniper", "Kapok", "Laurel"),
    *("Magnolia", "Nutmeg", "Oak", "Palmetto", "Quince", "Redbud"),
    *("Sycamore", "Tupelo", "Umbrella", "Viburnum", "Willow", "Yaupon"),
)
PLACES = (
    *("Creek", "Hill", "Bay", "Grove", "Springs", "Point", "Lake", "Field"),
    *("Ridge", "Harbor", "Landing", "Crossing", "Bend", "Meadow", "Island", "Park"),
)
ENTITIES = ("Heron", "Osprey", "Pelican", "Ibis", "Egret", "Kestrel", "Limpkin")
REGIONS = ("North", "Central", "South")
GIVEN = ("Sam", "Alex", "Jo", "Robin", "Casey", "Lee", "Dana", "Chris", "Pat", "Morgan", "Kim")
FAMILY = ("Rivera", "Brooks", "Nguyen", "Hayes", "Ortiz", "Miller", "Okafor", "Stone", "Marsh")


@dataclass(frozen=True)
class SampleFault:
    """A known fault of one file: rows that intake holds, or exact repeats that it drops."""

    kind: str  # totals_row, blank_client, impossible_date, exact_repeat
    months_ago: int
    count: int = 1


@dataclass(frozen=True)
class SampleAgency:
    """`waits` scale the field's days to assessment and to service; months count back."""

    number: int
    contacts: int
    waits: tuple[float, float]
    stays: int = 0
    enters: float = 0.0
    stories: tuple[Scenario, ...] = ()
    faults: tuple[SampleFault, ...] = ()
    sends_person_key: bool = True
    joined_ago: int | None = None
    missing_ago: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        return f"A{self.number:02d}"

    @property
    def name(self) -> str:
        tree = TREES[(self.number - 1) % len(TREES)]
        again, place_index = divmod((self.number - 1) // len(TREES), len(PLACES) + 1)
        words = [
            tree,
            PLACES[place_index - 1] if place_index else "",
            str(again + 1) if again else "",
        ]
        return " ".join(word for word in words if word)

    @property
    def id_width(self) -> int:
        return 6 + self.number % 3

    @property
    def entity(self) -> str:
        return f"{ENTITIES[(self.number - 1) // 3 % len(ENTITIES)]} Managing Entity"

    @property
    def region(self) -> str:
        return REGIONS[(self.number - 1) % len(REGIONS)]

    @property
    def contact(self) -> str:
        given_name, family_name = GIVEN[self.number % len(GIVEN)], FAMILY[self.number % len(FAMILY)]
        return f"{given_name} {family_name}"

    def first_month(self, window: Window) -> int:
        """The first month that the agency reports at all."""
        joined = 0 if self.joined_ago is None else window.months - 1 - self.joined_ago
        return max(joined, 0)

    def written_months(self, window: Window) -> list[int]:
        missing = {window.months - 1 - ago for ago in self.missing_ago}
        return [m for m in range(self.first_month(window), window.months) if m not in missing]


def named_agencies(window: Window) -> tuple[SampleAgency, ...]:
    """The twelve agencies of the sample, each with a part of its own."""
    return (
        SampleAgency(
            *(1, 140, (1.45, 1.05), 46, 0.30),
            stories=(scenarios.walk_in_hours(18), scenarios.appointment_at_discharge(10)),
            faults=(SampleFault("exact_repeat", 1, 3),),
        ),
        SampleAgency(
            *(2, 72, (1.0, 1.0), 22, 0.36),
            stories=(scenarios.new_record_system(window),),
            faults=(SampleFault("totals_row", 0),),
        ),
        SampleAgency(
            *(3, 44, (1.05, 1.15), 18, 0.36),
            stories=(scenarios.backlog_cleared(9),),
            faults=(SampleFault("impossible_date", 4),),
        ),
        SampleAgency(
            *(4, 44, (1.35, 1.1), 14, 0.34),
            stories=(scenarios.faded_gain(22), scenarios.sooner_services(5)),
            faults=(SampleFault("blank_client", 7, 2),),
        ),
        SampleAgency(
            *(5, 55, (1.15, 1.2), 22, 0.38),
            stories=(scenarios.quiet_gain(),),
            sends_person_key=False,
        ),
        SampleAgency(6, 20, (1.0, 1.15), missing_ago=(0, 1)),
        SampleAgency(7, 36, (1.2, 0.55)),
        SampleAgency(8, 120, (0.85, 0.8), 40, 0.33, stories=(scenarios.slow_loss(),)),
        SampleAgency(9, 60, (1.4, 0.7), 30, 0.32, missing_ago=(0, 17)),
        SampleAgency(10, 46, (1.05, 1.2), joined_ago=9),
        SampleAgency(11, 62, (0.55, 0.8), 30, 0.22),
        SampleAgency(12, 175, (0.9, 1.25), 60, 0.33),
    )


def drawn_agency(number: int, seed: int) -> SampleAgency:
    """Any further agency, from its own stream: the same whatever agencies come before it."""
    rng = random_stream(seed, number, CAST_STREAM)
    contacts = int(draw_between(rng, 1, *assumptions.CONTACTS_A_MONTH, lean=1.5)[0])
    waits = (0.7 + 0.7 * rng.random(), 0.7 + 0.6 * rng.random())
    has_detox, sends_key, improves = draw_chance(rng, 3, np.array([0.8, 0.95, 0.25]))
    gain = scenarios.some_gain(int(draw_between(rng, 1, 4, 30)[0]), 0.5 + 0.3 * rng.random())
    low, high = assumptions.ENTERS
    enters = low + (high - low) * (rng.random() + rng.random()) / 2
    return SampleAgency(
        *(number, contacts, waits, round(0.3 * contacts * has_detox), enters),
        stories=(gain,) if improves else (),
        sends_person_key=bool(sends_key),
    )


def neighbourhoods(count: int, window: Window, seed: int) -> Iterator[list[SampleAgency]]:
    """The agencies by sixes, in order."""
    first_ones = named_agencies(window)
    for first in range(1, count + 1, NEIGHBOURS):
        numbers = range(first, min(first + NEIGHBOURS, count + 1))
        yield [
            first_ones[n - 1] if n <= len(first_ones) else drawn_agency(n, seed) for n in numbers
        ]
