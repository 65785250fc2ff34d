"""One request read from a pipe, one answer written to another, each in a frame (framing.py).

Before the answer come any number of Progress messages. This is the one place where an exception
becomes words; they hold nothing of a file.
"""

import sqlite3
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from pipelines import messages
from pipelines.boards.files import NoBoard
from pipelines.intake.check_files import Source
from pipelines.messages import Answer, FileContent, Problem, Progress, Upload
from pipelines.register.agencies import RegisterProblem
from pipelines.register.releases import NotSigned
from pipelines.releases.files import NoRelease
from pipelines.settings import Settings, SettingsError
from pipelines.warehouse.connection import StoreBusy, StoreTooNew
from pipelines.warehouse.ledger import MonthsMoved, NoSubmission, NotBegun
from pipelines.warehouse.pseudonyms import KeyProblem
from pipelines.worker import changes, deliveries, office_changes, previews, releases
from pipelines.worker.context import JobContext
from pipelines.worker.framing import CutOffError, read_frame, write_frame

BROKEN = (
    "The data folder could not be read or written ({}): is the disk full? Nothing was acknowledged;"
    " what is stored already is not stored twice."
)
OURS = "This could not be done: the fault is ours, not yours. Nothing was acknowledged."
CUT_OFF = "The request ended early. Nothing was stored."

REFUSALS = (
    KeyProblem,
    NoBoard,
    NoRelease,
    NoSubmission,
    NotBegun,
    NotSigned,
    RegisterProblem,
    SettingsError,
    StoreTooNew,
)
JOBS: Mapping[type, Callable[[Any, JobContext], Answer | Upload]] = {
    messages.PreviewFiles: previews.preview_files,
    messages.PreviewNothing: previews.preview_nothing,
    messages.AnnotateFile: previews.annotate_upload,
    messages.ListFindings: previews.list_findings,
    messages.SendFiles: deliveries.send_files,
    messages.SendNothing: deliveries.send_nothing,
    messages.StoreUpload: deliveries.store_upload,
    messages.ActivateVersion: changes.activate_version,
    messages.WithdrawMonth: changes.withdraw_month,
    messages.ReportNothing: changes.report_nothing,
    messages.SetActiveMonths: changes.set_active_months,
    messages.ChangeAgency: office_changes.change_agency,
    messages.SetActiveSpans: office_changes.set_active_spans,
    messages.SetGroup: office_changes.set_group,
    messages.AddTarget: office_changes.add_target,
    messages.EndTarget: office_changes.end_target,
    messages.UndoChange: office_changes.undo_change,
    messages.ForgetClient: office_changes.forget_client,
    messages.InspectStore: office_changes.inspect_store,
    messages.StartBaseline: changes.start_baseline,
    messages.WithdrawBaseline: changes.withdraw_baseline,
    messages.PreviewRelease: releases.preview_release,
    messages.RequestRelease: releases.request_release,
    messages.ApproveRelease: releases.approve_release,
    messages.RefuseRelease: releases.refuse_release,
    messages.WithdrawRelease: releases.withdraw_release,
}


def serve_request(source: BinaryIO, sink: BinaryIO, data: Path, settings: Settings) -> None:
    """Answer the one request in `source`, whatever goes wrong."""
    try:
        request, uploads = read_frame(source)
        files = tuple(Source(upload.name, upload.data) for upload in uploads)
        context = JobContext(data, settings, files, lambda step: write_frame(sink, Progress(step)))
        answer = JOBS[type(request)](request, context)
    except Exception as problem:
        answer = explain_problem(problem)
    if isinstance(answer, Upload):
        write_frame(sink, FileContent(), [answer])
    else:
        write_frame(sink, answer)


def explain_problem(problem: Exception) -> Problem:
    """An exception in words. Only our own classes speak for themselves: the message of any other
    might hold a client's row and is left out."""
    if isinstance(problem, StoreBusy):
        return Problem("busy", problem.args[0])
    if isinstance(problem, MonthsMoved):
        return Problem("moved", problem.args[0])
    if isinstance(problem, REFUSALS):
        return Problem("refused", problem.args[0])
    if isinstance(problem, CutOffError):
        return Problem("cut_off", CUT_OFF)
    if isinstance(problem, OSError | duckdb.Error | sqlite3.Error):
        return Problem("storage", BROKEN.format(type(problem).__name__), _place(problem))
    return Problem("fault", OURS, _place(problem))


def _place(problem: Exception) -> str:
    """The kind of a fault, and where it happened."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {last.name} line {last.lineno}"
