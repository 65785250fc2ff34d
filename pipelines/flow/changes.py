"""What staff change of what is stored: done under the lock, in the audit log, then published."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.boards.publish import publish_board
from pipelines.flow.known_agencies import known_agencies
from pipelines.register.active_spans import Pause
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.baselines import Baselines
from pipelines.register.models import Phase
from pipelines.settings import Settings
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import erasure, ledger, pseudonyms
from pipelines.warehouse import versions as version_changes
from pipelines.warehouse.erasure import Erasure
from pipelines.warehouse.versions import Withdrawal


def activate_submission(
    data: Path,
    settings: Settings,
    submission: int,
    *,
    who: str,
    agency: str | None = None,
    seen: Mapping[date, int] | None = None,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> tuple[str, date, int, int]:
    """Make an earlier version the active one: (agency, month, version, board).

    `seen`: see ledger.require_unmoved. Raises NoSubmission, also when it is not a version of
    `agency`.
    """
    with warehouse.open_for_writing(data, "activate", patience) as con:
        with warehouse.begin_transaction(con):
            if seen and agency:
                ledger.require_unmoved(con, agency, seen)
            code, month, version = version_changes.make_version_active(
                con, submission, _today(), agency
            )
            Audit(data).add(
                who, "activate", submission=submission, agency=code, month=month, version=version
            )
        board = publish_board(con, data, settings, datetime.now(UTC))
    return code, month, version, board


def withdraw_months(
    data: Path,
    settings: Settings,
    agency: str,
    months: Sequence[date],
    *,
    who: str,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> tuple[list[Withdrawal], int]:
    """Take an agency's active versions of `months` back, each to an earlier state: what holds now,
    and the board that shows it.

    Raises NoSubmission where no month has an active version.
    """
    with warehouse.open_for_writing(data, "withdraw", patience) as con:
        with warehouse.begin_transaction(con):
            withdrawn = version_changes.withdraw_months(con, agency, months, _today())
            for each in withdrawn:
                Audit(data).add(who, "withdraw", agency=agency, **vars(each))
        board = publish_board(con, data, settings, datetime.now(UTC))
    return withdrawn, board


def forget_client(
    data: Path,
    settings: Settings,
    agency: str,
    client_id: str,
    *,
    who: str,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> Erasure:
    """Remove one client everywhere, rewrite the store without a trace, publish.

    The file is rewritten also where no such client is found: after a kill between the two steps,
    a second call finishes the work. Raises RegisterProblem for an unknown agency.
    """
    known = known_agencies(data)
    if agency not in known:
        raise RegisterProblem(f"Agency {agency} is not in the register.")
    stored = erasure.stored_client_ids(agency, client_id, known[agency], settings)
    key = pseudonyms.load_key(data, make=False)
    with warehouse.open_for_writing(data, "forget", patience, rewrite=True) as con:
        with warehouse.begin_transaction(con):
            pseudonyms.remember_or_check_key(con, key)
            marks = [pseudonyms.make_pseudonym(key, "client", agency, each) for each in stored]
            gone = erasure.erase_client(con, marks, agency)
            Audit(data).add(who, "forget", agency=agency, **vars(gone))
        if warehouse.has_rows(con):
            publish_board(con, data, settings, datetime.now(UTC))
    return gone


def set_active_months(
    data: Path,
    settings: Settings,
    agency: str,
    first: date | None,
    last: date | None,
    *,
    who: str,
    pauses: Sequence[Pause] | None = None,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> None:
    """Enter from when to when an agency is active, and publish what that changes.

    `pauses`: as Register.set_active.
    """
    with published_after(data, settings, "active months", patience):
        Register(data).set_active(agency, first, last, who, pauses)


def start_baseline(
    data: Path,
    settings: Settings,
    phase: Phase,
    *,
    who: str,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> None:
    """Start a new baseline of a series, and publish the verdicts that follow.

    Raises RegisterProblem for an unknown agency or measure, no reason, or a second one that month.
    """
    with published_after(data, settings, "baseline", patience):
        Baselines(data).start_baseline(phase, who)


def withdraw_baseline(
    data: Path,
    settings: Settings,
    phase: Phase,
    *,
    who: str,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> None:
    """Take a decided baseline back, and publish. Raises RegisterProblem where there is none."""
    with published_after(data, settings, "baseline", patience):
        Baselines(data).withdraw_baseline(phase.measure, phase.starts, phase.agency_id, who)


@contextmanager
def published_after(
    data: Path, settings: Settings, purpose: str, patience: float
) -> Iterator[None]:
    """A change of the register under the store's lock; a store with rows has a new board after."""
    with warehouse.open_for_writing(data, purpose, patience) as con:
        yield
        if warehouse.has_rows(con):
            publish_board(con, data, settings, datetime.now(UTC))


def _today() -> date:
    return datetime.now(UTC).date()
