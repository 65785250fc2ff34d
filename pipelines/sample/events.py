"""One event in memory: small numbers for the words of the contract; 0 is empty."""

from typing import Any

import numpy as np

from pipelines.sample.random_draws import Array

EVENT_TYPES = (
    "first_contact",
    "assessment",
    "outpatient_service",
    "detox_admission",
    "detox_discharge",
    "request_closed",
)
CONTACT, ASSESSMENT, SERVICE, ADMISSION, DISCHARGE, CLOSED = range(len(EVENT_TYPES))

# Beside each word, how often it is drawn. The share of completed stays is drawn apart.
COMPLETED_REASONS = {"completed": 0.8, "completed_transfer": 0.2}
OTHER_REASONS = {
    "dropped_out": 0.7,
    "terminated": 0.17,
    "incarcerated": 0.04,
    "died": 0.01,
    "other": 0.08,
}
DISCHARGE_REASONS = ("", *COMPLETED_REASONS, *OTHER_REASONS)
CLOSURES = {
    "lost_contact": 0.47,
    "declined": 0.25,
    "referred_elsewhere": 0.14,
    "ineligible": 0.07,
    "incarcerated": 0.04,
    "died": 0.01,
    "other": 0.02,
}
CLOSURE_REASONS = ("", *CLOSURES)
FIRST_SERVICES = {"14": 0.55, "35": 0.24, "13": 0.15, "06": 0.06}
FOLLOW_UPS = {"14": 0.45, "35": 0.34, "13": 0.12, "06": 0.03, "02": 0.04, "": 0.02}
SERVICE_CODES = ("", "14", "35", "13", "06", "02")
DISCHARGES_TO = ("", "outpatient", "residential", "detox", "home", "other")
SITES = ("MAIN", "EAST", "WEST", "LAKE")
LEVELS = ("outpatient", "intensive outpatient", "detoxification")
DETOX_LEVEL = LEVELS.index("detoxification")
REFERRAL_SOURCES = ("self", "court", "hospital", "family", "agency")
COURT = REFERRAL_SOURCES.index("court")
REFERRAL_OF = np.array([0, 1, 0, 2, 3, 0, 1, 4, 0, 2, 0, 1, 3, 0, 4, 0, 1, 2, 0])
PROGRAMS = ("general", "medication", "reentry", "detox")
PROGRAM_OF = np.array([0, 0, 0, 0, 1, 1, 2])
DETOX_PROGRAM = PROGRAMS.index("detox")

NEVER = 2**30  # a day that does not come; far enough that sums of days keep off the window
NO_KEY = -1

EVENT = np.dtype(
    [
        ("day", "i4"),
        ("client", "i4"),
        ("person", "i8"),
        *((name, "i1") for name in ("type", "reason", "closure", "code", "to", "level")),
        *((name, "i1") for name in ("site", "referral", "program")),
    ]
)


def event_rows(**columns: Any) -> Array:
    """Events from columns; what is not given stays empty."""
    events = np.zeros(len(columns["day"]), EVENT)
    for name, values in columns.items():
        events[name] = values
    return events


def referral_sources(client: Array) -> Array:
    """From the client's number, so that it never changes."""
    return REFERRAL_OF[client % len(REFERRAL_OF)]
