"""Ids in other forms: wrapped, placeholders, identifying, different in case alone, unreadable."""

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.intake.known_agencies import KnownAgency
from tests.pipelines.intake.cases.build import (
    HEADER,
    Case,
    accept,
    every,
    good,
    reject,
    text,
    warn,
    with_column,
)

PLAIN = [f"{200100 + at * 37}" for at in range(40)]
RECORDS = [f"001A00000{at:02d}{end}" for at in range(20) for end in ("xyzA", "XyzA")]


def sent(spelt: list[str], **dialect: str) -> str:
    return text(every("client_id", spelt), **dialect)


def wrapped_ids() -> Iterator[Case]:
    for name, form in {
        "equals and quotes": '="{}"', "equals alone": "={}", "an apostrophe": "'{}",
        "straight quotes": '"{}"', "single quotes": "'{}'", "curly quotes": "\u201c{}\u201d",
        "single curly quotes": "\u2018{}\u2019", "guillemets": "\u00ab{}\u00bb",
        "backticks": "`{}`",
        "a quote before": '"{}', "a quote behind": '{}"', "a number sign": "#{}",
        "a semicolon": "{};", "a comma": "{},", "three wrappings": "'=\"#{}\";",
        "braces": "{{{}}}", "brackets": "[{}]", "escaped quotes": '\\"{}\\"',
    }.items():  # fmt: skip
        wrapped = [form.format(each) for each in PLAIN]
        yield warn(f"ids in {name}", sent(wrapped), {"id_wrapped": 2})
        some = [*PLAIN[:30], *wrapped[30:]]
        yield warn(f"ten ids in {name}", sent(some), {"id_wrapped": 32})
        keys = with_column("person_key", wrapped[:7])
        yield warn(f"keys in {name}", keys, {"id_wrapped": 2})
    for name, mark in {"commas": ",", "spaces": " ", "apostrophes": "'"}.items():
        grouped = [f"{int(each):,}".replace(",", mark) for each in PLAIN]
        yield warn(f"groups by {name}", sent(grouped), {"id_wrapped": 2})
        long = [f"1{mark}{each}" for each in grouped[:5]]
        tabbed = text(every("client_id", long), delimiter="\t", lineterminator="\n")
        found = {"id_wrapped": 2, "delimiter_other": 1, "id_lengths": 7}
        yield warn(f"long groups by {name}", tabbed, found)
    for name, mark in {"no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009"}.items():
        grouped = [f"{int(each):,}".replace(",", mark) for each in PLAIN]
        found = {"id_wrapped": 2, "id_characters": 2}
        yield warn(f"groups by {name} spaces", sent(grouped), found)
    cents = {"id_wrapped": 2, "id_decimal": 2}
    yield warn("groups and cents", sent([f"{int(each):,}.00" for each in PLAIN]), cents)
    european = [f"{int(each):,}".replace(",", ".") + ",00" for each in PLAIN]
    yield warn("groups by dots and cents", sent(european), cents)
    yield accept("one group by a dot", sent(["200.100", "200.137"]))
    yield accept("groups by dots", sent([f"{at}.200.100" for at in range(1, 41)]))
    yield warn("a prefix apart", sent([f"MRN {each}" for each in PLAIN]), {"id_wrapped": 2})
    for mark in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\u00ad":
        spelt = sent([f"12{mark}{at:04d}" for at in range(1, 41)])
        yield warn(f"ids with the hyphen {ord(mark):x}", spelt, {"id_characters": 2})
    for spelt in (
        "20 01 00", "2001 00", "1,2,3", "20,0100", "-200100", "200100-", ".5", "A/", "200100*",
        "1+1", "A&B", "50%", "A12 B", "MRN: 12345", "a:b", "(200100)", "ÄÖ?1",
    ):  # fmt: skip
        yield warn(f"the id {spelt}", sent([spelt]), {"id_unreadable": 2}, 39, held=1)
        key = with_column("person_key", [f"777{spelt}777" if len(spelt) < 4 else spelt])
        if spelt not in (".5", "A/"):
            yield warn(f"the key {spelt}", key, {"id_unreadable": 2}, 39, held=1)
    half = sent(["20 01 00"] * 21)
    yield reject("21 of 40 ids unreadable", half, {"held_too_many": None}, held=40)


def placeholders() -> Iterator[Case]:
    for spelt in (
        "#N/A", "#REF!", "#VALUE!", "#¡VALOR!", "########", "#", "null", "(null)", "<NULL>", "\\N",
        "None", "NaN", "n/a", "N.A.", "Unknown", "unk", "tbd", "Test", "missing", "(blank)",
        "Anonymous", "No  ID", "-", "--", ".", "?", "???", "0", "00", "000000", "0.0", "999999",
        "xxx", "000-00-0000", "Desconocido", "ninguno", "sin id", '"NULL"', "'N/A", '="#N/A"',
        "*****", "_", "NULL;", "John Doe",
    ):  # fmt: skip
        yield warn(f"the client {spelt}", sent([spelt]), {"client_placeholder": 2}, 39, held=1)
        if "\\" not in spelt:
            piped = text(every("client_id", ["7", spelt, spelt])[:9], delimiter="|")
            found = {"delimiter_other": 1, "client_placeholder": 3, "id_lengths": 2}
            yield warn(f"{spelt} in two of nine rows", piped, found, 7, held=2)
        key = with_column("person_key", [spelt])
        yield warn(f"{spelt} as a key", key, {"person_key_empty": 2})
    yield reject(
        "placeholders throughout", sent(["#REF!"] * 40), {"nothing_accepted": None}, held=40
    )
    yield warn("9 and 999", sent(["9", "999", "9999"]), {"id_lengths": 2})
    yield accept("ids that begin like placeholders", sent(["NAN1", "NULL-2", "UNK33", "TEST01"]))
    for spelt in ("200100", "A-1"):
        yield reject(f"{spelt} throughout", sent([spelt] * 40), {"one_client": None}, held=40)
    piped = text(every("client_id", ["A-1"] * 30)[:30], delimiter="|")
    yield reject("A-1 in 30 rows", piped, {"one_client": None}, held=30)
    few = text(every("client_id", ["A-1"] * 29)[:29])
    yield accept("A-1 in 29 rows", few, 29)
    yield accept("A-1 in 29 of 30 rows", text(every("client_id", ["A-1"] * 29)[:30]), 30)


def identifying() -> Iterator[Case]:
    born = [date(1950, 3, 1) + timedelta(days=at * 397) for at in range(40)]
    smiths = ["SMITH", "JONES", "GARCIA", "LOPEZ", "BAKER", "NGUYEN", "MILLER", "DAVIS", "MOORE"]
    smiths += ["TAYLOR", "WHITE", "HARRIS", "CLARK", "LEWIS", "WALKER", "HALL", "ALLEN", "YOUNG"]
    forty = [f"{each}{end}" for end in ("", "SON", "ER") for each in smiths][:40]
    forty += [f"{each}MAN" for each in smiths][: 40 - len(forty)]
    for name, spelt, code in (
        ("SSNs with dots", [f"123.45.{at:04d}" for at in range(40)], "id_is_ssn"),
        ("SSNs with spaces", [f"123 45 {at:04d}" for at in range(40)], "id_is_ssn"),
        ("SSNs with no-break spaces", [f"123\u00a045\u00a0{at:04d}" for at in range(40)], None),
        ("SSNs with slashes", [f"123/45/{at:04d}" for at in range(40)], "id_is_ssn"),
        ("SSNs with en dashes", [f"123\u201345\u2013{at:04d}" for at in range(40)], "id_is_ssn"),
        ("SSNs with soft hyphens", [f"123\u00ad45\u00ad{at:04d}" for at in range(40)], None),
        ("SSNs in quotes", [f"'123-45-{at:04d}'" for at in range(40)], "id_is_ssn"),
        ("SSNs with SSN before", [f"SSN: 123-45-{at:04d}" for at in range(40)], "id_is_ssn"),
        ("SSNs in part", [f"XXX-XX-{at:04d}" for at in range(1, 41)], "id_is_ssn"),
        ("e-mail", [f"client{at}@mail.example" for at in range(40)], "id_is_email"),
        ("e-mail in brackets", [f"<c{at}@a.example>" for at in range(40)], "id_is_email"),
        ("mailto", [f"mailto:a.b{at}@a.example" for at in range(40)], "id_is_email"),
        ("phones in brackets", [f"(305) 555-{at:04d}" for at in range(40)], "id_is_phone"),
        ("phones with dashes", [f"305-555-{at:04d}" for at in range(40)], "id_is_phone"),
        ("phones with dots", [f"305.555.{at:04d}" for at in range(40)], "id_is_phone"),
        ("phones with spaces", [f"305 555 {at:04d}" for at in range(40)], "id_is_phone"),
        ("phones of the world", [f"+1 305 555 {at:04d}" for at in range(40)], "id_is_phone"),
        ("phones in one", [f"+1305555{at:04d}" for at in range(40)], "id_is_phone"),
        ("phones with a 1", [f"1-305-555-{at:04d} x{at}" for at in range(40)], "id_is_phone"),
        ("names with dots", [f"{each}.MARY" for each in forty], "id_is_name"),
        ("names with underscores", [f"{each.lower()}_john2" for each in forty], "id_is_name"),
        ("names with hyphens", [f"Ana-{each.title()}" for each in forty], "id_is_name"),
        ("one name with a number", [f"smith_john{at}" for at in range(40)], "id_is_name"),
        ("initials and names", [f"J.{each}" for each in forty], "id_is_name"),
        ("names and initials", [f"{each}, J." for each in forty], "id_is_name"),
        ("names and a year", [f"JOHN {each} {1950 + at}" for at, each in enumerate(forty)], None),
        ("names in no-break", [f"JOHN\u00a0{each}" for each in forty], "id_is_name"),
        ("names with an apostrophe", [f"O'{each}" for each in forty], "id_is_name"),
        ("names with accents", [f"{each.title()}, José" for each in forty], "id_is_name"),
        ("names with a birth date", [f"SMITH{day}" for day in born], "id_is_name"),
        ("names with a US birth date", [f"Smith {day:%m/%d/%Y}" for day in born], "id_is_name"),
        ("initials with a birth date", [f"JS-{day}" for day in born], "id_is_date"),
        ("rounded without plus", [f"1.{at:02d}E11" for at in range(40)], "id_is_rounded"),
        ("rounded to a whole", [f"{at}E+11" for at in range(40)], "id_is_rounded"),
        ("rounded in small letters", [f"1.{at}e+05" for at in range(40)], "id_is_rounded"),
        ("rounded with two digits", [f"12.{at}E11" for at in range(40)], "id_is_rounded"),
        ("rounded with a comma", [f"1,{at:02d}E+11" for at in range(40)], "id_is_rounded"),
        ("dates with words", [f"{day:%B} {day.day}, {day.year}" for day in born], "id_is_date"),
        ("dates by Mon", [f"{day:%d-%b-%y}" for day in born], "id_is_date"),
        ("dates by Mon in one", [f"{day:%d%b%Y}" for day in born], "id_is_date"),
        ("dates by dots", [f"{day:%d.%m.%Y}" for day in born], "id_is_date"),
        ("dates by dashes", [f"{day:%m-%d-%Y}" for day in born], "id_is_date"),
        ("dates by slashes, year first", [f"{day:%Y/%m/%d}" for day in born], "id_is_date"),
        ("dates with a short year", [f"{day:%m/%d/%y}" for day in born], "id_is_date"),
        ("stamps", [f"{day}T00:00:00Z" for day in born], "id_is_date"),
        ("dates with a time", [f"{day:%m/%d/%Y} 12:00:00 AM" for day in born], "id_is_date"),
        ("dates by word, short year", [f"{day:%b %d, %y}" for day in born], "id_is_date"),
        ("dates with a day of the week", [f"{day:%a, %d %b %Y}" for day in born], "id_is_date"),
        ("stamps in one", [f"{day:%Y%m%d}T000000" for day in born], "id_is_date"),
        ("SSNs in brackets", [f"(123-45-{at:04d})" for at in range(40)], "id_is_ssn"),
        ("dates after DOB", [f"DOB {day}" for day in born], "id_is_date"),
    ):  # fmt: skip
        yield reject(f"ids: {name}", sent(spelt), {"ids_identify": 2}, held=40)
        if name == "e-mail" or "," not in "".join(spelt):
            semicolons = text(every("client_id", spelt)[:9], delimiter=";")
            yield reject(f"nine ids: {name}", semicolons, {"ids_identify": 2}, held=9)
        keys = with_column("person_key", spelt)
        yield reject(f"keys: {name}", keys, {"ids_identify": 2}, held=40)
        if code:
            some = sent([*PLAIN[:38], *spelt[20:22]])
            yield warn(f"two ids: {name}", some, {code: 40}, 38, held=2)
    for name, form in {
        "year first": "%Y%m%d", "month first": "%m%d%Y", "day first": "%d%m%Y",
        "initials before": "JS%m%d%Y", "initials behind": "%Y%m%dJS",
        "a name before": "SMITHJS%m%d%Y", "short years": "%m-%d-%y",
        "short years by dots": "%d.%m.%y",
    }.items():  # fmt: skip
        days = [day.strftime(form) for day in born]
        yield reject(f"all ids dates, {name}", sent(days), {"ids_identify": 2}, held=40)
        ten = text(every("client_id", days)[:10], delimiter="|")
        yield reject(f"ten ids dates, {name}", ten, {"ids_identify": 2}, held=10)
        other = "JS99999999" if "JS" in form else "77-77-77" if "y" in form else "77777778"
        yield accept(f"all ids but one dates, {name}", sent([*days[:39], other]))
        yield accept(f"nine ids dates, {name}", text(every("client_id", days)[:9]), 9)
    yield reject("ids that are one word", sent(forty), {"ids_identify": 2}, held=40)
    counted = [f"{each.title()}{at % 7}" for at, each in enumerate(forty)]
    yield reject("ids that are a name and a digit", sent(counted), {"ids_identify": 2}, held=40)
    few = text(every("client_id", ["SMITH", "JONES", "MARY1", "SMITH2", "GARCIA"])[:5])
    yield reject("five rows of well-known names", few, {"ids_identify": 2}, held=5)
    yield accept("a site before a number", sent([f"NORTH{at:04d}" for at in range(40)]))
    yield accept("a site and a program", sent([f"NORTH-IOP-{at:04d}" for at in range(40)]))


def told_by_case() -> Iterator[Case]:
    keeps = {"A01": KnownAgency(case_sensitive_ids=True)}
    folds = {"A01": KnownAgency(case_sensitive_ids=False)}
    yield warn("record ids", sent(RECORDS), {"id_case_kept": 2})
    yield warn("one record id", text(every("client_id", RECORDS)[:1]), {"id_case_kept": 2}, 1)
    half = sent([*RECORDS[:21], *PLAIN[:19]])
    yield warn("record ids in half of the rows", half, {"id_case_kept": 2})
    short = [f"aB{at}c" for at in range(40)]
    tabs = text(every("client_id", short), delimiter="\t")
    yield warn("short mixed ids", tabs, {"id_case_kept": 2, "delimiter_other": 1})
    quoted = [f'="{each}"' for each in RECORDS]
    yield warn("record ids in quotes", sent(quoted), {"id_case_kept": 2, "id_wrapped": 2})
    yield accept("record ids where case is set", sent(RECORDS), known=keeps)
    small = [f"ab{at}" for at in range(40)]
    yield accept("small letters where case is set", sent(small), known=keeps)
    merged = {"id_case": 2, "discharge_before_admission": 11}
    yield warn(
        "record ids where case is set to count for nothing", sent(RECORDS), merged, known=folds
    )
    titled = [f"Iop-{at:03d}" for at in range(1, 41)]
    yield warn("capitalised ids", sent(titled), {"id_case": 2})
    few = sent(["aB1", "AB2", "ab3", "cD4", "EF5"])
    yield warn("two mixed ids of five with letters", few, {"id_case": 2})
    mixed = sent(["aB1", "aB2", "ab3", "cD4", "EF5"])
    yield warn("three mixed ids of five with letters", mixed, {"id_case_kept": 2})
    rows = [[*good()[0], each] for each in ("001A000001xyzA", "001A000001XyzA", "001A000001xyZA")]
    yield accept("records apart by case", text(rows, [*HEADER, "record_id"]), 3)
