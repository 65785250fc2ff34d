"""Jobs of the shared release; each answer is a preview, or one sentence for whoever asked."""

from pipelines.flow import releases
from pipelines.messages import (
    ApproveRelease,
    ChangeResult,
    PreviewRelease,
    RefuseRelease,
    ReleasePreview,
    RequestRelease,
    WithdrawRelease,
)
from pipelines.worker.context import JobContext


def preview_release(request: PreviewRelease, context: JobContext) -> ReleasePreview:
    """What a release would show, withhold and change."""
    return releases.preview_release(context.data, request.board, new_edition=request.new_edition)


def request_release(request: RequestRelease, context: JobContext) -> ChangeResult:
    """Ask for a release; where no second person is needed, it is out."""
    made = releases.request_release(
        context.data,
        request.reason,
        request.sender,
        version=request.board,
        new_edition=request.new_edition,
        second_person=context.settings.release.second_person,
    )
    is_out = made.state == "out"
    says = "is out" if is_out else "waits for a second person’s yes"
    return ChangeResult(True, f"Release {made.number} {says}.")


def approve_release(request: ApproveRelease, context: JobContext) -> ChangeResult:
    """Let a release out that waits."""
    second = context.settings.release.second_person
    releases.approve_release(context.data, request.number, request.sender, second_person=second)
    return ChangeResult(True, f"Release {request.number} is out.")


def refuse_release(request: RefuseRelease, context: JobContext) -> ChangeResult:
    """Refuse a release that waits."""
    releases.refuse_release(context.data, request.number, request.sender)
    return ChangeResult(True, f"Release {request.number} is refused.")


def withdraw_release(request: WithdrawRelease, context: JobContext) -> ChangeResult:
    """Show a release no more."""
    releases.withdraw_release(context.data, request.number, request.reason, request.sender)
    return ChangeResult(True, f"Release {request.number} is withdrawn.")
