"""The catalogue: each code has a report, a reason and an action; rules and codes are one list."""

import string

import pytest

from pipelines.intake import rule_engine
from pipelines.intake.findings import SEVERITIES, finding_catalogue, make_finding, shown_value

CODES = list(finding_catalogue().values())
KNOWN = {"value", "rows", "column", "line", "words"}


def test_there_are_enough_codes_to_tell_things_apart():
    assert len(CODES) >= 40


@pytest.mark.parametrize("entry", CODES, ids=lambda entry: entry.code)
def test_an_entry_says_what_is_wrong_what_to_do_and_why(entry):
    assert entry.severity in SEVERITIES
    assert entry.severity == "error" or not entry.refuses
    for words in (entry.message, entry.fix, entry.why):
        assert not words[0].islower()
        assert words.endswith(".")
    assert entry.example
    assert set(entry.instead_of) <= set(finding_catalogue())
    used = {name for _, name, _, _ in string.Formatter().parse(entry.message + entry.fix) if name}
    assert used <= KNOWN


def test_every_rule_is_in_the_catalogue():
    rules = {path.stem for path in (rule_engine.HERE / "rules").glob("*.sql")}
    assert rules <= set(finding_catalogue())


def test_an_identifier_is_never_put_into_words():
    for column in ("client_id", "person_key", "record_id"):
        for code in finding_catalogue():
            assert "4711" not in make_finding(code, column=column, value="4711").message


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("telepathy", "telepathy"),
        (None, ""),
        (" two\nlines ", "two lines"),
        ("\u202eabc", "abc"),
        ("123-45-6789", "(not shown)"),
        ("123456789", "(not shown)"),
        ("jo@example.org", "(not shown)"),
        ("x" * 41, "x" * 39 + "\u2026"),
    ],
)
def test_a_value_is_shown_short_plain_and_only_if_it_identifies_nobody(value, found):
    assert shown_value(value) == found


def test_one_row_is_not_rows():
    assert make_finding("repeated_rows", count=1).message.startswith("1 row repeat")
    assert make_finding("repeated_rows", count=1200).message.startswith("1,200 rows repeat")


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("event_type", "asessment", "asessment"),
        ("event_type", "Initial Contact", "Initial Contact"),
        ("event_type", "QZ0064", "(not shown)"),  # the id of a row whose values slid
        ("event_type", "Maria Quackenbosch", "(not shown)"),
        ("event_type", "o'brien, JAMES", "(not shown)"),
        ("discharge_reason", "against medical advice", "against medical advice"),
        ("service_code", "H0015", "H0015"),
    ],
)
def test_a_message_shows_a_word_and_no_persons_id_or_name(column, value, shown):
    assert shown_value(value, column) == shown
