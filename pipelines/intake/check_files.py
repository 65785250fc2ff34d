"""The whole way in: files → accepted rows and findings. Nothing is stored, no clock is read."""

import hashlib
import logging
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.arrow_arrays import number_array
from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.findings import make_finding
from pipelines.intake.known_agencies import NOTHING_KNOWN, KnownAgencies
from pipelines.intake.outcome import CheckedFile, FileCase, refused_file, settle_outcome
from pipelines.intake.rule_engine import SCHEMA, FileHeader, RuleEngine, RuleVerdict
from pipelines.intake.shape import Shape
from pipelines.intake.split_rows import split_into_rows
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

    def read_bytes(self) -> bytes:
        """The whole file. Raises OSError where it cannot be read."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


@dataclass(frozen=True)
class Batch:
    """Some files and their accepted rows (rule_engine.SCHEMA; `file` indexes `files`)."""

    files: list[CheckedFile]
    rows: pa.Table


def check_files(
    sources: Iterable[Source],
    *,
    agency: str | None = None,
    months: Sequence[date] | None = None,
    today: date,
    settings: Settings,
    known: KnownAgencies = NOTHING_KNOWN,
) -> Iterator[Batch]:
    """Check files, some at a time; every file gets an outcome, whatever its bytes.

    `agency`: the uploader's, whose rows alone are taken; `months`: the reporting months as first
    days without a gap, else proposed from each file; `known`: what is known of each agency.
    Raises ValueError for months with a gap.
    """
    wanted = tuple(sorted({month.replace(day=1) for month in months})) if months else ()
    if wanted and wanted != months_between(wanted[0], wanted[-1]):
        raise ValueError("the reporting months must follow one another")
    uploader = agency.strip().upper() if agency else None
    engine = RuleEngine(settings, today, known)
    try:
        for cases in _batches(sources, settings):
            yield _check_batch(engine, cases, uploader, wanted, settings)
    finally:
        engine.close()


def _batches(sources: Iterable[Source], settings: Settings) -> Iterator[list[FileCase]]:
    cases: list[FileCase] = []
    size = 0
    for source in sources:
        cases.append(_shape_source(source, settings))
        size += cases[-1].size
        if size >= BATCH_BYTES:
            yield cases
            cases, size = [], 0
    if cases:
        yield cases


def _shape_source(source: Source, settings: Settings) -> FileCase:
    """Bytes, text and shape of one file."""
    case = FileCase(source.name)
    largest = settings.intake.largest_file_mb
    try:
        data = _read_bytes(source, largest << 20)
        case.size, case.sha256 = len(data), hashlib.sha256(data).hexdigest()
        if len(data) > largest << 20:
            raise RefusedError(make_finding("file_too_large", words=str(largest)))
        text = decode_text(data)
        case.read_findings = text.findings
        case.shape = split_into_rows(text.data, settings.intake.longest_line_kib)
        case.read_findings += case.shape.findings
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
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    kind = type(fault).__name__
    _log.error("the checks failed: %s in %s line %s", kind, frame.name, frame.lineno)


def _read_bytes(source: Source, largest: int) -> bytes:
    """The bytes, one more than allowed at most."""
    if isinstance(source.content, bytes):
        return source.content
    with source.content.open("rb") as file:
        return file.read(largest + 1)


def _check_batch(
    engine: RuleEngine,
    cases: list[FileCase],
    uploader: str | None,
    months: tuple[date, ...],
    settings: Settings,
) -> Batch:
    for case in cases:
        case.agency, case.months = uploader, months
    shapes = [case.shape for case in cases if case.shape is not None]
    verdicts, rows = _apply_rules(engine, shapes, uploader, months)
    files: list[CheckedFile] = []
    shaped: list[int] = []
    accepted: list[int] = []
    following = iter(verdicts)
    for index, case in enumerate(cases):
        verdict = None
        if case.shape is not None:
            shaped.append(index)
            verdict = next(following)
        if case.shape is None or verdict is None:
            files.append(refused_file(case))
            continue
        files.append(settle_outcome(case, case.shape, verdict, settings))
        if files[-1].outcome != "reject":
            accepted.append(index)
    return Batch(files, _accepted_rows(rows, shaped, accepted, files))


def _apply_rules(
    engine: RuleEngine, shapes: list[Shape], uploader: str | None, months: tuple[date, ...]
) -> tuple[list[RuleVerdict | None], pa.Table]:
    """The verdicts of all shaped files at once; one by one if that fails, so that one file's fault
    stays that file's."""
    if not shapes:
        return [], SCHEMA.empty_table()
    first, last = (months[0], months[-1]) if months else (None, None)
    headers = [FileHeader(shape, uploader, first, last) for shape in shapes]
    try:
        judged, rows = engine.apply_rules(headers)
        return list(judged), rows
    except Exception as fault:
        if len(shapes) == 1:
            _log_fault(fault)
            return [None], SCHEMA.empty_table()
    verdicts: list[RuleVerdict | None] = []
    tables = []
    for index, shape in enumerate(shapes):
        (verdict,), rows = _apply_rules(engine, [shape], uploader, months)
        verdicts.append(verdict)
        tables.append(rows.set_column(0, "file", number_array(np.full(len(rows), index, np.int32))))
    return verdicts, pa.concat_tables(tables)


def _accepted_rows(
    rows: pa.Table, shaped: Sequence[int], accepted: Sequence[int], files: Sequence[CheckedFile]
) -> pa.Table:
    """The rows of the files that were not refused, `file` as the index into the batch."""
    index = pa.compute.take(number_array(np.array(shaped, np.int32)), rows["file"])
    rows = rows.set_column(0, "file", index)
    if len(accepted) < len(shaped):
        rows = rows.filter(pa.compute.is_in(index, number_array(np.array(accepted, np.int32))))
    assert len(rows) == sum(file.rows_accepted for file in files)
    return rows
