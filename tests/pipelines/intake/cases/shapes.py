"""Rows of the wrong width, feet, cuts, quotation marks."""

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


def shapes() -> Iterator[Case]:
    lines = text(good()).rstrip().split("\r\n")

    def at(line: int, new: str) -> str:
        return "\r\n".join([*lines[: line - 1], new, *lines[line - 1 :]]) + "\r\n"

    yield warn("a short row", at(13, "A01,000123,assessment"), {"row_too_short": 13}, held=1)
    yield warn("a long row", at(13, lines[3] + ",x"), {"row_too_long": 13}, held=1)
    yield warn(
        "an unquoted comma",
        at(13, lines[3].replace("IOP", "IOP, North")),
        {"row_too_long": 13},
        held=1,
    )
    quoted = at(13, "A01,000123,assessment").replace("IOP", '"IOP"')
    yield warn("a short row among quoted ones", quoted, {"row_too_short": 13}, held=1)
    yield warn(
        "quotes inside quotes",
        at(13, lines[3].replace("IOP", '"IOP "North" B"')),
        {"quote_misplaced": 13},
        held=1,
    )
    yield accept("an empty row", at(42, ",,,,,"))
    for foot in (
        "Total,,,,40,",
        "GRAND TOTAL: 40,,,,,",
        "Printed 10/05/2026,,,,,",
        "Page 1 of 1,,,,,",
        "Totals",
    ):
        yield warn(f"a foot {foot}", at(42, foot), {"row_is_total": 42}, held=1)
        yield warn(
            f"a quoted foot {foot}",
            at(42, foot).replace("IOP", '"IOP"'),
            {"row_is_total": 42},
            held=1,
        )
    yield warn("a foot of one cell", at(42, "40 rows"), {"row_too_short": 42}, held=1)
    for name, last in [
        ("in the client", "A01,1001"),
        ("in the agency", "A0"),
        ("in the date", "A01,100111,assessment,2026"),
    ]:
        yield reject(f"cut off {name}", at(42, last).rstrip(), {"file_cut_off": 42}, held=41)
        with_end = at(42, last).replace("IOP", '"IOP"')
        yield reject(f"cut off {name}, with quotes", with_end, {"file_cut_off": 42}, held=41)
    turned = text([list(reversed(row)) for row in good()], HEADER[::-1]) + "IOP,,2026-0"
    yield reject("cut off, agency last", turned, {"file_cut_off": 42}, held=41)
    yield reject(
        "a quote never closed",
        at(13, 'A01,"000777,assessment,2026-09-03,,OP'),
        {"quote_unclosed": 13},
        held=41,
    )
    late = at(13, 'A01,"000777,assessment,2026-09-03,,OP').replace("IOP", '"IOP"')
    yield reject("a quote closed far too late", late, {"quote_unclosed": 13}, held=41)
    swallowed = at(13, 'A01,000777,assessment,2026-09-03,,"OP').split("\r\n")
    swallowed[29] += '"'
    yield reject(
        "a quote closed rows below", "\r\n".join(swallowed), {"quote_unclosed": 13}, held=41
    )
    yield reject("a runaway value", at(13, lines[3] + "x" * 65536), {"line_too_long": 13}, held=41)
    yield reject("no line ends", text(good(2000), lineterminator=" "), {"line_too_long": 1}, held=0)
    long = at(13, lines[3].replace("IOP", '"' + "x\n" * 40000 + '"'))
    yield reject("a runaway value of many lines", long, {"line_too_long": 13}, held=11)


def blanks_and_ends() -> Iterator[Case]:
    """Rows of separators alone, further separators, and rows that end before the header does."""
    lines = text(good()).rstrip().split("\r\n")
    yield accept("empty rows between", "\r\n, , ,,,\r\n".join(lines) + "\r\n")
    quoted = text(changed(5, "program", 'North, "B"')) + '"","","","","",""\r\n,,,,,\r\n' * 3
    yield accept("empty rows, quoted", quoted)
    semicolons = text(good(), delimiter=";") + " ; ;;;;\n" * 60
    yield warn("empty rows of semicolons", semicolons, {"delimiter_other": 1})
    yield accept("empty rows without spaces at the end", "\r\n".join([*lines, ",,,", ",,,,,,,,"]))
    broken = "\r\n".join([*lines[:20], ",,,,,", *lines[20:]]).replace("2026-09-30", "x", 1)
    at_line = broken.split("\r\n").index(next(x for x in broken.split("\r\n") if ",x," in x)) + 1
    yield warn("a line below an empty row", broken, {"date_unreadable": at_line}, 39, held=1)

    yield accept(
        "three commas more in each row", "\r\n".join([lines[0], *[x + ",,," for x in lines[1:]]])
    )
    some = [x + ", ," if at % 3 else x for at, x in enumerate(lines)]
    yield accept("commas more in some rows, with spaces", "\r\n".join([lines[0], *some[1:]]))
    tabs = text(good(), delimiter="\t", lineterminator="\t\n")
    yield warn("a tab more in each line", tabs, {"delimiter_other": 1})
    yield accept("two commas more in the header", text(good(), [*HEADER, "", " "]))
    quotes = text(changed(5, "program", 'a "b", c'), lineterminator=",\r\n")
    yield accept("a comma more in each line, with quotes", quotes)
    rows = [[*row, ""] for row in good()]
    rows[7][6] = "x"
    yield warn("a value under an empty name", text(rows, [*HEADER, ""]), {"columns_dropped": 1})
    rows = [[*row, "", ""] for row in good()]
    rows[7][7] = "x"
    yield warn(
        "a value beyond an empty name", text(rows, [*HEADER, ""]), {"row_too_long": 9}, 39, held=1
    )

    long = [[*row, "", f"R{at}" if at < 15 else ""] for at, row in enumerate(good())]
    header = [*HEADER, "service_code", "record_id"]
    full = text(long, header).rstrip("\r\n").split("\r\n")
    ends = [x.rstrip(",") if at > 16 else x for at, x in enumerate(full)]
    found = {"rows_padded": 18}
    yield warn("rows end after the last value", "\r\n".join(ends) + "\r\n", found)
    bars = text(long, header, delimiter="|").rstrip("\r\n").split("\r\n")
    ends_bars = [x.rstrip("|") if at in (20, 21, 30) else x for at, x in enumerate(bars)]
    yield warn(
        "some rows end early, with bars",
        "\n".join(ends_bars) + "\n",
        {"delimiter_other": 1, "rows_padded": 21},
    )
    ends_quoted = [x.replace("IOP", '"IOP, B"') for x in ends]
    yield warn("rows end early, quoted", "\r\n".join(ends_quoted) + "\r\n", found)
    yield warn(
        "seventeen lines, the last ends early",
        "\r\n".join(ends[:16] + ends[-1:]) + "\r\n",
        {"rows_padded": 17},
        16,
    )
    slid = (
        "\r\n".join([*ends[:12], "A01,000123,detox_discharge,2026-09-05,IOP", *ends[12:]]) + "\r\n"
    )
    yield warn(
        "a row that slid to the left",
        slid,
        {"row_too_short": 13, "rows_padded": 19},
        held=1,
    )
    without_event = "\r\n".join([*ends[:12], "A01,000123,2026-09-05,,IOP", *ends[12:]]) + "\r\n"
    yield warn(
        "a row without its event",
        without_event,
        {"row_too_short": 13, "rows_padded": 19},
        held=1,
    )
    alone = "\r\n".join([*full[:30], "A01,000123,assessment,2026-09-05"])
    yield reject("the last row alone ends early", alone, {"file_cut_off": 31}, held=30)
    cut = "\r\n".join([*ends[:30], "A01,000123,assessment,2026-09-05,,IOP"[:-5]])
    yield reject("rows end early, and the last in its date", cut, {"file_cut_off": 31}, held=30)


def cuts_in_the_last_cell() -> Iterator[Case]:
    """The text ends inside the last cell of its last row."""
    dates = [row[:4] for row in good() if not row[4]]
    whole = text(dates, HEADER[:4]).rstrip("\r\n")
    yield accept("whole, without a last line end", whole, 32)
    yield reject("cut in the day", whole[:-1], {"file_cut_off": 33}, held=32)
    yield reject("cut in the year", whole[:-7], {"file_cut_off": 33}, held=32)
    yield reject("cut before the date", whole[:-10], {"file_cut_off": 33}, held=32)
    few = text(dates[:4], HEADER[:4]).rstrip("\r\n")
    yield reject("four rows, cut in the month", few[:-4], {"file_cut_off": 5}, held=4)
    tabs = text(dates, HEADER[:4], delimiter="\t").rstrip("\r\n")
    yield reject("cut in the date, with tabs", tabs[:-2], {"file_cut_off": 33}, held=32)
    turned = [[row[0], row[2], row[1], row[3]] for row in dates]
    turned[5][2] = 'C,"5"'
    header = ["agency_id", "event_type", "client_id", "event_date"]
    cut = text(turned, header).rstrip("\r\n")[:-1]
    yield reject("cut in the date, with quotes", cut, {"file_cut_off": 33}, held=32)
    records = [[*row, f"R{at:04}"] for at, row in enumerate(good())]
    cut = text(records, [*HEADER, "record_id"]).rstrip("\r\n")[:-1]
    yield reject("cut in the record", cut, {"file_cut_off": 41}, held=40)
    yield reject(
        "cut in the program", text(good()).rstrip("\r\n")[:-1], {"file_cut_off": 41}, held=40
    )
    yield accept("another program at the end", text(changed(41, "program", "OP")).rstrip("\r\n"))
    yield accept("no program at the end", text(changed(41, "program", "")).rstrip("\r\n"))


def captions_and_feet() -> Iterator[Case]:
    """Lines that name the columns again, dashes, and tables below the rows."""
    lines = text(good()).rstrip().split("\r\n")

    def under(*more: str) -> str:
        return "\r\n".join([lines[0], *more, *lines[1:]]) + "\r\n"

    one = {"row_is_caption": 2}
    yield warn("captions", under("Agency,Client,Event,Date,Reason,Program"), one, held=1)
    yield warn(
        "captions, quoted", under('"Agency","Client, own","Event","Day","Why","Name"'), one, held=1
    )
    types = "text,varchar(10),text,date,text,text"
    yield warn("types of the columns", under(types), one, held=1)
    needs = "required,required,required,required,optional,optional"
    yield warn(
        "captions, types and needs", under(needs, types, "Agency,Client,Event,Date,,"), one, held=3
    )
    bars = text([["Agency", "Client", "Event", "Date", "", ""], *good()], delimiter="|")
    yield warn("captions, with bars", bars, {"delimiter_other": 1, **one}, held=1)
    yield warn("dashes", under("---------,---------,----------,----------,---,---"), one, held=1)
    yield warn("dashes of another width", under("----------+-----------+------"), one, held=1)
    yield warn(
        "dashes with quotes below",
        under("---,---,---,---,---,---").replace("IOP", '"I ""O"" P"'),
        one,
        held=1,
    )
    found = {"row_is_total": 43, "row_is_caption": 42}
    yield warn(
        "dashes above the sum",
        "\r\n".join([*lines, "-----,-----,,,,", "Total,,,,40,"]),
        found,
        held=2,
    )
    bad = under("A02,Smith,telepathy,someday,,IOP")
    yield reject("a bad row of another agency first", bad, {"agency_other": 2}, held=41)

    foot = "\r\n".join(lines)
    total = {"row_is_total": 42}
    yield warn(
        "a table below", foot + "\r\nEvent,Rows\r\nassessment,8\r\nA01,40\r\n", total, held=3
    )
    wide = "\r\n\r\nAgency,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep\r\nA01,1,2,3,4,5,6,7,8,9"
    yield warn("a wider table below", foot + wide, {"row_is_total": 43}, held=2)
    padded = "\r\n,,,,,\r\nAgency,Rows,,,,\r\nA01,40,,,,\r\n"
    yield warn("a table below, padded", foot + padded, {"row_is_total": 43}, held=2)
    yield warn(
        "a table below, quoted",
        (foot + "\r\n\r\nAgency,Rows\r\nA01,40").replace("IOP", '"I, ""O"" P"'),
        {"row_is_total": 43},
        held=2,
    )
    same = "\r\nSite,Clients,Services,Month,Share,Remark\r\nNorth,12,30,September,40 %,x\r\n"
    yield warn("a table of the same width below", foot + same, total, held=2)
    yield reject(
        "a blank line and a cut row", foot + "\r\n\r\nA01,1001", {"file_cut_off": 43}, held=41
    )
    broken = text(changed(41, "program", "North\nWing"))
    yield accept("a value over two lines at the end", broken)


def wrapped() -> Iterator[Case]:
    """Rows in quotation marks, odd marks around cells, spaces before marks, odd separators."""
    lines = text(good()).rstrip().split("\r\n")
    whole = [f'"{line}"' for line in lines]
    found = {"rows_unwrapped": 2}
    yield warn("whole rows quoted", "\r\n".join(whole), found)
    yield warn("whole rows quoted but the header", "\r\n".join([lines[0], *whole[1:]]), found)
    inner = text(changed(5, "program", "North, B")).rstrip().split("\r\n")
    doubled = ['"' + line.replace('"', '""') + '"' for line in inner]
    yield warn("whole rows quoted, with quotes inside", "\r\n".join(doubled), found)
    semis = [f'"{line}"' for line in text(good(), delimiter=";").rstrip().split("\r\n")]
    semis[20] = '"A01;000123;assessment"'
    yield warn(
        "whole rows with semicolons quoted",
        "\n".join(["sep=;", *semis]) + "\n",
        {"sep_line": 1, "rows_unwrapped": 3, "row_too_short": 22},
        39,
        held=1,
    )
    for opening, closing in ("''", "\u201c\u201d", "\u2018\u2019", "\u00ab\u00bb"):
        cells = [
            ",".join(f"{opening}{cell}{closing}" if cell else "" for cell in row)
            for row in [HEADER, *good()]
        ]
        yield warn(f"cells in {opening}{closing}", "\n".join(cells) + "\n", found)
        cells[0] = lines[0]
        cells[5] = cells[5].replace("IOP", "IOP, North")
        yield warn(f"cells in {opening}{closing} but the header's", "\n".join(cells) + "\n", found)
    curly = "\n".join(cells).encode("cp1252")
    yield warn("cells in curly marks, Windows-1252", curly, {**found, "encoding_windows": None})

    spaced = [line.replace(",", ', "').replace(', "', '", "') for line in lines]
    spaced = [f'"{line}"' for line in spaced]
    spaced_found = {"quotes_spaced": 2}
    yield warn("a space before each quotation mark", "\n".join(spaced) + "\n", spaced_found)
    one = "\n".join([*lines[:8], lines[8].replace("IOP", ' "IOP, North"'), *lines[9:]]) + "\n"
    yield warn("one space before a quotation mark", one, {"quotes_spaced": 9})
    after = "\n".join([*lines[:8], lines[8].replace("A01,", '"A01" ,'), *lines[9:]]) + "\n"
    yield warn("one space after a quotation mark", after, {"quotes_spaced": 9})

    for name, delimiter in [("carets", "^"), ("tildes", "~"), ("colons", ":")]:
        other = {"delimiter_other": 1}
        yield warn(name, text(good(), delimiter=delimiter), other)
        quoted = text(changed(5, "program", f"a{delimiter}b"), delimiter=delimiter)
        yield warn(f"{name}, one in a value", quoted, other)
        yield warn(
            f"{name} after sep=",
            f"sep={delimiter}\n{text(good(), delimiter=delimiter)}",
            {"sep_line": 1},
        )
    stamps = text(good(), delimiter=":").replace("2026-09-08", "2026-09-08 14:30:00")
    yield reject("colons, and times", stamps, {"delimiter_in_values": 1}, held=40)


def glued() -> Iterator[Case]:
    """The header and the first row on one line."""
    lines = text(good()).rstrip().split("\r\n")
    found = {"header_glued": 1}
    yield reject("glued to the first row", lines[0] + "\r\n".join(lines[1:]), found, held=40)
    yield reject(
        "glued with a comma", ",".join(lines[:2]) + "\n" + "\n".join(lines[2:]), found, held=40
    )
    semis = text([row[:4] for row in good() if not row[4]], HEADER[:4], delimiter=";")
    yield reject("glued, the date last", semis.replace("\r\n", "", 1), found, held=32)
    yield reject("glued to the only row", "".join(lines[:2]), found, held=1)
    title = "Monthly extract\r\n" + lines[0] + " " + "\r\n".join(lines[1:])
    yield reject("glued, below a title", title, {"header_glued": 2}, held=40)
