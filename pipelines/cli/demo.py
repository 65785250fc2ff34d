"""The command demo: the made-up sample in an empty store, then the board in a browser."""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import Day, day_or_today, month_before

APP = Path(__file__).resolve().parents[2] / "app.py"


@click.command(short_help="fill an empty store with the sample, then open the board")
@click.option("--no-open", is_flag=True, help="only fill the store")
@click.option("--today", type=Day(), help="the sample ends the month before this day")
def demo(no_open: bool, today: date | None) -> int:
    """Fill an empty store with the sample, then open the board."""
    from pipelines.boards.files import current_version
    from pipelines.register.agencies import Register
    from pipelines.settings import data_folder

    data = data_folder()
    register = Register(data)
    # what an office has entered or sent is never mixed with the sample
    if current_version(data) is None and (register.is_sample() or not register.agencies()):
        _fill_store(data, day_or_today(today))
    if no_open:
        return ALL_ACCEPTED
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", str(APP)],
        cwd=APP.parent,
        env={**os.environ, "STARBOARD_DATA": str(data)},
        check=False,
    ).returncode


def _fill_store(data: Path, today: date) -> None:
    """Write the sample that ends the month before `today`, and ingest it as a provider's files."""
    from pipelines.flow.ingest import ingest_files
    from pipelines.flow.releases import request_release
    from pipelines.intake.find_files import find_sources
    from pipelines.progress import Progress
    from pipelines.register.agencies import Register
    from pipelines.register.audit import Audit
    from pipelines.sample import write_sample
    from pipelines.settings import load_settings

    with tempfile.TemporaryDirectory() as folder:
        extracts = Path(folder)
        with Progress("Writing the sample") as progress:
            write_sample(extracts, last_month=month_before(today), progress=progress.share)
        Register(data).enter_agencies_file(extracts / "agencies.toml")
        if Audit(data).check().problems:  # the seal of a store that was here before
            Audit(data).seal_again("sample")
        with Progress("Ingesting the sample") as progress:
            result = ingest_files(
                data,
                find_sources([extracts]),
                load_settings(),
                who="sample",
                today=today,
                accept_new_ids=True,  # one of its agencies changes its record system
                progress=progress.step,
            )
    made = request_release(data, "the sample’s first release", "sample")
    print(
        f"{len(result.files)} sample files are in. Board {result.board:06} is published,"
        f" release {made.number} is out."
    )


COMMANDS = (demo,)
