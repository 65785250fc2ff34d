"""Looking at files and sending them, for those who may: counts, lines and figures come back.

Every function asks who is looking. The work is done by `python -m pipelines answer`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access.permissions import NotAllowed, may_change
from dashboard.access.viewer import Viewer
from dashboard.analysis import due_dates
from dashboard.jobs.process import Job, Upload
from pipelines.messages import Preview
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
    known = Register(data_folder()).agencies()
    return {each.agency_id: each.name for each in known if may_change(viewer, each.agency_id)}


def preview_delivery(viewer: Viewer, delivery: Delivery) -> Job:
    """Check the files and rehearse the sending; see looked.looked."""
    ask = "look" if delivery.files else "look_nothing"
    return _errand(viewer, ask, delivery, delivery.files)


def send_delivery(viewer: Viewer, delivery: Delivery, seen: Preview, *, accept_loss: bool) -> Job:
    """Store what was looked at, if the months stand as they were `seen`; see looked.receipt."""
    ask = "send" if delivery.files else "send_nothing"
    again = [month.submission for month in seen.months if month.fate == "older"]
    stood = {
        month.month.isoformat(): month.standing.submission if month.standing else 0
        for month in seen.months
    }
    return _errand(
        viewer, ask, delivery, delivery.files, seen=stood, again=again, accept_loss=accept_loss
    )


def annotated_file(viewer: Viewer, delivery: Delivery, place: int) -> bytes:
    """A file with `finding`, `message` and `fix` beside its rows: for its provider alone."""
    return _content(_errand(viewer, "own_file", delivery, [delivery.files[place]]))


def findings_csv(viewer: Viewer, delivery: Delivery) -> bytes:
    """All findings as CSV."""
    return _content(_errand(viewer, "findings", delivery, delivery.files))


def _errand(
    viewer: Viewer, ask: str, delivery: Delivery, files: Sequence[Upload], **more: object
) -> Job:
    if not may_change(viewer, delivery.agency):
        raise NotAllowed(f"{viewer.name} may not send for {delivery.agency}")
    months = [month.isoformat() for month in delivery.months] if delivery.months else None
    asked = {
        "agency": delivery.agency,
        "who": viewer.name,
        "today": due_dates.current_day().isoformat(),
    }
    return Job(ask, {**asked, "months": months, **more}, files)


def _content(errand: Job) -> bytes:
    answer = errand.wait()
    if answer.problem:
        return answer.problem.encode()
    return answer.content
