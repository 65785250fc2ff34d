"""Ids as they come from the field: every file and every form ends with the ids that are meant."""

import csv
import io
import json
import random
import string
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.intake import id_values
from pipelines.intake.check_files import Source, check_files
from pipelines.intake.known_words import known_words
from pipelines.intake.outcome import CheckedFile
from pipelines.intake.text_report import findings_csv, render_text
from pipelines.settings import load_settings
from tests.pipelines.intake.cases import id_forms
from tests.pipelines.intake.cases.build import every, text, with_column

FIELD = Path(__file__).parent / "field"
DOCS = Path(__file__).parents[3] / "docs" / "extract.md"
with (FIELD / "ids.csv").open(newline="", encoding="utf-8") as manifest:
    CASES = {case["file"]: case for case in csv.DictReader(manifest)}
PLAIN = [f"{200100 + at * 37}" for at in range(40)]
EVERY_OTHER = [each for at, each in enumerate(PLAIN) if at % 2 == 0]
MIXED = [f"a9U29{at // 2:08d}{end}" for at, end in zip(range(40), ["GnY", "Gny"] * 20, strict=True)]
HELD_EVERY_FOURTH = [each for at, each in enumerate(PLAIN) if at % 4]
WRAPPED = {"id_wrapped": 40}
# file → the clients of its accepted rows, and how often each code is found
ENDS = {
    "dob_dash_us.csv": ([], {"ids_identify": 40}),
    "dob_mon.csv": ([], {"ids_identify": 40}),
    "id_apostrophe.csv": (PLAIN, WRAPPED),
    "id_backslash_n.csv": (EVERY_OTHER, {"client_placeholder": 20}),
    "id_case_sensitive.csv": (MIXED, {"id_case_kept": 40}),
    "id_email.csv": ([], {"ids_identify": 40}),
    "id_equals_quote.csv": (PLAIN, WRAPPED),
    "id_hash_na.csv": (HELD_EVERY_FOURTH, {"client_placeholder": 10}),
    "id_hashes.csv": ([], {"client_placeholder": 40, "nothing_accepted": 1}),
    "id_inner_space.csv": (PLAIN, WRAPPED),
    "id_name_dot.csv": ([], {"ids_identify": 40}),
    "id_null_word.csv": (EVERY_OTHER, {"client_placeholder": 20}),
    "id_sci_no_plus.csv": ([], {"ids_identify": 40}),
    "id_thousands.csv": (PLAIN, WRAPPED),
    "ssn_dots.csv": ([], {"ids_identify": 40}),
    "ssn_equals.csv": ([], {"ids_identify": 40}),
    "ssn_nb_hyphen.csv": ([], {"ids_identify": 40}),
}


def checked_files(contents: Sequence[str | bytes]) -> list[tuple[CheckedFile, list[dict]]]:
    """Each file with its accepted rows; all are sent by A01 for September, and judged together."""
    (batch,) = check_files(
        [
            Source("extract.csv", data if isinstance(data, bytes) else data.encode())
            for data in contents
        ],
        agency="A01",
        months=[date(2026, 9, 1)],
        today=date(2026, 10, 5),
        settings=load_settings(),
    )
    rows: list[list[dict]] = [[] for _ in contents]
    for row in batch.rows.to_pylist():
        rows[row["file"]].append(row)
    return list(zip(batch.files, rows, strict=True))


def checked(data: str | bytes) -> tuple[CheckedFile, list[dict]]:
    (file,) = checked_files([data])
    return file


def counted(file: CheckedFile) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in file.findings:
        if each.severity != "note":
            found[each.code] = found.get(each.code, 0) + each.count
    return found


def clients_of(spellings: Sequence[list[str]]) -> list[list[str]]:
    """The clients of each file whose ids are spelt so."""
    files = checked_files([text(every("client_id", spelt)) for spelt in spellings])
    return [[row["client_id"] for row in rows] for _, rows in files]


@pytest.fixture(scope="module")
def field() -> dict[str, tuple[CheckedFile, list[dict]]]:
    """The files of the field with their accepted rows."""
    files = checked_files([(FIELD / name).read_bytes() for name in CASES])
    return dict(zip(CASES, files, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_the_field_ends_as_its_manifest_says(name, field):
    file, rows = field[name]
    case = CASES[name]
    assert file.outcome == case["outcome"]
    assert (file.rows_accepted, file.rows_held) == (int(case["accepted"]), int(case["held"]))
    if name in ENDS:
        assert ([row["client_id"] for row in rows], counted(file)) == ENDS[name]


def test_a_space_before_the_quotation_mark_changes_no_client(field):
    _, rows = field["id_space_quote.csv"]
    assert [row["client_id"] for row in rows] == PLAIN


FORMS = [
    '="{}"', "={}", '=""{}""', "'{}", "'{}'", '"{}"', '"""{}"""', "\u201c{}\u201d",
    "\u201e{}\u201c", "\u2018{}\u2019", "`{}`", "\u00b4{}\u00b4", "\u00ab{}\u00bb",
    "\u2039{}\u203a", '"{}', "{}'", "#{}", "#'{}'", "{};", "{},", "{} ;", " ' {} ' ", "{{{}}}",
    "[{}]", '\\"{}\\"', "\u200b={}\u200b", "\u00a0'{}\u00a0", "\uff1d{}", "\uff07{}", "\uff03{}",
    "={}\u00ad",
]  # fmt: skip


def test_a_wrapped_id_is_the_plain_id_in_either_column():
    plain = [*PLAIN[:20], *[f"AB-{at}/{at}.x_Z" for at in range(20)]]
    spellings = [plain, *[[form.format(each) for each in plain] for form in FORMS]]
    as_sent, *clients = clients_of(spellings)
    assert dict(zip(FORMS, clients, strict=True)) == dict.fromkeys(FORMS, as_sent)
    files = checked_files([with_column("person_key", spelt) for spelt in spellings])
    as_sent, *keys = ([row["person_key"] for row in rows] for _, rows in files)
    assert dict(zip(FORMS, keys, strict=True)) == dict.fromkeys(FORMS, as_sent)
    assert None not in as_sent


def test_groups_of_digits_are_the_plain_id():
    plain = [str(10**size + 7 * size) for size in range(3, 13)]
    marks = [",", " ", "'", "\u2019", "\u00a0", "\u202f", "\u2009", "\u2007"]
    grouped = {
        (mark, form): [form.format(f"{int(each):,}".replace(",", mark)) for each in plain]
        for mark in marks
        for form in ("{}", '="{}"')
    }
    found = dict(zip(grouped, clients_of(list(grouped.values())), strict=True))
    assert {each: clients[:10] for each, clients in found.items()} == dict.fromkeys(grouped, plain)


def test_every_hyphen_is_the_plain_one():
    hyphens = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
    spellings = [[f"12{each}{at:04d}{each}B" for at in range(40)] for each in hyphens]
    meant = [f"12-{at:04d}-B" for at in range(40)]
    found = dict(zip(hyphens, clients_of(spellings), strict=True))
    assert found == dict.fromkeys(hyphens, meant)


def test_one_client_wrapped_and_plain_is_one_client():
    rows = every("client_id", ["'200100", '="200100"', "200,100", "200100", "#200100"])[:5]
    for row in rows:
        row[2:5] = ["assessment", "2026-09-03", ""]
    file, accepted = checked(text(rows))
    assert (len(accepted), file.duplicates) == (1, 4)


PLAIN_SHAPES = [
    lambda draw, at: f"{draw.randrange(100, 1000)}",
    lambda draw, at: f"{draw.randrange(10**3, 10**5)}",
    lambda draw, at: f"{draw.randrange(10**5, 10**6)}",
    lambda draw, at: f"{draw.randrange(10**6, 10**7)}",
    lambda draw, at: f"{draw.randrange(10**7, 10**8)}",
    lambda draw, at: f"{20260000 + at}",
    lambda draw, at: f"{draw.randrange(10**8, 10**12)}",
    lambda draw, at: f"{draw.choice('ABCFHM')}{draw.randrange(10**4, 10**7)}",
    lambda draw, at: f"12-{draw.randrange(1000):03d}-{draw.randrange(10**4):04d}",
    lambda draw, at: f"{draw.randrange(100):02d}-{draw.randrange(10**5):05d}-{draw.choice('ABC')}",
    lambda draw, at: str(uuid.UUID(int=draw.getrandbits(128))),
    lambda draw, at: f"{draw.randrange(1, 90)}.{draw.randrange(10**4)}.{draw.randrange(100)}",
    lambda draw, at: f"{draw.randrange(1, 90)}/{draw.randrange(10**5)}",
    lambda draw, at: f"{draw.choice(['NORTH', 'SOUTH', 'LAKE'])}-{at:04d}",
    lambda draw, at: f"{draw.choice(['IOP', 'OP', 'RES'])}_{draw.randrange(10**4)}",
    lambda draw, at: "".join(draw.choices(string.ascii_letters + string.digits, k=15)),
    lambda draw, at: f"{draw.getrandbits(48):012x}",
    lambda draw, at: f"2026-{at:05d}",
    lambda draw, at: f"{''.join(draw.choices(string.ascii_uppercase, k=2))}{at:06d}",
    lambda draw, at: f"{draw.choice(['NORTH', 'LAKE'])}-{draw.choice(['IOP', 'DETOX'])}-{at:04d}",
]


def test_five_hundred_plain_ids_of_each_shape_are_all_accepted():
    draws = [random.Random(shape) for shape in range(len(PLAIN_SHAPES))]
    spellings = [
        [made(draw, at) for at in range(1, 501)]
        for draw, made in zip(draws, PLAIN_SHAPES, strict=True)
    ]
    contents = [
        text(
            ["A01", each, "assessment", "2026-09-03", "", str(at)] for at, each in enumerate(spelt)
        )
        for spelt in spellings
    ]
    for shape, (file, accepted) in enumerate(checked_files(contents)):
        assert (file.rows_held, len(accepted)) == (0, 500), shape
        different = {row["client_id"] for row in accepted}
        assert len(different) == len(set(spellings[shape])), shape


def test_case_is_kept_for_each_file_of_a_batch_on_its_own():
    mixed = text(every("client_id", id_forms.RECORDS)).encode()
    folded = text(every("client_id", ["ab12", "AB12", "Ab12", id_forms.RECORDS[0]])).encode()
    (batch,) = check_files(
        [Source("mixed.csv", mixed), Source("folded.csv", folded)],
        agency="A01",
        months=[date(2026, 9, 1)],
        today=date(2026, 10, 5),
        settings=load_settings(),
    )
    rows = batch.rows.to_pylist()
    assert [row["client_id"] for row in rows if row["file"] == 0] == id_forms.RECORDS
    found = [row["client_id"] for row in rows if row["file"] == 1][:4]
    assert found == ["AB12", "AB12", "AB12", id_forms.RECORDS[0].upper()]


def test_folding_tells_how_many_spellings_became_one():
    file, _ = checked(text(every("client_id", ["ab12", "AB12", "Ab12", "cd34", "AB99"])))
    (found,) = [each for each in file.findings if each.code == "id_case"]
    assert "Spellings that so became one with another: 2." in found.message
    file, _ = checked(text(every("client_id", ["ab12", "CD12"])))
    (found,) = [each for each in file.findings if each.code == "id_case"]
    assert "another: 0." in found.message


def test_a_key_of_the_state_never_differs_by_case():
    keys = id_forms.RECORDS
    _, rows = checked(with_column("person_key", keys))
    assert [row["person_key"] for row in rows] == [each.upper() for each in keys]


FAMILIES = (
    id_forms.wrapped_ids,
    id_forms.placeholders,
    id_forms.identifying,
    id_forms.told_by_case,
)


def test_no_id_of_any_case_is_in_a_report_of_it(caplog):
    cases = [case for family in FAMILIES for case in family()]
    (*batches,) = check_files(
        [Source("extract.csv", case.data) for case in cases],
        agency="A01",
        months=[date(2026, 9, 1)],
        today=date(2026, 10, 5),
        settings=load_settings(),
    )
    files = [file for batch in batches for file in batch.files]
    for case, file in zip(cases, files, strict=True):
        reports = [json.dumps(file.to_json()["findings"], ensure_ascii=False)]
        reports += [render_text(file), findings_csv([file])]
        said = "\n".join(reports).upper()
        assert [each for each in ids_sent(case.data) if each.upper() in said] == []
    assert caplog.records == []


def ids_sent(data: bytes) -> set[str]:
    """The ids of a case that are long enough to be seen in a text, words of the messages apart."""
    sample = data.decode().partition("\n")[0]
    mark = next(each for each in "|;\t," if each in sample)
    read = csv.DictReader(io.StringIO(data.decode()), delimiter=mark)
    found = {row[name] or "" for row in read for name in ("client_id", "person_key") if name in row}
    in_a_message = {"UNKNOWN", "NULL", "#N/A", "########", "200100"}
    return {each for each in found if len(each) > 4 and each.upper() not in in_a_message}


def test_every_placeholder_is_in_the_documentation():
    documented = DOCS.read_text("utf-8")
    words = known_words().placeholders
    assert len(words) == len(set(words)) > 80
    assert [word for word in words if f"`{word}`" not in documented] == []


def test_a_word_is_in_capitals_with_single_spaces():
    words = known_words()
    for word in (*words.placeholders, *words.names):
        assert word == " ".join(word.upper().split())


def test_the_ids_of_a_column_without_rows_are_read():
    spelt, codes = id_values.distinct_ids(pa.chunked_array([pa.array([], pa.string())]))
    assert (len(spelt), len(codes)) == (0, 0)
