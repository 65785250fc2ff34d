"""Figures and months as the board has them, in short."""

from datetime import date

import pytest

from dashboard.analysis import due_dates
from dashboard.queries.models import Measure, NewestFigure
from tests.conftest import TODAY


@pytest.fixture(autouse=True)
def _the_day_is_that_of_the_stores(monkeypatch):
    monkeypatch.setattr(due_dates, "current_day", lambda: TODAY)


def measure(key, unit="days", goal=1, better="decrease"):
    return Measure(
        key=key,
        goal=goal,
        label=f"Label of {key}",
        short_label=f"Short {key}",
        unit=unit,
        better=better,
        counted="",
        excluded="",
        month_rule="",
        why="",
        caveat="",
        source="",
        standard_days=None,
        owner="",
        reviewed=date(2026, 1, 1),
        too_long_days=180,
    )


@pytest.fixture
def days():
    return measure("contact_to_assessment")


@pytest.fixture
def detox():
    return measure("detox_to_outpatient", unit="share", goal=3, better="increase")


@pytest.fixture
def figure():
    """figure(value=…): a newest final figure; what is not given is as in a plain month."""

    def made(**given):
        plain = {
            "agency_id": "A01",
            "measure": "contact_to_assessment",
            "ever": True,
            "expected": date(2026, 10, 1),
            "closed": None,
            "status": "received",
            "expected_provisional": False,
            "month": date(2026, 10, 1),
            "value": 6.5,
            "counted": 909,
            "entered": None,
            "completed": None,
            "median_days": 5.0,
            "p90_days": 14.0,
            "held": 0,
            "too_long": 0,
            "no_contact": 0,
            "links_missing": None,
        }
        return NewestFigure(**plain | given)

    return made


@pytest.fixture
def detox_figure(figure):
    def made(**given):
        plain = {
            "measure": "detox_to_outpatient",
            "month": date(2026, 9, 1),
            "expected": date(2026, 9, 1),
            "value": 0.35,
            "counted": 372,
            "entered": 130,
            "completed": 372,
        }
        return figure(**plain | given)

    return made


@pytest.fixture
def months():
    """months(value, …): rows of agency_month from January 2024 on; None is a month not sent."""

    def made(*values, warming_up=0, provisional=0, counted=20):
        rows = []
        for i, value in enumerate(values):
            rows.append(
                {
                    "month": date(2024 + i // 12, i % 12 + 1, 1),
                    "status": "missing" if value is None else "received",
                    "value": value,
                    "counted": 0 if value is None else counted,
                    "entered": 0,
                    "warming_up": i < warming_up,
                    "provisional": value is None or i >= len(values) - provisional,
                }
            )
        return rows

    return made
