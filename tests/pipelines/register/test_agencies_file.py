"""The office's file of agencies: what it enters, and what it reads about a slip."""

from datetime import date

import pytest

from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.models import GroupMembership, KeyCorrection

A01 = '[[agencies]]\ncode = "A01"\n'


@pytest.fixture
def take(tmp_path):
    def call(text):
        path = tmp_path / "agencies.toml"
        path.write_text(text, "utf-8")
        register = Register(tmp_path / "store")
        register.enter_agencies_file(path)
        return register

    return call


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[agencies", "not a TOML file"),
        ("[[agencie]]\ncode = 'A01'", "no such section: agencie"),
        ("agencies = 3", "once for each"),
        ("[[agencies]]\nname = 'Alder'", "lacks code"),
        ("[[agencies]]\ncode = 7", "code must be"),
        ("[[agencies]]\ncode = 'A 1'", "code must be"),
        (A01 + "nmae = 'Alder'", "no such key: nmae"),
        (A01 + "active_from = 'soon'", "active_from must be a date"),
        (A01 + "active_to = 9999-12-31", "active_to must be a date from"),
        (A01 + "id_width = 0", "id_width must be"),
        (A01 + "case_sensitive_ids = 'yes'", "case_sensitive_ids must be true or false"),
        (A01 + "case_sensitive_ids = 1", "case_sensitive_ids must be true or false"),
        (
            A01 + 2 * "[[targets]]\nmeasure = 'contact_to_service'\nvalue = 5\nby = 2027-01-01\n",
            "contact_to_service of all agencies has two targets by 2027-01-01",
        ),
        (A01 + "[[targets]]\nmeasure = 'x'\nvalue = 5\nby = 2027-01-01", "one of contact_to"),
        (
            A01 + "[[targets]]\nmeasure = 'contact_to_service'\nvalue = 'x'\nby = 2027-01-01",
            "value must be a number",
        ),
        (
            A01 + "[[targets]]\nmeasure = 'contact_to_service'\nagency = 'ZZ'\nvalue = 5\n"
            "by = 2027-01-01",
            "no agency ZZ",
        ),
        (A01 + "[[key_corrections]]\nagency = 'A01'\nmonth = 2026-09-01", "lacks reason"),
        (
            A01 + "[[key_corrections]]\nagency = 'ZZ'\nmonth = 2026-09-01\nreason = 'merged'",
            "no agency ZZ",
        ),
    ],
)
def test_a_slip_is_reported_by_its_place_and_nothing_is_entered(take, tmp_path, text, found):
    with pytest.raises(RegisterProblem, match=found):
        take(text)
    assert Register(tmp_path / "store").revision == 0


def test_a_file_that_is_not_there_is_reported(tmp_path):
    with pytest.raises(RegisterProblem, match="cannot be read"):
        Register(tmp_path / "store").enter_agencies_file(tmp_path / "nowhere.toml")


def test_codes_and_active_months_are_entered_as_extracts_write_them(take):
    (agency,) = take(
        "[[agencies]]\ncode = ' a01 '\nactive_from = 2024-01-15\nactive_to = 2026-06-30\n"
    ).agencies()
    assert agency.agency_id == "A01"
    assert (agency.active_from, agency.active_to) == (date(2024, 1, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("line", "entered"),
    [
        ("case_sensitive_ids = true", True),
        ("case_sensitive_ids = false", False),
        ("", None),
    ],
)
def test_whether_case_counts_is_entered_once(take, line, entered):
    register = take(A01 + line)
    (agency,) = register.agencies()
    assert agency.case_sensitive_ids is entered
    revision = register.revision
    assert take(A01 + line).revision == revision


def test_agencies_are_distinguished_by_their_codes_where_names_do_not(take):
    text = "".join(
        f"[[agencies]]\ncode = '{code}'\nname = '{name}'\n"
        for code, name in (("A01", "Alder"), ("A02", "Birch"), ("A03", "Alder"), ("A04", " "))
    )
    register = take(text)
    named = [(each.agency_id, each.name) for each in register.agencies()]
    assert named == [
        ("A04", "A04"),
        ("A01", "Alder (A01)"),
        ("A03", "Alder (A03)"),
        ("A02", "Birch"),
    ]
    before = register.revision
    assert take(text).revision == before  # and sending the file again changes nothing


def test_a_file_tells_all_targets_of_a_measure_and_agency(take):
    def targets(*given):
        return A01 + "".join(
            f"[[targets]]\nmeasure = 'contact_to_service'\nvalue = {value}\nby = {by}-06-30\n"
            for value, by in given
        )

    register = take(targets((9, 2026), (5, 2028), (7, 2027)))
    assert [target.value for target in register.targets()] == [9, 7, 5]
    before = register.revision
    assert take(targets((9, 2026), (7, 2027), (5, 2028))).revision == before
    assert [target.value for target in take(targets((5, 2028))).targets()] == [5]


def test_an_empty_group_is_none(take):
    take(A01 + "region = 'North'\nlearning_wave = 'First'")
    assert take(A01 + "region = ' '").groups() == [GroupMembership("learning wave", "First", "A01")]


def test_an_agency_that_moves_leaves_its_old_region(take):
    take(A01 + "region = 'North'\nlearning_wave = 'First'")
    assert take(A01 + "region = 'South'").groups() == [
        GroupMembership("learning wave", "First", "A01"),
        GroupMembership("region", "South", "A01"),
    ]


def test_a_corrected_months_keys_are_entered_once_and_move_the_revision(take):
    text = A01 + "[[key_corrections]]\nagency = 'a01'\nmonth = 2026-09-17\nreason = 'new numbers'"
    register = take(text)
    september = KeyCorrection("A01", date(2026, 9, 1), "new numbers")
    assert register.key_corrections() == [september]
    revision = register.revision
    assert take(text).revision == revision
    assert take(text.replace("2026-09-17", "2026-08-01")).revision == revision + 1
    assert take(A01).key_corrections() == [
        KeyCorrection("A01", date(2026, 8, 1), "new numbers"),
        september,
    ]
