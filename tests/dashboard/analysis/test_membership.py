"""Agencies that begin or end inside the months of a verdict."""

from datetime import date

from dashboard.analysis.membership import MembershipChange, membership_changes

MONTHS = [date(2026, month, 1) for month in range(1, 7)]


def rows(*counted):
    return [{"month": m, "counted": n} for m, n in zip(MONTHS, counted, strict=True)]


def test_an_agency_with_more_than_the_share_that_begins_or_ends_is_named():
    found = membership_changes(
        {
            "A01": rows(60, 60, 60, 60, 60, 60),
            "A02": rows(0, 0, 40, 40, 40, 40),
            "A03": rows(30, 30, 20, 0, 0, 0),
        },
        MONTHS,
        0.1,
    )
    assert found == (
        MembershipChange("A02", MONTHS[2], True, 160 / 420),
        MembershipChange("A03", MONTHS[2], False, 80 / 300),
    )


def test_a_small_agency_and_a_gap_in_between_are_no_change():
    assert (
        membership_changes(
            {"A01": rows(90, 90, 90, 90, 90, 90), "A02": rows(0, 0, 10, 10, 10, 10)}, MONTHS, 0.1
        )
        == ()
    )
    assert (
        membership_changes(
            {"A01": rows(9, 9, 9, 9, 9, 9), "A02": rows(9, 9, None, 0, 9, 9)}, MONTHS, 0.1
        )
        == ()
    )


def test_what_lies_outside_the_months_does_not_count():
    found = membership_changes({"A01": rows(9, 9, 9, 9, 9, 9)}, MONTHS[1:5], 0.1)
    assert found == ()
