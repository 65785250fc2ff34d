from datetime import date

import pytest

from dashboard import sentences
from dashboard.definitions import NotSent, Target


def lacking(**given):
    plain = {
        "agency_id": "A06",
        "name": "Fern",
        "contact_name": "Dana Okafor",
        "contact_email": "a06@example.org",
        "data_through": date(2026, 8, 31),
        "never": False,
        "missing": (),
        "unfinished": (),
    }
    return NotSent(**plain | given)


def test_a_wait_with_a_year_before(figure, days):
    assert sentences.headline(figure(), days) == (
        "6.5 days in Oct 2026, n 909; the 12 months before averaged 7.1 days."
    )


def test_fewer_months_before_are_counted(figure, days):
    assert sentences.headline(figure(before_months=5), days) == (
        "6.5 days in Oct 2026, n 909; the 5 final months before averaged 7.1 days."
    )


def test_one_month_before(figure, days):
    assert sentences.before(figure(before_months=1), days) == "The month before averaged 7.1 days"


def test_nothing_before_is_not_spoken_of(figure, days):
    alone = figure(before_months=None, before_value=None)
    assert sentences.headline(alone, days) == "6.5 days in Oct 2026, n 909."
    assert sentences.card(alone, days) == "First contact to assessment took 6.5 days."


def test_no_final_month_and_nothing_ever_are_told_apart(figure, days):
    assert sentences.headline(figure(month=None, before_months=None), days) == (
        "No final month yet."
    )
    never = figure(month=None, before_months=None, ever=False)
    assert sentences.headline(never, days) == "Nothing counted so far."


def test_persons_lead_and_the_rate_stands_second(detox_figure, detox):
    assert sentences.headline(detox_figure(), detox) == (
        "130 people in Sep 2026, 35% of 372; the 12 months before averaged 118 people a month, 34%."
    )
    assert sentences.card(detox_figure(), detox) == (
        "130 people went on to outpatient treatment; the 12 months before averaged 118 a month."
    )


def test_one_person_is_a_person(detox_figure, detox):
    one = detox_figure(entered=1, counted=3, value=1 / 3, before_entered=1.2, before_value=0.3)
    assert sentences.headline(one, detox) == (
        "1 person in Sep 2026, 33% of 3; the 12 months before averaged 1 person a month, 30%."
    )


def test_nobody_entered_is_a_zero_that_was_counted(detox_figure, detox):
    none = detox_figure(entered=0, counted=4, value=0.0)
    assert sentences.newest(none, detox) == "0 people in Sep 2026, 0% of 4"


def test_a_card_says_what_took_how_long(figure, days):
    assert sentences.card(figure(), days) == (
        "First contact to assessment took 6.5 days; the 12 months before averaged 7.1."
    )


def test_news_of_an_agency_hold_figure_month_n_and_past(figure, days):
    assert sentences.does(figure(), days) == "waited 6.5 days for an assessment"
    assert sentences.against_its_past(figure(), days) == (
        " in Oct 2026, n 909; its 12 months before averaged 7.1."
    )


def test_news_of_detox(detox_figure, detox):
    assert sentences.does(detox_figure(), detox) == (
        "saw 130 people of 372 go on from detox to outpatient"
    )
    assert sentences.against_its_past(detox_figure(), detox) == (
        " (35%) in Sep 2026; its 12 months before averaged 34%."
    )


@pytest.mark.parametrize(("value", "before", "worse"), [(9, 6, 0.5), (3, 6, -0.5), (6, 0, 0)])
def test_longer_waits_are_worse(figure, days, value, before, worse):
    far = sentences.difference(figure(value=value, before_value=before), days)
    assert far == pytest.approx(worse)


def test_fewer_who_go_on_are_worse(detox_figure, detox):
    far = sentences.difference(detox_figure(value=0.17, before_value=0.34), detox)
    assert far == pytest.approx(0.5)


def test_assessments_without_a_contact_are_told_beside_goal_1(figure):
    assert sentences.no_contact(figure(no_contact=0)) == ""
    assert sentences.no_contact(figure(counted=95, held=1, no_contact=4)) == (
        "4 requests (4%) had no first contact on record."
    )


def test_who_could_still_add_a_link(detox_figure):
    assert sentences.links_missing(detox_figure(links_missing=0)) == ""
    assert sentences.links_missing(detox_figure(links_missing=1)) == (
        "1 agency lacks a month that links could come from."
    )
    assert sentences.links_missing(detox_figure(links_missing=3)) == (
        "3 agencies lack a month that links could come from."
    )


def test_what_an_agency_lacks():
    two = (date(2026, 9, 1), date(2026, 10, 1))
    assert sentences.lacks(lacking(never=True)) == "nothing sent yet"
    assert sentences.lacks(lacking(missing=two)) == "Sep, Oct 2026"
    assert sentences.lacks(lacking(missing=(date(2025, 12, 1), date(2026, 1, 1)))) == (
        "Dec 2025, Jan 2026"
    )
    assert sentences.lacks(lacking(unfinished=two[1:])) == "Oct 2026 (sent before it had ended)"
    many = tuple(date(2026, m, 1) for m in range(1, 7))
    assert sentences.lacks(lacking(missing=many)) == "3 earlier, Apr, May, Jun 2026"


def test_the_reminder_names_months_person_and_office():
    text = sentences.reminder(lacking(missing=(date(2026, 9, 1),)), "State program office")
    assert text.startswith("Dear Dana Okafor,\n\n")
    assert "no complete file from Fern for Sep 2026." in text
    assert text.endswith("\n\nState program office")


def test_a_reminder_without_a_contact_speaks_to_the_agency():
    text = sentences.reminder(lacking(contact_name="", never=True), "Office")
    assert text.startswith("Dear Fern,")
    assert "for any month." in text


def test_a_target_says_by_when(days, detox):
    assert sentences.target(Target(5.0, date(2028, 6, 30)), days) == "5 days by Jun 2028"
    assert sentences.target(Target(0.4, date(2028, 6, 30)), detox) == "40% by Jun 2028"


def test_a_comparison_names_no_one(days):
    state = {"agency_id": None, "value": 7.6}
    rows = [state, {"agency_id": "A01", "value": 5.3}, {"agency_id": "A02", "value": 11.8}]
    assert sentences.compared(rows, days, "2025") == (
        "2 agencies, from 5.3 to 11.8 days in 2025, around the state’s 7.6."
    )
    assert sentences.compared(rows[:2], days, "2025") == (
        "One agency, 5.3 days in 2025, around the state’s 7.6."
    )
    assert sentences.compared([state], days, "2025") == "No agency has a figure for 2025."


ASKED = {"contacts": 412, "seen": 251, "closed": 31, "waiting": 12, "not_seen": 118}


def test_everyone_who_asked_is_somewhere():
    row = ASKED | {"assessed_14": 221}
    assert sentences.asked(row, "Sep 2026") == (
        "Of 412 requests in Sep 2026, 221 (54%) were assessed within 14 days; 12 are still waiting."
    )
    assert sentences.not_seen(row) == (
        "161 not seen: 12 still waiting, 31 closed with a reason, 118 never seen."
    )
    assert sentences.all_asked(row, "2025") == (
        "412 requests in 2025: 61% seen so far, 8% closed, 29% never seen, 3% still waiting."
    )


def test_what_is_not_yet_known_is_not_zero():
    assert sentences.asked(ASKED | {"assessed_14": None, "waiting": 1}, "Oct 2026") == (
        "Of 412 requests in Oct 2026, assessments within 14 days are not yet known; "
        "1 is still waiting."
    )


def test_a_point_says_month_figure_n_and_why_it_is_hollow(months, days, detox):
    row = months(6.5)[0]
    assert sentences.point(row, "final", days) == "<b>Jan 2024</b>: 6.5 days, n 20"
    assert sentences.point(row, "warming_up", days).endswith("n 20, warming up")
    assert sentences.point(row, "provisional", days).endswith("n 20, provisional")
    share = months(0.35)[0] | {"entered": 7}
    assert sentences.point(share, "final", detox) == "<b>Jan 2024</b>: 35% of 20, 7 people"
    assert sentences.point(share, "final", detox, people=True) == (
        "<b>Jan 2024</b>: 7 people, 35% of 20"
    )


def test_a_chart_is_told_to_those_who_do_not_see_it(figure, days):
    months = [date(2023, 11, 1), date(2026, 10, 1)]
    assert sentences.picture("Alder", figure(), days, months) == (
        "Alder, Label of contact_to_assessment, month by month, Nov 2023 to Oct 2026. "
        "6.5 days in Oct 2026, n 909; the 12 months before averaged 7.1 days."
    )
