"""What the register holds: agencies, groups, targets, projects, phases, corrected keys."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Agency:
    """A provider agency. Months are first days; no `active_from` means since its first file.

    `pauses`: the first and last months of the times in which it is closed and opens again.
    `id_width`: the digits of its client numbers; `case_sensitive_ids`: whether they differ in case
    alone. None: not said.
    """

    agency_id: str
    name: str
    size: str = ""
    levels_of_care: str = ""
    active_from: date | None = None
    active_to: date | None = None
    id_width: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    case_sensitive_ids: bool | None = None
    pauses: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class GroupMembership:
    """A managing entity, region or learning wave, and one agency in it."""

    kind: str
    name: str
    agency_id: str


@dataclass(frozen=True)
class Target:
    """What a measure is to reach: days, or a share from 0 to 1; no agency means all of them."""

    measure: str
    value: float
    meet_by: date
    agency_id: str | None = None


@dataclass(frozen=True)
class Project:
    """A change project as a chart shows it; days, `ends` empty while it runs."""

    agency_id: str
    measure: str
    title: str
    starts: date
    ends: date | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class Phase:
    """A new baseline of one series from the month `starts` on; no agency means the state's.

    `decided_by` and `decided_at` (UTC) say who entered it and when.
    """

    measure: str
    starts: date
    reason: str
    agency_id: str | None = None
    decided_by: str = ""
    decided_at: str = ""


@dataclass(frozen=True)
class KeyCorrection:
    """The person keys of an agency that change in `month` (a first day) count for all time."""

    agency_id: str
    month: date
    reason: str
