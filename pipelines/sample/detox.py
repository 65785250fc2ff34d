"""Detox stays of one agency and who of them goes on to outpatient care, there or at a neighbour.

Says on which days; the agency that receives a person makes the outpatient events.
"""

from dataclasses import astuple, dataclass

import numpy as np

from pipelines.sample import assumptions
from pipelines.sample import events as ev
from pipelines.sample.agencies import SampleAgency
from pipelines.sample.random_draws import (
    Array,
    draw_between,
    draw_chance,
    draw_choice,
    random_stream,
)
from pipelines.sample.window import Window, off_weekends

DETOX_STREAM = 1
FIRST_CLIENT = 500_000  # an agency's detox clients are numbered from here, its requests from 0
PERSONS_AN_AGENCY = 1_000_000
ON_THE_WAY = ("outpatient", 0.85), ("home", 0.1), ("other", 0.05)
OTHERWISE = ("outpatient", 0.4), ("residential", 0.2), ("home", 0.32), ("other", 0.08)


@dataclass(frozen=True)
class Onward:
    """People who ask for outpatient care at `agency` (a number) out of detox; see Requests."""

    agency: Array
    client: Array
    person: Array
    contact: Array
    assessment: Array
    service: Array

    def to(self, number: int) -> "Onward":
        there = self.agency == number
        return Onward(*(values[there] for values in astuple(self)))

    @staticmethod
    def join(parts: list["Onward"]) -> "Onward":
        return Onward(*map(np.concatenate, zip(*map(astuple, parts), strict=True)))


def simulate_detox(
    agency: SampleAgency, others: list[int], window: Window, seed: int
) -> tuple[Array, Onward]:
    """The agency's detox events, and who goes on where (`others`: numbers of the neighbours)."""
    rng = random_stream(seed, agency.number, DETOX_STREAM)
    admitted, client, in_care = _admissions(agency, window, rng)
    n = len(admitted)
    completed = draw_chance(rng, n, assumptions.COMPLETED)
    short, long = assumptions.STAY_DAYS
    stay = np.where(completed, draw_between(rng, n, short, long), draw_between(rng, n, 1, long - 2))
    discharged = admitted + stay

    month = np.clip(window.month_of(discharged), 0, window.months - 1)
    share = np.where(completed, agency.enters, assumptions.ENTERS_WITHOUT_COMPLETING)
    for story in agency.stories:
        if story.measure == "detox_to_outpatient":
            share = np.where(completed, share * story.factors(window)[month], share)
    soon = draw_chance(rng, n, share)
    late = draw_chance(rng, n, assumptions.ENTERS_LATER) & ~soon
    days = np.where(soon, draw_between(rng, n, 0, 12, lean=1.4), draw_between(rng, n, 16, 50))
    goes = soon | late
    service = off_weekends(rng, discharged + days, fixed=days == 0)
    contact = off_weekends(rng, discharged - draw_between(rng, n, 0, 2), fixed=soon & (days < 2))
    contact = np.minimum(contact, service)
    assessment = draw_between(rng, n, contact, service)
    only_calls = draw_chance(rng, n, assumptions.CALLS_AFTER_DETOX) & ~goes
    assessment[only_calls & draw_chance(rng, n, assumptions.LOST_AFTER_DETOX)] = ev.NEVER
    service[only_calls] = ev.NEVER
    elsewhere = draw_chance(rng, n, assumptions.ENTERS_ELSEWHERE) & bool(others)
    there = np.array([*others, agency.number])[draw_between(rng, n, 0, max(len(others) - 1, 0))]
    where = np.where(elsewhere, there, agency.number)

    person = agency.number * PERSONS_AN_AGENCY + client
    asks = goes | only_calls
    onward = Onward(
        *(values[asks] for values in (where, client, person, contact, assessment, service))
    )
    reason = np.where(
        completed,
        _words(rng, n, ev.DISCHARGE_REASONS, tuple(ev.COMPLETED_REASONS.items())),
        _words(rng, n, ev.DISCHARGE_REASONS, tuple(ev.OTHER_REASONS.items())),
    )
    to = np.where(
        soon,
        _words(rng, n, ev.DISCHARGES_TO, ON_THE_WAY),
        _words(rng, n, ev.DISCHARGES_TO, OTHERWISE),
    )
    same = {
        "client": client,
        "person": person,
        "level": ev.DETOX_LEVEL,
        "program": ev.DETOX_PROGRAM,
        "referral": ev.referral_sources(client),
    }
    admissions = ev.event_rows(day=admitted, type=ev.ADMISSION, **same)[~in_care]
    return np.concatenate(
        [admissions, ev.event_rows(day=discharged, type=ev.DISCHARGE, reason=reason, to=to, **same)]
    ), onward


def _admissions(
    agency: SampleAgency, window: Window, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """Days and clients; some come twice, and some are in care when the agency's files begin."""
    first = window.first_day(agency.first_month(window))
    days_in_care = assumptions.STAY_DAYS[0]
    span = window.first_day(window.months) - first + days_in_care
    n = round(agency.stays * span / 30.4)
    admitted = np.sort(draw_between(rng, n, first - days_in_care, first - days_in_care + span - 1))
    client = FIRST_CLIENT + np.arange(n)
    again = draw_chance(rng, n, assumptions.READMITTED)
    back = admitted + assumptions.STAY_DAYS[1] + draw_between(rng, n, 1, 60, lean=1.5)
    admitted = np.concatenate([admitted, back[again]])
    return admitted, np.concatenate([client, client[again]]), admitted < first


def _words(
    rng: np.random.Generator, n: int, words: tuple[str, ...], shares: tuple[tuple[str, float], ...]
) -> Array:
    """Numbers of words drawn by their shares."""
    numbers = np.array([words.index(word) for word, _ in shares])
    return numbers[draw_choice(rng, n, [share for _, share in shares])]
