"""What state staff change of the register, and how they look at the store: authorised here, done by
a job, since a board shows it or the warehouse is open."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from dashboard.jobs.process import Job
from pipelines.messages import (
    AddTarget,
    ChangeAgency,
    ChangeResult,
    EndTarget,
    ForgetClient,
    InspectStore,
    Problem,
    SetActiveSpans,
    SetGroup,
    StoreStatus,
    UndoChange,
)

PATIENCE_SECONDS = 10.0  # while somebody else writes


def add_agency(
    viewer: Viewer, code: str, values: Mapping[str, str | int | bool | None]
) -> ChangeResult:
    """Enter a new agency."""
    require_administer(viewer)
    return _run(ChangeAgency(code, viewer.sender, values, True, PATIENCE_SECONDS))


def change_agency(
    viewer: Viewer, code: str, values: Mapping[str, str | int | bool | None]
) -> ChangeResult:
    """Change fields of an agency; None where it is not said any more."""
    require_administer(viewer)
    return _run(ChangeAgency(code, viewer.sender, values, False, PATIENCE_SECONDS))


def set_active_spans(viewer: Viewer, code: str, spans: str) -> ChangeResult:
    """Enter the spans in which an agency is active, as they are typed: a line each."""
    require_administer(viewer)
    return _run(SetActiveSpans(code, viewer.sender, spans, PATIENCE_SECONDS))


def set_group(viewer: Viewer, kind: str, name: str, agencies: Sequence[str]) -> ChangeResult:
    """Make a group of exactly these agencies; none: it is dissolved."""
    require_administer(viewer)
    return _run(SetGroup(kind, name, tuple(agencies), viewer.sender, PATIENCE_SECONDS))


def add_target(
    viewer: Viewer, agency: str | None, measure: str, value: float, meet_by: date
) -> ChangeResult:
    """Enter a target of an agency, without one everyone's."""
    require_administer(viewer)
    return _run(AddTarget(agency, measure, value, meet_by, viewer.sender, PATIENCE_SECONDS))


def end_target(viewer: Viewer, agency: str | None, measure: str, meet_by: date) -> ChangeResult:
    """Take a target away."""
    require_administer(viewer)
    return _run(EndTarget(agency, measure, meet_by, viewer.sender, PATIENCE_SECONDS))


def undo_change(viewer: Viewer, entry: int) -> ChangeResult:
    """Put back what was before an entry of the audit log."""
    require_administer(viewer)
    return _run(UndoChange(entry, viewer.sender, PATIENCE_SECONDS))


def forget_client(viewer: Viewer, agency: str, client_id: str) -> ChangeResult:
    """Remove one client everywhere, for good. The id goes through a pipe and stays nowhere."""
    require_administer(viewer)
    return _run(ForgetClient(agency, client_id, viewer.sender, PATIENCE_SECONDS))


def inspect_store(viewer: Viewer) -> StoreStatus | Problem:
    """In what state keys and kept rows are."""
    require_administer(viewer)
    return Job(InspectStore(PATIENCE_SECONDS), StoreStatus).wait().outcome


OfficeChange = (
    ChangeAgency | SetActiveSpans | SetGroup | AddTarget | EndTarget | UndoChange | ForgetClient
)


def _run(request: OfficeChange) -> ChangeResult:
    outcome = Job(request, ChangeResult).wait().outcome
    return ChangeResult(False, outcome.text) if isinstance(outcome, Problem) else outcome
