"""The contract: one file from which columns, template and dictionary come."""

import csv
import json
from datetime import date

import pytest

from pipelines import settings
from pipelines.intake import check_files as intake_check
from pipelines.intake import contract, dictionary
from pipelines.intake.contract import match_header, names_a_person


def test_the_columns_are_those_of_the_definition():
    assert set(contract.column_names()) == {
        "agency_id", "client_id", "event_type", "event_date", "discharge_reason", "closure_reason",
        "person_key", "service_code", "discharge_to", "site_id", "level_of_care",
        "referral_source", "program", "record_id",
    }  # fmt: skip
    assert contract.required_columns() == ("agency_id", "client_id", "event_type", "event_date")


def test_a_reason_is_a_word_or_floridas_number():
    codes = contract.contract_field("discharge_reason").codes
    assert {spelt: word for spelt, word in codes.items() if spelt.isdigit()} == {
        "1": "completed", "2": "dropped_out", "3": "terminated", "4": "completed_transfer",
        "5": "incarcerated", "6": "died", "7": "other",
    }  # fmt: skip


def test_no_alias_means_two_columns():
    spelt = [
        contract.fold_header(each)
        for column in contract.contract_fields()
        for each in (column.name, *column.aliases)
    ]
    assert len(spelt) == len(set(spelt))


def test_no_name_or_alias_of_ours_is_refused():
    ours = [
        each for column in contract.contract_fields() for each in (column.name, *column.aliases)
    ]
    assert [each for each in ours if names_a_person(each)] == []


@pytest.mark.parametrize(
    "header", ["Agency_ID", "agency id", " AGENCYID ", "agency__id", "\ufeffagency_id"]
)
def test_case_spaces_and_underscores_in_a_header_do_not_matter(header):
    found = match_header([header])
    assert found.columns == {"agency_id": 0}
    assert found.by_alias == {}


def test_a_name_wins_over_an_alias_wherever_it_is():
    found = match_header(["Client Number", "client_id", "MRN"])
    assert found.columns == {"client_id": 1}
    assert found.dropped == ("Client Number", "MRN")


def test_a_whole_header_lacks_nothing():
    assert match_header(contract.column_names()).complete
    assert match_header(["agency_id", "client_id", "event_type"]).missing == ("event_date",)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("SSN", "an SSN"), ("client_ssn", "an SSN"), ("Social Security #", "an SSN"),
        ("Last Name", "a name"), ("lname", "a name"), ("ClientName", "a name"), ("name", "a name"),
        ("DOB", "a birth date"), ("BirthDate", "a birth date"), ("date of birth", "a birth date"),
        ("Phone", "a phone number"), ("cell_phone", "a phone number"),
        ("Street Address", "an address"), ("E-Mail", "an address"),
    ],
)  # fmt: skip
def test_a_column_that_names_a_person_is_known(header, kind):
    assert names_a_person(header) == kind


@pytest.mark.parametrize(
    "header", ["session", "program name", "site_name", "county", "notes", "birth_sex", "username"]
)
def test_other_columns_are_only_dropped(header):
    assert names_a_person(header) is None


@pytest.mark.parametrize("agency", ["A01", "NORTH-7"])
def test_the_example_has_every_event_and_nothing_to_tell(agency):
    example = intake_check.Source("example.csv", dictionary.example_csv(agency).encode())
    (batch,) = intake_check.check_files(
        [example], agency=agency, today=date(2026, 11, 22), settings=settings.load_settings()
    )
    assert (batch.files[0].outcome, batch.files[0].findings) == ("accept", ())
    words = set(contract.contract_field("event_type").words)
    assert set(batch.rows["event_type"].to_pylist()) == words


def test_the_template_is_a_header_that_is_accepted():
    (header,) = csv.reader(dictionary.template_csv().splitlines())
    assert match_header(header).complete
    assert match_header(header).dropped == ()


def test_the_dictionary_tells_every_column_and_every_word():
    reported = dictionary.dictionary_csv()
    for column in contract.contract_fields():
        assert f"| `{column.name}` |" in reported
        assert all(f"`{word}`" in reported for word in column.words)


def test_the_schema_is_one_that_other_tools_read():
    schema = json.loads(contract.SCHEMA.read_text("utf-8"))
    types = {"string", "date"}
    assert all({"name", "type", "title", "description"} <= set(each) for each in schema["fields"])
    assert {each["type"] for each in schema["fields"]} == types
    assert schema["missingValues"] == [""]
