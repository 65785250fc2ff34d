"""Requests for outpatient care at one agency: the days of contact, assessment, first service.

How long each took, who was lost on the way, and what the agency's stories did to that. Which of
it an agency writes down, and how, is `records`.
"""

from dataclasses import astuple, dataclass

import numpy as np

from pipelines.sample import assumptions
from pipelines.sample import events as ev
from pipelines.sample.agencies import SampleAgency
from pipelines.sample.detox import PERSONS_AN_AGENCY, Onward
from pipelines.sample.random_draws import (
    Array,
    draw_between,
    draw_chance,
    draw_choice,
    draw_normal,
    draw_wait_days,
)
from pipelines.sample.scenarios import BACKLOG
from pipelines.sample.window import Window, off_weekends, weekday_of

FIRST_ARRIVAL = 800_000  # clients who come from a neighbour's detox are numbered from here


@dataclass(frozen=True)
class Requests:
    """One position a request; a step that never came has the day NEVER."""

    client: Array
    person: Array
    contact: Array
    assessment: Array
    service: Array

    def __len__(self) -> int:
        return len(self.client)

    def __add__(self, more: "Requests") -> "Requests":
        pairs = zip(astuple(self), astuple(more), strict=True)
        return Requests(*map(np.concatenate, pairs))


def simulate_requests(agency: SampleAgency, window: Window, rng: np.random.Generator) -> Requests:
    """Everyone who asks this agency for outpatient care inside the window."""
    contact = _contacts(agency, window, rng)
    n = len(contact)
    client = _clients(contact, rng)
    month = window.month_of(contact)
    to_assessment, to_service = (np.full(n, scale) for scale in agency.waits)
    court = ev.referral_sources(client) == ev.COURT
    to_assessment[court] *= assumptions.COURT_WAIT
    same_day = np.full(n, assumptions.SAME_DAY)
    for story in agency.stories:
        if story.measure == "contact_to_assessment":
            to_assessment *= story.factors(window)[month]
        if story.key == "walk_in_hours":
            same_day[month >= story.start(window)] = assumptions.SAME_DAY_OPEN_ACCESS
    days = draw_wait_days(rng, n, assumptions.CONTACT_TO_ASSESSMENT, to_assessment, same_day)
    assessment = off_weekends(rng, contact + days, fixed=days == 0)
    assessment[draw_chance(rng, n, assumptions.NEVER_ASSESSED)] = ev.NEVER
    for story in agency.stories:
        if story.kind == BACKLOG:
            start = window.first_day(story.start(window))
            listed = (assessment == ev.NEVER) & (contact < start)
            listed &= (contact >= start - assumptions.BACKLOG_DAYS) & draw_chance(
                rng, n, assumptions.BACKLOG_LISTED
            )
            seen = start + draw_between(rng, n, 0, assumptions.BACKLOG_CLEARED_IN_DAYS)
            assessment = np.where(listed, off_weekends(rng, seen, ~listed), assessment)

    month = np.clip(window.month_of(assessment), 0, window.months - 1)
    for story in agency.stories:
        if story.measure == "assessment_to_service":
            to_service *= story.factors(window)[month]
    days = draw_wait_days(
        rng, n, assumptions.ASSESSMENT_TO_SERVICE, to_service, assumptions.SAME_DAY / 2
    )
    service = off_weekends(rng, assessment + days, fixed=days == 0)
    early = draw_chance(rng, n, assumptions.SERVED_BEFORE_ASSESSMENT) & (assessment > contact)
    service = np.where(early, np.maximum(contact, assessment - draw_between(rng, n, 1, 5)), service)
    service[(assessment == ev.NEVER) | draw_chance(rng, n, assumptions.NEVER_STARTED)] = ev.NEVER
    person = agency.number * PERSONS_AN_AGENCY + client
    person[client % assumptions.KEY_UNKNOWN_ONE_IN == 0] = ev.NO_KEY
    return Requests(client, person, contact, assessment, service)


def requests_after_detox(agency: SampleAgency, arrivals: Onward) -> Requests:
    """The requests of people who come out of detox, here or at a neighbour."""
    own = arrivals.person // PERSONS_AN_AGENCY == agency.number
    _, newcomer = np.unique(arrivals.person, return_inverse=True)
    client = np.where(own, arrivals.client, FIRST_ARRIVAL + newcomer)
    return Requests(
        client, arrivals.person, arrivals.contact, arrivals.assessment, arrivals.service
    )


def _contacts(agency: SampleAgency, window: Window, rng: np.random.Generator) -> Array:
    """Days of contact, in order: months vary with the season and by chance, weekends are thin."""
    starts, first = window.starts, agency.first_month(window)
    season = np.array([assumptions.SEASON[window.day(m).month - 1] for m in range(window.months)])
    spread = 1 + 1.1 * draw_normal(rng, window.months) / np.sqrt(agency.contacts)
    counts = np.maximum(np.rint(agency.contacts * season * spread), 1)
    counts[:first] = 0
    months = []
    for month, count in enumerate(counts.astype(int)):
        days = np.arange(starts[month], starts[month + 1])
        weights = np.array(assumptions.WEEKDAY_CONTACTS)[weekday_of(days)]
        months.append(np.sort(days[draw_choice(rng, count, weights)]))
    return np.concatenate(months)


def _clients(contact: Array, rng: np.random.Generator) -> Array:
    """A client each, but some ask again long after an earlier request."""
    n = len(contact)
    earlier = np.searchsorted(contact, contact - assumptions.COMES_BACK_AFTER_DAYS)
    back = draw_chance(rng, n, assumptions.COMES_BACK) & (earlier > 0)
    return np.where(back, draw_between(rng, n, 0, np.maximum(earlier - 1, 0)), np.arange(n))
