"""What a viewer may change of what is stored: authorised here, done by a job, so that no page opens
the warehouse."""

from datetime import date

from dashboard.access.permissions import require_administer, require_send_for
from dashboard.access.viewer import Viewer
from dashboard.jobs.process import Job
from pipelines.messages import (
    ActivateVersion,
    ChangeResult,
    Problem,
    ReportNothing,
    SetActiveMonths,
    StartBaseline,
    WithdrawBaseline,
    WithdrawMonth,
)

PATIENCE_SECONDS = 10.0  # while somebody else writes


def activate_version(viewer: Viewer, agency: str, submission: int) -> ChangeResult:
    """Make an earlier version of an agency's month the active one."""
    require_send_for(viewer, agency)
    return _run(ActivateVersion(agency, viewer.sender, submission, PATIENCE_SECONDS))


def withdraw_month(viewer: Viewer, agency: str, month: date) -> ChangeResult:
    """Take the active version of an agency's month back."""
    require_send_for(viewer, agency)
    return _run(WithdrawMonth(agency, viewer.sender, month, PATIENCE_SECONDS))


def report_nothing(viewer: Viewer, agency: str, month: date) -> ChangeResult:
    """Record that an agency had nothing to report for a month that holds no rows."""
    require_send_for(viewer, agency)
    return _run(ReportNothing(agency, viewer.sender, month, PATIENCE_SECONDS))


def set_active_months(viewer: Viewer, agency: str, first: str, last: str) -> ChangeResult:
    """Enter from when to when an agency is active: months like 2026-09, or empty."""
    require_administer(viewer)
    return _run(SetActiveMonths(agency, viewer.sender, first, last, PATIENCE_SECONDS))


def start_baseline(
    viewer: Viewer, agency: str | None, measure: str, month: date, reason: str
) -> ChangeResult:
    """Start a new baseline of an agency's series, without one the state's."""
    require_administer(viewer)
    return _run(StartBaseline(agency, measure, month, reason, viewer.sender, PATIENCE_SECONDS))


def withdraw_baseline(
    viewer: Viewer, agency: str | None, measure: str, month: date
) -> ChangeResult:
    """Take the baseline that a series starts in a month back."""
    require_administer(viewer)
    return _run(WithdrawBaseline(agency, measure, month, viewer.sender, PATIENCE_SECONDS))


Change = (
    ActivateVersion
    | WithdrawMonth
    | ReportNothing
    | SetActiveMonths
    | StartBaseline
    | WithdrawBaseline
)


def _run(request: Change) -> ChangeResult:
    outcome = Job(request, ChangeResult).wait().outcome
    return ChangeResult(False, outcome.text) if isinstance(outcome, Problem) else outcome
