"""What an agency writes down of its requests, as events: calls repeated, contacts not recorded,
further services, closures, and what a change of record system did to the contacts.
"""

import numpy as np

from pipelines.sample import events as ev
from pipelines.sample import field
from pipelines.sample.cast import Agency
from pipelines.sample.draws import Array, between, chance, pick
from pipelines.sample.requests import Requests
from pipelines.sample.stories import DATA_FAULT
from pipelines.sample.window import Window, off_weekends

FIRST_IN_CARE = 900_000  # clients in care before the agency's files begin are numbered from here


def write_down(
    agency: Agency, requests: Requests, window: Window, rng: np.random.Generator
) -> Array:
    """The agency's outpatient events."""
    n = len(requests)
    seen, served = requests.assessment < ev.NEVER, requests.service < ev.NEVER
    who = _who(requests)
    recorded = ~(seen & chance(rng, n, field.CONTACT_NOT_RECORDED))
    contact = requests.contact.copy()
    late = seen & chance(rng, n, field.CONTACT_AFTER_ASSESSMENT)
    contact[late] = requests.assessment[late] + 1
    for story in agency.stories:
        if story.kind == DATA_FAULT:
            begin = story.start(window)
            wrong = contact >= window.first_day(begin)
            wrong &= contact < window.first_day(begin + (story.lasts or 0))
            recorded &= ~wrong | seen
            contact[wrong & seen] = requests.assessment[wrong & seen]

    keyless = who["person"].copy()
    keyless[chance(rng, n, field.KEY_UNKNOWN_AT_CONTACT)] = ev.NO_KEY
    at_contact = {**who, "person": keyless}
    again = off_weekends(rng, contact + between(rng, n, 1, 40, lean=1.5), fixed=~recorded)
    calls = recorded & chance(rng, n, field.CALLS_AGAIN) & (again < requests.assessment)
    managed = seen & chance(rng, n, field.CASE_MANAGEMENT_FIRST)
    lost = recorded & ~served & chance(rng, n, field.CLOSED_OF_LOST)
    since = np.where(seen, requests.assessment, contact)
    closed = off_weekends(rng, since + between(rng, n, 5, 75), fixed=~lost)
    closure = 1 + pick(rng, n, list(ev.CLOSURES.values()))
    first_code = _codes(rng, n, ev.FIRST_SERVICES)
    case_management = ev.SERVICE_CODES.index("02")
    return np.concatenate(
        [
            ev.rows(day=contact, type=ev.CONTACT, **at_contact)[recorded],
            ev.rows(day=again, type=ev.CONTACT, **at_contact)[calls],
            ev.rows(day=requests.assessment, type=ev.ASSESSMENT, **who)[seen],
            ev.rows(day=requests.assessment, type=ev.SERVICE, code=case_management, **who)[managed],
            ev.rows(day=requests.service, type=ev.SERVICE, code=first_code, **who)[served],
            ev.rows(day=closed, type=ev.CLOSED, closure=closure, **who)[lost],
            _follow_ups(rng, requests.service[served], {k: v[served] for k, v in who.items()}),
        ]
    )


def in_care(agency: Agency, window: Window, rng: np.random.Generator) -> Array:
    """Services of clients whose contact and assessment lie before the agency's first file."""
    n = max(2, round(agency.contacts * field.IN_CARE_AT_START))
    client = FIRST_IN_CARE + np.arange(n)
    first = window.first_day(agency.first_month(window))
    day = off_weekends(rng, first + between(rng, n, 0, 20), fixed=np.zeros(n, bool))
    nothing = np.full(n, ev.NEVER)
    person = np.full(n, ev.NO_KEY)
    who = _who(Requests(client, person, nothing, nothing, day))
    first_rows = ev.rows(day=day, type=ev.SERVICE, code=_codes(rng, n, ev.FIRST_SERVICES), **who)
    return np.concatenate([first_rows, _follow_ups(rng, day, who)])


def _who(requests: Requests) -> dict[str, Array]:
    """The columns that a client keeps; drawn from its number, so that they never change."""
    client = requests.client
    return {
        "client": client,
        "person": requests.person,
        "site": client // 7 % len(ev.SITES),
        "level": (client // 3 % 9 == 0) * ev.LEVELS.index("intensive outpatient"),
        "referral": ev.referral(client),
        "program": ev.PROGRAM_OF[client // 5 % len(ev.PROGRAM_OF)],
    }


def _follow_ups(rng: np.random.Generator, first: Array, who: dict[str, Array]) -> Array:
    """Further services, a week apart or so: each is followed by another one or is the last."""
    parts, day, going = [], first, np.ones(len(first), bool)
    for _ in range(4):
        going = going & chance(rng, len(first), field.FOLLOW_UP_GOES_ON)
        day = off_weekends(rng, day + between(rng, len(first), 4, 12), fixed=~going)
        code = _codes(rng, len(first), ev.FOLLOW_UPS)
        parts.append(ev.rows(day=day, type=ev.SERVICE, code=code, **who)[going])
    return np.concatenate(parts)


def _codes(rng: np.random.Generator, n: int, shares: dict[str, float]) -> Array:
    numbers = np.array([ev.SERVICE_CODES.index(code) for code in shares])
    return numbers[pick(rng, n, list(shares.values()))]
