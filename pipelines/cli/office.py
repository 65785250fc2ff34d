"""Commands of the office: agencies, baseline."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import (
    PATH,
    AgencyCode,
    Month,
    name_of_user,
    writer_options,
)


@click.command(short_help="enter agencies, groups and targets from a TOML file")
@click.argument("file", type=PATH)
def agencies(file: Path) -> int:
    """Enter agencies, groups and targets from a TOML file."""
    from pipelines.boards.files import current_version
    from pipelines.boards.publish import publish_board
    from pipelines.register.agencies import Register
    from pipelines.settings import data_folder, load_settings
    from pipelines.warehouse.connection import open_for_writing

    data = data_folder()
    entered = Register(data).enter_agencies_file(file, name_of_user(None))
    print(f"{entered} agencies entered from {file}")
    if current_version(data) is not None:
        with open_for_writing(data, "agencies") as con:
            publish_board(con, data, load_settings(), datetime.now(UTC))
    return ALL_ACCEPTED


@click.command(short_help="a new baseline of a series, decided with a reason")
@click.argument("measure", required=False)
@click.argument("month", type=Month(), required=False)
@click.option("--agency", type=AgencyCode(), help="whose series; without it the state's")
@click.option("--reason", help="why the office judges the series by itself from that month on")
@click.option("--withdraw", is_flag=True, help="take the baseline of that month back")
@click.option("--list", "list_all", is_flag=True, help="all that are decided")
@writer_options
def baseline(
    measure: str | None,
    month: date | None,
    agency: str | None,
    reason: str | None,
    withdraw: bool,
    list_all: bool,
    who: str | None,
    wait: float,
) -> int:
    """Start a new baseline of MEASURE in MONTH: limits and verdicts rest on the months since."""
    from pipelines.flow import changes
    from pipelines.register.agencies import Register
    from pipelines.register.models import Phase
    from pipelines.settings import data_folder, load_settings

    data = data_folder()
    if list_all:
        for phase in Register(data).phases():
            print(
                f"{phase.agency_id or 'statewide':<12}  {phase.measure:<22}  {phase.starts:%Y-%m}"
                f"  {phase.decided_by}, {phase.decided_at} UTC: {phase.reason}"
            )
        return ALL_ACCEPTED
    if measure is None or month is None:
        raise click.UsageError("a measure and a month are needed, or --list")
    phase = Phase(measure, month, reason or "", agency)
    change = changes.withdraw_baseline if withdraw else changes.start_baseline
    change(data, load_settings(), phase, who=name_of_user(who), patience=wait)
    done = "is withdrawn" if withdraw else "starts"
    print(f"{agency or 'Statewide'}, {measure}: the baseline of {month:%Y-%m} {done}.")
    return ALL_ACCEPTED


COMMANDS = (agencies, baseline)
