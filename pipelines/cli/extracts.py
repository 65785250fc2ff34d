"""Commands that read or write extracts: check, ingest, sample."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED, SOME_REJECTED, WRONG_USAGE
from pipelines.cli.options import (
    PATH,
    Day,
    check_options,
    day_or_today,
    month_before,
    name_of_user,
    writer_options,
)

if TYPE_CHECKING:
    from pipelines.flow.ingest import IngestResult
    from pipelines.intake.outcome import CheckedFile

PASSED_OVER_NAMED = 100
FATES = {
    "stored": "stored",
    "unchanged": "unchanged: the same files are active already",
    "older": "left as they are",
    "refused": "refused: see --accept-loss and --accept-new-ids in the findings",
}


@click.command(short_help="write made-up extracts")
@click.argument("out", type=PATH)
@click.option("--agencies", type=click.IntRange(min=1), default=6)
@click.option("--months", type=click.IntRange(min=1), default=36)
@click.option("--seed", type=int, default=2006)
@click.option("--today", type=Day(), help="the sample ends the month before this day")
def sample(out: Path, agencies: int, months: int, seed: int, today: date | None) -> int:
    """Write made-up extracts into the folder OUT."""
    from pipelines.progress import Progress
    from pipelines.sample import write_sample

    with Progress("Writing the sample") as progress:
        made = write_sample(
            out,
            agencies=agencies,
            months=months,
            seed=seed,
            last_month=month_before(day_or_today(today)),
            progress=progress.share,
        )
    print(f"{made.rows:,} events in {made.files:,} files in {out}")
    return ALL_ACCEPTED


@click.command(short_help="check extracts, with no store and no network")
@click.argument("paths", type=PATH, nargs=-1, required=True, metavar="FILE...")
@check_options
def check(
    paths: tuple[Path, ...],
    agency: str | None,
    months: tuple[date, ...] | None,
    today: date | None,
    format: str,
) -> int:
    """Check extracts, with no store and no network."""
    from pipelines.intake.check_files import check_files
    from pipelines.intake.find_files import find_sources
    from pipelines.settings import load_settings

    settings = load_settings()
    sources = find_sources(paths)
    _print_passed_over(paths, format)
    if not sources:
        return _report_no_extract(paths)
    outcome = ALL_ACCEPTED
    for batch in check_files(
        sources, agency=agency, months=months, today=day_or_today(today), settings=settings
    ):
        outcome = max(outcome, _print_files(batch.files, format))
    return outcome


@click.command(short_help="check extracts, store them and publish a board")
@click.argument("paths", type=PATH, nargs=-1, metavar="[PATH]...")
@check_options
@click.option("--accept-loss", is_flag=True, help="yes, a month may lose rows")
@click.option("--accept-new-ids", is_flag=True, help="yes, the clients are new or have new ids")
@click.option("--nothing-to-report", is_flag=True, help="the months had no event")
@writer_options
def ingest(
    paths: tuple[Path, ...],
    agency: str | None,
    months: tuple[date, ...] | None,
    today: date | None,
    format: str,
    accept_loss: bool,
    accept_new_ids: bool,
    nothing_to_report: bool,
    who: str | None,
    wait: float,
) -> int:
    """Check extracts, store them and publish a board."""
    from pipelines.flow.ingest import ingest_files
    from pipelines.intake.find_files import find_sources
    from pipelines.progress import Progress
    from pipelines.register.agencies import Register
    from pipelines.settings import data_folder, load_settings

    if nothing_to_report:
        if agency is None or not months or paths:
            print("--nothing-to-report needs --agency and --months, and no file", file=sys.stderr)
            return WRONG_USAGE
        return _report_nothing(
            agency, months, day_or_today(today), accept_loss, name_of_user(who), wait
        )
    settings, data = load_settings(), data_folder()
    if not paths:
        print("Name a file or folder to ingest.", file=sys.stderr)
        return WRONG_USAGE
    sources = find_sources(paths)
    _print_passed_over(paths, format)
    if not sources:
        return _report_no_extract(paths)
    with Progress("Ingesting") as progress:
        result = ingest_files(
            data,
            sources,
            settings,
            who=name_of_user(who),
            today=day_or_today(today),
            agency=agency,
            months=months,
            accept_loss=accept_loss,
            accept_new_ids=accept_new_ids,
            patience=wait,
            progress=progress.step,
        )
    outcome = _print_files(result.files, format)
    if format == "text":
        _print_fates(result)
        if result.delivered.changed and Register(data).is_sample():
            print(f"{data} holds the made-up sample. For real extracts name a folder of their own:")
            print("set STARBOARD_DATA.")
    return outcome


def _report_nothing(
    agency: str,
    months: tuple[date, ...],
    today: date,
    accept_loss: bool,
    who: str,
    patience: float,
) -> int:
    """Store that the agency's months had no event; print that, or what is against it."""
    from pipelines.flow.ingest import report_nothing
    from pipelines.register.agencies import Register
    from pipelines.settings import data_folder, load_settings

    data = data_folder()
    known = {entry.agency_id for entry in Register(data).agencies()}
    losses = report_nothing(
        data,
        load_settings(),
        who=who,
        today=today,
        agency=agency,
        months=months,
        accept_loss=accept_loss,
        patience=patience,
    )
    for loss in losses:
        print(
            f"{loss.month:%B %Y} holds {loss.rows_before:,} rows. Say --accept-loss if nothing"
            " was to report all the same."
        )
    if losses:
        return SOME_REJECTED
    last = f" to {months[-1]:%Y-%m}" if len(months) > 1 else ""
    print(f"{agency} had nothing to report for {months[0]:%Y-%m}{last}.")
    if agency not in known:
        print(f"Agency {agency} was new and is now in the register.")
    return ALL_ACCEPTED


def _report_no_extract(paths: Sequence[Path]) -> int:
    from pipelines.intake.find_files import EXTRACTS

    kinds = ", ".join(EXTRACTS)
    print(f"No extract ({kinds}) lies in {', '.join(map(str, paths))}.", file=sys.stderr)
    return WRONG_USAGE


def _print_passed_over(paths: Sequence[Path], format: str) -> None:
    """Name what lies in the folders and is not read: nothing is passed over without a word."""
    from pipelines.intake.find_files import EXTRACTS, find_passed_over, printable_name

    kinds = ", ".join(EXTRACTS)
    out = sys.stderr if format == "json" else sys.stdout
    passed_over = find_passed_over(paths)
    for path in passed_over[:PASSED_OVER_NAMED]:
        print(
            f"{printable_name(path.name)}: passed over (extracts are files named {kinds})", file=out
        )
    if len(passed_over) > PASSED_OVER_NAMED:
        print(f"and {len(passed_over) - PASSED_OVER_NAMED:,} more passed over", file=out)


def _print_files(files: Sequence[CheckedFile], format: str) -> int:
    """Print each file's outcome and findings; the exit code that they make."""
    import json

    from pipelines.intake.text_report import render_text

    for file in files:
        print(json.dumps(file.to_json()) if format == "json" else render_text(file))
    return SOME_REJECTED if any(file.outcome == "reject" for file in files) else ALL_ACCEPTED


def _print_fates(result: IngestResult) -> None:
    """Print what became of the files' months, of new agencies and of the board."""
    counts: dict[str, int] = {}
    for (index, month), (fate, submission_id) in sorted(result.delivered.fates.items()):
        counts[fate] = counts.get(fate, 0) + 1
        if fate == "older":
            print(
                f"{result.files[index].name}: {month:%Y-%m} was sent just so before and replaced"
                f" since. To make it active again: python -m pipelines activate {submission_id}"
            )
    for kind, count in counts.items():
        print(f"{count} {'month' if count == 1 else 'months'} {FATES[kind]}")
    for code in result.new_agencies:
        print(f"Agency {code} was new and is now in the register.")
    if result.board:
        print(f"Board {result.board:06} is published.")


COMMANDS = (sample, check, ingest)
