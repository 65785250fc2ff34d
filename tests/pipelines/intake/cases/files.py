"""Bytes that are no extract, encodings and line ends."""

import csv
import gzip
import io
import json
import zipfile
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


def containers() -> Iterator[Case]:
    plain = text(good())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("extract.csv", plain)
    for name, data, code in [
        ("no bytes", b"", "file_empty"),
        ("blank lines", b"\r\n \n\r\n", "file_empty"),
        ("only a BOM", b"\xef\xbb\xbf", "file_empty"),
        ("a zip", packed.getvalue(), "file_is_workbook"),
        ("an empty zip", b"PK\x05\x06" + b"\0" * 18, "file_is_workbook"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "file_is_old_office"),
        ("a PDF", b"%PDF-1.4\n%%EOF", "file_is_pdf"),
        ("gzip", gzip.compress(plain.encode()), "file_is_compressed"),
        ("bzip2", b"BZh91AY&SY", "file_is_compressed"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0", "file_is_binary"),
        ("parquet", b"PAR1\x15\x04\x15\0", "file_is_binary"),
        ("a web page", "<!DOCTYPE html><html><body>Sign in", "file_is_web_page"),
        ("a table of a web page", "\ufeff\n <table><tr><td>A01", "file_is_web_page"),
        ("xml", '<?xml version="1.0"?><rows/>', "file_is_web_page"),
        ("a JSON list", json.dumps([{"agency_id": "A01"}]), "file_is_json"),
        ("a JSON object", '{"rows": []}', "file_is_json"),
        ("a NUL in a value", plain.replace("IOP", "I\0P", 1), "nul_bytes"),
        ("NULs at the end", plain + "\0" * 9, "nul_bytes"),
        ("UTF-16 without its mark", plain.encode("utf-16-le"), "nul_bytes"),
        ("a header alone", ",".join(HEADER), "no_rows"),
        ("a header and blank lines", ",".join(HEADER) + "\r\n\r\n \r\n", "no_rows"),
    ]:
        yield reject(name, data, {code: None})
    another = "employee,title,hours\r\n1,RN,40\r\n"
    yield reject("another list", another, {"header_missing": None}, held=2)
    yield reject("one word", "hello", {"header_missing": None}, held=1)


def encodings() -> Iterator[Case]:
    plain = text(good())
    french = text(changed(5, "program", "St. René\u2019s"))
    yield accept("UTF-8 with BOM", b"\xef\xbb\xbf" + plain.encode())
    yield accept("UTF-8 with accents", french)
    yield accept("UTF-8 of four bytes", text(changed(5, "program", "North 🌲")))
    yield warn("Windows-1252", french.encode("cp1252"), {"encoding_windows": None})
    tabs = text(good(), delimiter="\t")
    for name, encoding, mark in [
        ("little-endian", "utf-16-le", b"\xff\xfe"),
        ("big-endian", "utf-16-be", b"\xfe\xff"),
    ]:
        data = mark + tabs.encode(encoding)
        found = {"encoding_utf16": None, "delimiter_other": 1}
        yield warn(f"UTF-16 {name} with tabs", data, found)
        yield reject(f"UTF-16 {name} cut in a letter", data[:-1], {"encoding_unknown": None})
    yield warn(
        "UTF-16 with commas", b"\xff\xfe" + plain.encode("utf-16-le"), {"encoding_utf16": None}
    )
    yield reject("UTF-32", plain.encode("utf-32"), {"encoding_unknown": None})
    yield reject(
        "UTF-8 and Windows-1252",
        french.encode() + b"A01,1,x,2026,,Ren\xe9",
        {"encoding_mixed": None},
    )
    yield reject("a byte of no letter", plain.encode() + b"A01,\x81", {"encoding_unknown": None})
    yield reject(
        "a BOM and then no UTF-8",
        b"\xef\xbb\xbf" + french.encode("cp1252"),
        {"encoding_unknown": None},
    )
    yield accept("a DOS end-of-file mark", plain.encode() + b"\x1a")


def dialects() -> Iterator[Case]:
    plain = text(good())
    for name, ends in [("LF", "\n"), ("CR", "\r"), ("CR LF", "\r\n")]:
        yield accept(f"line ends {name}", text(good(), lineterminator=ends))
    yield accept("mixed line ends", plain.replace("\r\n", "\n", 20).replace("\r\n", "\r", 10))
    yield accept("no last line end", plain.rstrip())
    yield accept("every value quoted", text(good(), quoting=csv.QUOTE_ALL))
    yield accept("every value quoted, LF", text(good(), quoting=csv.QUOTE_ALL, lineterminator="\n"))
    yield accept("quoted header", plain.replace("program", '"program"', 1))
    for name, delimiter in [("semicolons", ";"), ("tabs", "\t"), ("bars", "|")]:
        found = {"delimiter_other": 1}
        yield warn(name, text(good(), delimiter=delimiter), found)
        quoted = text(good(), delimiter=delimiter, quoting=csv.QUOTE_ALL)
        yield warn(f"{name}, quoted", quoted, found)
        yield warn(
            f"{name} after sep=",
            f"sep={delimiter}\r\n" + text(good(), delimiter=delimiter),
            {"sep_line": 1},
        )
    yield warn("sep=,", "sep=,\r\n" + plain, {"sep_line": 1})
    yield warn('"sep=,"', '"sep=,"\r\n' + plain, {"sep_line": 1})
    yield accept("blank lines inside", plain.replace("\r\n", "\r\n\r\n", 5))
    yield accept("lines of spaces", plain.replace("\r\n", "\r\n   \r\n", 5))
    yield accept("blank lines at the top", "\r\n\r\n" + plain)
    commas = changed(5, "program", 'Detox, "North"')
    yield accept("a comma and quotes in a value", text(commas))
    yield accept("a line break in a value", text(changed(5, "program", "North\nWing")))
    yield accept("many line breaks in a value", text(changed(5, "program", "North\r\n\r\nWing\nB")))
    broken = text(changed(30, "event_date", "2026-09-31", changed(5, "program", "North\nWing")))
    yield warn("the line after a quoted break", broken, {"date_impossible": 31}, 39, held=1)
