"""Which names of columns refuse a file because they name a person, and which do not."""

import re
from pathlib import Path

import pytest

from pipelines.intake.contract import column_names, contract_fields, match_header, names_a_person

ROOT = Path(__file__).parents[3]
REFUSED = {
    "an SSN": """
        SSN|ssn|Client SSN|ClientSSN|PTSSN|SSN_4|SSN4|ssn last 4|Last 4 SSN|Last4
        |Last 4 of Social|Social Security #|Social Security Number|social_security_no|Soc Sec No
        |Soc. Sec.|SocSec|Soc Sec|SS#|SS #|SS No|SS No.|SS|SS Number|Social|Social #|Patient SS#
        |ITIN|Seguro Social|Núm. de seguro social|NUM SEGURO SOCIAL|No. Seguro Social|NSS""",
    "a name": """
        Name|NAMES|Last Name|last_name|LASTNAME|lname|L Name|FName|First Name|FirstName|First Nm
        |Middle Name|Full Name|Pt Name|PtName|PTNAME|Pt. Name|Pat Name|Patient Name|Client Name
        |ClientName|Client's Name|Name of Client|Name (Last, First)|Last, First|First|Last
        |Patient|Pt|Consumer|Client First|Pt Last|Nickname|Nick Name|Alias|AKA|Maiden Name
        |Mother's maiden name|Preferred Name|Legal Name|Surname|Initials|Client Initials
        |Staff Initials|Emergency contact|Emergency Contact Name|Guardian Name
        |Parent/Guardian Name|Spouse Name|Next of Kin|Employer Name|Counselor Name|Staff Name
        |Case Manager Name|Program Participant Name|Agency Contact Name|Head of Household Name
        |Nombre|NOMBRES|Nombre completo|Nombre del cliente|Primer nombre|Apellido|Apellidos
        |Segundo apellido|Apellido Paterno|Nombre y apellido|Paciente|Prénom
        |Nom|Sobrenome|Siyati""",
    "a birth date": """
        DOB|D.O.B.|d.o.b|Client DOB|ClientDOB|PTDOB|dob_1|DOB2|Birthdate|BirthDate|birth_date
        |Birth Dt|Date of Birth|DateOfBirth|DATEOFBIRTH|Dt of Birth|Year of Birth|Birth Year
        |Birthday|BDay|B-Day|Birth|Born|Birth Month|Fecha de nacimiento|FechaNac|Fecha Nac.
        |F. Nac.|FECHA_NACIMIENTO|Fec Nac|Nacimiento|Date de naissance|Data de nascimento""",
    "a phone number": """
        Phone|Phone #|Phone1|Phone Number 2|Phone No.|Home Phone|HOMEPHONE|home_phone|Cell|Cell #
        |Cell Phone|CellPhone|Mobile|Mobile No|Tel|Tel.|Telephone|Telephone Number|Work Phone
        |Contact Phone|Contact Number|Emergency Phone|Emergency Contact Phone|Phone (Home)
        |Client Cell|Fax|Pager|Patient Telephone|Teléfono|TELEFONO|Teléfono de casa
        |Núm. de teléfono|Celular|Móvil""",
    "an address": """
        Address|address1|Address Line 2|Street Address|StreetAddress|STREETADDR|Home Addr|Addr
        |Mailing Address|Street|Street Name|Street No|Client Street|Apt|Apt #|Apartment|P.O. Box
        |Zip|Zip Code|ZIPCODE|ZIP+4|Zip5|Postal Code|Postcode|City|Client City|City, State, Zip
        |Home City|Email|E-mail|E-Mail Address|eMail|Client Email|Email 2|IP Address|Latitude
        |Dirección|DIRECCION|Domicilio|Calle|Código postal|Ciudad|Correo electrónico|Correo
        |Adresse""",
    "an insurance number": """
        Medicaid ID|Medicaid #|Medicaid No|MedicaidNumber|Medicare No|Medicare ID|Insurance ID
        |Insurance No|Policy Number|Policy #|Subscriber ID|Member ID|Member #|MemberID
        |Beneficiary ID|Recipient ID|MBI|HICN|Insured ID""",
    "an identity document": """
        Driver License|Drivers License|Driver's License No|Driver Lic|DL|DL #|DLN|License No
        |License #|License|Passport|Passport No|License Plate|Alien Number|Inmate ID|Pasaporte
        |Licencia de conducir""",
}

NOT_REFUSED = """
        Street Outreach|Outreach Program|Program Name|Site Name|Agency Name|Provider Name
        |Clinic Name|Facility Name|Event Name|Service Name|Name of Program|Organization Name
        |Hospital Name|Location Name|Insurance Name|Plan Name|School Name|Unit Name|Site Address
        |Agency Phone|Clinic Phone Number|Facility City|Program Zip|Provider Email|Agency Fax
        |Site City|Building Address|Provider Medicaid ID|Phone screen|Phone Screen Date
        |Telephone contact date|By phone|Contacted by phone|Has phone|Telehealth
        |In person or phone|Mobile crisis|Mobile Unit|Mobile team|Sickle cell|Cell therapy
        |Email reminder|Email sent|Via email|Emailed|Address verified|Barriers addressed
        |Needs Addressed|Homeless|Homeless shelter|Residential|Type of residence
        |County of residence|Living arrangement|County|State|Sleeps on the street|Capacity
        |Date of admission|Admit Date|Date of contact|First contact|First Contact Date
        |Last contact|Last visit|Last service date|Last 4 weeks|Celebration|Birth sex|Live births
        |Age|Age group|Gender|Race|Ethnicity|Sex|Marital status|Pregnant mother|Veteran|Language
        |Education|Employment|Social work|Social history|Psycho-Social|Biopsychosocial|Session
        |Assessment|Assn|SSI|SSDI income|Class|Medicaid|Medicaid eligible|Medicare|Insurance
        |Insurance type|Payer|Payer ID|Member count|Policy|Facility license number
        |Provider License No|Licensed|Patient type|Client status|Client count|Clients served
        |Contact type|Contact count|Number of contacts|Case status|Case closed|Staff ID
        |Staff count|Notes|Comments|username|Drug name|Medication Name|File name|Column Name
        |Diagnosis|ICD10|Discharge date|Doc No|Hepatitis A No|Tipo de evento|Nombre del programa
        |Nombre de la agencia|Fecha de admisión|Fecha de contacto|Programa|Sitio"""


def listed(text):
    return [name.strip() for name in text.split("|")]


@pytest.mark.parametrize(
    ("header", "kind"), [(name, kind) for kind, names in REFUSED.items() for name in listed(names)]
)
def test_a_column_that_names_a_person_is_known(header, kind):
    assert names_a_person(header) == kind
    assert names_a_person(f" {header} ") == kind
    spaced = re.sub("([a-z])([A-Z])", r"\1 \2", header)
    assert names_a_person(spaced.upper()) == names_a_person(spaced.lower()) == kind


@pytest.mark.parametrize("header", listed(NOT_REFUSED))
def test_a_column_that_names_none_is_not(header):
    assert names_a_person(header) is None
    assert names_a_person(header.lower()) is None


def test_the_document_says_how_many_are_tried():
    refused = sum(len(listed(names)) for names in REFUSED.values())
    said = " ".join((ROOT / "docs" / "extract.md").read_text("utf-8").split())
    assert f"{refused} refused spellings and {len(listed(NOT_REFUSED))} others are tests" in said


def test_a_name_or_alias_of_the_contract_identifies_no_person():
    ours = [*column_names(), *(alias for field in contract_fields() for alias in field.aliases)]
    assert [each for each in ours if names_a_person(each)] == []
    assert [each for each in ours if names_a_person(each.title())] == []


@pytest.mark.parametrize(
    ("cells", "column", "spelt"),
    [
        (["MRN", "Patient ID"], "client_id", ("MRN", "Patient ID")),
        (["Case Number", "x", " client  no "], "client_id", ("Case Number", "client  no")),
        (["MRN", "MRN"], "client_id", ("MRN", "MRN")),
        (["Date", "Event Dt"], "event_date", ("Date", "Event Dt")),
        (
            ["Agency", "Provider ID", "Agency No"],
            "agency_id",
            ("Agency", "Provider ID", "Agency No"),
        ),
        (["Site", "Site Code"], "site_id", ("Site", "Site Code")),
    ],
)
def test_two_aliases_of_a_column_are_both_named(cells, column, spelt):
    found = match_header(cells)
    assert found.ambiguous == {column: spelt}
    named = match_header([column, *cells])
    assert (named.columns[column], named.ambiguous, named.by_alias) == (0, {}, {})
    assert [cell for cell in named.dropped if cell != "x"] == list(spelt)


@pytest.mark.parametrize(
    "value", ["200100", "A01-00123", "2026-09-05", "123-45-6789", "555 0100 x", "#"]
)
def test_a_cell_that_may_be_a_value_is_not_shown(value):
    found = match_header([*column_names(), value, f"notes{value}" if value != "#" else "1"])
    assert found.dropped == ("(not shown)", "(not shown)")


@pytest.mark.parametrize("header", ["Notes", "ICD10", "Älter", "Q1 2", ""])
def test_a_name_of_a_column_is_shown(header):
    assert match_header([*column_names(), header]).dropped == (header,)


def test_letters_of_another_script_are_part_of_a_name():
    found = match_header(["Клиент client", "client_id"])
    assert (found.by_alias, found.dropped) == ({}, ("Клиент client",))
    assert match_header(["client иван"]).columns == {}
