"""The whole way in: files → accepted rows and findings. Nothing is stored, no clock is read."""

import hashlib
import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa

from pipelines.intake.decode import RefusedError, decode
from pipelines.intake.findings import SEVERITIES, Finding, catalogue, finding
from pipelines.intake.rows import SCHEMA, Desk, Judged, Sent, Told
from pipelines.intake.shape import Shape, shape
from pipelines.settings import Settings

_log = logging.getLogger(__name__)

# Files are judged together up to this size, so memory does not grow with them.
BATCH_BYTES = 16 << 20

Outcome = Literal["accept", "accept_with_warnings", "reject"]


@dataclass(frozen=True)
class Source:
    """A file to check: its name as the provider knows it, and its bytes or where they are."""

    name: str
    content: bytes | Path


@dataclass(frozen=True)
class CheckedFile:
    """What became of one file. rows_read = rows_accepted + rows_held + duplicates, always."""

    name: str
    sha256: str
    size: int  # bytes
    outcome: Outcome
    agency_id: str | None
    months: tuple[date, ...]  # first days
    rows_read: int
    rows_accepted: int
    rows_held: int
    duplicates: int
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, object]:
        """One object a file, as extract.md writes it."""
        return {
            "file": self.name,
            "outcome": self.outcome,
            "rows_read": self.rows_read,
            "rows_accepted": self.rows_accepted,
            "rows_held": self.rows_held,
            "duplicates": self.duplicates,
            "months": [f"{month:%Y-%m}" for month in self.months],
            "findings": [each.to_json() for each in self.findings],
        }


@dataclass(frozen=True)
class Batch:
    """Some files and the accepted rows of them (rows.SCHEMA; `file` is an index into `files`)."""

    files: list[CheckedFile]
    rows: pa.Table


@dataclass
class _Case:
    """A file on its way: read, perhaps shaped, perhaps refused already."""

    name: str
    sha256: str = ""
    size: int = 0
    shape: Shape | None = None
    told: tuple[Finding, ...] = ()
    rows_read: int = 0
    agency: str | None = None
    months: tuple[date, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def check(
    sources: Iterable[Source],
    *,
    agency: str | None = None,
    months: Sequence[date] | None = None,
    today: date,
    settings: Settings,
    id_widths: Mapping[str, int] = {},
    usual_rows: Mapping[str, float] = {},
) -> Iterator[Batch]:
    """Check files, some at a time; every file gets an outcome, whatever its bytes.

    `agency`: the uploader's, whose rows alone are taken; `months`: the reporting months as first
    days without a gap, else proposed from each file; `id_widths`: agency → digits of its clients;
    `usual_rows`: agency → rows of a usual month. Raises ValueError for months with a gap.
    """
    wanted = tuple(sorted({month.replace(day=1) for month in months})) if months else ()
    if wanted and wanted != _span(wanted[0], wanted[-1]):
        raise ValueError("the reporting months must follow one another")
    uploader = agency.strip().upper() if agency else None
    desk = Desk(settings, today, id_widths, usual_rows)
    try:
        for sources_ in _batches(sources, settings):
            yield _check(desk, sources_, uploader, wanted, settings)
    finally:
        desk.close()


def _batches(sources: Iterable[Source], settings: Settings) -> Iterator[list[_Case]]:
    cases: list[_Case] = []
    size = 0
    for source in sources:
        cases.append(_open(source, settings))
        size += cases[-1].size
        if size >= BATCH_BYTES:
            yield cases
            cases, size = [], 0
    if cases:
        yield cases


def _open(source: Source, settings: Settings) -> _Case:
    """Bytes, text and shape of one file."""
    case = _Case(source.name)
    largest = settings.intake.largest_file_mb
    try:
        data = _read(source, largest << 20)
        case.size, case.sha256 = len(data), hashlib.sha256(data).hexdigest()
        if len(data) > largest << 20:
            raise RefusedError(finding("file_too_large", words=str(largest)))
        text = decode(data)
        case.told = text.findings
        case.shape = shape(text.data, settings.intake.longest_line_kib)
        case.told += case.shape.findings
    except RefusedError as refused:
        case.findings += refused.findings
        case.rows_read = refused.rows_read
    except OSError:
        case.findings.append(finding("file_unreadable"))
    except Exception as fault:
        _log_fault(fault)
        case.findings.append(finding("file_not_checked"))
    return case


def _log_fault(fault: Exception) -> None:
    """Kind and place of a fault of ours; its message might hold a client's row and is left out."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    kind = type(fault).__name__
    _log.error("the checks failed: %s in %s line %s", kind, place.name, place.lineno)


def _read(source: Source, largest: int) -> bytes:
    """The bytes, one more than allowed at most."""
    if isinstance(source.content, bytes):
        return source.content
    with source.content.open("rb") as file:
        return file.read(largest + 1)


def _check(
    desk: Desk,
    cases: list[_Case],
    uploader: str | None,
    months: tuple[date, ...],
    settings: Settings,
) -> Batch:
    for case in cases:
        case.agency, case.months = uploader, months
    shaped = [case for case in cases if case.shape is not None]
    judged, rows = _judge(desk, shaped, uploader, months)
    files, accepted = [], []
    verdicts = iter(judged)
    for at, case in enumerate(cases):
        verdict = next(verdicts) if case.shape is not None else None
        file = _refused(case) if verdict is None else _settle(case, verdict, settings)
        files.append(file)
        if case.shape is not None and file.outcome != "reject":
            accepted.append(at)
    return Batch(files, _keep(rows, [at for at, c in enumerate(cases) if c.shape], accepted, files))


def _judge(
    desk: Desk, shaped: list[_Case], uploader: str | None, months: tuple[date, ...]
) -> tuple[list[Judged | None], pa.Table]:
    """The verdicts of all shaped files at once; one by one if that fails, so that one file's fault
    stays that file's."""
    if not shaped:
        return [], SCHEMA.empty_table()
    first, last = (months[0], months[-1]) if months else (None, None)
    sent = [Sent(case.shape, uploader, first, last) for case in shaped]
    try:
        return desk.judge(sent)
    except Exception as fault:
        if len(shaped) == 1:
            _log_fault(fault)
            return [None], SCHEMA.empty_table()
    verdicts, tables = [], []
    for at, case in enumerate(shaped):
        (verdict,), rows = _judge(desk, [case], uploader, months)
        verdicts.append(verdict)
        tables.append(rows.set_column(0, "file", pa.array([at] * len(rows), pa.int32())))
    return verdicts, pa.concat_tables(tables)


def _settle(case: _Case, verdict: Judged, settings: Settings) -> CheckedFile:
    """The outcome of a file whose rows were judged."""
    shaped = case.shape
    case.agency = verdict.agency
    if verdict.months and not case.months:
        case.months = _span(*verdict.months)
    case.rows_read = shaped.rows_read
    cut_line = None
    if shaped.cut is not None and _begins_like_a_row(shaped, verdict.agency):
        cut_line = max(each.line for each in shaped.apart)
        case.findings.append(finding("file_cut_off", line=cut_line))
    case.findings += case.told
    case.findings += [
        finding(each.code, line=each.line, words=each.words)
        for each in shaped.apart
        if each.line != cut_line
    ]
    case.findings += _findings(verdict.told)
    held = verdict.held + len(shaped.apart)
    accepted = case.rows_read - held - verdict.repeated
    if not _refuses(case.findings):
        if not accepted:
            case.findings.append(finding("nothing_accepted"))
        elif held > settings.intake.held_share * case.rows_read:
            case.findings.append(finding("held_too_many", count=held))
    if _refuses(case.findings):
        return _refused(case)
    assert accepted > 0, "rows read = accepted + held + duplicates"
    warned = any(each.severity == "warning" for each in case.findings)
    outcome = "accept_with_warnings" if held or verdict.repeated or warned else "accept"
    return _checked(case, outcome, accepted, held, verdict.repeated)


def _refused(case: _Case) -> CheckedFile:
    if not _refuses(case.findings):
        case.findings.append(finding("file_not_checked"))
        case.rows_read = case.shape.rows_read if case.shape else 0
    return _checked(case, "reject", 0, case.rows_read, 0)


def _checked(
    case: _Case, outcome: Outcome, accepted: int, held: int, duplicates: int
) -> CheckedFile:
    assert case.rows_read == accepted + held + duplicates
    return CheckedFile(
        name=case.name,
        sha256=case.sha256,
        size=case.size,
        outcome=outcome,
        agency_id=case.agency,
        months=case.months,
        rows_read=case.rows_read,
        rows_accepted=accepted,
        rows_held=held,
        duplicates=duplicates,
        findings=tuple(sorted(case.findings, key=_order)),
    )


def _findings(told: Sequence[Told]) -> list[Finding]:
    """The rules' findings in words, without those that a refusal stands for."""
    codes = {each.code for each in told}
    spoken_for = {code for each in codes for code in catalogue()[each].instead_of}
    return [
        finding(
            each.code,
            line=each.line,
            column=each.column,
            count=each.count,
            value=each.value,
            record_id=each.record_id,
            costs=each.costs,
        )
        for each in told
        if each.code not in spoken_for
    ]


def _refuses(findings: Sequence[Finding]) -> bool:
    return any(catalogue()[each.code].refuses for each in findings)


def _order(each: Finding) -> tuple[bool, int, int]:
    """What refuses the file first, then errors, warnings, notes, each by line."""
    refuses = catalogue()[each.code].refuses
    return (not refuses, SEVERITIES.index(each.severity), each.line or 0)


def _begins_like_a_row(shaped: Shape, agency: str | None) -> bool:
    """A short last row that begins as the agency's rows do (extract.md: the file is refused)."""
    cells = shaped.cut
    at = shaped.header.matching.columns["agency_id"]
    if at >= len(cells):
        return len(cells) > 1  # the agency stands further right: a row that stops before it
    cell = cells[at].strip().upper()
    if agency is None or not cell:
        return False
    return cell == agency or (at == len(cells) - 1 and agency.startswith(cell))


def _keep(
    rows: pa.Table, shaped: Sequence[int], accepted: Sequence[int], files: Sequence[CheckedFile]
) -> pa.Table:
    """The rows of the files that were not refused, `file` as the index into the batch."""
    file = pa.compute.take(pa.array(shaped, pa.int32()), rows["file"])
    rows = rows.set_column(0, "file", file)
    if len(accepted) < len(shaped):
        rows = rows.filter(pa.compute.is_in(file, pa.array(accepted, pa.int32())))
    assert len(rows) == sum(each.rows_accepted for each in files)
    return rows


def _span(first: date, last: date) -> tuple[date, ...]:
    """All first days from one month to another."""
    count = (last.year - first.year) * 12 + last.month - first.month
    months = [(first.month - 1 + step) for step in range(count + 1)]
    return tuple(date(first.year + each // 12, each % 12 + 1, 1) for each in months)
