"""Jobs that change nothing: outcome, findings, what sending would change, files back."""

import re
from dataclasses import replace

from pipelines.flow import preview as flow_preview
from pipelines.intake import text_report
from pipelines.intake.annotated_file import TOP_LINES, annotate_file
from pipelines.intake.check_files import Source
from pipelines.intake.decode import RefusedError, decode_text
from pipelines.intake.finding_groups import group_findings
from pipelines.intake.header import Header, find_header
from pipelines.intake.outcome import CheckedFile
from pipelines.messages import (
    AnnotateFile,
    FileReport,
    ListFindings,
    Preview,
    PreviewFiles,
    PreviewNothing,
    Upload,
)
from pipelines.warehouse.connection import StoreBusy
from pipelines.worker.context import JobContext

TOP_BYTES = 1 << 20  # the header is within these


def preview_files(request: PreviewFiles, context: JobContext) -> Preview:
    """Outcome and findings of each file, and what sending them would change."""
    context.require_known(request.agency)
    context.report_step("read")
    batches = context.check_files(request)
    checked = [file for batch in batches for file in batch.files]
    try:
        preview, checked = flow_preview.preview_delivery(
            context.data,
            batches,
            context.settings,
            agency=request.agency,
            today=request.today,
            progress=context.report_step,
        )
    except StoreBusy as busy:
        preview = Preview((), (), (), busy.args[0])
    files = zip(checked, context.files, strict=True)
    return replace(preview, files=tuple(_file_report(file, source) for file, source in files))


def preview_nothing(request: PreviewNothing, context: JobContext) -> Preview:
    """What "nothing to report" would change."""
    context.require_known(request.agency)
    try:
        return flow_preview.preview_nothing(
            context.data,
            context.settings,
            agency=request.agency,
            months=request.months,
            today=request.today,
            progress=context.report_step,
        )
    except StoreBusy as busy:
        return Preview((), (), (), busy.args[0])


def annotate_upload(request: AnnotateFile, context: JobContext) -> Upload:
    """The one file of the request, with its findings after the rows' columns."""
    context.require_known(request.agency)
    (source,), (batch,) = context.files, context.check_files(request)
    notice = context.settings.office.redisclosure_notice
    return Upload(source.name, annotate_file(source.read_bytes(), batch.files[0], notice) or b"")


def list_findings(request: ListFindings, context: JobContext) -> Upload:
    """All findings of all files as CSV."""
    context.require_known(request.agency)
    files = [file for batch in context.check_files(request) for file in batch.files]
    return Upload("findings.csv", text_report.findings_csv(files).encode("utf-8-sig"))


def _file_report(file: CheckedFile, source: Source) -> FileReport:
    """What a screen shows of a file: counts, lines and the header's own words, no row."""
    header = _header(source.read_bytes())
    return FileReport(
        name=file.name,
        outcome=file.outcome,
        months=file.months,
        rows_read=file.rows_read,
        rows_accepted=file.rows_accepted,
        rows_held=file.rows_held,
        duplicates=file.duplicates,
        groups=tuple(group_findings(file.findings)),
        renamed=header.matching.by_alias if header else {},
        comes_back=header is not None,
    )


def _header(data: bytes) -> Header | None:
    """The header as the checks read it; None where they found none."""
    try:
        top = decode_text(data).data[:TOP_BYTES].decode(errors="ignore")
        return find_header(re.split("\r\n|\n|\r", top)[:TOP_LINES], 0)
    except RefusedError:
        return None
