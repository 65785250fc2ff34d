"""From files to a board: check, store in one transaction, publish; only then is it acknowledged."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from pipelines.boards.publish import publish_board
from pipelines.flow.known_agencies import known_agencies
from pipelines.flow.retention import delete_expired_rows
from pipelines.intake import check_files as intake_check
from pipelines.intake.check_files import Source
from pipelines.intake.findings import Finding, make_finding
from pipelines.intake.outcome import CheckedFile
from pipelines.register.agencies import Register
from pipelines.register.audit import Audit
from pipelines.settings import Settings
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import deliveries as warehouse_deliveries
from pipelines.warehouse import ledger, pseudonyms
from pipelines.warehouse import versions as version_changes
from pipelines.warehouse.ledger import Delivered, Loss, Sender, UnknownClients


@dataclass(frozen=True)
class IngestResult:
    """Each file with its outcome, what became of its months, and the board that shows them."""

    files: list[CheckedFile]
    delivered: Delivered
    new_agencies: list[str]
    board: int | None


def check_sources(
    data: Path,
    arriving: Iterable[Source],
    settings: Settings,
    *,
    today: date,
    agency: str | None = None,
    months: Sequence[date] | None = None,
) -> Iterator[intake_check.Batch]:
    """Check files against the rules and what is known of the agencies."""
    return intake_check.check_files(
        arriving,
        agency=agency,
        months=months,
        today=today,
        settings=settings,
        known=known_agencies(data),
    )


def ingest_files(
    data: Path,
    arriving: Iterable[Source],
    settings: Settings,
    *,
    who: str,
    today: date,
    agency: str | None = None,
    months: Sequence[date] | None = None,
    accept_loss: bool = False,
    accept_new_ids: bool = False,
    seen: Mapping[date, int] | None = None,
    patience: float = warehouse.PATIENCE_SECONDS,
    progress: Callable[[str], None] = lambda step: None,
) -> IngestResult:
    """Check files, store what is accepted, publish once.

    `today` is the day that the rules take for today; `seen`: month → the agency's submission (0
    for none) that the sender saw active in it; `progress` receives the step in words.
    Raises MonthsMoved, StoreBusy and KeyProblem; then nothing is stored.
    """
    register = Register(data)
    batches = check_sources(data, arriving, settings, today=today, agency=agency, months=months)
    first = next(batches, None)  # a single batch is checked before anybody has to wait
    if first is None:
        return IngestResult([], Delivered(), [], None)
    sender = Sender(who, datetime.now(UTC).replace(tzinfo=None), today)
    with warehouse.open_for_writing(data, "ingest", patience) as con:
        key = pseudonyms.load_key(data, make=warehouse.is_new(con))
        with warehouse.begin_transaction(con) as change:
            pseudonyms.remember_or_check_key(con, key)
            if seen and agency:
                ledger.require_unmoved(con, agency, seen)
            delivered = warehouse_deliveries.store_delivery(
                con,
                pseudonyms.Pseudonymiser(key),
                _count_files(chain([first], batches), progress),
                sender,
                rules=rules_fingerprint(settings),
                intake=settings.intake,
                known=known_agencies(data),
                accept_loss=accept_loss,
                accept_new_ids=accept_new_ids,
            )
            change.keep = delivered.changed
            known = [f.agency_id for f in delivered.files if f.outcome != "reject" and f.agency_id]
            added = register.add_unknown(sorted(set(known)) if delivered.changed else [])
            _record_delivery(data, who, delivered)
        delete_expired_rows(con, data, settings, datetime.now(UTC))
        board = None
        if warehouse.has_rows(con):
            board = publish_board(con, data, settings, datetime.now(UTC), progress=progress)
    return IngestResult(_after_refusals(delivered), delivered, added, board)


def report_nothing(
    data: Path,
    settings: Settings,
    *,
    who: str,
    today: date,
    agency: str,
    months: Sequence[date],
    accept_loss: bool = False,
    seen: Mapping[date, int] | None = None,
    patience: float = warehouse.PATIENCE_SECONDS,
) -> list[Loss]:
    """Record that an agency had nothing to report for `months`; returns the losses against it.

    `seen` as for `ingest_files`. Raises MonthsMoved and StoreBusy; then nothing is stored.
    """
    sender = Sender(who, datetime.now(UTC).replace(tzinfo=None), today)
    with warehouse.open_for_writing(data, "nothing to report", patience) as con:
        with warehouse.begin_transaction(con) as change:
            before = warehouse.current_revision(con)
            if seen and agency:
                ledger.require_unmoved(con, agency, seen)
            losses = version_changes.report_nothing(
                con, agency, months, sender, accept_loss=accept_loss
            )
            change.keep = warehouse.current_revision(con) != before
            if change.keep:
                Register(data).add_unknown([agency])
                Audit(data).add(
                    who, "nothing to report", agency=agency, months=_months_words(months)
                )
        if warehouse.has_rows(con):
            publish_board(con, data, settings, datetime.now(UTC))
    return losses


def _record_delivery(data: Path, who: str, delivered: Delivered) -> None:
    """An entry for each agency of a delivery: how many files, and what became of their months. A
    file's name may say who a client is, so it is not in the log."""
    indices: dict[str, list[int]] = {}
    for index, file in enumerate(delivered.files):
        indices.setdefault(file.agency_id or "", []).append(index)
    log = Audit(data)
    for agency, files in sorted(indices.items()):
        months: dict[str, set[date]] = {}
        for (index, month), (fate, _) in delivered.fates.items():
            if index in files:
                months.setdefault(fate, set()).add(month)
        about: dict[str, object] = {"files": len(files)}
        if agency:
            about["agency"] = agency
        rejected = sum(delivered.files[index].outcome == "reject" for index in files)
        if rejected:
            about["rejected"] = rejected
        about |= {fate: _months_words(sorted(of_fate)) for fate, of_fate in months.items()}
        log.add(who, "submission", **about)


def _months_words(months: Sequence[date]) -> str:
    first, last = min(months), max(months)
    if len(months) == 1:
        return f"{first:%Y-%m}"
    return f"{len(months)} months, {first:%Y-%m} to {last:%Y-%m}"


def rules_fingerprint(settings: Settings) -> str:
    """A fingerprint of everything that decides how a file is read: code, catalogue and settings."""
    fingerprint = hashlib.sha256(repr(settings.intake).encode())
    for path in sorted(Path(intake_check.__file__).parent.rglob("*")):
        if path.suffix in (".py", ".sql", ".toml", ".json", ".csv"):
            fingerprint.update(path.read_bytes())
    return fingerprint.hexdigest()


def _count_files(
    batches: Iterable[intake_check.Batch], progress: Callable[[str], None]
) -> Iterator[intake_check.Batch]:
    read = 0
    for batch in batches:
        read += len(batch.files)
        progress(f"{read:,} files read")
        yield batch


def _after_refusals(delivered: Delivered) -> list[CheckedFile]:
    """The files as checked; one whose months were refused is rejected, with the reasons."""
    return [
        _refused(checked, _reasons(delivered, index))
        if any(fate == "refused" for fate, _ in delivered.months_of(index).values())
        else checked
        for index, checked in enumerate(delivered.files)
    ]


def _reasons(delivered: Delivered, index: int) -> list[Finding]:
    """Why months of a file are refused; one refused with another file has the other's reasons."""
    losses = delivered.losses_of(index)
    unknown = delivered.unknown_of(index)
    if not losses and not unknown:
        agency_id = delivered.files[index].agency_id
        losses = [loss for loss in delivered.losses.values() if loss.agency_id == agency_id]
        unknown = [each for each in delivered.unknown.values() if each.agency_id == agency_id]
    return [_loss_finding(loss) for loss in losses] + [_unknown_finding(each) for each in unknown]


def _unknown_finding(unknown: UnknownClients) -> Finding:
    return make_finding(
        "clients_unknown_refused",
        column="client_id",
        count=unknown.clients,
        words=unknown.text,
        costs=unknown.costs,
    )


def _loss_finding(loss: Loss) -> Finding:
    gone = f"; gone: {', '.join(loss.vanishing)}" if loss.vanishing else ""
    counts = f"{loss.rows_before:,} rows before, {loss.rows_after:,} now"
    return make_finding("month_loses_rows", words=f"{loss.month:%B %Y}: {counts}{gone}")


def _refused(checked: CheckedFile, findings: list[Finding]) -> CheckedFile:
    return replace(
        checked,
        outcome="reject",
        rows_accepted=0,
        rows_held=checked.rows_read,
        duplicates=0,
        findings=(*findings, *checked.findings),
    )
