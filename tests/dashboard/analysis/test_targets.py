"""Which target holds in which month."""

from datetime import date

from dashboard.analysis.targets import TargetSpan, target_spans
from dashboard.queries.models import Target

MONTHS = [date(2026, month, 1) for month in range(1, 11)]
SPRING, SUMMER = Target(9, date(2026, 3, 31)), Target(7, date(2026, 6, 15))
LATER, OWN = Target(5, date(2028, 6, 30)), Target(8, date(2026, 8, 31))


def test_each_target_holds_until_its_day_and_the_next_one_after_it():
    targets = [(SPRING, False), (SUMMER, False), (LATER, False)]
    assert target_spans(targets, MONTHS, None) == (
        TargetSpan(SPRING, MONTHS[0], MONTHS[2]),
        TargetSpan(SUMMER, MONTHS[3], MONTHS[4]),
        TargetSpan(LATER, MONTHS[5], MONTHS[9]),
    )


def test_an_agencys_own_target_goes_before_everyones_until_it_has_passed():
    assert target_spans([(LATER, False), (OWN, True)], MONTHS, None) == (
        TargetSpan(OWN, MONTHS[0], MONTHS[7]),
        TargetSpan(LATER, MONTHS[8], MONTHS[9]),
    )


def test_months_after_the_last_day_of_data_have_the_target_of_that_day():
    spans = target_spans([(LATER, False), (OWN, True)], MONTHS, date(2026, 8, 31))
    assert spans == (TargetSpan(OWN, MONTHS[0], MONTHS[9]),)


def test_once_all_have_passed_the_last_one_holds_and_without_one_there_is_none():
    assert target_spans([(SPRING, False)], MONTHS, None)[-1] == TargetSpan(
        SPRING, MONTHS[0], MONTHS[9]
    )
    assert target_spans([], MONTHS, None) == ()
