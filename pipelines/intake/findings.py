"""The catalogue of findings: their severity and their words. Nothing is checked here."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from pipelines.intake.known_words import holds_a_name
from pipelines.messages import Severity

CATALOGUE = Path(__file__).with_name("findings.toml")
IDENTIFIERS = frozenset({"client_id", "person_key", "record_id"})
SEVERITIES = ("error", "warning", "note")
LONGEST_VALUE = 40
NOT_SHOWN = "(not shown)"
WORD_COLUMNS = frozenset({"event_type", "discharge_reason", "closure_reason"})
ID_DIGITS = 3
# Up to this many held rows of one kind have a finding each; more are one finding with their count.
OWN_FINDINGS = 200
FIRST_LINES = 20  # named in a finding about many rows
EXAMPLES = 3  # values shown in it
MARKED_LINES = 20_000  # rows of one kind that the returned file marks

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
    of `count` rows; None when it is about the file.

    `lines`: the first FIRST_LINES of `count` rows; `marked`: the first MARKED_LINES (int32) where
    a finding holds many rows; `costs`: measure and how many requests or discharges it loses, at
    most.
    """

    line: int | None
    column: str | None
    code: str
    severity: Severity
    message: str
    fix: str
    count: int = 1
    record_id: str | None = None
    costs: tuple[tuple[str, int], ...] = ()
    lines: tuple[int, ...] = ()
    marked: np.ndarray | None = field(default=None, compare=False, repr=False)

    def to_json(self) -> dict[str, object]:
        """The keys of docs/extract.md, Commands; `record_id` only if the agency sent one, `count`
        and `lines` only where the finding is about several rows."""
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
        if self.count > 1:
            finding["count"] = self.count
        if len(self.lines) > 1:
            finding["lines"] = list(self.lines)
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
    costs: tuple[tuple[str, int], ...] = (),
    lines: Sequence[int] = (),
    others: Sequence[str | None] = (),
    marked: np.ndarray | None = None,
) -> Finding:
    """A finding in the catalogue's words.

    `value` is the provider's: shown as `shown_value` makes it, never for an identifier. `words`
    are ours, or come from `shown_value`. `others`: further values of a finding that holds many
    rows, of which some are shown.
    """
    entry = finding_catalogue()[code]
    values = {
        "value": "" if column in IDENTIFIERS else shown_value(value, column),
        "rows": lines_phrase(count) if code == "title_lines" else rows_phrase(count),
        "column": column or "",
        "line": line,
        "words": words,
    }
    message = entry.message.format_map(values)
    if count > 1 and entry.severity == "error" and not entry.refuses:
        message = f"{rows_phrase(count)}: {message}{_further(value, others, column)}"
    return Finding(
        line=line,
        column=column,
        code=code,
        severity=entry.severity,
        message=message,
        fix=entry.fix.format_map(values),
        count=count,
        record_id=record_id,
        costs=costs,
        lines=tuple(lines),
        marked=marked,
    )


def _further(value: str | None, others: Sequence[str | None], column: str | None) -> str:
    """Some more of the values that a finding about many rows is about."""
    if column in IDENTIFIERS:
        return ""
    shown = dict.fromkeys(shown_value(other, column) for other in others if other)
    shown.pop(shown_value(value, column), None)
    named = ", ".join(f'"{other}"' for other in list(shown)[: EXAMPLES - 1])
    return f" Also {named}." if named else ""


def shown_value(value: str | None, column: str | None = None) -> str:
    """A value fit for a message: one line, short, nothing that identifies, nothing invisible.

    In a column of words a value with several digits may be the id of a row whose values slid.
    """
    plain = _INVISIBLE.sub(" ", value or "").strip()
    slid = column in WORD_COLUMNS and sum(map(str.isdigit, plain)) >= ID_DIGITS
    if slid or _IDENTIFYING.search(plain) or holds_a_name(plain):
        return NOT_SHOWN
    return plain if len(plain) <= LONGEST_VALUE else plain[: LONGEST_VALUE - 1] + "…"


def rows_phrase(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def lines_phrase(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"
