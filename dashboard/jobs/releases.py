"""What state staff do with shared releases: authorised here, done by a job."""

from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from dashboard.jobs.process import Job
from pipelines.messages import (
    ApproveRelease,
    ChangeResult,
    PreviewRelease,
    Problem,
    RefuseRelease,
    ReleasePreview,
    RequestRelease,
    WithdrawRelease,
)

ReleaseChange = RequestRelease | ApproveRelease | RefuseRelease | WithdrawRelease


def preview_release(viewer: Viewer, *, new_edition: bool = False) -> ReleasePreview | Problem:
    """What a release of the current board would show, withhold and change; it names agencies."""
    require_administer(viewer)
    return Job(PreviewRelease(new_edition=new_edition), ReleasePreview).wait().outcome


def request_release(viewer: Viewer, reason: str, *, new_edition: bool = False) -> ChangeResult:
    """Ask for a release of the current board; where no second person is needed, it is out."""
    require_administer(viewer)
    return _run(RequestRelease(reason, viewer.sender, new_edition=new_edition))


def approve_release(viewer: Viewer, number: int) -> ChangeResult:
    """The yes to a release that waits; of a second person, where the office asks for one."""
    require_administer(viewer)
    return _run(ApproveRelease(number, viewer.sender))


def refuse_release(viewer: Viewer, number: int) -> ChangeResult:
    """The no to a release that waits."""
    require_administer(viewer)
    return _run(RefuseRelease(number, viewer.sender))


def withdraw_release(viewer: Viewer, number: int, reason: str) -> ChangeResult:
    """Show a release no more."""
    require_administer(viewer)
    return _run(WithdrawRelease(number, reason, viewer.sender))


def _run(request: ReleaseChange) -> ChangeResult:
    outcome = Job(request, ChangeResult).wait().outcome
    return ChangeResult(False, outcome.text) if isinstance(outcome, Problem) else outcome
