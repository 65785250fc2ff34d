"""What sending would change, tried on a copy of the agency's part in memory: nothing is stored."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.boards import files as board_files
from pipelines.flow import ingest, preview_figures
from pipelines.flow.known_agencies import known_agencies
from pipelines.intake.check_files import Batch
from pipelines.intake.outcome import CheckedFile
from pipelines.messages import ActiveVersion, Fate, MonthPreview, Preview, Step
from pipelines.settings import Settings
from pipelines.warehouse import agency_copy, ledger, pseudonyms
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import deliveries as warehouse_deliveries
from pipelines.warehouse import versions as version_changes
from pipelines.warehouse.ledger import Loss, Sender, UnknownClients
from pipelines.warehouse.version_diff import diff_versions

PATIENCE_SECONDS = 20.0  # a preview waits less long for a writer than a delivery does


def preview_delivery(
    data: Path,
    batches: Sequence[Batch],
    settings: Settings,
    *,
    agency: str,
    today: date,
    progress: Callable[[Step], None] = lambda step: None,
) -> tuple[Preview, list[CheckedFile]]:
    """What `ingest_files` would do with these checked files of one agency, losses accepted.

    Also returns the files, with what the comparison with the store finds. The preview's own
    `files` are empty. Its months and figures are exact: the same code stores the
    files, in the copy. The write lock is held while the copy is taken.
    Raises StoreBusy and KeyProblem.
    """
    files = [file for batch in batches for file in batch.files]
    months = _accepted_months(files)
    if not months:
        return Preview((), (), ()), files
    key, is_kept = _key(data)
    pseudonymiser = pseudonyms.Pseudonymiser(key)
    arriving = _persons(pseudonymiser, batches)
    progress("compare")
    part = _part(data, agency, months, arriving, key if is_kept else None)
    before = _before(data, settings, agency, part)
    with closing(agency_copy.build_in_memory(part)) as con:
        standing = _standing(con, agency)
        delivered = warehouse_deliveries.store_delivery(
            con,
            pseudonymiser,
            batches,
            Sender("rehearsal", datetime.now(UTC).replace(tzinfo=None), today),
            rules=ingest.rules_fingerprint(settings),
            intake=settings.intake,
            known=known_agencies(data),
            accept_loss=True,
            accept_new_ids=True,
        )
        for fate, submission in set(delivered.fates.values()):
            if fate == "older":
                version_changes.make_version_active(con, submission, today, agency)
        progress("measure")
        fates = {month: fate for (_, month), fate in delivered.fates.items()}
        previews = [
            _month_preview(
                con,
                month,
                fate,
                standing.get(month),
                delivered.losses.get((agency, month)),
                delivered.unknown.get((agency, month)),
            )
            for month, fate in sorted(fates.items())
        ]
        figures = preview_figures.figure_changes(con, data, settings, agency, list(fates), before)
        return Preview((), tuple(previews), tuple(figures)), delivered.files


def preview_nothing(
    data: Path,
    settings: Settings,
    *,
    agency: str,
    months: Sequence[date],
    today: date,
    progress: Callable[[Step], None] = lambda step: None,
) -> Preview:
    """What `report_nothing` would do, losses accepted. Raises StoreBusy."""
    progress("compare")
    part = _part(data, agency, months, [], None)
    before = _before(data, settings, agency, part)
    with closing(agency_copy.build_in_memory(part)) as con:
        standing = _standing(con, agency)
        progress("measure")
        sender = Sender("rehearsal", datetime.now(UTC).replace(tzinfo=None), today)
        version_changes.report_nothing(con, agency, months, sender, accept_loss=True)
        now = ledger.active_versions(con, agency)
        previews = []
        for month in months:
            was = standing.get(month)
            same = was is not None and was.submission == now[month]
            loss = Loss(agency, month, was.rows, 0, ()) if was and was.rows else None
            fate: Fate = "unchanged" if same else "stored"
            previews.append(_month_preview(con, month, (fate, now[month]), was, loss))
        figures = preview_figures.figure_changes(con, data, settings, agency, months, before)
        return Preview((), tuple(previews), tuple(figures))


def _accepted_months(files: Iterable[CheckedFile]) -> list[date]:
    return sorted({month for file in files if file.outcome != "reject" for month in file.months})


def _key(data: Path) -> tuple[bytes, bool]:
    """The state's key, and whether it is that: a store without rows may have none yet."""
    try:
        return pseudonyms.load_key(data, make=False), True
    except pseudonyms.KeyProblem:
        if board_files.current_version(data) is not None:
            raise
        return secrets.token_bytes(32), False


def _persons(pseudonymiser: pseudonyms.Pseudonymiser, batches: Iterable[Batch]) -> set[bytes]:
    """The pseudonyms of the persons who arrive."""
    tables = [pseudonymiser.replace_ids(batch.rows) for batch in batches if len(batch.rows)]
    return {p for table in tables for p in pa.compute.unique(table["person_pseudonym"]).to_pylist()}


def _part(
    data: Path, agency: str, months: Sequence[date], persons: Iterable[bytes], key: bytes | None
) -> agency_copy.AgencyTables:
    """The agency's part of the warehouse; the write lock is held for no longer than this."""
    if not (data / warehouse.FILE).exists():
        return {}
    with warehouse.open_for_writing(data, "look at what would change", PATIENCE_SECONDS) as con:
        if key is not None and not warehouse.is_new(con):
            pseudonyms.remember_or_check_key(con, key)
        return agency_copy.copy_agency(con, agency, months, [p for p in persons if p is not None])


def _before(
    data: Path, settings: Settings, agency: str, part: agency_copy.AgencyTables
) -> preview_figures.Figures:
    """The figures as they are, from the board; computed where another release made that."""
    shown = preview_figures.board_figures(data, agency)
    if shown is not None:
        return shown
    with closing(agency_copy.build_in_memory(part)) as con:
        return preview_figures.computed_figures(con, data, settings, agency)


def _standing(con: duckdb.DuckDBPyConnection, agency: str) -> dict[date, ActiveVersion]:
    rows = con.execute(
        """
        select month, submission_id, version, rows - rows_forgotten, received_at, nothing_to_report
        from submission inner join delivery using (delivery_id)
        where active and agency_id = ?
        """,
        [agency],
    ).fetchall()
    return {month: ActiveVersion(*version) for month, *version in rows}


def _month_preview(
    con: duckdb.DuckDBPyConnection,
    month: date,
    fate: tuple[ledger.Fate, int],
    was: ActiveVersion | None,
    loss: Loss | None,
    unknown: UnknownClients | None = None,
) -> MonthPreview:
    kind, submission = fate
    ((version, rows, complete),) = con.execute(
        "select version, rows - rows_forgotten, complete from submission where submission_id = ?",
        [submission],
    ).fetchall()
    difference = diff_versions(con, was.submission if was else None, submission)
    return MonthPreview(
        month=month,
        fate=kind,
        submission=submission,
        version=version,
        standing=was,
        rows=rows,
        same=difference.same,
        changed=difference.changed,
        new=difference.new,
        gone=difference.gone,
        complete=complete,
        vanishing=loss.vanishing if loss else None,
        is_unknown=unknown is not None,
    )
