"""What a look at files found, and a receipt: counts, lines and figures. No row, no id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one code and column; `lines` are the first of `rows`."""

    code: str
    column: str | None
    severity: str
    refuses: bool
    rows: int
    lines: tuple[int, ...]
    messages: tuple[str, ...]
    other_messages: int
    fix: str
    costs: Mapping[str, int]


@dataclass(frozen=True)
class FileReport:
    """A checked file. rows_read = rows_accepted + rows_held + duplicates."""

    name: str
    outcome: str
    months: tuple[date, ...]
    rows_read: int
    rows_accepted: int
    rows_held: int
    duplicates: int
    groups: tuple[FindingGroup, ...]
    renamed: Mapping[str, str]  # our column → the file's own header
    comes_back: bool  # whether the file can be given back with its findings

    @property
    def refused(self) -> bool:
        return self.outcome == "reject"


@dataclass(frozen=True)
class ActiveVersion:
    """The version that is active now."""

    submission: int
    version: int
    rows: int
    received_at: datetime
    nothing_to_report: bool


@dataclass(frozen=True)
class MonthPreview:
    """What sending would do to one month; `vanishing` is None where no yes is needed."""

    month: date
    fate: str
    submission: int
    version: int
    standing: ActiveVersion | None
    rows: int
    same: int
    changed: int
    new: int
    gone: int
    complete: bool
    vanishing: tuple[str, ...] | None


@dataclass(frozen=True)
class MonthFigure:
    """A measure in one month."""

    value: float | None
    counted: int
    numerator: int | None
    entered: int | None
    provisional: bool
    warming_up: bool


@dataclass(frozen=True)
class FigureChange:
    """A figure on the board now and after sending."""

    measure: str
    month: date
    before: MonthFigure | None
    after: MonthFigure | None


@dataclass(frozen=True)
class Preview:
    """All that was found; `busy` says why months and changes could not be told."""

    files: tuple[FileReport, ...]
    months: tuple[MonthPreview, ...]
    changes: tuple[FigureChange, ...]
    busy: str = ""

    @property
    def sendable(self) -> bool:
        """Whether something would change."""
        return any(month.fate in ("stored", "older") for month in self.months)

    @property
    def losses(self) -> tuple[MonthPreview, ...]:
        return tuple(month for month in self.months if month.vanishing is not None)

    @property
    def renamed(self) -> bool:
        """Whether a header was read as another; a refused file's are told with its refusal."""
        return any(file.renamed for file in self.files if not file.refused)


@dataclass(frozen=True)
class StoredMonth:
    """One month of a receipt. `fate`: stored, unchanged, again (made active again)."""

    submission: int
    month: date
    version: int
    rows: int
    nothing_to_report: bool
    received_at: datetime
    fate: str


@dataclass(frozen=True)
class Receipt:
    """What is stored now, and the board that shows it."""

    agency: str
    files: tuple[str, ...]
    board: int | None
    at: datetime
    months: tuple[StoredMonth, ...]


def decode_preview(told: Mapping[str, Any]) -> Preview:
    """From the answer of pipelines/answer/looking.py."""
    return Preview(
        files=tuple(_file(each) for each in told["files"]),
        months=tuple(_month(each) for each in told["months"]),
        changes=tuple(
            FigureChange(
                each["measure"],
                date.fromisoformat(each["month"]),
                MonthFigure(**each["before"]) if each["before"] else None,
                MonthFigure(**each["after"]) if each["after"] else None,
            )
            for each in told["changes"]
        ),
        busy=told.get("busy", ""),
    )


def decode_receipt(told: Mapping[str, Any], agency: str, files: tuple[str, ...]) -> Receipt:
    """From the answer of pipelines/answer/sending.py."""
    return Receipt(
        agency=agency,
        files=files,
        board=told["board"],
        at=datetime.fromisoformat(told["at"]),
        months=tuple(
            StoredMonth(
                **{
                    **each,
                    "month": date.fromisoformat(each["month"]),
                    "received_at": datetime.fromisoformat(each["received_at"]),
                }
            )
            for each in told["months"]
        ),
    )


def _file(told: Mapping[str, Any]) -> FileReport:
    tuples = ("lines", "messages")
    groups = tuple(
        FindingGroup(**{k: tuple(v) if k in tuples else v for k, v in each.items()})
        for each in told["groups"]
    )
    months = tuple(map(date.fromisoformat, told["months"]))
    return FileReport(**{**told, "months": months, "groups": groups})


def _month(told: Mapping[str, Any]) -> MonthPreview:
    loss, was = told["loss"], told["standing"]
    plain = {k: v for k, v in told.items() if k not in ("difference", "loss")}
    standing = (
        ActiveVersion(**{**was, "received_at": datetime.fromisoformat(was["received_at"])})
        if was
        else None
    )
    return MonthPreview(
        **{**plain, "month": date.fromisoformat(told["month"]), "standing": standing},
        **told["difference"],
        vanishing=tuple(loss["vanishing"]) if loss else None,
    )
