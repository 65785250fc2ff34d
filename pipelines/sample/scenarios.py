"""The demo's stories: what changed at an agency, since when, and what it does to a figure."""

from dataclasses import dataclass

import numpy as np

from pipelines.sample.random_draws import Array
from pipelines.sample.window import Window

CHANGE, BACKLOG, DATA_FAULT, DRIFT = "change", "backlog", "data_fault", "drift"


@dataclass(frozen=True)
class Scenario:
    """`curve` multiplies the days (or the share) month by month from the start; its last value
    stays. Months count back from the last one, so a shorter window tells the same recent past."""

    key: str
    kind: str
    measure: str
    months_ago: int
    curve: tuple[float, ...]
    what: str
    practice: str = ""
    lasts: int | None = None

    def start(self, window: Window) -> int:
        return window.months - 1 - self.months_ago

    def factors(self, window: Window) -> Array:
        """One factor for each month of the window."""
        since = np.arange(window.months) - self.start(window)
        return np.array((1.0, *self.curve))[np.clip(since + 1, 0, len(self.curve))]


def walk_in_hours(months_ago: int) -> Scenario:
    return Scenario(
        "walk_in_hours",
        CHANGE,
        "contact_to_assessment",
        months_ago,
        (0.51,),  # with more people seen on the same day, half of the average
        "Walk-in hours halve the wait for an assessment from the start on.",
        practice="Walk-in hours",
    )


def faded_gain(months_ago: int) -> Scenario:
    return Scenario(
        "faded",
        CHANGE,
        "contact_to_assessment",
        months_ago,
        (*(0.42,) * 6, 0.7, 0.9, 1.0),
        "Reminder calls shorten the wait; after 6 months the gain fades.",
        practice="Reminder calls",
        lasts=6,
    )


def backlog_cleared(months_ago: int) -> Scenario:
    return Scenario(
        "backlog_cleared",
        BACKLOG,
        "contact_to_assessment",
        months_ago,
        (1.0, 1.0, 0.55),
        "People long on the waiting list are seen: the average goes up, then down.",
        practice="Add time slots",
        lasts=3,
    )


def new_record_system(window: Window, months: int = 3) -> Scenario:
    """Mid-year: the latest July that lies at least a year back."""
    months_ago = (window.last_month.month - 7) % 12 + 12
    return Scenario(
        "record_system",
        DATA_FAULT,
        "contact_to_assessment",
        months_ago,
        (1.0,),
        "A new record system opens a record at the assessment and stamps the contact with its date;"
        " people never assessed are not recorded. A data fault, not a change.",
        lasts=months,
    )


def appointment_at_discharge(months_ago: int) -> Scenario:
    return Scenario(
        "appointment_at_discharge",
        CHANGE,
        "detox_to_outpatient",
        months_ago,
        (1.4,),
        "More people who complete detox enter outpatient treatment.",
        practice="Appointment within 48 hours of discharge",
    )


def sooner_services(months_ago: int) -> Scenario:
    return Scenario(
        "sooner_services",
        CHANGE,
        "assessment_to_service",
        months_ago,
        (0.62,),
        "Added groups bring the first service forward.",
        practice="Add groups",
    )


def quiet_gain() -> Scenario:
    return Scenario(
        "quiet_gain",
        DRIFT,
        "contact_to_assessment",
        8,
        (0.95, 0.9, 0.85, 0.8, 0.72, 0.65, 0.58, 0.52),
        "The wait falls month by month and no change project is recorded.",
    )


def slow_loss() -> Scenario:
    return Scenario(
        "slow_loss",
        DRIFT,
        "contact_to_assessment",
        9,
        (1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.45),
        "The wait grows month by month.",
    )


def some_gain(months_ago: int, factor: float) -> Scenario:
    return Scenario(
        "some_gain",
        CHANGE,
        "contact_to_assessment",
        months_ago,
        (factor,),
        "Same-day scheduling shortens the wait for an assessment.",
        practice="Same-day scheduling",
    )
