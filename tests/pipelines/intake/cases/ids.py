"""Agencies, clients and person keys."""

from collections.abc import Iterator

from pipelines.intake.known_agencies import KnownAgency
from tests.pipelines.intake.cases.build import (
    Case,
    accept,
    changed,
    every,
    good,
    reject,
    text,
    warn,
    with_column,
)


def agencies() -> Iterator[Case]:
    yield accept("small letters and spaces", text(every("agency_id", [" a01 "] * 40)))
    yield accept("no uploader", text(good()), agency=None)
    yield accept("an uploader in small letters", text(good()), agency=" a01 ")
    yield reject(
        "all of another agency",
        text(every("agency_id", ["Z99"] * 40)),
        {"agency_other": 2},
        held=40,
    )
    yield reject(
        "one row of another", text(changed(9, "agency_id", "A02")), {"agency_other": 9}, held=40
    )
    yield reject(
        "two agencies, no uploader",
        text(changed(9, "agency_id", "A02")),
        {"agency_second": 9},
        held=40,
        agency=None,
    )
    yield warn(
        "blank agencies",
        text(every("agency_id", ["", " ", "\t", ""])),
        {"agency_blank": 2},
        36,
        held=4,
    )
    wrong = text(changed(9, "agency_id", "Main Street!"))
    yield reject(
        "no code, with an uploader", wrong, {"agency_other": 9, "agency_malformed": 9}, held=40
    )
    yield warn("no code, no uploader", wrong, {"agency_malformed": 9}, 39, held=1, agency=None)
    totalcare = every("agency_id", ["TOTALCARE"] * 40)
    yield accept("an agency called TOTALCARE", text(totalcare), agency="TOTALCARE")
    foot = text(totalcare) + "Total,,,,40,\r\n"
    yield warn("a foot of TOTALCARE", foot, {"row_is_total": 42}, held=1, agency="TOTALCARE")
    yield accept(
        "an agency called PAGE-1", text(every("agency_id", ["page-1"] * 40)), agency="PAGE-1"
    )


def ids() -> Iterator[Case]:
    names = [f"{word}{at:04d}" for at, word in enumerate(["NA", "NONE", "NAN", "NULL"] * 10)]
    yield warn(
        "NA and None and nan",
        text(every("client_id", ["NA", "NONE", "NAN", "NULL"])),
        {"client_placeholder": 2},
        36,
        held=4,
    )
    yield accept("words before digits", text(every("client_id", names)))
    yield accept(
        "letters of several lengths", text(every("client_id", ["A", "BC", "CF", "DEF", "X-1"]))
    )
    yield accept(
        "ids with dashes", text(every("client_id", [f"12-{at:03d}-B" for at in range(40)]))
    )
    yield warn(
        "blank clients",
        text(every("client_id", ["", "  ", "\t"])),
        {"client_missing": 2},
        37,
        held=3,
    )
    yield warn(
        "blank by a zero-width space",
        text(every("client_id", ["\u200b"])),
        {"client_missing": 2},
        39,
        held=1,
    )
    variants = ["ab12", "AB12", "AB12 ", "Ab12"]
    yield warn(
        "cases and spaces", text(every("client_id", variants)), {"id_case": 2, "id_spaces": 4}
    )
    for name, spelt in [
        ("zero-width", "100\u200b000"), ("no-break", "100000\u00a0"), ("bidi", "\u202e100000"),
        ("full-width", "\uff11\uff10\uff10\uff10\uff10\uff10"), ("soft hyphen", "100\u00ad000"),
    ]:  # fmt: skip
        yield warn(f"an id with {name}", text(every("client_id", [spelt])), {"id_characters": 2})
    yield warn("decimals", text(every("client_id", ["100000.0"])), {"id_decimal": 2})
    yield warn("zeros lost", text(every("client_id", ["8941", "12"])), {"id_lengths": 2})
    short = text(every("client_id", ["8941", "12"]))
    yield warn("zeros restored", short, {"id_zeros_restored": 2}, known={"A01": KnownAgency(6)})
    yield warn("zeros of another agency", short, {"id_lengths": 2}, known={"B02": KnownAgency(6)})
    yield warn(
        "longer than declared",
        short,
        {"id_zeros_restored": 3, "id_lengths": 2},
        known={"A01": KnownAgency(4)},
    )
    for name, (form, code) in {
        "SSNs": ("123-45-{:04d}", "id_is_ssn"),
        "names": ("Smith, Jo{}", "id_is_name"),
        "first and last names": ("Mary Smith{}", "id_is_name"),
        "rounded": ("1.2{}E+11", "id_is_rounded"),
        "birth dates": ("1980-01-{:02d}", "id_is_date"),
        "US birth dates": ("1/{}/1980", "id_is_date"),
    }.items():
        spelt = [form.format(at if code != "id_is_name" else "hn"[: at % 2]) for at in range(1, 29)]
        yield reject(
            f"ids that are {name}", text(every("client_id", spelt)), {"ids_identify": 2}, held=40
        )
        yield warn(
            f"two ids that are {name}", text(every("client_id", spelt[:2])), {code: 2}, 38, held=2
        )
    keys = [f"P{at:07d}" for at in range(40)]
    yield accept("person keys", with_column("person_key", keys))
    yield reject(
        "keys that are SSNs",
        with_column("person_key", ["123-45-6789"] * 9),
        {"ids_identify": 2},
        held=40,
    )
    yield warn(
        "one key that is an SSN",
        with_column("person_key", ["123-45-6789"]),
        {"id_is_ssn": 2},
        39,
        held=1,
    )
    for spelt in ("NA", "n/a", "None", "NULL", "unknown", "0000000", "-", "XXXX", "A1"):
        yield warn(f"the key {spelt}", with_column("person_key", [spelt]), {"person_key_empty": 2})
    yield warn("a key in small letters", with_column("person_key", ["p1234567"]), {"id_case": 2})
    yield warn(
        "an endless id", text(changed(9, "client_id", "7x" * 40)), {"id_too_long": 9}, 39, held=1
    )
