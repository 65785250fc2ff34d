"""The catalogue of findings: their severity and their words. Nothing is checked here."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.messages import Severity

CATALOGUE = Path(__file__).with_name("findings.toml")
IDENTIFIERS = frozenset({"client_id", "person_key", "record_id"})
SEVERITIES = ("error", "warning", "note")
LONGEST_VALUE = 40

# No message holds these: SSN forms, long runs of digits, mail addresses.
_IDENTIFYING = re.compile(r"\d{3}[- ]\d{2}[- ]\d{4}|\d{9,}|@|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue says about one code; `refuses` the file, else an error holds the row.

    `counts`: the rule's value is a number of ours, {words} in the message.
    """

    code: str
    severity: Severity
    refuses: bool
    message: str
    fix: str
    why: str
    example: str
    instead_of: tuple[str, ...] = ()
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or note. `line` is the line in the provider's own file (1 is the first), the first
    of `count` for a warning or note; None when it is about the file."""

    line: int | None
    column: str | None
    code: str
    severity: Severity
    message: str
    fix: str
    count: int = 1
    record_id: str | None = None
    costs: tuple[str, ...] = ()  # measures that lose up to one request or discharge by this row

    def to_json(self) -> dict[str, object]:
        """The keys of docs/extract.md, Commands; `record_id` only if the agency sent one."""
        finding: dict[str, object] = {
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "fix": self.fix,
        }
        if self.record_id is not None:
            finding["record_id"] = self.record_id
        return finding


@cache
def finding_catalogue() -> dict[str, CatalogueEntry]:
    """Code → entry, in the order of the checks."""
    entries = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return {
        code: CatalogueEntry(
            code=code,
            **{"refuses": False, **entry, "instead_of": tuple(entry.get("instead_of", ()))},
        )
        for code, entry in entries.items()
    }


def make_finding(
    code: str,
    *,
    line: int | None = None,
    column: str | None = None,
    count: int = 1,
    value: str | None = None,
    words: str = "",
    record_id: str | None = None,
    costs: tuple[str, ...] = (),
) -> Finding:
    """A finding in the catalogue's words.

    `value` is the provider's: shown as `shown_value` makes it, never for an identifier. `words`
    are ours, or come from `shown_value`.
    """
    entry = finding_catalogue()[code]
    values = {
        "value": "" if column in IDENTIFIERS else shown_value(value),
        "rows": lines_phrase(count) if code == "title_lines" else rows_phrase(count),
        "column": column or "",
        "line": line,
        "words": words,
    }
    return Finding(
        line=line,
        column=column,
        code=code,
        severity=entry.severity,
        message=entry.message.format_map(values),
        fix=entry.fix.format_map(values),
        count=count,
        record_id=record_id,
        costs=costs,
    )


def shown_value(value: str | None) -> str:
    """A value fit for a message: one line, short, nothing that identifies, nothing invisible."""
    plain = _INVISIBLE.sub(" ", value or "").strip()
    if _IDENTIFYING.search(plain):
        return "(not shown)"
    return plain if len(plain) <= LONGEST_VALUE else plain[: LONGEST_VALUE - 1] + "…"


def rows_phrase(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def lines_phrase(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"
