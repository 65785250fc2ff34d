"""Requests that store: files, earlier versions, "nothing to report"; answered by a receipt."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.flow import changes, ingest
from pipelines.worker.framing import Result, Step, WorkerRequest


def store_delivery(request: WorkerRequest, step: Step) -> Result:
    """Store the files, make the earlier versions that they repeat active again, publish."""
    step("read")
    done = ingest.ingest_files(
        request.data,
        request.files,
        request.rules,
        who=request.who,
        today=request.today,
        agency=request.agency,
        months=request.months,
        accept_loss=request.accept_loss,
        seen=request.seen,
        progress=lambda _: step("store"),
    )
    fates = {number: fate for fate, number in done.delivered.fates.values()}
    for number in request.again:
        changes.activate_submission(
            request.data, request.rules, number, who=request.who, agency=request.agency
        )
        fates[number] = "again"
    fates = {number: fate for number, fate in fates.items() if fate not in ("refused", "older")}
    return _receipt(request, fates), b""


def store_nothing(request: WorkerRequest, step: Step) -> Result:
    """Say that the months had nothing to report."""
    step("store")
    months = request.months or ()
    against = ingest.report_nothing(
        request.data,
        request.rules,
        who=request.who,
        today=request.today,
        agency=request.agency,
        months=months,
        accept_loss=request.accept_loss,
        seen=request.seen,
    )
    if against:
        return _receipt(request, {}), b""
    now = _active(request, months)
    return _receipt(request, {number: "stored" for number in now}), b""


def _receipt(request: WorkerRequest, fates: dict[int, str]) -> dict[str, Any]:
    """What is stored and shown now, from the board that was just published."""
    version = board_files.current_version(request.data)
    rows = (
        board_connections.connect_board(request.data, version)
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
    names = ("submission", "month", "version", "rows", "nothing_to_report", "received_at")
    return {
        "board": version,
        "at": datetime.now(UTC).replace(tzinfo=None),
        "months": [{**dict(zip(names, row, strict=True)), "fate": fates[row[0]]} for row in rows],
    }


def _active(request: WorkerRequest, months: Sequence[date]) -> list[int]:
    version = board_files.current_version(request.data)
    if version is None:
        return []
    rows = board_connections.connect_board(request.data, version).execute(
        "select submission_id from submission"
        " where active and agency_id = ? and list_contains(?, month)",
        [request.agency, list(months)],
    )
    return [number for (number,) in rows.fetchall()]
