import html

import pytest

from dashboard.views.overview.news import no_news_line
from pipelines.boards.signals import Signal
from tests.dashboard.text.test_verdicts import signal

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
