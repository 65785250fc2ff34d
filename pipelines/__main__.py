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

from pipelines import boards, export, ingest, publish, settings
from pipelines.intake import receive, report
from pipelines.intake.receive import CheckedFile
from pipelines.progress import Progress
from pipelines.register.register import Register, RegisterProblem
from pipelines.warehouse import store, submissions
from pipelines.warehouse.pseudonyms import KeyProblem
from pipelines.warehouse.store import StoreBusy, StoreTooNew

ALL_ACCEPTED, SOME_REJECTED, WRONG_USAGE, NOT_WRITTEN = 0, 1, 2, 3
APP = Path(__file__).resolve().parents[1] / "app.py"


def main(argv: Sequence[str] | None = None) -> int:
    os.umask(0o077)
    given = _parser().parse_args(argv)
    try:
        return given.run(given)
    except (
        boards.NoBoard,
        KeyProblem,
        RegisterProblem,
        StoreBusy,
        StoreTooNew,
        settings.SettingsError,
        submissions.NoSubmission,
    ) as problem:
        print(problem.args[0], file=sys.stderr)
        return WRONG_USAGE
    except (OSError, duckdb.Error, sqlite3.Error) as problem:
        # their messages may hold a client's row; where it happened does not
        print("".join(traceback.format_tb(problem.__traceback__)[-1:]), file=sys.stderr)
        print(
            f"The data folder could not be read or written ({type(problem).__name__}): is the disk"
            " full, or is it another's? Nothing was acknowledged; send again once that is mended:"
            " what is stored already is not stored twice.",
            file=sys.stderr,
        )
        return NOT_WRITTEN


def make_sample(given: argparse.Namespace) -> int:
    from pipelines import sample

    with Progress("Writing the sample") as progress:
        made = sample.write(
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
    rules = settings.load()
    outcome = ALL_ACCEPTED
    for batch in receive.check(
        ingest.sources(given.paths),
        agency=given.agency,
        months=given.months,
        today=_today(given),
        settings=rules,
    ):
        outcome = max(outcome, _tell(batch.files, given.format))
    return outcome


def take_in(given: argparse.Namespace) -> int:
    rules, data = settings.load(), store.data_folder()
    who, today = given.who or getpass.getuser(), _today(given)
    if given.nothing_to_report:
        if not (given.agency and given.months) or given.paths:
            print("--nothing-to-report needs --agency and --months, and no file", file=sys.stderr)
            return WRONG_USAGE
        losses = ingest.report_nothing(
            data,
            rules,
            who=who,
            today=today,
            agency=given.agency,
            months=given.months,
            accept_loss=given.accept_loss,
        )
        for loss in losses:
            print(
                f"{loss.month:%B %Y} holds {loss.rows_before:,} rows. Say --accept-loss if nothing"
                " was to report all the same."
            )
        return SOME_REJECTED if losses else ALL_ACCEPTED
    if not given.paths:
        print("Name a file or folder to ingest.", file=sys.stderr)
        return WRONG_USAGE
    with Progress("Ingesting") as progress:
        done = ingest.ingest(
            data,
            ingest.sources(given.paths),
            rules,
            who=who,
            today=today,
            agency=given.agency,
            months=given.months,
            accept_loss=given.accept_loss,
            progress=progress.step,
        )
    outcome = _tell(done.files, given.format)
    if given.format == "text":
        _tell_fates(done)
    return outcome


def build(given: argparse.Namespace) -> int:
    data = store.data_folder()
    with Progress("Building") as progress, store.writing(data, "build") as con:
        version = publish.publish(
            con, data, settings.load(), datetime.now(UTC), progress=progress.step, anew=True
        )
    print(f"Board {version:06} is published.")
    return ALL_ACCEPTED


def write_tables(given: argparse.Namespace) -> int:
    for path in export.export(
        store.data_folder(), given.out, format=given.format, as_of=given.as_of
    ):
        print(path)
    return ALL_ACCEPTED


def status(given: argparse.Namespace) -> int:
    data = store.data_folder()
    version = boards.current_version(data)
    if version is None:
        print(f"No board yet in {data}. Ingest a first extract: python -m pipelines ingest PATH")
        return ALL_ACCEPTED
    board = boards.connect(data, version)
    published, through, sample = board.execute(
        "select published_at, data_through, sample from board"
    ).fetchall()[0]
    print(f"Board {version:06}, published {published:%Y-%m-%d %H:%M} UTC, data through {through}")
    print(f"{len(boards.versions(data))} versions kept in {data}" + (", sample data" * sample))
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
    data = store.data_folder()
    version = boards.current_version(data)
    if version is None:
        raise boards.NoBoard("Nothing has been published yet: ingest a first extract.")
    rows = (
        boards.connect(data, version)
        .execute(
            """
        select submission_id, month, version, active, nothing_to_report, rows, received_at, who,
            file_names
        from submission where agency_id = upper(?) order by month, version
        """,
            [given.agency],
        )
        .fetchall()
    )
    if not rows:
        raise submissions.NoSubmission(f"No submission of agency {given.agency} is on the board.")
    for number, month, nth, active, nothing, count, received, who, files in rows:
        what = "nothing to report" if nothing else f"{count:,} rows from {files}"
        print(
            f"{number:>6}  {month:%Y-%m}  version {nth}{' (active)' if active else ''}: {what},"
            f" received {received:%Y-%m-%d %H:%M} UTC by {who}"
        )
    return ALL_ACCEPTED


def activate(given: argparse.Namespace) -> int:
    ((agency, month, nth),), version = ingest.activate(
        store.data_folder(), settings.load(), [given.submission]
    )
    print(f"{agency} {month:%Y-%m}: version {nth} is active. Board {version:06} shows it.")
    return ALL_ACCEPTED


def agencies(given: argparse.Namespace) -> int:
    data = store.data_folder()
    taken = Register(data).take(given.file)
    print(f"{taken} agencies entered from {given.file}")
    if boards.current_version(data) is not None:
        with store.writing(data, "agencies") as con:
            publish.publish(con, data, settings.load(), datetime.now(UTC))
    return ALL_ACCEPTED


def answer_one(given: argparse.Namespace) -> int:
    from pipelines.answer.serve import serve

    serve(sys.stdin.buffer, sys.stdout.buffer, store.data_folder(), settings.load())
    return ALL_ACCEPTED


def demo(given: argparse.Namespace) -> int:
    """Fill an empty store with the sample, then open the board."""
    from pipelines import sample

    data = store.data_folder()
    if boards.current_version(data) is None:
        today = _today(given)
        with tempfile.TemporaryDirectory() as folder:
            extracts = Path(folder)
            with Progress("Writing the sample") as progress:
                sample.write(extracts, last_month=_month_before(today), progress=progress.share)
            Register(data).take(extracts / "agencies.toml")
            with Progress("Ingesting the sample") as progress:
                done = ingest.ingest(
                    data,
                    ingest.sources([extracts]),
                    settings.load(),
                    who="sample",
                    today=today,
                    progress=progress.step,
                )
        print(f"{len(done.files)} sample files are in. Board {done.board:06} is published.")
    if given.no_open:
        return ALL_ACCEPTED
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", str(APP)], cwd=APP.parent, check=False
    ).returncode


def _tell(files: list[CheckedFile], format: str) -> int:
    for checked in files:
        print(json.dumps(checked.to_json()) if format == "json" else report.render_text(checked))
    return SOME_REJECTED if any(f.outcome == "reject" for f in files) else ALL_ACCEPTED


def _tell_fates(done: ingest.Ingested) -> None:
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


def _today(given: argparse.Namespace) -> date:
    return given.today or datetime.now().astimezone().date()


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _months(text: str) -> tuple[date, ...]:
    """`2026-09` or `2025-01..2026-09` → first days."""
    match = re.fullmatch(r"(\d{4}-\d{2})(?:\.\.(\d{4}-\d{2}))?", text)
    if not match:
        raise argparse.ArgumentTypeError("months are like 2026-09 or 2025-01..2026-09")
    first = date.fromisoformat(f"{match[1]}-01")
    last = date.fromisoformat(f"{match[2] or match[1]}-01")
    if last < first:
        raise argparse.ArgumentTypeError("the last month lies before the first")
    months = [first]
    while months[-1] < last:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return tuple(months)


def _code(text: str) -> str:
    return text.strip().upper()


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

    made = command("sample", make_sample, "write made-up extracts")
    made.add_argument("out", type=Path, metavar="OUT")
    made.add_argument("--agencies", type=int, default=6)
    made.add_argument("--months", type=int, default=36)
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
    made.add_argument("--who", help="who sends; default the user of this machine")

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

    made = command("agencies", agencies, "enter agencies, groups and targets from a TOML file")
    made.add_argument("file", type=Path, metavar="FILE")

    command(
        "answer", answer_one, "used by the server: one request from a pipe, answered to another"
    )

    made = command("demo", demo, "fill an empty store with the sample, then open the board")
    made.add_argument("--no-open", action="store_true", help="only fill the store")
    made.add_argument("--today", type=_day, help="the sample ends the month before this day")
    return parser


if __name__ == "__main__":
    sys.exit(main())
