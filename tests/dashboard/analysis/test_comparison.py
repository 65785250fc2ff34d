"""Who differs from the state, and who cannot be compared with it."""

import math
from types import SimpleNamespace

from dashboard.analysis import comparison as comparisons
from dashboard.text import comparison as comparison_text

WAIT = SimpleNamespace(unit="days", persons=False)


def days(*given):
    """Each (n, mean, deviation) as an agency of that place, against a state's 7 days."""
    rows, spread = [], {}
    for place, (n, mean, deviation) in enumerate(given):
        row = {"counted": n, "value": mean, "provisional": False, "warming_up": False}
        rows.append({"agency_id": f"A{place}", **row})
        spread[f"A{place}"] = {"n": n, "mean": mean, "deviation": deviation}
    found = comparisons.compare_days(rows, spread, 7.0)
    names = {row["agency_id"]: row["agency_id"] for row in rows}
    return found, comparison_text.comparison_sentence(found, WAIT, names, 7.0, "2026")


def test_days_that_do_not_vary_have_no_interval_and_are_not_called_no_difference():
    found, said = days((144, 0.0, 0.0), (40, 4.0, 0.0), (50, 3.0, 2.0))
    whys = [found.agencies[name].why_not for name in ("A0", "A1", "A2")]
    assert whys == ["no variation", "no variation", ""]
    assert "2 agencies are not compared: under n 11, not final or without variation." in said
    assert said.startswith("A2 waited less than the state’s 7.0 days.")


def test_few_cases_are_the_first_reason():
    found, said = days((10, 0.0, 0.0), (1, 3.0, None), (50, 7.0, 4.0))
    assert [found.agencies[name].why_not for name in ("A0", "A1")] == ["under n 11"] * 2
    assert "2 agencies are not compared: under n 11 or not final." in said
    assert not math.isnan(found.agencies["A2"].low)
