"""The whole way in: files → accepted rows and findings. Nothing is stored, no clock is read."""

import hashlib
import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.findings import make_finding
from pipelines.intake.outcome import (
    CheckedFile,
    FileCase,
    refused_file,
    settle_outcome,
)
from pipelines.intake.rule_engine import SCHEMA, FileHeader, RuleEngine, RuleVerdict
from pipelines.intake.shape import shape_file
from pipelines.months import months_between
from pipelines.settings import Settings

_log = logging.getLogger(__name__)


# Files are judged together up to this size, so memory does not grow with them.
BATCH_BYTES = 16 << 20


@dataclass(frozen=True)
class Source:
    """A file to check: its name as the provider knows it, and its bytes or where they are."""

    name: str
    content: bytes | Path


@dataclass(frozen=True)
class Batch:
    """Some files and the accepted rows of them (rows.SCHEMA; `file` is an index into `files`)."""

    files: list[CheckedFile]
    rows: pa.Table


def check_files(
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
    if wanted and wanted != months_between(wanted[0], wanted[-1]):
        raise ValueError("the reporting months must follow one another")
    uploader = agency.strip().upper() if agency else None
    desk = RuleEngine(settings, today, id_widths, usual_rows)
    try:
        for sources_ in _batches(sources, settings):
            yield _check(desk, sources_, uploader, wanted, settings)
    finally:
        desk.close()


def _batches(sources: Iterable[Source], settings: Settings) -> Iterator[list[FileCase]]:
    cases: list[FileCase] = []
    size = 0
    for source in sources:
        cases.append(_open(source, settings))
        size += cases[-1].size
        if size >= BATCH_BYTES:
            yield cases
            cases, size = [], 0
    if cases:
        yield cases


def _open(source: Source, settings: Settings) -> FileCase:
    """Bytes, text and shape of one file."""
    case = FileCase(source.name)
    largest = settings.intake.largest_file_mb
    try:
        data = _read(source, largest << 20)
        case.size, case.sha256 = len(data), hashlib.sha256(data).hexdigest()
        if len(data) > largest << 20:
            raise RefusedError(make_finding("file_too_large", words=str(largest)))
        text = decode_text(data)
        case.told = text.findings
        case.shape = shape_file(text.data, settings.intake.longest_line_kib)
        case.told += case.shape.findings
    except RefusedError as refused:
        case.findings += refused.findings
        case.rows_read = refused.rows_read
    except OSError:
        case.findings.append(make_finding("file_unreadable"))
    except Exception as fault:
        _log_fault(fault)
        case.findings.append(make_finding("file_not_checked"))
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
    desk: RuleEngine,
    cases: list[FileCase],
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
        file = refused_file(case) if verdict is None else settle_outcome(case, verdict, settings)
        files.append(file)
        if case.shape is not None and file.outcome != "reject":
            accepted.append(at)
    return Batch(files, _keep(rows, [at for at, c in enumerate(cases) if c.shape], accepted, files))


def _judge(
    desk: RuleEngine, shaped: list[FileCase], uploader: str | None, months: tuple[date, ...]
) -> tuple[list[RuleVerdict | None], pa.Table]:
    """The verdicts of all shaped files at once; one by one if that fails, so that one file's fault
    stays that file's."""
    if not shaped:
        return [], SCHEMA.empty_table()
    first, last = (months[0], months[-1]) if months else (None, None)
    sent = [FileHeader(case.shape, uploader, first, last) for case in shaped]
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
