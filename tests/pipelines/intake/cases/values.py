"""Codes, short texts and repeats."""

from collections.abc import Iterator

from tests.pipelines.intake.cases.build import (
    HEADER,
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


def values() -> Iterator[Case]:
    for spelt in ("ASSESSMENT", " assessment ", "Assessment"):
        yield accept(f"the event {spelt!r}", text(changed(3, "event_type", spelt)))
    for spelt in ("FIRST CONTACT", "first-contact", "First Contact", "first  contact"):
        yield accept(f"the event {spelt!r}", text(changed(2, "event_type", spelt)))
    for spelt in ("Detox Adm", "telepathy", "firstcontact", "1", "none"):
        yield warn(
            f"the event {spelt!r}",
            text(changed(9, "event_type", spelt)),
            {"event_type_unknown": 9},
            39,
            held=1,
        )
    yield warn(
        "no event", text(changed(9, "event_type", "")), {"event_type_missing": 9}, 39, held=1
    )
    unknown = text(every("event_type", ["telepathy"] * 21))
    yield reject(
        "21 of 40 events unknown",
        unknown,
        {"held_too_many": None, "event_type_unknown": 2},
        held=40,
    )
    for spelt in (
        "1",
        "01",
        "4",
        "7",
        "1.0",
        "COMPLETED",
        "Completed Transfer",
        "dropped-out",
        " died ",
    ):
        yield accept(f"the reason {spelt!r}", text(changed(6, "discharge_reason", spelt)))
    for spelt in ("8", "0", "AMA", "complete?"):
        yield warn(
            f"the reason {spelt!r}",
            text(changed(6, "discharge_reason", spelt)),
            {"discharge_reason_unknown": 6},
            39,
            held=1,
        )
    yield warn(
        "no reason",
        text(changed(6, "discharge_reason", "")),
        {"discharge_reason_missing": 6},
        39,
        held=1,
    )
    yield warn(
        "a reason on an assessment",
        text(changed(3, "discharge_reason", "1")),
        {"discharge_reason_ignored": 3},
    )
    closed = changed(3, "event_type", "request_closed")
    header = [*HEADER, "closure_reason"]

    def closing(reason: str, rows: list[list[str]]) -> str:
        return text([[*row, reason if at == 1 else ""] for at, row in enumerate(rows)], header)

    yield accept("a closed request", closing("Lost Contact", closed))
    yield warn("closed without a reason", closing("", closed), {"closure_reason_missing": 3})
    yield warn("closed for another reason", closing("moved", closed), {"closure_reason_unknown": 3})
    yield warn("a closure of an assessment", closing("died", good()), {"closure_reason_ignored": 3})
    for spelt in ("14", "6", "06", "99", "14.0"):
        yield accept(f"the service {spelt}", with_column("service_code", [spelt]))
    for spelt in ("H0004", "140", "1a", "-1"):
        yield warn(
            f"the service {spelt}",
            with_column("service_code", [spelt]),
            {"service_code_unknown": 2},
        )
    for spelt in ("030", "30,0", "30.00", " 30", "0030"):
        yield accept(f"the service {spelt!r}", with_column("service_code", [spelt]))
    for spelt in (
        "30 - Residential", "30: Residential", "30 Residential", "30/Residential Level 3",
        "SC30", "Service 30", "code: 030", "06 \u2013 Day treatment",
    ):  # fmt: skip
        yield warn(
            f"the service {spelt!r}",
            with_column("service_code", ["", "", spelt]),
            {"service_code_words": 4},
        )
    for spelt in (
        "30-31", "30 and 31", "1 or 2", "60 min", "15 minutes", "5-Sep-26", "05 Sep 2026", "H30",
        "30Residential", "thirty", "3 0", "-", "30 %",
    ):  # fmt: skip
        yield warn(
            f"the service {spelt!r}",
            with_column("service_code", ["", "", spelt, spelt]),
            {"service_code_unknown": 4, "service_counts_without_code": 4},
        )
    yield accept("discharged to a home", with_column("discharge_to", ["", "", "", "", "Home"]))
    yield warn(
        "discharged to a shelter",
        with_column("discharge_to", [""] * 4 + ["shelter"]),
        {"discharge_to_unknown": 6},
    )
    rows = good()
    rows[3] = ["A01", "777777", "detox_admission", "2026-09-20", "", "IOP"]
    rows[4] = ["A01", "777777", "detox_discharge", "2026-09-02", "1", "IOP"]
    yield warn("discharged before admitted", text(rows), {"discharge_before_admission": 6})
    yield reject(
        "one row, and it is held",
        text(changed(2, "event_date", "x")[:1]),
        {"nothing_accepted": None, "date_unreadable": 2},
        held=1,
    )
    yield accept("one row", text(good(1)), 1)


def texts() -> Iterator[Case]:
    for spelt in (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        '=HYPERLINK("http://x")',
        "\uff1d1+1",
        " =1",
    ):
        yield warn(f"the text {spelt!r}", text(changed(9, "program", spelt)), {"text_formula": 9})
    for spelt in (
        "<b>x</b>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![a](http://x)",
        "$\\href{x}{y}$", ":red[x]", "`x`", "&lt;x&gt;",
    ):  # fmt: skip
        yield warn(f"the text {spelt!r}", text(changed(9, "program", spelt)), {"text_markup": 9})
    for spelt in ("\u202eX-1", "a\u200bb", "a\ufeffb", "a\u0007b"):
        yield warn(f"the text {spelt!r}", text(changed(9, "program", spelt)), {"text_invisible": 9})
    yield warn("a long text", text(changed(9, "program", "x" * 81)), {"text_shortened": 9})
    for spelt in ("x" * 80, "A & B", "5 < 6", "-", "O'Neil", "50%", "a-b", "Café (north)", "1/2"):
        yield accept(f"the text {spelt[:9]!r}", text(changed(9, "program", spelt)))


def repeats() -> Iterator[Case]:
    rows = good()
    yield warn("five rows twice", text([*rows, *rows[:5]]), {"repeated_rows": 42}, duplicates=5)
    yield warn(
        "a row three times", text([*rows, rows[0], rows[0]]), {"repeated_rows": 42}, duplicates=2
    )
    again = ["a01", *rows[0][1:2], "First Contact", "20260901", "", " IOP "]
    found = {"repeated_rows": 42, "date_compact": 42}
    yield warn("a row spelt otherwise", text([*rows, again]), found, duplicates=1)
    ids_ = [f"R{at}" for at in range(40)]
    yield accept(
        "alike but for the record",
        text([[*rows[at % 2], each] for at, each in enumerate(ids_)], [*HEADER, "record_id"]),
    )
    programs = [[*rows[at % 2][:5], each] for at, each in enumerate(ids_)]
    yield accept("alike but for the program", text(programs))
    held = changed(2, "event_date", "x")
    yield warn("a held row twice", text([*held, held[0]]), {"date_unreadable": 2}, 39, held=2)
