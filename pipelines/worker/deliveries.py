"""Jobs that store: what a preview showed, answered by a receipt; what a program uploads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

from pipelines import months as months_
from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import changes, ingest
from pipelines.messages import (
    Receipt,
    SendFiles,
    SendNothing,
    StoredMonth,
    StoreUpload,
    UploadedFile,
    UploadedMonth,
    UploadResult,
)
from pipelines.warehouse.ledger import Loss
from pipelines.worker.context import JobContext, calendar_day

StoredFate = Literal["stored", "unchanged", "again"]


def send_files(request: SendFiles, context: JobContext) -> Receipt:
    """Store the files, make the earlier versions that they repeat active again, publish."""
    context.require_known(request.agency)
    context.report_step("read")
    result = ingest.ingest_files(
        context.data,
        context.files,
        context.settings,
        who=request.sender,
        today=request.today,
        agency=request.agency,
        months=request.months,
        accept_loss=request.accept_loss,
        accept_new_ids=request.accept_new_ids,
        seen=request.seen,
        progress=lambda _: context.report_step("store"),
    )
    fates: dict[int, StoredFate] = {
        submission: fate
        for fate, submission in result.delivered.fates.values()
        if fate == "stored" or fate == "unchanged"
    }
    for submission in request.reactivate:
        changes.activate_submission(
            context.data,
            context.settings,
            submission,
            who=request.sender,
            agency=request.agency,
        )
        fates[submission] = "again"
    return _receipt(request, context, fates)


def send_nothing(request: SendNothing, context: JobContext) -> Receipt:
    """Record that the months had nothing to report."""
    context.require_known(request.agency)
    context.report_step("store")
    losses = ingest.report_nothing(
        context.data,
        context.settings,
        who=request.sender,
        today=request.today,
        agency=request.agency,
        months=request.months,
        accept_loss=request.accept_loss,
        seen=request.seen,
    )
    active = [] if losses else _active_submissions(request, context)
    return _receipt(request, context, dict.fromkeys(active, "stored"))


def store_upload(request: StoreUpload, context: JobContext) -> UploadResult:
    """Store what an agency's program sends, or record that it has nothing to report."""
    months = months_.parse_months(request.months) if request.months else None
    if request.nothing_to_report:
        named = months or ()
        losses = ingest.report_nothing(
            context.data,
            context.settings,
            who=request.sender,
            today=calendar_day(),
            agency=request.agency,
            months=named,
            accept_loss=request.accept_loss,
            patience=request.patience,
        )
        return UploadResult(months=_months_without_rows(losses, named))
    result = ingest.ingest_files(
        context.data,
        context.files,
        context.settings,
        who=request.sender,
        today=calendar_day(),
        agency=request.agency,
        months=months,
        accept_loss=request.accept_loss,
        accept_new_ids=request.accept_new_ids,
        patience=request.patience,
    )
    files = tuple(
        UploadedFile(file.to_json(), _uploaded_months(result, index))
        for index, file in enumerate(result.files)
    )
    return UploadResult(files, board=result.board)


def _uploaded_months(result: ingest.IngestResult, index: int) -> tuple[UploadedMonth, ...]:
    """What becomes of each month of a file, and the number of the version that holds it."""
    fates = result.delivered.months_of(index)
    return tuple(
        UploadedMonth(f"{month:%Y-%m}", fate, None if fate == "refused" else submission)
        for month, (fate, submission) in sorted(fates.items())
    )


def _months_without_rows(
    losses: Sequence[Loss], months: Sequence[date]
) -> tuple[UploadedMonth, ...]:
    if losses:
        return tuple(
            UploadedMonth(f"{loss.month:%Y-%m}", "refused", rows=loss.rows_before)
            for loss in losses
        )
    return tuple(UploadedMonth(f"{month:%Y-%m}", "nothing_to_report") for month in months)


def _receipt(
    request: SendFiles | SendNothing, context: JobContext, fates: Mapping[int, StoredFate]
) -> Receipt:
    """What is stored and shown now, from the board that was just published."""
    version = board_files.current_version(context.data)
    rows: list[tuple[Any, ...]] = (
        board_connections.connect_board(context.data, version)
        .execute(
            """
            select submission_id, month, version, rows, nothing_to_report, received_at
            from submission where agency_id = ? and list_contains(?, submission_id) order by month
            """,
            [request.agency, list(fates)],
        )
        .fetchall()
        if version is not None
        else []
    )
    return Receipt(
        agency=request.agency,
        files=tuple(file.name for file in context.files),
        board=version,
        at=datetime.now(UTC).replace(tzinfo=None),
        months=tuple(
            StoredMonth(number, month, nth, count, nothing, received, fates[number])
            for number, month, nth, count, nothing, received in rows
        ),
    )


def _active_submissions(request: SendNothing, context: JobContext) -> list[int]:
    version = board_files.current_version(context.data)
    if version is None:
        return []
    rows = board_connections.connect_board(context.data, version).execute(
        "select submission_id from submission"
        " where active and agency_id = ? and list_contains(?, month)",
        [request.agency, list(request.months)],
    )
    return [submission for (submission,) in rows.fetchall()]
