"""Questions that change nothing: outcome, findings, what sending would change, files back."""

import re
from dataclasses import asdict
from typing import Any

from pipelines.flow import preview as flow_preview
from pipelines.intake import text_report
from pipelines.intake.annotated_file import TOP_LINES, annotate_file
from pipelines.intake.check_files import Source
from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.finding_groups import group_findings
from pipelines.intake.header import Header, find_header
from pipelines.intake.outcome import CheckedFile
from pipelines.warehouse.connection import StoreBusy
from pipelines.worker.framing import Result, Step, WorkerRequest

TOP_BYTES = 1 << 20  # the header stands in these


def preview_files(request: WorkerRequest, step: Step) -> Result:
    """Outcome and findings of each file, and what sending them would change."""
    step("read")
    batches = request.check()
    files = [file for batch in batches for file in batch.files]
    told: dict[str, Any] = {
        "files": [_file(file, source) for file, source in zip(files, request.files, strict=True)]
    }
    try:
        told |= asdict(
            flow_preview.preview_delivery(
                request.data,
                batches,
                request.rules,
                agency=request.agency,
                today=request.today,
                progress=step,
            )
        )
    except StoreBusy as busy:
        told |= {"months": [], "changes": [], "busy": busy.args[0]}
    return told, b""


def preview_nothing(request: WorkerRequest, step: Step) -> Result:
    """What saying "nothing to report" would change."""
    try:
        told = flow_preview.preview_nothing(
            request.data,
            request.rules,
            agency=request.agency,
            months=request.months or (),
            today=request.today,
            progress=step,
        )
    except StoreBusy as busy:
        return {"files": [], "months": [], "changes": [], "busy": busy.args[0]}, b""
    return {"files": [], **asdict(told)}, b""


def annotated_upload(request: WorkerRequest, step: Step) -> Result:
    """The one file of the request, with its findings beside the rows."""
    (source,), (batch,) = request.files, request.check()
    notice = request.rules.office.redisclosure_notice
    return {}, annotate_file(source.content, batch.files[0], notice) or b""


def list_findings(request: WorkerRequest, step: Step) -> Result:
    """All findings of all files as CSV."""
    files = [file for batch in request.check() for file in batch.files]
    return {}, text_report.findings_csv(files).encode("utf-8-sig")


def _file(file: CheckedFile, source: Source) -> dict[str, Any]:
    """What a screen shows of a file: counts, lines and the header's own words, no row."""
    header = _header(source.content)
    return {
        "name": file.name,
        "outcome": file.outcome,
        "months": file.months,
        "rows_read": file.rows_read,
        "rows_accepted": file.rows_accepted,
        "rows_held": file.rows_held,
        "duplicates": file.duplicates,
        "groups": [asdict(group) for group in group_findings(file.findings)],
        "renamed": header.matching.by_alias if header else {},
        "comes_back": header is not None,
    }


def _header(data: bytes) -> Header | None:
    """The header as the checks read it; None where they found none."""
    try:
        top = decode_text(data).data[:TOP_BYTES].decode(errors="ignore")
        return find_header(re.split("\r\n|\n|\r", top)[:TOP_LINES], 0)
    except RefusedError:
        return None
