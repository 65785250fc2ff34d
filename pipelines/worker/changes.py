"""Jobs that change what is stored already; each result is one sentence for whoever asked."""

from datetime import date

from pipelines import months
from pipelines.flow import changes, ingest
from pipelines.messages import (
    ActivateVersion,
    ChangeResult,
    ReportNothing,
    SetActiveMonths,
    StartBaseline,
    WithdrawBaseline,
    WithdrawMonth,
)
from pipelines.register.models import Phase
from pipelines.worker.context import JobContext, calendar_day


def activate_version(request: ActivateVersion, context: JobContext) -> ChangeResult:
    """Make an earlier version of the agency's month the active one."""
    agency, month, version, board = changes.activate_submission(
        context.data,
        context.settings,
        request.submission,
        who=request.sender,
        agency=request.agency,
        patience=request.patience,
    )
    return ChangeResult(
        True, f"{agency} {month:%Y-%m}: version {version} is active. Board {board:06} shows it."
    )


def withdraw_month(request: WithdrawMonth, context: JobContext) -> ChangeResult:
    """Take the active version of the agency's month back."""
    (withdrawn,), board = changes.withdraw_months(
        context.data,
        context.settings,
        request.agency,
        [request.month],
        who=request.sender,
        patience=request.patience,
    )
    now = f"version {withdrawn.earlier} is active" if withdrawn.earlier else "the month is missing"
    return ChangeResult(
        True,
        f"{request.agency} {request.month:%Y-%m}: version {withdrawn.version} is taken back; {now}."
        f" Board {board:06} shows it.",
    )


def report_nothing(request: ReportNothing, context: JobContext) -> ChangeResult:
    """Record that the agency had no event in the month, unless the month holds rows."""
    losses = ingest.report_nothing(
        context.data,
        context.settings,
        who=request.sender,
        today=calendar_day(),
        agency=request.agency,
        months=[request.month],
        patience=request.patience,
    )
    if losses:
        (loss,) = losses
        return ChangeResult(False, f"{loss.month:%B %Y} holds {loss.rows_before:,} rows.")
    return ChangeResult(True, f"{request.agency} had nothing to report for {request.month:%Y-%m}.")


def set_active_months(request: SetActiveMonths, context: JobContext) -> ChangeResult:
    """Enter the agency's first and last active month."""
    try:
        first, last = _month(request.first), _month(request.last)
    except ValueError as problem:
        return ChangeResult(False, f"Nothing is changed: {problem.args[0]}.")
    changes.set_active_months(
        context.data,
        context.settings,
        request.agency,
        first,
        last,
        who=request.sender,
        patience=request.patience,
    )
    since = f"from {first:%Y-%m}" if first else "from its first file"
    until = f"to {last:%Y-%m}" if last else "with no end"
    return ChangeResult(True, f"{request.agency} is active {since} {until}.")


def start_baseline(request: StartBaseline, context: JobContext) -> ChangeResult:
    """Start a new baseline of a series."""
    changes.start_baseline(
        context.data,
        context.settings,
        Phase(request.measure, request.month, request.reason, request.agency),
        who=request.sender,
        patience=request.patience,
    )
    return ChangeResult(True, f"A new baseline starts in {request.month:%B %Y}.")


def withdraw_baseline(request: WithdrawBaseline, context: JobContext) -> ChangeResult:
    """Take a decided baseline back."""
    changes.withdraw_baseline(
        context.data,
        context.settings,
        Phase(request.measure, request.month, "", request.agency),
        who=request.sender,
        patience=request.patience,
    )
    return ChangeResult(True, f"No baseline starts in {request.month:%B %Y} any more.")


def _month(text: str) -> date | None:
    """`2026-09` → its first day; None for an open end. Raises ValueError with words."""
    if not text:
        return None
    first, *more = months.parse_months(text)
    if more:
        raise ValueError("a single month, like 2026-09")
    return first
