"""Who differs from the state, and who cannot be compared with it."""

import math
from types import SimpleNamespace

from dashboard.analysis import comparison as comparisons
from dashboard.text import comparison as comparison_text

WAIT = SimpleNamespace(unit="days", persons=False)
RATE = SimpleNamespace(unit="share", persons=True)


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
    assert said.startswith("Chance aside, A2 waited less than the state’s 7.0 days.")


def test_few_cases_are_the_first_reason():
    found, said = days((10, 0.0, 0.0), (1, 3.0, None), (50, 7.0, 4.0))
    assert [found.agencies[name].why_not for name in ("A0", "A1")] == ["under n 11"] * 2
    assert "2 agencies are not compared: under n 11 or not final." in said
    assert not math.isnan(found.agencies["A2"].low)


def rates(*given):
    """Each (entered, of) as an agency of that place, against the rate of all together."""
    rows = [
        {
            "agency_id": f"A{place}",
            **{"numerator": n, "counted": d, "provisional": False, "warming_up": False},
        }
        for place, (n, d) in enumerate(given)
    ]
    state = sum(n for n, _ in given) / sum(d for _, d in given)
    found = comparisons.compare_rates(rows, state)
    names = {row["agency_id"]: row["agency_id"] for row in rows}
    return found, comparison_text.comparison_sentence(found, RATE, names, state, "2026")


def test_two_camps_differ_by_more_than_chance_and_none_stands_apart_from_the_spread():
    found, said = rates(*[(23, 156)] * 3, *[(86, 156)] * 3)
    assert found.tests.differ < 1e-7
    assert said.startswith("The agencies differ by more than chance explains: most lie between ")
    assert "Chance aside, A3, A4 and A5 are above the state’s 35%; A0, A1 and A2 are below." in said
    assert not any(agency.apart for agency in found.agencies.values())
    assert "spread" not in said


def test_one_far_from_all_others_stands_apart():
    found, said = rates(*[(40, 100), (42, 100), (38, 100)] * 4, (85, 100))
    assert [key for key, agency in found.agencies.items() if agency.apart] == ["A12"]
    assert "A12 is above by more than the spread of the agencies." in said


def test_alike_agencies_differ_no_more_than_chance_explains():
    _, said = rates((40, 100), (42, 100), (38, 100), (41, 100))
    assert said == (
        "The agencies differ no more than chance explains. "
        "Chance aside, none of 4 agencies differs from the state’s 40%."
    )


def test_what_a_difference_concerns_is_its_size_times_n():
    found, _ = days((100, 9.0, 4.0), (50, 5.0, 4.0))
    assert [agency.in_all for agency in found.agencies.values()] == [200.0, -100.0]


def test_many_are_a_number():
    found, said = days(*[(200, 4.0, 3.0)] * 8, *[(200, 11.0, 6.0)] * 8)
    assert not any(agency.apart for agency in found.agencies.values())
    assert "8 agencies waited less than the state’s 7.0 days; 8 agencies waited longer." in said
