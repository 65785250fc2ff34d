"""The commands of an office and of a provider's desk. `python -m pipelines --help` lists them."""

import argparse
import getpass
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from pipelines import months, settings
from pipelines.boards import connections as board_connections
from pipelines.boards import export, publish
from pipelines.boards import files as board_files
from pipelines.flow import changes, ingest
from pipelines.intake import check_files as intake_check
from pipelines.intake import contract, text_report
from pipelines.intake.outcome import CheckedFile
from pipelines.progress import Progress
from pipelines.register.agencies import Register, RegisterProblem
from pipelines.register.audit import Audit
from pipelines.register.tokens import Tokens
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import ledger, retention
from pipelines.warehouse.connection import StoreBusy, StoreTooNew
from pipelines.warehouse.pseudonyms import KeyProblem

ALL_ACCEPTED, SOME_REJECTED, WRONG_USAGE, NOT_WRITTEN, INTERRUPTED = 0, 1, 2, 3, 130
APP = Path(__file__).resolve().parents[1] / "app.py"


def main(argv: Sequence[str] | None = None) -> int:
    os.umask(0o077)
    given = _parser().parse_args(argv)
    try:
        return given.run(given)
    except (
        board_files.NoBoard,
        KeyProblem,
        RegisterProblem,
        StoreBusy,
        StoreTooNew,
        settings.SettingsError,
        ledger.NoSubmission,
        ledger.NotBegun,
    ) as problem:
        print(problem.args[0], file=sys.stderr)
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_WRITTEN
    except KeyboardInterrupt:
        print("Stopped. A month is as it was, or as it was sent: see status.", file=sys.stderr)
        return INTERRUPTED
    except Exception as problem:
        # its message may hold a client's row; where it happened does not
        print("".join(traceback.format_tb(problem.__traceback__)[-1:]), file=sys.stderr)
        print(_what_failed(problem), file=sys.stderr)
        return NOT_WRITTEN


def _what_failed(problem: Exception) -> str:
    kind = type(problem).__name__
    if isinstance(problem, OSError) and problem.filename:
        kind += f", {problem.strerror}: {str(problem.filename)!a}"
    if isinstance(problem, OSError | duckdb.Error | sqlite3.Error):
        what = (
            f"The data folder or a file could not be read or written ({kind}): is the disk full, or"
            " is it another's?"
        )
    else:
        what = f"Starboard failed ({kind}); that is a fault of ours."
    return (
        f"{what} Nothing was acknowledged; send again once that is mended: what is stored already"
        " is not stored twice."
    )


def make_sample(given: argparse.Namespace) -> int:
    from pipelines import sample

    with Progress("Writing the sample") as progress:
        made = sample.write_sample(
            given.out,
            agencies=given.agencies,
            months=given.months,
            seed=given.seed,
            last_month=_month_before(_today(given)),
            progress=progress.share,
        )
    print(f"{made.rows:,} events in {made.files:,} files in {given.out}")
    return ALL_ACCEPTED


def check(given: argparse.Namespace) -> int:
    rules = settings.load_settings()
    outcome = ALL_ACCEPTED
    if not (found := ingest.find_sources(given.paths)):
        return _no_extract(given.paths)
    for batch in intake_check.check_files(
        found,
        agency=given.agency,
        months=given.months,
        today=_today(given),
        settings=rules,
    ):
        outcome = max(outcome, _tell(batch.files, given.format))
    return outcome


def take_in(given: argparse.Namespace) -> int:
    rules, data = settings.load_settings(), settings.data_folder()
    who, today = _who(given), _today(given)
    if given.nothing_to_report:
        if not (given.agency and given.months) or given.paths:
            print("--nothing-to-report needs --agency and --months, and no file", file=sys.stderr)
            return WRONG_USAGE
        known = {agency.agency_id for agency in Register(data).agencies()}
        losses = ingest.report_nothing(
            data,
            rules,
            who=who,
            today=today,
            agency=given.agency,
            months=given.months,
            accept_loss=given.accept_loss,
            patience=given.wait,
        )
        for loss in losses:
            print(
                f"{loss.month:%B %Y} holds {loss.rows_before:,} rows. Say --accept-loss if nothing"
                " was to report all the same."
            )
        if losses:
            return SOME_REJECTED
        span = f"{given.months[0]:%Y-%m}" + f" to {given.months[-1]:%Y-%m}" * (
            len(given.months) > 1
        )
        print(f"{given.agency} had nothing to report for {span}.")
        if given.agency not in known:
            print(f"Agency {given.agency} was new and is now in the register.")
        return ALL_ACCEPTED
    if not given.paths:
        print("Name a file or folder to ingest.", file=sys.stderr)
        return WRONG_USAGE
    if not (found := ingest.find_sources(given.paths)):
        return _no_extract(given.paths)
    with Progress("Ingesting") as progress:
        done = ingest.ingest_files(
            data,
            found,
            rules,
            who=who,
            today=today,
            agency=given.agency,
            months=given.months,
            accept_loss=given.accept_loss,
            patience=given.wait,
            progress=progress.step,
        )
    outcome = _tell(done.files, given.format)
    if given.format == "text":
        _tell_fates(done)
        if done.delivered.changed and Register(data).is_sample():
            print(f"{data} holds the made-up sample. For real extracts name a folder of their own:")
            print("set STARBOARD_DATA.")
    return outcome


def _no_extract(paths: list[Path]) -> int:
    kinds = ", ".join(ingest.EXTRACTS)
    print(f"No extract ({kinds}) lies in {', '.join(map(str, paths))}.", file=sys.stderr)
    return WRONG_USAGE


def build(given: argparse.Namespace) -> int:
    data, rules = settings.data_folder(), settings.load_settings()
    with (
        Progress("Building") as progress,
        # written anew, so that rows deleted since leave no byte behind
        warehouse.open_for_writing(data, "build", rewrite=True) as con,
    ):
        retention.delete_expired(
            con, rules.versions.superseded_rows_months, datetime.now(UTC).date()
        )
        version = publish.publish_board(
            con, data, rules, datetime.now(UTC), progress=progress.step, anew=True
        )
    print(f"Board {version:06} is published.")
    return ALL_ACCEPTED


def write_tables(given: argparse.Namespace) -> int:
    data = settings.data_folder()
    if (
        given.as_of is not None
        and (kept := board_files.version_as_of(data, given.as_of)) != given.as_of
    ):
        print(f"Board {given.as_of:06} is not kept; this is {kept:06}.", file=sys.stderr)
    for path in export.export_tables(data, given.out, format=given.format, as_of=given.as_of):
        print(path)
    return ALL_ACCEPTED


def status(given: argparse.Namespace) -> int:
    data = settings.data_folder()
    version = board_files.current_version(data)
    if version is None:
        print(f"No board yet in {data}. Ingest a first extract: python -m pipelines ingest PATH")
        return ALL_ACCEPTED
    board = board_connections.connect_board(data, version)
    published, through, sample = board.execute(
        "select published_at, data_through, sample from board"
    ).fetchall()[0]
    print(f"Board {version:06}, published {published:%Y-%m-%d %H:%M} UTC, data through {through}")
    print(
        f"{len(board_files.published_versions(data))} versions kept in {data}"
        + (", sample data" * sample)
    )
    late = board.execute(
        """
        select name, agency.agency_id, agency.data_through, count(month) as missing
        from agency left join agency_month on agency_month.agency_id = agency.agency_id
            and measure = 'contact_to_assessment' and status = 'missing'
        group by all order by name
        """
    ).fetchall()
    for name, code, reach, missing in late:
        gaps = f", {missing} months missing" if missing else ""
        print(f"  {code}  {name}: data through {reach or 'no finished month'}{gaps}")
    return ALL_ACCEPTED


def history(given: argparse.Namespace) -> int:
    data = settings.data_folder()
    version = board_files.current_version(data)
    if version is None:
        raise board_files.NoBoard("Nothing has been published yet: ingest a first extract.")
    rows = (
        board_connections.connect_board(data, version)
        .execute(
            """
        select submission_id, month, version, active, nothing_to_report, rows, received_at, who,
            file_names, rows_forgotten, rows_deleted_on
        from submission where agency_id = upper(?) order by month, version
        """,
            [given.agency],
        )
        .fetchall()
    )
    if not rows:
        raise ledger.NoSubmission(f"No submission of agency {given.agency} is on the board.")
    for number, month, nth, active, nothing, count, received, who, files, gone, deleted in rows:
        what = "nothing to report" if nothing else f"{count:,} rows from {files}"
        what += f" ({gone:,} forgotten since)" if gone else ""
        what += f" (rows deleted {deleted})" if deleted else ""
        print(
            f"{number:>6}  {month:%Y-%m}  version {nth}{' (active)' if active else ''}: {what},"
            f" received {received:%Y-%m-%d %H:%M} UTC by {who}"
        )
    return ALL_ACCEPTED


def activate(given: argparse.Namespace) -> int:
    agency, month, nth, board = changes.activate_submission(
        settings.data_folder(),
        settings.load_settings(),
        given.submission,
        who=_who(given),
        agency=given.agency,
        patience=given.wait,
    )
    print(f"{agency} {month:%Y-%m}: version {nth} is active. Board {board:06} shows it.")
    return ALL_ACCEPTED


def forget(given: argparse.Namespace) -> int:
    client = sys.stdin.readline().strip("\r\n") if given.client == "-" else given.client
    gone = changes.forget_client(
        settings.data_folder(),
        settings.load_settings(),
        given.agency,
        client,
        who=_who(given),
        patience=given.wait,
    )
    if not gone.rows:
        print(f"No row of such a client of {given.agency} is stored. The store was written anew.")
        return SOME_REJECTED
    person = " and the person" if gone.persons else ""
    print(
        f"The client{person} is forgotten: {gone.rows:,} row{'s' * (gone.rows != 1)} of"
        f" {gone.versions:,} version{'s' * (gone.versions != 1)}. The"
        " store was written anew without a trace. A file that still holds the client would bring"
        f" the rows back: ask {given.agency} to delete them at the source. Backups made before"
        " still hold them."
    )
    return ALL_ACCEPTED


def grant(given: argparse.Namespace) -> int:
    tokens = Tokens(settings.data_folder())
    if given.list:
        for token in tokens.list():
            used = f"last used {token.last_used_at} UTC" if token.last_used_at else "never used"
            ended = f", revoked {token.revoked_at} UTC" if token.revoked_at else ""
            print(
                f"{token.token_id:>6}  {token.agency_id}  {token.name}: made {token.made_at} UTC"
                f" by {token.made_by}, {used}{ended}"
            )
        return ALL_ACCEPTED
    if given.revoke is not None:
        token = tokens.revoke(given.revoke, _who(given))
        print(f"Token {token.token_id} of {token.agency_id}, “{token.name}”, is revoked.")
        return ALL_ACCEPTED
    if not given.agency or not given.name:
        print("--token needs --agency and --name", file=sys.stderr)
        return WRONG_USAGE
    token, text = tokens.make(given.agency, given.name, _who(given))
    print(f"Token {token.token_id} of {token.agency_id}, “{token.name}”. It is shown only now:")
    print(text)
    return ALL_ACCEPTED


def audit_log(given: argparse.Namespace) -> int:
    log = Audit(settings.data_folder())
    entries, broken = log.entries(), log.broken_at()
    for entry in entries:
        about = ", ".join(f"{name} {worth}" for name, worth in entry.about.items())
        print(f"{entry.audit_id:>6}  {entry.at} UTC  {entry.who}  {entry.action}: {about}")
    if broken is not None:
        print(f"Entry {broken} is not as it was written, or does not follow the one before it.")
        return SOME_REJECTED
    last = f"; the last hash is {entries[-1].hash}" if entries else ""
    print(f"{len(entries)} entries, each as it was written{last}")
    return ALL_ACCEPTED


def active(given: argparse.Namespace) -> int:
    first, last = given.first, given.last
    changes.set_active_months(
        settings.data_folder(),
        settings.load_settings(),
        given.agency,
        first,
        last,
        who=_who(given),
        patience=given.wait,
    )
    since = f"from {first:%Y-%m}" if first else "from its first file"
    until = f"to {last:%Y-%m}" if last else "with no end"
    print(f"{given.agency} is active {since} {until}.")
    return ALL_ACCEPTED


def agencies(given: argparse.Namespace) -> int:
    data = settings.data_folder()
    taken = Register(data).take(given.file, getpass.getuser())
    print(f"{taken} agencies entered from {given.file}")
    if board_files.current_version(data) is not None:
        with warehouse.open_for_writing(data, "agencies") as con:
            publish.publish_board(con, data, settings.load_settings(), datetime.now(UTC))
    return ALL_ACCEPTED


def work(given: argparse.Namespace) -> int:
    from pipelines.worker.serve import serve_request

    serve_request(
        sys.stdin.buffer, sys.stdout.buffer, settings.data_folder(), settings.load_settings()
    )
    return ALL_ACCEPTED


def demo(given: argparse.Namespace) -> int:
    """Fill an empty store with the sample, then open the board."""
    from pipelines import sample

    data = settings.data_folder()
    register = Register(data)
    # what an office has entered or sent is never mixed with the sample
    if board_files.current_version(data) is None and (
        register.is_sample() or not register.agencies()
    ):
        today = _today(given)
        with tempfile.TemporaryDirectory() as folder:
            extracts = Path(folder)
            with Progress("Writing the sample") as progress:
                sample.write_sample(
                    extracts, last_month=_month_before(today), progress=progress.share
                )
            register.take(extracts / "agencies.toml")
            with Progress("Ingesting the sample") as progress:
                done = ingest.ingest_files(
                    data,
                    ingest.find_sources([extracts]),
                    settings.load_settings(),
                    who="sample",
                    today=today,
                    progress=progress.step,
                )
        print(f"{len(done.files)} sample files are in. Board {done.board:06} is published.")
    if given.no_open:
        return ALL_ACCEPTED
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", str(APP)],
        cwd=APP.parent,
        env={**os.environ, "STARBOARD_DATA": str(data)},
        check=False,
    ).returncode


def _tell(files: list[CheckedFile], format: str) -> int:
    for checked in files:
        print(
            json.dumps(checked.to_json()) if format == "json" else text_report.render_text(checked)
        )
    return SOME_REJECTED if any(f.outcome == "reject" for f in files) else ALL_ACCEPTED


def _tell_fates(done: ingest.IngestResult) -> None:
    counts: dict[str, int] = {}
    for (place, month), (fate, number) in sorted(done.delivered.fates.items()):
        counts[fate] = counts.get(fate, 0) + 1
        if fate == "older":
            print(
                f"{done.files[place].name}: {month:%Y-%m} was sent just so before and replaced"
                f" since. To make it active again: python -m pipelines activate {number}"
            )
    for fate, count in counts.items():
        print(f"{count} {'month' if count == 1 else 'months'} {FATES[fate]}")
    for code in done.new_agencies:
        print(f"Agency {code} was new and is now in the register.")
    if done.board:
        print(f"Board {done.board:06} is published.")


FATES = {
    "stored": "stored",
    "unchanged": "unchanged: the same files are active already",
    "older": "left as they are",
    "refused": "refused: too many rows would be lost (say --accept-loss if that is right)",
}


def _who(given: argparse.Namespace) -> str:
    return given.who or getpass.getuser()


def _today(given: argparse.Namespace) -> date:
    return given.today or datetime.now().astimezone().date()


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is like 2026-10-05") from None


def _some(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on")
    return int(text)


def _months(text: str) -> tuple[date, ...]:
    """`2026-09` or `2025-01..2026-09` → first days."""
    try:
        return months.parse_months(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(problem.args[0]) from None


def _month(text: str) -> date | None:
    """`2026-09`, or nothing for an open end."""
    if not text:
        return None
    found = _months(text)
    if len(found) > 1:
        raise argparse.ArgumentTypeError("a single month, like 2026-09")
    return found[0]


def _code(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch(contract.contract_field("agency_id").pattern, code):
        raise argparse.ArgumentTypeError(
            "an agency's code has letters, digits, - and _, 32 at most"
        )
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        return made

    def rules(made: argparse.ArgumentParser) -> None:
        made.add_argument("--agency", type=_code, help="the agency that sends")
        made.add_argument("--months", type=_months, help="2026-09 or 2025-01..2026-09")
        made.add_argument("--today", type=_day, help="the day taken for today, 2026-10-05")
        made.add_argument("--format", choices=("text", "json"), default="text")

    def office(made: argparse.ArgumentParser) -> None:
        made.add_argument("--who", help="who does it; default the user of this machine")
        made.add_argument(
            "--wait",
            type=float,
            default=warehouse.PATIENCE_SECONDS,
            metavar="SECONDS",
            help="how long to wait while somebody else writes",
        )

    made = command("sample", make_sample, "write made-up extracts")
    made.add_argument("out", type=Path, metavar="OUT")
    made.add_argument("--agencies", type=_some, default=6)
    made.add_argument("--months", type=_some, default=36)
    made.add_argument("--seed", type=int, default=2006)
    made.add_argument("--today", type=_day, help="the sample ends the month before this day")

    made = command("check", check, "check extracts, with no store and no network")
    made.add_argument("paths", type=Path, nargs="+", metavar="FILE")
    rules(made)

    made = command("ingest", take_in, "check extracts, store them and publish a board")
    made.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    rules(made)
    made.add_argument("--accept-loss", action="store_true", help="yes, a month may lose rows")
    made.add_argument("--nothing-to-report", action="store_true", help="the months had no event")
    office(made)

    made = command("build", build, "recompute everything and publish")
    made.add_argument("--engine", choices=("duckdb",), default="duckdb")

    made = command("export", write_tables, "write the published tables, a file each")
    made.add_argument("out", type=Path, metavar="OUT")
    made.add_argument("--format", choices=("csv", "parquet"), default="csv")
    made.add_argument("--as-of", type=int, metavar="VERSION")

    command("status", status, "the current board, and whose data are missing")

    made = command("history", history, "every version that an agency sent")
    made.add_argument("agency", metavar="AGENCY")

    made = command("activate", activate, "make an earlier version the active one again")
    made.add_argument("submission", type=int, metavar="SUBMISSION")
    made.add_argument("--agency", type=_code, help="only if it is a version of this agency's")
    office(made)

    made = command("forget", forget, "remove one client everywhere, without a trace")
    made.add_argument("--agency", type=_code, required=True)
    made.add_argument(
        "--client", required=True, metavar="ID", help="the agency's client number; - reads a line"
    )
    office(made)

    made = command("grant", grant, "tokens, by which an agency's program may send")
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("--token", action="store_true", help="make one; it is shown once")
    which.add_argument("--list", action="store_true", help="all that were made")
    which.add_argument("--revoke", type=int, metavar="N", help="end one for good")
    made.add_argument("--agency", type=_code, help="the one agency that it sends for")
    made.add_argument("--name", help="what the token is for, such as “EHR export”")
    made.add_argument("--who", help="who does it; default the user of this machine")

    command("audit", audit_log, "who did what, and whether the log is as it was written")

    made = command("active", active, "from when to when an agency is active")
    made.add_argument("agency", type=_code, metavar="AGENCY")
    made.add_argument(
        "--from",
        dest="first",
        type=_month,
        required=True,
        metavar="MONTH",
        help="2024-01; '' for since its first file",
    )
    made.add_argument(
        "--to",
        dest="last",
        type=_month,
        required=True,
        metavar="MONTH",
        help="2026-06; '' for no end",
    )
    office(made)

    made = command("agencies", agencies, "enter agencies, groups and targets from a TOML file")
    made.add_argument("file", type=Path, metavar="FILE")

    command("worker", work, "used by the server: one request from a pipe, answered to another")

    made = command("demo", demo, "fill an empty store with the sample, then open the board")
    made.add_argument("--no-open", action="store_true", help="only fill the store")
    made.add_argument("--today", type=_day, help="the sample ends the month before this day")
    return parser


if __name__ == "__main__":
    sys.exit(main())
