"""What screen and worker say to each other: plain values, read and written by their types.

An answer holds counts, lines and figures, never a row or a client's id. A file's bytes
follow a message, never in it. Nothing of ours is imported here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

Step = Literal["wait", "read", "compare", "measure", "store"]
Severity = Literal["error", "warning", "note"]
Outcome = Literal["accept", "accept_with_warnings", "reject"]
Fate = Literal["stored", "unchanged", "older", "refused"]


@dataclass(frozen=True)
class Upload:
    """A file as its provider named it. It holds client rows: keep it no longer than needed."""

    name: str
    data: bytes


@dataclass(frozen=True)
class PreviewFiles:
    """Check an agency's files and try what sending them would change; nothing is stored.

    `months` None: as each file proposes. `today`: the day that the rules take for today.
    """

    agency: str
    today: date
    months: tuple[date, ...] | None


@dataclass(frozen=True)
class PreviewNothing:
    """Try what "nothing to report" would change."""

    agency: str
    today: date
    months: tuple[date, ...]


@dataclass(frozen=True)
class SendFiles:
    """Store the files that a preview showed.

    `seen`: month → the submission that was active in the preview, 0 for none; where another is
    active now, nothing is stored. `reactivate`: earlier versions that become active again.
    """

    agency: str
    sender: str
    today: date
    months: tuple[date, ...] | None
    seen: Mapping[date, int]
    reactivate: tuple[int, ...] = ()
    accept_loss: bool = False
    accept_new_ids: bool = False


@dataclass(frozen=True)
class SendNothing:
    """Record "nothing to report" for the months that a preview showed; `seen` as in SendFiles."""

    agency: str
    sender: str
    today: date
    months: tuple[date, ...]
    seen: Mapping[date, int]
    accept_loss: bool = False


@dataclass(frozen=True)
class AnnotateFile:
    """Return the one file of the request with its findings after the rows' columns."""

    agency: str
    today: date
    months: tuple[date, ...] | None


@dataclass(frozen=True)
class ListFindings:
    """Return all findings of all files as CSV."""

    agency: str
    today: date
    months: tuple[date, ...] | None


@dataclass(frozen=True)
class StoreUpload:
    """Store what an agency's program sends, or record that it has nothing to report.

    `months` as an office writes them, 2026-09 or 2025-01..2026-09; empty: as each file proposes.
    `patience`: seconds to wait while somebody else writes.
    """

    agency: str
    sender: str
    months: str
    accept_loss: bool
    accept_new_ids: bool
    nothing_to_report: bool
    patience: float


@dataclass(frozen=True)
class ActivateVersion:
    """Make an earlier version of an agency's month the active one."""

    agency: str
    sender: str
    submission: int
    patience: float


@dataclass(frozen=True)
class WithdrawMonth:
    """Take the active version of an agency's month back."""

    agency: str
    sender: str
    month: date
    patience: float


@dataclass(frozen=True)
class ReportNothing:
    """Record that an agency had nothing to report for a month that holds no rows."""

    agency: str
    sender: str
    month: date
    patience: float


@dataclass(frozen=True)
class SetActiveMonths:
    """Enter from when to when an agency is active: months as they were typed, or empty."""

    agency: str
    sender: str
    first: str
    last: str
    patience: float


@dataclass(frozen=True)
class ChangeAgency:
    """Change fields of an agency, or enter a new one. A value None is not said any more."""

    agency: str
    sender: str
    values: Mapping[str, str | int | bool | None]
    is_new: bool
    patience: float


@dataclass(frozen=True)
class SetActiveSpans:
    """Enter the spans of months in which an agency is active, as they were typed, a line each."""

    agency: str
    sender: str
    spans: str
    patience: float


@dataclass(frozen=True)
class SetGroup:
    """Make a group of exactly these agencies."""

    kind: str
    name: str
    agencies: tuple[str, ...]
    sender: str
    patience: float


@dataclass(frozen=True)
class AddTarget:
    """Enter a target; `agency` None means everyone's."""

    agency: str | None
    measure: str
    value: float
    meet_by: date
    sender: str
    patience: float


@dataclass(frozen=True)
class EndTarget:
    """Take a target away."""

    agency: str | None
    measure: str
    meet_by: date
    sender: str
    patience: float


@dataclass(frozen=True)
class UndoChange:
    """Put back what was before an entry of the audit log."""

    entry: int
    sender: str
    patience: float


@dataclass(frozen=True)
class InspectStore:
    """Say in what state keys and kept rows are; changes nothing."""

    patience: float


@dataclass(frozen=True)
class ForgetClient:
    """Remove one client everywhere. The id is a client's own: it is in no answer and no log."""

    agency: str
    client_id: str
    sender: str
    patience: float

    def __repr__(self) -> str:
        return f"ForgetClient({self.agency})"


@dataclass(frozen=True)
class StartBaseline:
    """Start a new baseline of a series in a month; `agency` None means the state's series."""

    agency: str | None
    measure: str
    month: date
    reason: str
    sender: str
    patience: float


@dataclass(frozen=True)
class WithdrawBaseline:
    """Take back the baseline that a series starts in a month."""

    agency: str | None
    measure: str
    month: date
    sender: str
    patience: float


@dataclass(frozen=True)
class PreviewRelease:
    """Say what a shared release would show, withhold and change. `board` None: the current one."""

    board: int | None = None
    new_edition: bool = False


@dataclass(frozen=True)
class RequestRelease:
    """Ask for a shared release of a board; out at once where no second person is needed."""

    reason: str
    sender: str
    board: int | None = None
    new_edition: bool = False


@dataclass(frozen=True)
class ApproveRelease:
    """The second person's yes to a release that waits."""

    number: int
    sender: str


@dataclass(frozen=True)
class RefuseRelease:
    """The no to a release that waits."""

    number: int
    sender: str


@dataclass(frozen=True)
class WithdrawRelease:
    """Show a release that is out no more."""

    number: int
    reason: str
    sender: str


Request = (
    PreviewFiles
    | PreviewNothing
    | SendFiles
    | SendNothing
    | AnnotateFile
    | ListFindings
    | StoreUpload
    | ActivateVersion
    | WithdrawMonth
    | ReportNothing
    | SetActiveMonths
    | ChangeAgency
    | SetActiveSpans
    | SetGroup
    | AddTarget
    | EndTarget
    | UndoChange
    | ForgetClient
    | InspectStore
    | StartBaseline
    | WithdrawBaseline
    | PreviewRelease
    | RequestRelease
    | ApproveRelease
    | RefuseRelease
    | WithdrawRelease
)


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one code and column. `rows`: how many rows they are about.

    `lines` are the first of `rows`.
    `costs`: measure → requests or discharges that it loses, at most.
    """

    code: str
    column: str | None
    severity: Severity
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
    outcome: Outcome
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
    """What sending would do to one month. `older`: a version that would become active again.

    `submission`, `version` and `rows` are of the version that would be active, `standing` is the
    one that is active now. `vanishing`: sites and event types that a loss of rows takes away; None
    where no consent to a loss is needed. `is_unknown`: so few of its clients are known
    that consent to new ids is needed. Rows of the old version = same + changed + gone; of the new
    one = same + changed + new.
    """

    month: date
    fate: Fate
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
    is_unknown: bool = False


@dataclass(frozen=True)
class MonthFigure:
    """A measure of the agency in one month, as on a board."""

    value: float | None
    counted: int
    numerator: int | None
    entered: int | None
    provisional: bool
    warming_up: bool


@dataclass(frozen=True)
class FigureChange:
    """A figure on the board now and after sending; None: the month has no row."""

    measure: str
    month: date
    before: MonthFigure | None
    after: MonthFigure | None


@dataclass(frozen=True)
class Preview:
    """Files as checked, months as sending would leave them, every figure that would change.

    `busy` says why months and changes are unknown; it is empty where they are known.
    """

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
    def unknown(self) -> tuple[MonthPreview, ...]:
        """The months whose clients are unknown far more than usual."""
        return tuple(month for month in self.months if month.is_unknown)

    @property
    def renamed(self) -> bool:
        """Whether a header was read as another; a refusal names its own."""
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
    fate: Literal["stored", "unchanged", "again"]


@dataclass(frozen=True)
class Receipt:
    """What is stored now, when (UTC), and the board that shows it; `files` are names."""

    agency: str
    files: tuple[str, ...]
    board: int | None
    at: datetime
    months: tuple[StoredMonth, ...]


@dataclass(frozen=True)
class FileContent:
    """The answer is a file: its bytes follow in the frame."""


@dataclass(frozen=True)
class ChangeResult:
    """Whether a change is made, and a sentence about it: also which writer stood in the way."""

    done: bool
    text: str


@dataclass(frozen=True)
class AgencyInRelease:
    """One agency in a release, for the state's eyes. `marks`: mark → cells, the empty one for
    figures; `new`: cells that come out for the first time; `corrected`: cells whose corrections
    wait for a new edition; `withheld`: (measure, period) of each `[c]`."""

    agency: str
    marks: Mapping[str, int]
    new: int
    corrected: int
    withheld: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReleasePreview:
    """What a release of `board` would show. `grains`: grain → agency-years of a measure."""

    board: int
    grains: Mapping[str, int]
    agencies: tuple[AgencyInRelease, ...]

    @property
    def new(self) -> int:
        return sum(agency.new for agency in self.agencies)

    @property
    def corrected(self) -> int:
        return sum(agency.corrected for agency in self.agencies)

    @property
    def marks(self) -> dict[str, int]:
        """Mark → cells, of all agencies."""
        total: dict[str, int] = {}
        for agency in self.agencies:
            for mark, cells in agency.marks.items():
                total[mark] = total.get(mark, 0) + cells
        return total


@dataclass(frozen=True)
class KeyState:
    """A key of the office, never its content. `state`: in words; `is_right`: nothing to do."""

    name: str
    place: str
    state: str
    is_right: bool


@dataclass(frozen=True)
class StoreStatus:
    """Keys; superseded versions whose rows are still kept, their rows, and the day on which the
    next ones are deleted (None for none); versions whose rows are deleted already."""

    keys: tuple[KeyState, ...]
    superseded: int
    superseded_rows: int
    next_deletion: date | None
    deleted: int


@dataclass(frozen=True)
class UploadedMonth:
    """What becomes of one month (2026-09) of an upload; `rows`: those that a loss would cost."""

    month: str
    fate: str
    submission: int | None = None
    rows: int | None = None


@dataclass(frozen=True)
class UploadedFile:
    """A file's report as docs/extract.md writes it, and what becomes of each of its months."""

    report: Mapping[str, Any]
    stored: tuple[UploadedMonth, ...]

    @property
    def refused(self) -> bool:
        return self.report["outcome"] == "reject"


@dataclass(frozen=True)
class UploadResult:
    """What becomes of an upload: files and the board that shows them, or months without rows."""

    files: tuple[UploadedFile, ...] = ()
    months: tuple[UploadedMonth, ...] = ()
    board: int | None = None


@dataclass(frozen=True)
class Progress:
    """What the worker does now."""

    step: Step


@dataclass(frozen=True)
class Problem:
    """Why nothing is acknowledged: a kind for programs, a sentence for people.

    busy: somebody else writes · moved: somebody else sent one of the months · refused: `text` says
    what prevents it · storage: disk or database · fault: ours · cut_off: the request ended
    early · died, late: the worker ended, or took too long. `place`: where it happened, for the log.
    """

    kind: Literal["busy", "moved", "refused", "storage", "fault", "cut_off", "died", "late"]
    text: str
    place: str = ""


Answer = (
    Preview
    | Receipt
    | FileContent
    | ChangeResult
    | UploadResult
    | StoreStatus
    | ReleasePreview
    | Problem
)
MESSAGES: dict[str, type] = {
    message.__name__: message for message in (*get_args(Request), *get_args(Answer), Progress)
}
