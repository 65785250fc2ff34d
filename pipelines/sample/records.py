"""What an agency writes down of its requests, as events: calls repeated, contacts not recorded,
further services, closures, and what a change of record system did to the contacts.
"""

import numpy as np

from pipelines.sample import assumptions
from pipelines.sample import events as ev
from pipelines.sample.agencies import SampleAgency
from pipelines.sample.random_draws import Array, draw_between, draw_chance, draw_choice
from pipelines.sample.requests import Requests
from pipelines.sample.scenarios import DATA_FAULT
from pipelines.sample.window import Window, off_weekends

FIRST_IN_CARE = 900_000  # clients in care before the agency's files begin are numbered from here


def record_events(
    agency: SampleAgency, requests: Requests, window: Window, rng: np.random.Generator
) -> Array:
    """The agency's outpatient events."""
    n = len(requests)
    seen, served = requests.assessment < ev.NEVER, requests.service < ev.NEVER
    client_columns = _client_columns(requests)
    recorded = ~(seen & draw_chance(rng, n, assumptions.CONTACT_NOT_RECORDED))
    contact = requests.contact.copy()
    late = seen & draw_chance(rng, n, assumptions.CONTACT_AFTER_ASSESSMENT)
    contact[late] = requests.assessment[late] + 1
    for story in agency.stories:
        if story.kind == DATA_FAULT:
            begin = story.start(window)
            wrong = contact >= window.first_day(begin)
            wrong &= contact < window.first_day(begin + (story.lasts or 0))
            recorded &= ~wrong | seen
            contact[wrong & seen] = requests.assessment[wrong & seen]

    keyless = client_columns["person"].copy()
    keyless[draw_chance(rng, n, assumptions.KEY_UNKNOWN_AT_CONTACT)] = ev.NO_KEY
    at_contact = {**client_columns, "person": keyless}
    again = off_weekends(rng, contact + draw_between(rng, n, 1, 40, lean=1.5), fixed=~recorded)
    calls = recorded & draw_chance(rng, n, assumptions.CALLS_AGAIN) & (again < requests.assessment)
    managed = seen & draw_chance(rng, n, assumptions.CASE_MANAGEMENT_FIRST)
    lost = recorded & ~served & draw_chance(rng, n, assumptions.CLOSED_OF_LOST)
    since = np.where(seen, requests.assessment, contact)
    closed = off_weekends(rng, since + draw_between(rng, n, 5, 75), fixed=~lost)
    closure = 1 + draw_choice(rng, n, list(ev.CLOSURES.values()))
    first_code = _codes(rng, n, ev.FIRST_SERVICES)
    case_management = ev.SERVICE_CODES.index("02")
    return np.concatenate(
        [
            ev.event_rows(day=contact, type=ev.CONTACT, **at_contact)[recorded],
            ev.event_rows(day=again, type=ev.CONTACT, **at_contact)[calls],
            ev.event_rows(day=requests.assessment, type=ev.ASSESSMENT, **client_columns)[seen],
            ev.event_rows(
                day=requests.assessment, type=ev.SERVICE, code=case_management, **client_columns
            )[managed],
            ev.event_rows(day=requests.service, type=ev.SERVICE, code=first_code, **client_columns)[
                served
            ],
            ev.event_rows(day=closed, type=ev.CLOSED, closure=closure, **client_columns)[lost],
            _follow_ups(
                rng, requests.service[served], {k: v[served] for k, v in client_columns.items()}
            ),
        ]
    )


def clients_in_care(agency: SampleAgency, window: Window, rng: np.random.Generator) -> Array:
    """Services of clients whose contact and assessment lie before the agency's first file."""
    n = max(2, round(agency.contacts * assumptions.IN_CARE_AT_START))
    client = FIRST_IN_CARE + np.arange(n)
    first = window.first_day(agency.first_month(window))
    day = off_weekends(rng, first + draw_between(rng, n, 0, 20), fixed=np.zeros(n, bool))
    nothing = np.full(n, ev.NEVER)
    person = np.full(n, ev.NO_KEY)
    client_columns = _client_columns(Requests(client, person, nothing, nothing, day))
    first_rows = ev.event_rows(
        day=day, type=ev.SERVICE, code=_codes(rng, n, ev.FIRST_SERVICES), **client_columns
    )
    return np.concatenate([first_rows, _follow_ups(rng, day, client_columns)])


def _client_columns(requests: Requests) -> dict[str, Array]:
    """The columns that a client keeps; drawn from its number, so that they never change."""
    client = requests.client
    return {
        "client": client,
        "person": requests.person,
        "site": client // 7 % len(ev.SITES),
        "level": (client // 3 % 9 == 0) * ev.LEVELS.index("intensive outpatient"),
        "referral": ev.referral_sources(client),
        "program": ev.PROGRAM_OF[client // 5 % len(ev.PROGRAM_OF)],
    }


def _follow_ups(rng: np.random.Generator, first: Array, client_columns: dict[str, Array]) -> Array:
    """Further services, a week apart or so: each is followed by another one or is the last."""
    parts, day, going = [], first, np.ones(len(first), bool)
    for _ in range(4):
        going = going & draw_chance(rng, len(first), assumptions.FOLLOW_UP_GOES_ON)
        day = off_weekends(rng, day + draw_between(rng, len(first), 4, 12), fixed=~going)
        code = _codes(rng, len(first), ev.FOLLOW_UPS)
        parts.append(ev.event_rows(day=day, type=ev.SERVICE, code=code, **client_columns)[going])
    return np.concatenate(parts)


def _codes(rng: np.random.Generator, n: int, shares: dict[str, float]) -> Array:
    numbers = np.array([ev.SERVICE_CODES.index(code) for code in shares])
    return numbers[draw_choice(rng, n, list(shares.values()))]
