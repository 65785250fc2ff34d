import html
from datetime import date

import pytest

from dashboard.queries.models import Project
from dashboard.views.overview.news import (
    ChangedSignal,
    new_and_lasting,
    news_list,
    no_news_line,
    recorded_project,
)
from pipelines.boards.signals import Signal
from tests.dashboard.text.test_verdicts import WAIT, better, signal, worse

NAMES = {"A01": "Alder", "A02": "Birch"}
USUAL = signal()


@pytest.mark.parametrize(
    ("signals", "said"),
    [
        ({}, "No agency has the 12 final months that a verdict needs."),
        (
            {"A01": signal(variation=None, note="too_few_months")},
            "No agency has the 12 final months that a verdict needs.",
        ),
        ({"A01": USUAL}, "No agency’s newest final month differs from its usual variation."),
        (
            {"A01": USUAL, "A02": signal(rule="shift_below", variation="improvement", counted=7)},
            "Months that differ from their usual variation are older ones, or on fewer than 11: "
            "too little to point at anyone. The table shows them.",
        ),
        (
            {"A01": USUAL, "B09": signal(rule="shift_below", variation="improvement")},
            "No agency’s newest final month differs from its usual variation.",
        ),
    ],
)
def test_a_month_without_news_says_why(signals: dict[str, Signal], said):
    found = {(agency, "contact_to_assessment"): each for agency, each in signals.items()}
    assert f"<span>{said}</span>" in html.unescape(no_news_line(NAMES, found))


def test_what_has_held_longer_is_a_list_of_its_own_and_says_since_when():
    new = ChangedSignal("A01", WAIT, worse("outside_above", value=11.2))
    old = ChangedSignal("A02", WAIT, better("shift_below", run=18, since=date(2025, 5, 1)))
    assert new_and_lasting([new, old]) == ([new], [old])
    assert "still so" not in news_list(NAMES, [new], {})
    assert "below the average of 6.9 days; still so since May 2025." in news_list(NAMES, [old], {})


def test_without_news_a_list_of_what_has_held_longer_is_no_reason_to_speak_of_few():
    found = {("A01", WAIT.key): better("shift_below", run=18)}
    assert "Nothing began with the newest final month or the one before." in no_news_line(
        NAMES, found, lasting=True
    )


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (date(2024, 4, 30), ""),
        (date(2024, 5, 1), "Change project: Walk-in hours (since May 2024, running)."),
        (date(2025, 5, 31), "Change project: Walk-in hours (since May 2025, running)."),
        (date(2025, 6, 1), ""),
    ],
)
def test_a_project_is_named_only_where_it_began_in_the_year_before_the_change(starts, said):
    change = better("shift_below", run=18, since=date(2025, 5, 1))
    project = Project("A01", WAIT.key, "Walk-in hours", starts, None, None)
    assert recorded_project(change, [project]) == said


def test_an_improvement_without_any_project_says_so():
    assert recorded_project(better("shift_below"), []) == "No change project is recorded."
    assert recorded_project(worse("shift_above"), []) == ""
