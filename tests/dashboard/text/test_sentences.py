from datetime import date

from dashboard.queries.models import MissingMonths, Target
from dashboard.text import reminders, sentences


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
    return MissingMonths(**plain | given)


def test_assessments_without_a_contact_are_shown_next_to_goal_1():
    row = {"counted": 93, "held": 1, "too_long": 2, "no_contact": 4}
    assert sentences.no_contact_sentence(row | {"no_contact": 0}) == ""
    assert sentences.no_contact_sentence(row) == "4 requests (4%) had no first contact on record."


def test_held_intervals_are_shown_next_to_the_figure():
    assert sentences.held_sentence({"held": 0}) == ""
    assert sentences.held_sentence({"held": 1}) == "1 interval held out of the average."
    assert sentences.held_sentence({"held": 3}) == "3 intervals held out of the average."


def test_too_long_waits_are_shown_with_the_offices_days(days, detox):
    assert sentences.too_long_sentence({"too_long": 0}, 180) == ""
    assert sentences.too_long_sentence({"too_long": 1}, 90) == (
        "1 request waited longer than 90 days and is out of the average."
    )
    row = {"counted": 93, "held": 1, "too_long": 2, "no_contact": 4, "links_missing": 1}
    assert sentences.left_out_sentence(days, row) == (
        "1 interval held out of the average. 2 requests waited longer than 180 days and are out "
        "of the average. 4 requests (4%) had no first contact on record."
    )
    assert "waited" not in sentences.left_out_sentence(detox, row)


def test_who_could_still_add_a_link():
    assert sentences.links_missing_sentence({"links_missing": 0}) == ""
    assert sentences.links_missing_sentence({"links_missing": 1}) == (
        "1 agency lacks a month that links could come from."
    )
    assert sentences.links_missing_sentence({"links_missing": 3}) == (
        "3 agencies lack a month that links could come from."
    )


def test_how_long_people_waited():
    days = [(0, 5), (4, 3), (12, 2)]
    assert sentences.waits_sentence(days, 2.0, 12.0) == (
        "Of 10 requests, half took at most 2 days and nine in ten at most 12 days; 50% the same "
        "day."
    )
    assert sentences.waits_sentence([(1, 4)], 1.0, 1.0) == (
        "Of 4 requests, half took at most 1 day and nine in ten at most 1 day."
    )


def file(**given):
    return {"active": True, "rows_read": 100, "rows_held": 2, "version": 1} | given


def test_the_quality_of_what_was_sent_is_one_line():
    assert sentences.quality_sentence([], (0, 0), None) == "Nothing has been sent yet."
    sent = [file(), file(version=2), file(active=False)]
    assert sentences.quality_sentence(sent, (3, 4), date(2026, 10, 31)) == (
        "Data through Oct 31, 2026; 3 of 4 months on time; 4 of 200 rows held in the newest 2 "
        "months; 1 month sent again."
    )


def test_what_an_agency_lacks():
    two = (date(2026, 9, 1), date(2026, 10, 1))
    assert sentences.missing_months_sentence(lacking(never=True)) == "nothing sent yet"
    assert sentences.missing_months_sentence(lacking(missing=two)) == "Sep, Oct 2026"
    assert sentences.missing_months_sentence(
        lacking(missing=(date(2025, 12, 1), date(2026, 1, 1)))
    ) == ("Dec 2025, Jan 2026")
    assert (
        sentences.missing_months_sentence(lacking(unfinished=two[1:]))
        == "Oct 2026 (sent before it had ended)"
    )
    many = tuple(date(2026, m, 1) for m in range(1, 7))
    assert (
        sentences.missing_months_sentence(lacking(missing=many)) == "3 earlier, Apr, May, Jun 2026"
    )


def test_the_reminder_names_months_person_and_office():
    text = reminders.reminder_text(lacking(missing=(date(2026, 9, 1),)), "State program office")
    assert text.startswith("Dear Dana Okafor,\n\n")
    assert "no complete file from Fern for Sep 2026." in text
    assert text.endswith("\n\nState program office")


def test_a_reminder_without_a_contact_speaks_to_the_agency():
    text = reminders.reminder_text(lacking(contact_name="", never=True), "Office")
    assert text.startswith("Dear Fern,")
    assert "for any month." in text


def test_a_target_says_by_when(days, detox):
    assert sentences.target_sentence(Target(5.0, date(2028, 6, 30)), days) == "5 days by Jun 2028"
    assert sentences.target_sentence(Target(0.4, date(2028, 6, 30)), detox) == "40% by Jun 2028"


ASKED = {"contacts": 412, "seen": 251, "closed": 31, "waiting": 12, "not_seen": 118, "seen_late": 8}


def test_everyone_who_asked_is_somewhere():
    row = ASKED | {"assessed_14": 221}
    assert sentences.cohort_sentence(row, "Sep 2026") == (
        "Of 412 requests in Sep 2026, 221 (54%) were assessed within 14 days; 12 are still waiting."
    )
    assert sentences.not_seen_sentence(row, 180) == (
        "161 not seen, or not within 180 days: 12 still waiting, 31 closed with a reason, "
        "8 seen later, 110 never seen."
    )
    assert sentences.not_seen_sentence(ASKED | {"contacts": 251}, 180) == (
        "Everyone who asked has been seen."
    )
    assert sentences.cohort_totals_sentence(row, "2025", 90) == (
        "412 requests in 2025: 61% seen within 90 days, 8% closed, 2% seen later, "
        "27% never seen, 3% still waiting."
    )


def test_what_is_not_yet_known_is_not_zero():
    assert sentences.cohort_sentence(ASKED | {"assessed_14": None, "waiting": 1}, "Oct 2026") == (
        "Of 412 requests in Oct 2026, assessments within 14 days are not yet known; "
        "1 is still waiting."
    )


def test_a_point_says_month_figure_n_and_why_it_is_hollow(months, days, detox):
    row = months(6.5)[0]
    assert sentences.point_label(row, "final", days) == "<b>Jan 2024</b>: 6.5 days, n 20"
    assert sentences.point_label(row, "warming_up", days).endswith("n 20, warming up")
    assert sentences.point_label(row, "provisional", days).endswith("n 20, provisional")
    share = months(0.35)[0] | {"entered": 7}
    assert sentences.point_label(share, "final", detox) == "<b>Jan 2024</b>: 35% of 20, 7 people"
    assert sentences.point_label(share, "final", detox, people=True) == (
        "<b>Jan 2024</b>: 7 people, 35% of 20"
    )


def test_a_chart_is_reported_to_those_who_do_not_see_it(days):
    months = [date(2023, 11, 1), date(2026, 10, 1)]
    assert sentences.chart_alt("Alder", days, months, "Alder’s wait improved.") == (
        "Alder, Label of contact_to_assessment, month by month, Nov 2023 to Oct 2026. "
        "Alder’s wait improved."
    )
