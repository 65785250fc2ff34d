"""Commands that change what is stored of an agency: activate, withdraw, forget, active."""

import sys
from datetime import date

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED, SOME_REJECTED
from pipelines.cli.options import AgencyCode, Month, Months, name_of_user, writer_options


@click.command(short_help="make an earlier version the active one again")
@click.argument("submission", type=int)
@click.option("--agency", type=AgencyCode(), help="only if it is a version of this agency's")
@writer_options
def activate(submission: int, agency: str | None, who: str | None, wait: float) -> int:
    """Make an earlier version, by its number SUBMISSION, the active one again."""
    from pipelines.flow.changes import activate_submission
    from pipelines.settings import data_folder, load_settings

    code, month, version, board = activate_submission(
        data_folder(),
        load_settings(),
        submission,
        who=name_of_user(who),
        agency=agency,
        patience=wait,
    )
    print(f"{code} {month:%Y-%m}: version {version} is active. Board {board:06} shows it.")
    return ALL_ACCEPTED


@click.command(short_help="take months back that were sent wrongly")
@click.argument("agency", type=AgencyCode())
@click.argument("months", type=Months())
@writer_options
def withdraw(agency: str, months: tuple[date, ...], who: str | None, wait: float) -> int:
    """Take the active versions of MONTHS (2026-09 or 2025-01..2026-09) of AGENCY back.

    Each month goes back to the version before; a month that has none counts as not sent.
    """
    from pipelines.flow.changes import withdraw_months
    from pipelines.settings import data_folder, load_settings

    withdrawn, board = withdraw_months(
        data_folder(), load_settings(), agency, months, who=name_of_user(who), patience=wait
    )
    for each in withdrawn:
        now = f"version {each.earlier} is active" if each.earlier else "the month is missing"
        print(f"{agency} {each.month:%Y-%m}: version {each.version} is taken back; {now}.")
    if len(withdrawn) < len(months):
        print(f"{len(months) - len(withdrawn)} of the months had no active version.")
    print(f"Board {board:06} shows it. activate makes a version active again.")
    return ALL_ACCEPTED


@click.command(short_help="remove one client everywhere, without a trace")
@click.option("--agency", type=AgencyCode(), required=True)
@click.option(
    "--client", required=True, metavar="ID", help="the agency's client number; - reads a line"
)
@writer_options
def forget(agency: str, client: str, who: str | None, wait: float) -> int:
    """Remove one client everywhere, without a trace."""
    from pipelines.flow.changes import forget_client
    from pipelines.settings import data_folder, load_settings

    client_id = sys.stdin.readline().strip("\r\n") if client == "-" else client
    gone = forget_client(
        data_folder(),
        load_settings(),
        agency,
        client_id,
        who=name_of_user(who),
        patience=wait,
    )
    if not gone.rows:
        print(f"No row of such a client of {agency} is stored. The store was written again.")
        return SOME_REJECTED
    person = " and the person" if gone.persons else ""
    print(
        f"The client{person} is forgotten: {gone.rows:,} row{'s' * (gone.rows != 1)} of"
        f" {gone.versions:,} version{'s' * (gone.versions != 1)}. The"
        " store was written again without a trace. A file that still holds the client would bring"
        f" the rows back: ask {agency} to delete them at the source. Backups made before"
        " still hold them."
    )
    return ALL_ACCEPTED


@click.command(short_help="from when to when an agency is active")
@click.argument("agency", type=AgencyCode())
@click.option(
    "--from",
    "first",
    type=Month(),
    required=True,
    metavar="MONTH",
    help="2024-01; '' for since its first file",
)
@click.option(
    "--to", "last", type=Month(), required=True, metavar="MONTH", help="2026-06; '' for no end"
)
@click.option(
    "--closed",
    multiple=True,
    metavar="MONTHS",
    help="2025-07..2025-12, closed in between; once for each; '' for none; default as they are",
)
@writer_options
def active(
    agency: str,
    first: date | None,
    last: date | None,
    closed: tuple[str, ...],
    who: str | None,
    wait: float,
) -> int:
    """From when to when AGENCY is active."""
    from pipelines.flow.changes import set_active_months
    from pipelines.register.active_spans import parse_pauses
    from pipelines.settings import data_folder, load_settings

    set_active_months(
        data_folder(),
        load_settings(),
        agency,
        first,
        last,
        who=name_of_user(who),
        pauses=parse_pauses(closed) if closed else None,
        patience=wait,
    )
    since = f"from {first:%Y-%m}" if first else "from its first file"
    until = f"to {last:%Y-%m}" if last else "with no end"
    print(f"{agency} is active {since} {until}.")
    return ALL_ACCEPTED


COMMANDS = (activate, withdraw, forget, active)
