"""What staff change of what is stored: done under the lock, in the audit log, then published."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.publish import publish
from pipelines.register.audit import Audit
from pipelines.register.register import Register, RegisterProblem
from pipelines.settings import Settings
from pipelines.warehouse import forgetting, pseudonyms, store, submissions
from pipelines.warehouse.forgetting import Forgotten


def activate(
    data: Path,
    settings: Settings,
    submission: int,
    *,
    who: str,
    agency: str | None = None,
    seen: Mapping[date, int] | None = None,
    patience: float = store.PATIENCE_SECONDS,
) -> tuple[str, date, int, int]:
    """Make an earlier version the active one: (agency, month, version, board).

    `seen`: see submissions.expect. Raises NoSubmission, also when it is not a version of `agency`.
    """
    with store.writing(data, "activate", patience) as con:
        with store.transaction(con):
            if seen and agency:
                submissions.expect(con, agency, seen)
            code, month, version = submissions.activate(con, submission, _today(), agency)
            Audit(data).add(
                who, "activate", submission=submission, agency=code, month=month, version=version
            )
        board = publish(con, data, settings, datetime.now(UTC))
    return code, month, version, board


def forget(
    data: Path,
    settings: Settings,
    agency: str,
    client_id: str,
    *,
    who: str,
    patience: float = store.PATIENCE_SECONDS,
) -> Forgotten:
    """Remove one client everywhere, write the store anew without a trace, publish.

    The file is written anew also where no such client is found: after a kill between the two
    steps, saying it again finishes the work. Raises RegisterProblem for an unknown agency.
    """
    known = {each.agency_id: each for each in Register(data).agencies()}
    if agency not in known:
        raise RegisterProblem(f"Agency {agency} is not in the register.")
    stored = forgetting.as_stored(agency, client_id, known[agency].id_width, settings)
    key = pseudonyms.load_key(data, make=False)
    with store.writing(data, "forget", patience, rewrite=True) as con:
        with store.transaction(con):
            pseudonyms.prove_key(con, key)
            gone = Forgotten()
            if stored is not None:
                mark = pseudonyms.pseudonym(key, "client", agency, stored)
                gone = forgetting.forget(con, mark, agency)
            Audit(data).add(who, "forget", agency=agency, **vars(gone))
        if store.has_rows(con):
            publish(con, data, settings, datetime.now(UTC))
    return gone


def set_active(
    data: Path,
    settings: Settings,
    agency: str,
    first: date | None,
    last: date | None,
    *,
    who: str,
    patience: float = store.PATIENCE_SECONDS,
) -> None:
    """Enter from when to when an agency is active, and publish what that changes."""
    with store.writing(data, "active months", patience) as con:
        Register(data).set_active(agency, first, last, who)
        if store.has_rows(con):
            publish(con, data, settings, datetime.now(UTC))


def _today() -> date:
    return datetime.now(UTC).date()
