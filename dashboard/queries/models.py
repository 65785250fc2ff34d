"""What a query returns: a board, a measure, a newest figure. Values only, nothing is read here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class FilterMember:
    """One site, level of care or referral source; `key` is the URL's word, `site_id/NORTH`.

    `agencies`: those whose rows name it.
    """

    dimension: str
    member: str
    agencies: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.dimension}/{self.member}"


@dataclass(frozen=True)
class Board:
    """One published board, whole or seen through one filter (`only`).

    `folder` is the data folder that holds it.
    """

    folder: str
    version: int
    schema: int
    published_at: datetime
    data_through: date | None
    sample: bool
    newest: bool = True
    asked: int | None = None  # the version that a link asked for, if that one is no longer kept
    only: FilterMember | None = None


@dataclass(frozen=True)
class Measure:
    """A measure's own words, as of the board that computed it.

    `too_long_days`: care later than this after a contact that nothing followed is in no average.
    """

    key: str
    goal: int | None
    label: str
    short_label: str
    unit: Literal["days", "share"]
    better: Literal["decrease", "increase"]
    counted: str
    excluded: str
    month_rule: str
    why: str
    caveat: str
    source: str
    standard_days: int | None
    owner: str
    reviewed: date
    too_long_days: int

    @property
    def persons(self) -> bool:
        """Whether the goal is a number of persons, and its share comes second."""
        return self.unit == "share"


@dataclass(frozen=True)
class NewestFigure:
    """The newest final figure of the state, of a group or of one agency.

    `month` is None without a final month. `expected` is the state's newest final month, `status`
    what the agency did about that month; `closed` the last active month of an agency that closed
    before it.
    """

    agency_id: str | None
    measure: str
    ever: bool
    expected: date | None
    closed: date | None
    status: str | None
    expected_provisional: bool
    month: date | None
    value: float | None
    counted: int | None
    entered: int | None
    completed: int | None
    median_days: float | None
    p90_days: float | None
    held: int | None
    too_long: int | None
    no_contact: int | None
    links_missing: int | None


@dataclass(frozen=True)
class AgencyGroup:
    """Agencies that belong together; `key` is the URL's word, `region/North`."""

    key: str
    kind: str
    name: str
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Project:
    """A change project; `ends` is None while it runs."""

    agency_id: str
    measure: str
    title: str
    starts: date
    ends: date | None
    outcome: str | None


@dataclass(frozen=True)
class DecidedBaseline:
    """The first month of a new baseline, why it is one, and who decided so when (UTC)."""

    starts: date
    reason: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True)
class Target:
    """A value, and the day by which it is to be met."""

    value: float
    meet_by: date


@dataclass(frozen=True)
class MissingMonths:
    """An agency that lacks months, and the contact to write to."""

    agency_id: str
    name: str
    contact_name: str | None
    contact_email: str | None
    data_through: date | None
    never: bool
    missing: tuple[date, ...]
    unfinished: tuple[date, ...]
