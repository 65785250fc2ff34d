"""Headers of all kinds."""

from collections.abc import Iterator

from tests.pipelines.intake.cases.build import (
    HEADER,
    Case,
    accept,
    changed,
    good,
    reject,
    text,
    warn,
)


def headers() -> Iterator[Case]:
    rows = good()
    body = text(rows).split("\r\n", 1)[1]

    def under(*cells: str) -> str:
        return ",".join(cells) + "\r\n" + body

    yield accept("capitals", under(*[name.upper() for name in HEADER]))
    yield accept("spaces for underscores", under(*[name.replace("_", " ") for name in HEADER]))
    yield accept("no underscores", under(*[name.replace("_", "") for name in HEADER]))
    yield accept("spaces around names", under(*[f" {name} " for name in HEADER]))
    yield accept("a no-break space", under("agency\u00a0id", *HEADER[1:]))
    turned = [list(reversed(row)) for row in rows]
    yield accept("columns turned round", text(turned, HEADER[::-1]))
    yield accept(
        "required columns alone", text([row[:4] for row in rows if row[4] == ""], HEADER[:4]), 32
    )
    for name in ("notes", "county", "", "program_name", "Street Outreach", "Phone screen"):
        header = [*HEADER, name]
        yield warn(
            f"a further column {name!r}",
            text([[*row, "x"] for row in rows], header),
            {"columns_dropped": 1},
        )
    for name in (
        "ssn", "SSN", "Client SSN", "social_security_number", "last_name", "FirstName", "name",
        "client_name", "dob", "Date of Birth", "birth_date", "BirthDate", "phone", "home_phone",
        "Cell Phone", "address", "Street Address", "address1", "email", "zip", "Pt Name",
        "Soc Sec No", "SS#", "Medicaid ID", "Apellidos", "Fecha de nacimiento", "Teléfono",
        "Código postal", "Driver's License No", "Emergency contact", "City",
    ):  # fmt: skip
        refused = text([[*row, "x"] for row in rows], [*HEADER, name])
        yield reject(f"a column {name}", refused, {"column_refused": 1}, held=40)
    for name in HEADER[:4]:
        without = [each for each in HEADER if each != name]
        at = HEADER.index(name)
        cut = [row[:at] + row[at + 1 :] for row in rows]
        yield reject(f"no {name}", text(cut, without), {"column_missing": 1}, held=40)
    yield reject(
        "client_id twice",
        text([[*r, r[1]] for r in rows], [*HEADER, "Client ID"]),
        {"column_twice": 1},
        held=40,
    )
    yield warn(
        "another system's names",
        under("Agency", "Client Number", "Event", "Date", *HEADER[4:]),
        {"column_by_alias": 1},
    )
    two = [[row[0], f"EP{at:04}", *row[1:]] for at, row in enumerate(rows)]
    for name, header in {
        "Case Number and Patient ID": ["agency_id", "Case Number", "Patient ID"],
        "MRN and Client No": ["agency_id", "MRN", "Client No"],
        "MRN twice": ["Agency", "MRN", "MRN"],
    }.items():
        yield reject(
            f"two columns for the client, {name}",
            text(two, [*header, *HEADER[2:]], delimiter=";"),
            {"column_ambiguous": 1},
            held=40,
        )
    for name in ("Event Code", "Event"):
        other = "Event Name"
        cells = [*HEADER[:2], name, other, *HEADER[3:]]
        yield reject(
            f"two columns for the event, {name} and {other}",
            text([[*row[:2], row[2], row[2], *row[3:]] for row in rows], cells),
            {"column_ambiguous": 1},
            held=40,
        )
    yield reject(
        "two columns for the site",
        text([[*row, "N", "North"] for row in rows], [*HEADER, "Site", "Site Code"]),
        {"column_ambiguous": 1},
        held=40,
    )
    yield warn(
        "the client's own column and another name of it",
        text(two, ["agency_id", "MRN", *HEADER[1:]]),
        {"columns_dropped": 1},
    )
    yield reject("no header", body, {"header_missing": None}, held=40)
    yield reject(
        "the header again in the middle",
        text(rows[:20]) + text(rows[20:]),
        {"header_twice": 22},
        held=41,
    )
    yield reject(
        "the header again at once",
        ",".join(HEADER) + "\r\n" + text(rows),
        {"header_twice": 2},
        held=41,
    )
    two = "agency,client,event,event,discharge,\r\nid,id,type,date,reason,program\r\n"
    yield reject("a header over two lines", two + body, {"header_two_lines": None}, held=40)
    yield reject(
        "a header cell over two lines",
        '"agency\nid",' + under(*HEADER[1:]),
        {"header_two_lines": None},
        held=40,
    )
    for count in (1, 10):
        titles = "Monthly extract\r\n" * count
        yield warn(f"title lines, {count}", titles + text(rows), {"title_lines": 1})
    yield warn("a padded title", "Monthly extract,,,,,\r\n\r\n" + text(rows), {"title_lines": 1})
    yield warn(
        "a title and sep=",
        "sep=,\r\nMonthly extract\r\n" + text(rows),
        {"sep_line": 1, "title_lines": 2},
    )
    shifted = "Monthly extract\r\n\r\n" + text(changed(5, "event_date", "x"))
    yield warn("lines below a title", shifted, {"title_lines": 1, "date_unreadable": 7}, 39, held=1)
    yield reject(
        "eleven title lines",
        "Monthly extract\r\n" * 11 + text(rows),
        {"header_missing": None},
        held=52,
    )
    above = ",".join(rows[0]) + "\r\n" + text(rows[1:])
    yield reject("a row above the header", above, {"rows_above_header": 1}, held=40)
