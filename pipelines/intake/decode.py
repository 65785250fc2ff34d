"""Bytes to text: what kind of file it is. Columns and rows are not known here."""

import re
from dataclasses import dataclass, field

from pipelines.intake.findings import Finding, make_finding

# First bytes of files that are not text (docs/extract.md, Bytes and text): refused by name.
MAGIC = (
    (b"PK\x03\x04", "file_is_workbook"),
    (b"PK\x05\x06", "file_is_workbook"),
    (b"\xd0\xcf\x11\xe0", "file_is_old_office"),
    (b"%PDF", "file_is_pdf"),
    (b"\x1f\x8b", "file_is_compressed"),
    (b"BZh", "file_is_compressed"),
    (b"\xfd7zXZ", "file_is_compressed"),
    (b"7z\xbc\xaf\x27\x1c", "file_is_compressed"),
    (b"\x28\xb5\x2f\xfd", "file_is_compressed"),
    (b"Rar!", "file_is_compressed"),
    (b"\x89PNG", "file_is_binary"),
    (b"\xff\xd8\xff", "file_is_binary"),
    (b"GIF8", "file_is_binary"),
    (b"SQLite format 3", "file_is_binary"),
    (b"PAR1", "file_is_binary"),
    (b"{\\rtf", "file_is_binary"),
)
DOS_END = b"\x1a"  # old exports end with it
UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class RefusedError(Exception):
    """The file is refused; holds the findings that say why. Carries no text of the file."""

    def __init__(self, *findings: Finding, rows_read: int = 0) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings
        self.rows_read = rows_read


@dataclass(frozen=True)
class DecodedText:
    """The file's text as UTF-8 without BOM, its own line ends, and the findings of decoding."""

    data: bytes
    encoding: str
    findings: tuple[Finding, ...] = field(default=())


def decode_text(data: bytes) -> DecodedText:
    """The text of the file. Raises RefusedError for anything that is not text beyond doubt."""
    if not data:
        raise RefusedError(make_finding("file_empty"))
    for magic, code in MAGIC:
        if data.startswith(magic):
            raise RefusedError(make_finding(code))
    text = _decode(data.rstrip(DOS_END) if data.endswith(DOS_END) else data)
    if b"\0" in text.data:
        raise RefusedError(make_finding("nul_bytes"))
    start = text.data[:512].lstrip().lower()
    if not start and not text.data.strip():
        raise RefusedError(make_finding("file_empty"))
    if re.match(rb"[\[{]\s*[\"{\[\]}]", start):
        raise RefusedError(make_finding("file_is_json"))
    if re.match(rb"<[!?a-z]", start):
        raise RefusedError(make_finding("file_is_web_page"))
    return text


def _decode(data: bytes) -> DecodedText:
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise RefusedError(make_finding("encoding_unknown"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return DecodedText(
            _decode_strictly(data, "utf-16").encode(), "utf-16", (make_finding("encoding_utf16"),)
        )
    if data.startswith(b"\xef\xbb\xbf"):
        _decode_strictly(data, "utf-8-sig")
        return DecodedText(data[3:], "utf-8-sig")
    if data.isascii() or _is_utf8(data):
        return DecodedText(data, "utf-8")
    if b"\0" in data:
        raise RefusedError(make_finding("nul_bytes"))
    if UTF8_LETTER.search(data):
        raise RefusedError(make_finding("encoding_mixed"))
    return DecodedText(
        _decode_strictly(data, "cp1252").encode(), "cp1252", (make_finding("encoding_windows"),)
    )


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedError(make_finding("encoding_unknown")) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
