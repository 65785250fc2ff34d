"""Commands that make a board or read one: build, export, status, history."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import PATH, name_of_user


@click.command(short_help="recompute everything and publish")
@click.option("--engine", type=click.Choice(("duckdb",)), default="duckdb")
def build(engine: str) -> int:
    """Recompute everything and publish."""
    from pipelines.boards.publish import publish_board
    from pipelines.flow.retention import delete_expired_rows
    from pipelines.progress import Progress
    from pipelines.settings import data_folder, load_settings
    from pipelines.warehouse.connection import open_for_writing

    data, settings = data_folder(), load_settings()
    with (
        Progress("Building") as progress,
        # the whole file is written again, so that deleted rows leave no byte behind
        open_for_writing(data, "build", rewrite=True) as con,
    ):
        now = datetime.now(UTC)
        delete_expired_rows(con, data, settings, now)
        version = publish_board(con, data, settings, now, progress=progress.step, force=True)
    print(f"Board {version:06} is published.")
    return ALL_ACCEPTED


@click.command(short_help="write the published tables, a file each")
@click.argument("out", type=PATH)
@click.option("--format", type=click.Choice(("csv", "parquet")), default="csv")
@click.option("--as-of", type=int, metavar="VERSION")
def export(out: Path, format: str, as_of: int | None) -> int:
    """Write the published tables into the folder OUT, a file each."""
    from pipelines.boards.export import export_tables
    from pipelines.boards.files import current_version, version_as_of
    from pipelines.register.audit import Audit
    from pipelines.settings import data_folder

    data = data_folder()
    if as_of is not None and (kept := version_as_of(data, as_of)) != as_of:
        print(f"Board {as_of:06} is not kept; this is {kept:06}.", file=sys.stderr)
    written = export_tables(data, out, format=format, as_of=as_of)
    board = current_version(data) if as_of is None else version_as_of(data, as_of)
    Audit(data).add(name_of_user(None), "export", what=f"published tables as {format}", board=board)
    for path in written:
        print(path)
    return ALL_ACCEPTED


@click.command(short_help="the current board, and whose data are missing")
def status() -> int:
    """The current board, and whose data are missing."""
    from pipelines.boards.connections import connect_board
    from pipelines.boards.files import current_version, published_versions
    from pipelines.settings import data_folder

    data = data_folder()
    version = current_version(data)
    if version is None:
        print(f"No board yet in {data}. Ingest a first extract: python -m pipelines ingest PATH")
        return ALL_ACCEPTED
    board = connect_board(data, version)
    published, through, sample = board.execute(
        "select published_at, data_through, sample from board"
    ).fetchall()[0]
    print(f"Board {version:06}, published {published:%Y-%m-%d %H:%M} UTC, data through {through}")
    made_up = ", sample data" if sample else ""
    print(f"{len(published_versions(data))} versions kept in {data}{made_up}")
    agencies = board.execute(
        """
        select name, agency.agency_id, agency.data_through, count(distinct month) as missing
        from agency left join agency_month on agency_month.agency_id = agency.agency_id
            and status = 'missing'
        group by all order by name
        """
    ).fetchall()
    for name, code, agency_through, missing in agencies:
        gaps = f", {missing} months missing" if missing else ""
        print(f"  {code}  {name}: data through {agency_through or 'no finished month'}{gaps}")
    return ALL_ACCEPTED


@click.command(short_help="every version that an agency sent")
@click.argument("agency")
def history(agency: str) -> int:
    """Every version that AGENCY sent."""
    from pipelines.boards.connections import connect_board
    from pipelines.boards.files import NoBoard, current_version
    from pipelines.settings import data_folder
    from pipelines.warehouse.ledger import NoSubmission

    data = data_folder()
    version = current_version(data)
    if version is None:
        raise NoBoard("Nothing has been published yet: ingest a first extract.")
    submissions = (
        connect_board(data, version)
        .execute(
            """
        select submission_id, month, version, active, nothing_to_report, rows, received_at, who,
            file_names, rows_forgotten, rows_deleted_on, withdrawn_on
        from submission where agency_id = upper(?) order by month, version
        """,
            [agency],
        )
        .fetchall()
    )
    if not submissions:
        raise NoSubmission(f"No submission of agency {agency} is on the board.")
    for (
        submission_id,
        month,
        month_version,
        active,
        nothing_to_report,
        rows,
        received_at,
        who,
        file_names,
        rows_forgotten,
        rows_deleted_on,
        withdrawn_on,
    ) in submissions:
        what = "nothing to report" if nothing_to_report else f"{rows:,} rows from {file_names}"
        what += f" ({rows_forgotten:,} forgotten since)" if rows_forgotten else ""
        what += f" (taken back {withdrawn_on})" if withdrawn_on else ""
        what += f" (rows deleted {rows_deleted_on})" if rows_deleted_on else ""
        print(
            f"{submission_id:>6}  {month:%Y-%m}  version {month_version}"
            f"{' (active)' if active else ''}: {what},"
            f" received {received_at:%Y-%m-%d %H:%M} UTC by {who}"
        )
    return ALL_ACCEPTED


COMMANDS = (build, export, status, history)
