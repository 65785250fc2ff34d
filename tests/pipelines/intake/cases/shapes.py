"""Rows of the wrong width, feet, cuts, quotation marks."""

from collections.abc import Iterator

from tests.pipelines.intake.cases.build import HEADER, Case, good, reject, text, warn


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
    yield warn("an empty row", at(42, ",,,,,"), {"row_is_total": 42}, held=1)
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
