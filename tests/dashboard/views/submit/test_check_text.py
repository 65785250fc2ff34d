"""What is said of a checked file, figure by figure and word by word."""

from datetime import date, datetime

import pytest

from dashboard.views.submit import check_text, preview_text
from pipelines.messages import (
    ActiveVersion,
    FileReport,
    FindingGroup,
    MonthFigure,
    MonthPreview,
    Preview,
    Receipt,
    StoredMonth,
)

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SENT = datetime(2026, 11, 6, 14, 3)  # noqa: DTZ001


def group(**given):
    plain = {
        "code": "date_future",
        "column": "event_date",
        "severity": "error",
        "refuses": False,
        "rows": 3,
        "lines": (112, 640, 641),
        "messages": ("The date lies in the future.",),
        "other_messages": 0,
        "fix": "Correct it.",
        "costs": {},
    }
    return FindingGroup(**plain | given)


def checked(**given):
    plain = {
        "name": "birch.csv",
        "outcome": "accept_with_warnings",
        "months": (OCTOBER,),
        "rows_read": 1284,
        "rows_accepted": 1261,
        "rows_held": 19,
        "duplicates": 4,
        "groups": (group(), group(code="date_missing"), group(code="b"), group(severity="note")),
        "renamed": {},
        "comes_back": True,
    }
    return FileReport(**plain | given)


def month(**given):
    plain = {
        "month": OCTOBER,
        "fate": "stored",
        "submission": 41,
        "version": 2,
        "standing": ActiveVersion(40, 1, 1247, SENT, False),
        "rows": 1261,
        "same": 1214,
        "changed": 12,
        "new": 35,
        "gone": 21,
        "complete": True,
        "vanishing": None,
    }
    return MonthPreview(**plain | given)


def figure(**given):
    plain = {
        "value": 7.62,
        "counted": 144,
        "numerator": None,
        "entered": None,
        "provisional": False,
        "warming_up": False,
    }
    return MonthFigure(**plain | given)


def found(*files, months=()):
    return Preview(files, months, ())


def test_the_sentence_of_a_good_file_counts_rows_and_reasons():
    assert check_text.outcome_eyebrow([checked()]) == (
        "Accepted with warnings · birch.csv · October 2026"
    )
    assert check_text.outcome_lede(found(checked(), months=(month(),))) == (
        "Your file can be sent. 1,261 of 1,284 rows are accepted; 19 are held for three reasons "
        "you can fix."
    )


@pytest.mark.parametrize(
    ("read", "accepted", "held", "repeats", "said"),
    [
        (510, 510, 0, 0, "All 510 rows are accepted."),
        (1, 1, 0, 0, "Its one row is accepted."),
        (5, 4, 0, 1, "4 of 5 rows are accepted; 1 repeats another."),
        (9, 4, 0, 5, "4 of 9 rows are accepted; 5 repeat another."),
        (3, 2, 1, 0, "2 of 3 rows are accepted; 1 is held for one reason you can fix."),
    ],
)
def test_rows_are_reported_in_the_singular_too(read, accepted, held, repeats, said):
    file = checked(
        rows_read=read,
        rows_accepted=accepted,
        rows_held=held,
        duplicates=repeats,
        groups=(group(),) if held else (),
    )
    assert check_text.rows_sentence([file]) == said


def test_a_refused_file_says_why_and_that_nothing_changed():
    why = group(refuses=True, messages=("The file is empty.",))
    refused = checked(outcome="reject", groups=(why,), months=())
    assert check_text.outcome_lede(found(refused)) == (
        "This file cannot be sent. The file is empty. Nothing was stored; what was before stays."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "October 2026 is replaced: version 2 instead of version 1 of Nov 6."),
        ({"standing": None, "version": 1}, "October 2026 is new: version 1."),
        ({"fate": "unchanged"}, "October 2026 stays as it is: version 2 holds just this."),
        ({"fate": "older"}, "This is version 2 of October 2026, which was replaced since."),
    ],
)
def test_one_month_is_reported_by_what_becomes_of_it(given, said):
    assert preview_text.months_sentence([month(**given)]).replace("\u00a0", " ") == said


def test_several_months_are_reported_by_how_many_of_each():
    reported = [month(month=SEPTEMBER, standing=None), month(), month(fate="unchanged")]
    assert (
        preview_text.months_sentence(reported)
        == "3 months: 1 is new, 1 is replaced and 1 is unchanged."
    )


@pytest.mark.parametrize(
    ("these", "said"),
    [
        ([OCTOBER], "October 2026"),
        ([OCTOBER, SEPTEMBER], "September and October 2026"),
        ([date(2025, 12, 1), date(2026, 1, 1)], "December 2025 and January 2026"),
        ([date(2026, n, 1) for n in (8, 9, 10)], "Aug 2026 to Oct 2026"),
        ([date(2026, n, 1) for n in (6, 8, 10)], "Jun 2026, Aug 2026 and Oct 2026"),
        ([], "no month"),
    ],
)
def test_months_are_named(these, said):
    assert check_text.months_label(these) == said


def test_send_names_what_it_stores_or_makes_active_again():
    older = month(month=SEPTEMBER, fate="older", version=3)
    file = checked()
    assert preview_text.send_label(found(file, months=(month(),))) == "Send October 2026"
    assert preview_text.send_label(found(months=(month(),))) == (
        "Send “nothing to report” for October 2026"
    )
    assert preview_text.send_label(found(file, months=(older,))) == (
        "Make version 3 of September 2026 active again"
    )
    assert preview_text.send_label(found(file, months=(older, month()))) == "Send October 2026"


def test_a_finding_says_what_becomes_of_its_rows():
    assert check_text.severity_labels(group()) == ("held", "Held", "3 rows")
    assert check_text.severity_labels(group(refuses=True)) == ("held", "File refused", "")
    assert check_text.severity_labels(group(severity="warning", rows=1)) == (
        "noted",
        "Stored",
        "1 row",
    )
    assert check_text.severity_labels(group(severity="note", lines=(), rows=1))[2] == "the file"
    refused = check_text.severity_labels(group(severity="warning", rows=1), file_refused=True)
    assert refused[1] == "Also seen"


def test_lines_say_how_many_more_there_are():
    assert check_text.line_labels(group()) == ("Lines", "")
    assert check_text.line_labels(group(rows=1224, lines=tuple(range(20)))) == (
        "Lines",
        "and 1,204 more",
    )
    assert check_text.line_labels(group(rows=6, lines=(301,))) == ("First on line", "")
    assert check_text.line_labels(group(rows=1, lines=(301,))) == ("Line", "")


def test_the_cost_of_a_finding_names_each_measure():
    names = {"contact_to_assessment": "Contact → assessment", "detox_to_outpatient": "Detox → out"}
    costs = {"detox_to_outpatient": 1, "contact_to_assessment": 1204}
    assert check_text.cost_sentence(group(costs=costs), names) == (
        "Up to 1,204 requests in Contact → assessment and 1 in Detox → out."
    )
    assert check_text.cost_sentence(group(costs={"detox_to_outpatient": 1}), names) == (
        "Up to 1 discharge in Detox → out."
    )
    assert check_text.cost_sentence(group(), names) == "No measure loses anything."
    warned = group(severity="warning", costs=costs)
    assert check_text.cost_sentence(warned, names) == check_text.cost_sentence(
        group(costs=costs), names
    )
    assert check_text.cost_sentence(warned, names, file_refused=True) == ""
    assert check_text.cost_sentence(group(severity="warning"), names) == "Nothing is lost."
    assert check_text.cost_sentence(group(refuses=True), names) == "The whole file."


def test_a_figure_is_shown_with_what_it_rests_on():
    assert preview_text.figure_texts(figure(), "days") == ("7.6", "n 144")
    share = figure(value=0.36, counted=44, numerator=16, entered=17)
    assert preview_text.figure_texts(share, "share") == ("17", "36% of 44")
    assert preview_text.figure_texts(None, "days") == ("–", "n 0")
    assert preview_text.figure_texts(figure(value=None, counted=0), "share") == ("–", "of 0")


def test_if_fixed_says_only_what_is_certain():
    assert preview_text.figure_texts_if_fixed(figure(), "days", 3) == ("not known", "n 144 – 147")
    assert preview_text.figure_texts_if_fixed(figure(), "days", 0) == ("same", "")
    share = figure(value=16 / 44, counted=44, numerator=16, entered=16)
    # 9 lost: at worst nine more who do not enter, at best nine who do and were counted already
    assert preview_text.figure_texts_if_fixed(share, "share", 9) == ("16 – 25", "30% – 57%")


def test_a_loss_names_what_would_vanish():
    reported = month(
        rows=100, standing=ActiveVersion(40, 1, 400, SENT, False), vanishing=("site NORTH",)
    )
    assert preview_text.loss_sentence(reported) == (
        "October 2026 would keep 100 of 400 rows. Gone altogether: site NORTH."
    )
    assert preview_text.agreement_label(found(checked(), months=(reported,))) == (
        "Yes, October 2026 may lose these rows."
    )
    assert preview_text.agreement_label(found(months=(month(),))) == (
        "Yes, there was nothing to report for October 2026."
    )
    assert preview_text.agreement_label(found(months=(reported,))) == (
        "Yes, there was nothing to report for October 2026; what is stored goes."
    )


def receipt(*stored):
    return Receipt("A02", ("birch.csv",), 123, SENT, stored)


def test_a_receipt_says_what_is_on_record():
    reported = StoredMonth(41, OCTOBER, 2, 1261, False, SENT, "stored")
    assert preview_text.receipt_sentence(receipt(reported), "Birch") == (
        "October 2026 of Birch is stored and on the board."
    )
    nothing = StoredMonth(42, OCTOBER, 1, 0, True, SENT, "stored")
    assert "had nothing to report for October 2026" in preview_text.receipt_sentence(
        receipt(nothing), "Birch"
    )
    same = StoredMonth(41, OCTOBER, 2, 1261, False, SENT, "unchanged")
    assert "nothing changed" in preview_text.receipt_sentence(receipt(same), "Birch")
    assert preview_text.receipt_sentence(receipt(), "Birch") == "Nothing was stored."
    text = preview_text.receipt_text(receipt(reported), "Birch", "Dana")
    assert "Submission 41: October 2026, version 2, 1,261 rows, stored" in text
    assert "Shown by: Board 000123" in text
