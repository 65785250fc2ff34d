"""Previewing files and sending them, for viewers who may: counts, lines and figures come back.

Every function authorises its viewer before a job starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dashboard.access.permissions import may_send_for, require_send_for
from dashboard.access.record import record_export
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.jobs.process import Job
from pipelines.messages import (
    AnnotateFile,
    FileContent,
    ListFindings,
    Preview,
    PreviewFiles,
    PreviewNothing,
    Receipt,
    SendFiles,
    SendNothing,
    Upload,
)
from pipelines.register.agencies import Register
from pipelines.settings import data_folder

LARGEST_MB = 100  # of a delivery; each file has its own limit


@dataclass(frozen=True)
class Delivery:
    """What one agency is about to send; `months` None: as each file proposes; no file: nothing to
    report for `months`."""

    agency: str
    files: tuple[Upload, ...] = ()
    months: tuple[date, ...] | None = None


def is_too_large(files: Sequence[Upload]) -> bool:
    """Whether the files of one delivery are more than one process should hold."""
    return sum(len(file.data) for file in files) > LARGEST_MB << 20


def sendable_agencies(viewer: Viewer) -> dict[str, str]:
    """Id → name of the agencies that the viewer may send for, by name."""
    agencies = Register(data_folder()).agencies()
    return {
        agency.agency_id: agency.name
        for agency in agencies
        if may_send_for(viewer, agency.agency_id)
    }


def preview_delivery(viewer: Viewer, delivery: Delivery) -> Job[Preview]:
    """Check the files and try what sending them would change; nothing is stored."""
    require_send_for(viewer, delivery.agency)
    agency, today = delivery.agency, due_dates.current_day()
    if not delivery.files:
        return Job(PreviewNothing(agency, today, delivery.months or ()), Preview)
    return Job(PreviewFiles(agency, today, delivery.months), Preview, delivery.files)


def send_delivery(
    viewer: Viewer,
    delivery: Delivery,
    seen: Preview,
    *,
    accept_loss: bool,
    accept_new_ids: bool = False,
) -> Job[Receipt]:
    """Store what was previewed, if the months are still as the preview `seen` shows them."""
    require_send_for(viewer, delivery.agency)
    active = {
        month.month: month.standing.submission if month.standing else 0 for month in seen.months
    }
    agency, today = delivery.agency, due_dates.current_day()
    if not delivery.files:
        nothing = SendNothing(
            agency, viewer.sender, today, delivery.months or (), active, accept_loss
        )
        return Job(nothing, Receipt)
    older = tuple(month.submission for month in seen.months if month.fate == "older")
    files = SendFiles(
        agency, viewer.sender, today, delivery.months, active, older, accept_loss, accept_new_ids
    )
    return Job(files, Receipt, delivery.files)


def annotated_file(viewer: Viewer, delivery: Delivery, index: int) -> bytes:
    """One file with `finding`, `message` and `fix` after its columns: for its provider alone."""
    require_send_for(viewer, delivery.agency)
    request = AnnotateFile(delivery.agency, due_dates.current_day(), delivery.months)
    job = partial(Job, request, FileContent, [delivery.files[index]])
    what = "an own file with findings"
    return _content(record_export(viewer, job, what=what, agency=delivery.agency))


def findings_csv(viewer: Viewer, delivery: Delivery) -> bytes:
    """All findings as CSV."""
    require_send_for(viewer, delivery.agency)
    request = ListFindings(delivery.agency, due_dates.current_day(), delivery.months)
    job = partial(Job, request, FileContent, delivery.files)
    return _content(record_export(viewer, job, what="findings", agency=delivery.agency))


def _content(job: Job[FileContent]) -> bytes:
    """The bytes of a download; a problem is its text."""
    result = job.wait()
    return result.problem.text.encode() if result.problem else result.content
