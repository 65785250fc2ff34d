"""The six published tables worked out again, in plain Python, from the written definition alone.

Shares no line with `pipelines/measures`: that both give the same figures is the test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

CONTACT, ASSESSMENT, SERVICE = "first_contact", "assessment", "outpatient_service"
ADMISSION, DISCHARGE, CLOSED = "detox_admission", "detox_discharge", "request_closed"
ORDER_ON_ONE_DATE = {CONTACT: 0, ASSESSMENT: 1, SERVICE: 2}
COMPLETED = {"completed", "completed_transfer"}
DETOX = "detox_to_outpatient"

# fmt: off
FIGURES = [
    "counted", "value", "median_days", "p90_days", "within", "held", "too_long", "no_contact",
    "served_before",
    "numerator", "denominator", "completed", "entered", "pending",
    "entered_7", "numerator_7", "denominator_7", "entered_30", "numerator_30", "denominator_30",
    "warming_up", "provisional", "links_missing", "provisional_7", "provisional_30",
]
COHORT = [
    "contacts", "seen", "closed", "not_seen", "seen_late", "waiting", "already_in",
    "assessed_7", "assessed_14", "started_14", "known_7", "known_14",
]
# fmt: on
COLUMNS = {
    "agency_month": ["agency_id", "measure", "month", "status", *FIGURES],
    "state_month": ["measure", "month", "agencies", *FIGURES],
    "agency_period": [
        *["agency_id", "measure", "grain", "period", "starts", "ends", "months_received"],
        *FIGURES,
    ],
    "state_period": ["measure", "grain", "period", "starts", "ends", "agencies", *FIGURES],
    "agency_cohort": ["agency_id", "month", *COHORT],
    "state_cohort": ["month", *COHORT],
}

DIMENSIONS = ("site_id", "level_of_care", "referral_source")

Row = dict[str, object]
Person = tuple[str, ...]


# What is given


@dataclass(frozen=True)
class Event:
    agency_id: str
    client_id: str
    event_type: str
    event_date: date
    person_key: str | None = None
    service_code: str | None = None
    discharge_reason: str | None = None
    site_id: str | None = None
    level_of_care: str | None = None
    referral_source: str | None = None

    @property
    def client(self) -> tuple[str, str]:
        return self.agency_id, self.client_id


@dataclass(frozen=True)
class Sent:
    agency_id: str
    month: date
    complete: bool = True
    nothing_to_report: bool = False


@dataclass(frozen=True)
class Agency:
    agency_id: str
    active_from: date | None = None
    active_to: date | None = None
    key_corrections: frozenset[date] = frozenset()
    pauses: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Rules:
    restart_after_contact_days: int
    restart_after_care_days: int
    longest_days: int
    cohort_seen_days: int
    window_days: int
    stay_goes_on_days: int
    clients_per_key: int
    pooled_share: float
    treatment_codes: frozenset[str]

    def is_treatment(self, event: Event) -> bool:
        return event.event_type == SERVICE and (
            event.service_code is None or event.service_code in self.treatment_codes
        )

    def more_than_the_share(self, part: int, whole: int) -> bool:
        return part > Fraction(str(self.pooled_share)) * whole


@dataclass(frozen=True)
class Measure:
    measure: str
    warming_up_months: int
    standard_days: int | None = None


def recompute(
    events: Iterable[Event],
    sent: Iterable[Sent],
    agencies: Iterable[Agency],
    rules: Rules,
    measures: Iterable[Measure],
) -> dict[str, list[Row]]:
    events, agencies = list(events), list(agencies)
    calendar = Calendar(agencies, list(sent))
    return tables_of(
        requests_of(events, rules),
        index_discharges(events, agencies, rules),
        calendar,
        rules,
        measures,
    )


def recompute_by(
    events: Iterable[Event],
    sent: Iterable[Sent],
    agencies: Iterable[Agency],
    rules: Rules,
    measures: Iterable[Measure],
) -> Iterator[tuple[tuple[str, str], dict[str, list[Row]]]]:
    """(dimension, member), and all six tables of the requests and discharges with that name."""
    events, agencies = list(events), list(agencies)
    calendar = Calendar(agencies, list(sent))
    requests = requests_of(events, rules)
    discharges = index_discharges(events, agencies, rules)
    for dimension in DIMENSIONS:
        names = {each.members.get(dimension) for each in (*requests, *discharges)} - {None}
        for member in sorted(names):
            own = [request for request in requests if request.members.get(dimension) == member]
            left = [one for one in discharges if one.members.get(dimension) == member]
            yield (dimension, member), tables_of(own, left, calendar, rules, measures)


def tables_of(
    requests: list[Request],
    discharges: list[Discharge],
    calendar: Calendar,
    rules: Rules,
    measures: Iterable[Measure],
) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for measure in measures:
        if measure.measure == DETOX:
            tally: Tally = DetoxTally(discharges, calendar, rules, measure)
        else:
            tally = TimeTally(requests, calendar, rules, measure)
        tables["agency_month"] += agency_months(tally)
        tables["state_month"] += state_months(tally)
        tables["agency_period"] += agency_periods(tally)
        tables["state_period"] += state_periods(tally)
    tables["agency_cohort"] = agency_cohorts(requests, calendar, rules)
    tables["state_cohort"] = state_cohorts(tables["agency_cohort"], calendar)
    return tables


# Requests


@dataclass
class Request:
    agency_id: str
    first_event: date
    contact: date | None = None
    assessment: date | None = None
    service: date | None = None
    last_contact: date | None = None
    closed: bool = False
    too_long: bool = False  # begun by care so long after a contact that it is a request of its own
    late_care: date | None = None  # such care after this request's last event, a contact
    names: dict[str, tuple[date, int, str]] = field(default_factory=dict)

    @property
    def members(self) -> dict[str, str]:
        """Dimension → the first name in the order of events; of two at once the lesser."""
        return {dimension: name for dimension, (_, _, name) in self.names.items()}

    def add(self, event: Event) -> None:
        """Events come in order, so the first of a kind is the earliest."""
        for dimension in DIMENSIONS:
            if name := getattr(event, dimension):
                here = (event.event_date, ORDER_ON_ONE_DATE[event.event_type], name)
                self.names[dimension] = min(here, self.names.get(dimension, here))
        if event.event_type == CONTACT:
            self.contact = self.contact or event.event_date
            self.last_contact = event.event_date
        elif event.event_type == ASSESSMENT:
            self.assessment = self.assessment or event.event_date
        else:
            self.service = self.service or event.event_date


def requests_of(events: list[Event], rules: Rules) -> list[Request]:
    of_client = defaultdict(list)
    for event in events:
        of_client[event.client].append(event)
    return [r for own in of_client.values() for r in requests_of_one_client(own, rules)]


def requests_of_one_client(events: list[Event], rules: Rules) -> list[Request]:
    steps = [e for e in events if e.event_type in (CONTACT, ASSESSMENT) or rules.is_treatment(e)]
    steps.sort(key=lambda e: (e.event_date, ORDER_ON_ONE_DATE[e.event_type]))
    requests: list[Request] = []
    before: Event | None = None
    for step in steps:
        if before is None or starts_anew(step, before, rules):
            too_long = step.event_type != CONTACT and before is not None
            too_long = too_long and before.event_type == CONTACT
            if too_long:
                requests[-1].late_care = step.event_date
            requests.append(Request(step.agency_id, step.event_date, too_long=too_long))
        requests[-1].add(step)
        before = step
    closings = [e.event_date for e in events if e.event_type == CLOSED]
    ends = [*[request.first_event for request in requests[1:]], date.max]
    for request, end in zip(requests, ends, strict=False):
        if request.contact is not None:
            own = [closing for closing in closings if request.contact <= closing < end]
            request.closed = bool(own) and max(own) >= request.last_contact
    return requests


def starts_anew(step: Event, before: Event, rules: Rules) -> bool:
    days = (step.event_date - before.event_date).days
    if step.event_type == CONTACT:
        return days > rules.restart_after_contact_days
    return days > rules.restart_after_care_days


# Time measures


@dataclass(frozen=True)
class Outcome:
    """What one request adds to one measure, in the month of the ending event."""

    agency_id: str
    month: date
    kind: str  # counted, held, too_long, no_contact, served_before
    days: int = 0


def contact_to_assessment(request: Request, rules: Rules) -> tuple[date, str, int] | None:
    if request.assessment is None:
        return None
    if request.too_long:
        return request.assessment, "too_long", 0
    if request.contact is None:
        return request.assessment, "no_contact", 0
    days = (request.assessment - request.contact).days
    held = days < 0 or days > rules.longest_days
    return request.assessment, "held" if held else "counted", days


def assessment_to_service(request: Request, rules: Rules) -> tuple[date, str, int] | None:
    if request.assessment is None or request.service is None:
        return None
    days = (request.service - request.assessment).days
    if days < 0:
        return request.service, "served_before", days
    return request.service, "held" if days > rules.longest_days else "counted", days


def contact_to_service(request: Request, rules: Rules) -> tuple[date, str, int] | None:
    if request.service is None:
        return None
    if request.too_long:
        return request.service, "too_long", 0
    if request.contact is None:
        return request.service, "no_contact", 0
    days = (request.service - request.contact).days
    assessed_before = request.assessment is not None and request.assessment < request.contact
    held = days < 0 or days > rules.longest_days or assessed_before
    return request.service, "held" if held else "counted", days


Interval = Callable[[Request, Rules], tuple[date, str, int] | None]
TIME_MEASURES: dict[str, Interval] = {
    "contact_to_assessment": contact_to_assessment,
    "assessment_to_service": assessment_to_service,
    "contact_to_service": contact_to_service,
}


def percentile(values: list[int], share: Fraction) -> float:
    """Linear interpolation between the two nearest, type 7."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


# Detox to outpatient


@dataclass(frozen=True)
class Discharge:
    """An index discharge; `days` to the person's first treatment service from that day on."""

    agency_id: str
    person: Person
    on: date
    days: int | None
    members: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def unit(self) -> tuple[str, Person]:
        return self.agency_id, self.person

    def followed_within(self, window: int) -> bool:
        return self.days is not None and self.days <= window


class Persons:
    """Each client's person in each month: the state's key where one counts, else the client."""

    def __init__(self, events: list[Event], agencies: list[Agency], rules: Rules) -> None:
        corrections = {(a.agency_id, month) for a in agencies for month in a.key_corrections}
        latest: dict[tuple[str, str], dict[date, tuple[date, str]]] = defaultdict(dict)
        carriers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for event in events:
            if event.person_key is not None:
                carriers[event.agency_id, event.person_key].add(event.client_id)
                shown = event.event_date, event.person_key
                months, month = latest[event.client], first_day(event.event_date)
                months[month] = max(months.get(month, shown), shown)
        self.void = {key for (_, key), own in carriers.items() if len(own) > rules.clients_per_key}
        self.keys: dict[tuple[str, str], list[tuple[date, str]]] = {}
        for client, months in latest.items():
            keys = [(month, key) for month, (_, key) in sorted(months.items())]
            sent = [key for _, key in keys]
            for place in range(len(keys) - 1, 0, -1):  # a correction reaches back, the last first
                (before, _), (month, key) = keys[place - 1], keys[place]
                if sent[place - 1] == sent[place] or (client[0], month) in corrections:
                    keys[place - 1] = before, key
            self.keys[client] = keys

    def of(self, event: Event) -> Person:
        keys = self.keys.get(event.client)
        if keys is None:
            return event.client
        so_far = [key for month, key in keys if month <= first_day(event.event_date)]
        key = so_far[-1] if so_far else keys[0][1]
        return event.client if key in self.void else (key,)


def index_discharges(events: list[Event], agencies: list[Agency], rules: Rules) -> list[Discharge]:
    persons = Persons(events, agencies, rules)
    admissions, services = defaultdict(list), defaultdict(list)
    for event in events:
        if event.event_type == ADMISSION:
            admissions[persons.of(event)].append(event)
        elif rules.is_treatment(event):
            services[persons.of(event)].append(event.event_date)
    found = []
    for event in events:
        if event.event_type == DISCHARGE and event.discharge_reason in COMPLETED:
            person, on = persons.of(event), event.event_date
            if not any(stay_goes_on(event, later, rules) for later in admissions[person]):
                waits = [(served - on).days for served in services[person] if served >= on]
                names = {d: name for d in DIMENSIONS if (name := getattr(event, d))}
                days = min(waits, default=None)
                found.append(Discharge(event.agency_id, person, on, days, names))
    return found


def stay_goes_on(discharge: Event, admission: Event, rules: Rules) -> bool:
    days = (admission.event_date - discharge.event_date).days
    if days == 0:
        return admission.agency_id != discharge.agency_id
    return 1 <= days <= rules.stay_goes_on_days


# The calendar: what each agency has sent, and what it lacks


def first_day(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return first_day(month + timedelta(days=31))


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    months = []
    while first <= last:
        months.append(first)
        first = next_month(first)
    return months


class Calendar:
    def __init__(self, agencies: list[Agency], sent: list[Sent]) -> None:
        self.agencies = {agency.agency_id: agency for agency in agencies}
        self.sent: dict[str, dict[date, Sent]] = {agency_id: {} for agency_id in self.agencies}
        for one in sent:
            self.sent[one.agency_id][one.month] = one
        self.latest_month = max((one.month for one in sent), default=None)
        self.complete_months = {one.month for one in sent if one.complete}
        self.first_month = {agency_id: self._first_month(agency_id) for agency_id in self.agencies}
        self.months = {agency_id: self._months(agency_id) for agency_id in self.agencies}
        everywhere = [month for months in self.months.values() for month in months]
        self.state_months = (
            months_between(min(everywhere), max(everywhere)) if everywhere else everywhere
        )
        self._lacking: dict[tuple[date, ...], set[str]] = {}

    def _first_month(self, agency_id: str) -> date | None:
        begun = self.agencies[agency_id].active_from
        return min([*self.sent[agency_id], *([] if begun is None else [begun])], default=None)

    def _months(self, agency_id: str) -> list[date]:
        """The agency's months on the board: none before it has ever sent one."""
        if not self.sent[agency_id]:
            return []
        end = self.agencies[agency_id].active_to
        last = self.latest_month
        if end is not None:  # announced ahead of time, it adds no months yet
            last = max(min(end, last), *self.sent[agency_id])
        months = months_between(self.first_month[agency_id], last)
        return [m for m in months if m in self.sent[agency_id] or not self.paused(agency_id, m)]

    def paused(self, agency_id: str, month: date) -> bool:
        return any(first <= month <= last for first, last in self.agencies[agency_id].pauses)

    def status(self, agency_id: str, month: date) -> str:
        one = self.sent[agency_id].get(month)
        if one is None:
            return "missing"
        return "nothing_to_report" if one.nothing_to_report else "received"

    def active(self, agency_id: str, month: date) -> bool:
        first, end = self.first_month[agency_id], self.agencies[agency_id].active_to
        within = first is not None and first <= month and (end is None or month <= end)
        return within and not self.paused(agency_id, month)

    def lacks(self, agency_id: str, month: date) -> bool:
        """Not sent, or sent before the month had ended; nothing is lacking after the last month."""
        one = self.sent[agency_id].get(month)
        return self.active(agency_id, month) and (one is None or not one.complete)

    def lacking(self, months: list[date], window: int) -> set[str]:
        """The agencies that lack one of these months, or one that the window after them touches."""
        asked = (*months, *self.months_after(months[-1], window))
        if asked not in self._lacking:
            lacking = {a for a in self.agencies if any(self.lacks(a, month) for month in asked)}
            self._lacking[asked] = lacking
        return self._lacking[asked]

    @staticmethod
    def months_after(month: date, window: int) -> list[date]:
        """The months after this one that the days of a window, counted from its last day, touch."""
        return months_between(next_month(month), last_day(month) + timedelta(days=window))

    def provisional(self, agency_id: str, month: date, window: int) -> bool:
        """Whether the agency lacks the month, or one in which the window of a discharge ends."""
        return any(self.lacks(agency_id, one) for one in (month, *self.months_after(month, window)))

    def last_active(self, agency_id: str) -> date | None:
        """The last month of an agency that has an end: a month sent after it counts, too."""
        end = self.agencies[agency_id].active_to
        return None if end is None else max(end, *self.sent[agency_id], end)

    def closed(self, agency_id: str) -> bool:
        """Whether the agency has an end or pauses, and some agency has sent a month since."""
        if self.ended(agency_id):
            return True
        latest = max(self.complete_months, default=None)
        return (
            latest is not None
            and self.paused(agency_id, latest)
            and all(month < latest for month in self.sent[agency_id])
        )

    def ended(self, agency_id: str) -> bool:
        last = self.last_active(agency_id)
        return last is not None and any(month > last for month in self.complete_months)

    def sent_through(self, agency_id: str) -> date | None:
        ended = [month for month, one in self.sent[agency_id].items() if one.complete]
        return last_day(max(ended)) if ended else None

    def data_through(self, agency_id: str) -> date | None:
        """Of a closed agency, and in a pause, all is known that the others' files cover."""
        if self.ended(agency_id):
            return last_day(max(self.complete_months))
        latest = max(self.complete_months, default=None)
        own = [month for month, one in self.sent[agency_id].items() if one.complete]
        paused = [
            min(last, latest)
            for first, last in self.agencies[agency_id].pauses
            if latest is not None and first <= latest
        ]
        known = max([*own, *paused], default=None)
        return None if known is None else last_day(known)

    def covers(self, months: list[date], window: int, agency_id: str | None = None) -> bool:
        """Whether some agency's files reach the end of the months, and of the window after it;
        for a single agency, the end of its last active month."""
        if not self.complete_months:
            return False
        end = last_day(months[-1])
        last = None if agency_id is None else self.last_active(agency_id)
        if last is not None and last <= end:
            end, window = max(min(end, last_day(last)), months[0]), 0
        return end + timedelta(days=window) <= last_day(max(self.complete_months))

    def is_over(self, agency_id: str, day: date) -> bool:
        """Whether the agency's data reach to that day."""
        through = self.data_through(agency_id)
        return through is not None and day <= through

    def warming_up(self, agency_id: str, month: date, measure: Measure) -> bool:
        """Whether the month is among the first of its unbroken run of sent months."""
        place = 0
        while month in self.sent[agency_id]:
            place += 1
            month = first_day(month - timedelta(days=1))
        return 1 <= place <= measure.warming_up_months

    def usual(self, counted: Callable[[date], int], agency_id: str, month: date) -> Fraction:
        """The mean of 12 received months before this one; without any, of the first 12."""
        received = sorted(m for m in self.sent[agency_id] if not self.lacks(agency_id, m))
        before = [m for m in received if m < month]
        chosen = before[-12:] if before else received[:12]
        return Fraction(sum(map(counted, chosen)), len(chosen)) if chosen else Fraction(0)

    def mostly_provisional(
        self,
        agency_ids: Iterable[str],
        months: list[date],
        window: int,
        counted: Callable[[str, date], int],
        rules: Rules,
    ) -> bool:
        """Whether more than the share of the months' volume lies in months that are not final. A
        missing month weighs as much as the agency usually counts."""
        volume = provisional = Fraction(0)
        for agency_id in agency_ids:
            for month in set(months) & set(self.months[agency_id]):
                weight = Fraction(counted(agency_id, month))
                if self.lacks(agency_id, month):
                    usual = self.usual(partial(counted, agency_id), agency_id, month)
                    weight = max(weight, usual)
                volume += weight
                if self.provisional(agency_id, month, window):
                    provisional += weight
        return provisional > Fraction(str(rules.pooled_share)) * volume

    def how_many_sent(self, months: list[date]) -> int:
        return sum(any(month in own for month in months) for own in self.sent.values())


# Periods


@dataclass(frozen=True)
class Period:
    grain: str
    period: str
    months: list[date] = field(compare=False)

    @property
    def columns(self) -> Row:
        return {
            "grain": self.grain,
            "period": self.period,
            "starts": self.months[0],
            "ends": last_day(self.months[-1]),
        }


def periods_of(months: list[date]) -> list[Period]:
    """The quarters and calendar years that the months touch, each with all of its own months."""
    found: dict[str, Period] = {}
    for month in months:
        year, quarter = month.year, (month.month + 2) // 3
        of_quarter = [date(year, 3 * quarter - 2 + i, 1) for i in range(3)]
        of_year = [date(year, i, 1) for i in range(1, 13)]
        found[f"{year}-Q{quarter}"] = Period("quarter", f"{year}-Q{quarter}", of_quarter)
        found[f"{year}"] = Period("year", f"{year}", of_year)
    return list(found.values())


# Figures of any set of agencies and months: pooled from the requests and persons themselves


@dataclass
class TimeTally:
    requests: list[Request]
    calendar: Calendar
    rules: Rules
    measure: Measure
    by_month: dict[tuple[str, date], list[Outcome]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_month = defaultdict(list)
        for request in self.requests:
            ending = TIME_MEASURES[self.measure.measure](request, self.rules)
            if ending is not None:
                on, kind, days = ending
                outcome = Outcome(request.agency_id, first_day(on), kind, days)
                self.by_month[outcome.agency_id, outcome.month].append(outcome)

    def outcomes(self, agency_ids: Iterable[str], months: list[date]) -> list[Outcome]:
        return [o for a in agency_ids for m in months for o in self.by_month.get((a, m), [])]

    def figures(self, agency_ids: Iterable[str], months: list[date]) -> Row:
        key, standard = self.measure.measure, self.measure.standard_days
        outcomes = self.outcomes(agency_ids, months)
        days = [o.days for o in outcomes if o.kind == "counted"]

        def how_many(kind: str) -> int:
            return sum(o.kind == kind for o in outcomes)

        return {
            "counted": len(days),
            "value": sum(days) / len(days) if days else None,
            "median_days": percentile(days, Fraction(1, 2)) if days else None,
            "p90_days": percentile(days, Fraction(9, 10)) if days else None,
            "within": None if standard is None else sum(d <= standard for d in days),
            "held": how_many("held"),
            "too_long": how_many("too_long") if key.startswith("contact_to") else None,
            "no_contact": how_many("no_contact") if key.startswith("contact_to") else None,
            "served_before": how_many("served_before") if key == "assessment_to_service" else None,
        }

    def warming_up(self, agency_ids: Iterable[str], months: list[date]) -> bool:
        counted = [o for o in self.outcomes(agency_ids, months) if o.kind == "counted"]
        part = sum(self.calendar.warming_up(o.agency_id, o.month, self.measure) for o in counted)
        return self.rules.more_than_the_share(part, len(counted))

    def windows(self) -> dict[str, int]:
        return {"provisional": 0}

    def counted(self, agency_id: str, month: date) -> int:
        return sum(o.kind == "counted" for o in self.outcomes([agency_id], [month]))


@dataclass
class DetoxTally:
    discharges: list[Discharge]
    calendar: Calendar
    rules: Rules
    measure: Measure
    by_month: dict[tuple[str, date], list[Discharge]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_month = defaultdict(list)
        for discharge in self.discharges:
            self.by_month[discharge.agency_id, first_day(discharge.on)].append(discharge)

    def index(self, agency_ids: Iterable[str], months: list[date]) -> list[Discharge]:
        return [d for a in agency_ids for m in months for d in self.by_month.get((a, m), [])]

    def figures(self, agency_ids: Iterable[str], months: list[date]) -> Row:
        index = self.index(agency_ids, months)
        completed = len({d.unit for d in index})
        entered, numerator, denominator = self._window(index, self.rules.window_days)
        row: Row = {
            "counted": denominator,
            "value": numerator / denominator if denominator else None,
            "numerator": numerator,
            "denominator": denominator,
            "completed": completed,
            "entered": entered,
            "pending": completed - denominator,
        }
        for days in (7, 30):
            row[f"entered_{days}"], row[f"numerator_{days}"], row[f"denominator_{days}"] = (
                self._window(index, days)
            )
        return row

    def _window(self, index: list[Discharge], days: int) -> tuple[int, int, int]:
        """Persons who entered, mature persons who entered, mature persons: each person once."""
        mature = [
            d for d in index if self.calendar.is_over(d.agency_id, d.on + timedelta(days=days))
        ]
        return (
            len({d.unit for d in index if d.followed_within(days)}),
            len({d.unit for d in mature if d.followed_within(days)}),
            len({d.unit for d in mature}),
        )

    def warming_up(self, agency_ids: Iterable[str], months: list[date]) -> bool:
        return False

    def windows(self) -> dict[str, int]:
        """Flag → the days after a discharge that it waits for."""
        own = self.rules.window_days
        return {"provisional": own, "provisional_7": 7, "provisional_30": 30}

    def counted(self, agency_id: str, month: date) -> int:
        return len({d.unit for d in self.index([agency_id], [month])})


Tally = TimeTally | DetoxTally


def provisional_month(tally: Tally, agency_id: str, month: date) -> Row:
    return {
        flag: tally.calendar.provisional(agency_id, month, window)
        for flag, window in tally.windows().items()
    }


def provisional_pool(
    tally: Tally, months: list[date], agency_id: str | None = None, *, is_month: bool = False
) -> Row:
    """The flags of a state month (`is_month`), or of a quarter or year of state or agency."""
    calendar = tally.calendar
    agency_ids = calendar.agencies if agency_id is None else [agency_id]
    flags: Row = {}
    for flag, window in tally.windows().items():
        if is_month:
            is_open = months[0] not in calendar.complete_months
        else:
            is_open = not calendar.covers(months, window, agency_id)
        flags[flag] = is_open or calendar.mostly_provisional(
            agency_ids, months, window, tally.counted, tally.rules
        )
    return flags


def published(table: str, row: Row) -> Row:
    """The row with every published column, those foreign to its measure empty."""
    return {column: row.get(column) for column in COLUMNS[table]}


def agency_months(tally: Tally) -> list[Row]:
    calendar, key = tally.calendar, tally.measure.measure
    rows = []
    for agency_id, months in calendar.months.items():
        for month in months:
            row = {
                "agency_id": agency_id,
                "measure": key,
                "month": month,
                "status": calendar.status(agency_id, month),
                **tally.figures([agency_id], [month]),
                "warming_up": key != DETOX and calendar.warming_up(agency_id, month, tally.measure),
                **provisional_month(tally, agency_id, month),
            }
            if key == DETOX:
                row["links_missing"] = len(
                    calendar.lacking([month], tally.rules.window_days) - {agency_id}
                )
            rows.append(published("agency_month", row))
    return rows


def state_months(tally: Tally) -> list[Row]:
    calendar, key = tally.calendar, tally.measure.measure
    rows = []
    for month in calendar.state_months:
        row = {
            "measure": key,
            "month": month,
            "agencies": calendar.how_many_sent([month]),
            **tally.figures(calendar.agencies, [month]),
            "warming_up": tally.warming_up(calendar.agencies, [month]),
            **provisional_pool(tally, [month], is_month=True),
        }
        if key == DETOX:
            row["links_missing"] = len(calendar.lacking([month], tally.rules.window_days))
        rows.append(published("state_month", row))
    return rows


def agency_periods(tally: Tally) -> list[Row]:
    calendar, key = tally.calendar, tally.measure.measure
    rows = []
    for agency_id, own_months in calendar.months.items():
        for period in periods_of(own_months):
            row = {
                "agency_id": agency_id,
                "measure": key,
                **period.columns,
                "months_received": sum(m in calendar.sent[agency_id] for m in period.months),
                **tally.figures([agency_id], period.months),
                "warming_up": tally.warming_up([agency_id], period.months),
                **provisional_pool(tally, period.months, agency_id),
            }
            if key == DETOX:
                row["links_missing"] = len(
                    calendar.lacking(period.months, tally.rules.window_days) - {agency_id}
                )
            rows.append(published("agency_period", row))
    return rows


def state_periods(tally: Tally) -> list[Row]:
    calendar, key = tally.calendar, tally.measure.measure
    rows = []
    for period in periods_of(calendar.state_months):
        row = {
            "measure": key,
            **period.columns,
            "agencies": calendar.how_many_sent(period.months),
            **tally.figures(calendar.agencies, period.months),
            "warming_up": tally.warming_up(calendar.agencies, period.months),
            **provisional_pool(tally, period.months),
        }
        if key == DETOX:
            row["links_missing"] = len(calendar.lacking(period.months, tally.rules.window_days))
        rows.append(published("state_period", row))
    return rows


# Cohorts: what became of those who called in a month


def fate(request: Request, calendar: Calendar, rules: Rules) -> str:
    """Exactly one of four, for a request that is not already in."""
    if any((day - request.contact).days <= rules.cohort_seen_days for day in care_days(request)):
        return "seen"
    if request.closed:
        return "closed"
    over = request.contact + timedelta(days=rules.cohort_seen_days + 1)
    through = calendar.sent_through(request.agency_id)
    if through is not None and over <= through:
        return "not_seen"
    return "closed" if calendar.closed(request.agency_id) else "waiting"


def care_days(request: Request) -> list[date]:
    days = request.assessment, request.service, request.late_care
    return [day for day in days if day is not None]


def already_in(request: Request) -> bool:
    steps = [day for day in (request.assessment, request.service) if day is not None]
    return any(day < request.contact for day in steps)


def agency_cohorts(requests: list[Request], calendar: Calendar, rules: Rules) -> list[Row]:
    of_month = defaultdict(list)
    for request in requests:
        if request.contact is not None:
            of_month[request.agency_id, first_day(request.contact)].append(request)
    rows = []
    for agency_id, months in calendar.months.items():
        for month in months:
            called = of_month[agency_id, month]
            asking = [request for request in called if not already_in(request)]
            fates = [fate(request, calendar, rules) for request in asking]
            known = {
                days: calendar.is_over(agency_id, last_day(month) + timedelta(days=days))
                for days in (7, 14)
            }
            assessed = [(r.assessment - r.contact).days for r in asking if r.assessment is not None]
            started = [(r.service - r.contact).days for r in asking if r.service is not None]
            row: Row = {
                "agency_id": agency_id,
                "month": month,
                "contacts": len(asking),
                **{one: fates.count(one) for one in ("seen", "closed", "not_seen", "waiting")},
                "seen_late": sum(
                    one == "not_seen" and bool(care_days(request))
                    for one, request in zip(fates, asking, strict=True)
                ),
                "already_in": len(called) - len(asking),
                "assessed_7": sum(days <= 7 for days in assessed) if known[7] else None,
                "assessed_14": sum(days <= 14 for days in assessed) if known[14] else None,
                "started_14": sum(days <= 14 for days in started) if known[14] else None,
                "known_7": known[7],
                "known_14": known[14],
            }
            rows.append(row)
    return rows


def state_cohorts(agency_rows: list[Row], calendar: Calendar) -> list[Row]:
    rows = []
    for month in calendar.state_months:
        own = [row for row in agency_rows if row["month"] == month]
        called = [row for row in own if row["contacts"]]
        row: Row = {"month": month}
        for column in COHORT[: COHORT.index("already_in") + 1]:
            row[column] = sum(one[column] for one in own)
        for days in (7, 14):
            row[f"known_{days}"] = bool(called) and all(one[f"known_{days}"] for one in called)
        for column, known in (("assessed_7", 7), ("assessed_14", 14), ("started_14", 14)):
            row[column] = sum(one[column] for one in called) if row[f"known_{known}"] else None
        rows.append(published("state_cohort", row))
    return rows
