"""An entry in words: numbers stay numbers, nothing is left out silently."""

import pytest

from dashboard.text.audit import LONGEST, about_text


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ({"agency": "A01", "board": 1}, "agency A01, board 1"),
        (
            {"case_sensitive_ids": True, "id_width": None},
            "case sensitive ids yes, id width not said",
        ),
        ({"agencies": ["A01", "A02"], "file": ""}, "agencies A01 · A02, file empty"),
        ({"before": {"first": "", "pauses": []}}, "before (first empty, pauses none)"),
        ({"changed": {"office.due_day": [15, 20]}}, "changed (office.due day 15 · 20)"),
        ({}, ""),
    ],
)
def test_an_entry_is_said_in_words(about, text):
    assert about_text(about) == text


def test_a_long_entry_ends_with_a_mark():
    assert about_text({"why": "x" * 1000}) == f"why {'x' * (LONGEST - 4)}…"
