"""Jobs of the page Administer; each result is one sentence for the administrator."""

from pipelines.flow import changes, store_status
from pipelines.flow import office_changes as flow
from pipelines.messages import (
    AddTarget,
    ChangeAgency,
    ChangeResult,
    EndTarget,
    ForgetClient,
    InspectStore,
    SetActiveSpans,
    SetGroup,
    StoreStatus,
    UndoChange,
)
from pipelines.register.active_spans import parse_spans, spans_to_months
from pipelines.register.models import Target
from pipelines.worker.context import JobContext


def change_agency(request: ChangeAgency, context: JobContext) -> ChangeResult:
    """Change fields of an agency, or enter a new one."""
    where, who = (context.data, context.settings), request.sender
    if request.is_new:
        code = flow.add_agency(
            *where, request.agency, request.values, who=who, patience=request.patience
        )
        return ChangeResult(True, f"Agency {code} is entered.")
    differs = flow.change_agency(
        *where, request.agency, request.values, who=who, patience=request.patience
    )
    words = "is changed" if differs else "was so already: nothing is changed"
    return ChangeResult(True, f"Agency {request.agency} {words}.")


def set_active_spans(request: SetActiveSpans, context: JobContext) -> ChangeResult:
    """Enter the spans in which an agency is active."""
    first, last, pauses = spans_to_months(parse_spans(request.spans))
    changes.set_active_months(
        context.data,
        context.settings,
        request.agency,
        first,
        last,
        who=request.sender,
        pauses=pauses,
        patience=request.patience,
    )
    return ChangeResult(True, f"The active months of {request.agency} are changed.")


def set_group(request: SetGroup, context: JobContext) -> ChangeResult:
    """Make a group of exactly these agencies."""
    flow.set_group(
        context.data,
        context.settings,
        request.kind,
        request.name,
        request.agencies,
        who=request.sender,
        patience=request.patience,
    )
    if not request.agencies:
        return ChangeResult(True, f"The {request.kind} {request.name} is dissolved.")
    return ChangeResult(
        True, f"The {request.kind} {request.name} has {len(request.agencies)} agencies."
    )


def add_target(request: AddTarget, context: JobContext) -> ChangeResult:
    """Enter a target."""
    target = Target(request.measure, request.value, request.meet_by, request.agency)
    flow.add_target(
        context.data, context.settings, target, who=request.sender, patience=request.patience
    )
    return ChangeResult(True, f"The target by {request.meet_by:%m/%d/%Y} is entered.")


def end_target(request: EndTarget, context: JobContext) -> ChangeResult:
    """Take a target away."""
    flow.end_target(
        context.data,
        context.settings,
        request.measure,
        request.meet_by,
        request.agency,
        who=request.sender,
        patience=request.patience,
    )
    return ChangeResult(True, f"The target by {request.meet_by:%m/%d/%Y} is ended.")


def undo_change(request: UndoChange, context: JobContext) -> ChangeResult:
    """Put back what was before an entry of the audit log."""
    entry = flow.undo_change(
        context.data,
        context.settings,
        request.entry,
        who=request.sender,
        patience=request.patience,
    )
    return ChangeResult(True, f"Entry {entry.audit_id}, {entry.action}, is put back.")


def inspect_store(request: InspectStore, context: JobContext) -> StoreStatus:
    """Say in what state keys and kept rows are."""
    return store_status.inspect_store(context.data, context.settings, patience=request.patience)


def forget_client(request: ForgetClient, context: JobContext) -> ChangeResult:
    """Remove one client everywhere."""
    gone = changes.forget_client(
        context.data,
        context.settings,
        request.agency,
        request.client_id,
        who=request.sender,
        patience=request.patience,
    )
    if not gone.rows:
        return ChangeResult(
            False, f"No row of such a client of {request.agency} is stored. The number is not kept."
        )
    return ChangeResult(
        True,
        f"The client is forgotten: {gone.rows:,} row{'s' * (gone.rows != 1)} of {gone.versions:,}"
        f" version{'s' * (gone.versions != 1)}. Ask {request.agency} to delete the rows at the"
        " source: a file that still holds them would bring them back. Backups made before still"
        " hold them.",
    )
