from datetime import date

import pytest

from dashboard.analysis import periods
from dashboard.selection import url_widgets
from dashboard.text.formats import period_label


@pytest.mark.parametrize(
    ("grain", "period", "first", "last", "said"),
    [
        ("month", "2026-10", date(2026, 10, 1), date(2026, 10, 1), "Oct 2026"),
        ("quarter", "2026-Q3", date(2026, 7, 1), date(2026, 9, 1), "quarter 3 of 2026"),
        ("year", "2025", date(2025, 1, 1), date(2025, 12, 1), "2025"),
        ("12_months", "2026-10", date(2025, 11, 1), date(2026, 10, 1), "the 12 months to Oct 2026"),
        ("12_months", "2025-12", date(2025, 1, 1), date(2025, 12, 1), "the 12 months to Dec 2025"),
    ],
)
def test_a_period_has_months_and_words(grain, period, first, last, said):
    assert periods.period_months(grain, period) == (first, last)
    assert period_label(grain, period) == said


def test_choices_of_one_label_say_their_keys():
    """Two change projects of one title, begun in two months."""
    labels = {
        "all": "All months",
        "before-2025-04": "Before Hours",
        "before-2026-04": "Before Hours",
    }
    assert url_widgets.distinct_labels(labels) == {
        "all": "All months",
        "before-2025-04": "Before Hours (before-2025-04)",
        "before-2026-04": "Before Hours (before-2026-04)",
    }
