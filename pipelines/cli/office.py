"""Commands of the office: agencies, grant, audit."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED, SOME_REJECTED, WRONG_USAGE
from pipelines.cli.options import PATH, AgencyCode, name_of_user, who_option


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


@click.command(short_help="tokens, by which an agency's program may send")
@click.option("--token", is_flag=True, help="make one; it is shown once")
@click.option("--list", "list_all", is_flag=True, help="all that were made")
@click.option("--revoke", type=int, metavar="N", help="end one for good")
@click.option("--agency", type=AgencyCode(), help="the one agency that it sends for")
@click.option("--name", help="what the token is for, such as “EHR export”")
@who_option
def grant(
    token: bool,
    list_all: bool,
    revoke: int | None,
    agency: str | None,
    name: str | None,
    who: str | None,
) -> int:
    """Tokens, by which an agency's program may send: one of --token, --list and --revoke."""
    from pipelines.register.tokens import Tokens
    from pipelines.settings import data_folder

    if [token, list_all, revoke is not None].count(True) != 1:
        raise click.UsageError("one of --token, --list and --revoke is needed")
    tokens = Tokens(data_folder())
    if list_all:
        for entry in tokens.list():
            used = f"last used {entry.last_used_at} UTC" if entry.last_used_at else "never used"
            ended = f", revoked {entry.revoked_at} UTC" if entry.revoked_at else ""
            print(
                f"{entry.token_id:>6}  {entry.agency_id}  {entry.name}: made {entry.made_at} UTC"
                f" by {entry.made_by}, {used}{ended}"
            )
        return ALL_ACCEPTED
    if revoke is not None:
        revoked = tokens.revoke(revoke, name_of_user(who))
        print(f"Token {revoked.token_id} of {revoked.agency_id}, “{revoked.name}”, is revoked.")
        return ALL_ACCEPTED
    if not agency or not name:
        print("--token needs --agency and --name", file=sys.stderr)
        return WRONG_USAGE
    made, text = tokens.make(agency, name, name_of_user(who))
    print(f"Token {made.token_id} of {made.agency_id}, “{made.name}”. It is shown only now:")
    print(text)
    return ALL_ACCEPTED


@click.command(short_help="who did what, and whether the log is as it was written")
def audit() -> int:
    """Who did what, and whether the log is as it was written."""
    from pipelines.register.audit import Audit
    from pipelines.settings import data_folder

    log = Audit(data_folder())
    entries, broken = log.entries(), log.broken_at()
    for entry in entries:
        about = ", ".join(f"{name} {value}" for name, value in entry.about.items())
        print(f"{entry.audit_id:>6}  {entry.at} UTC  {entry.who}  {entry.action}: {about}")
    if broken is not None:
        print(f"Entry {broken} is not as it was written, or does not follow the one before it.")
        return SOME_REJECTED
    last = f"; the last hash is {entries[-1].hash}" if entries else ""
    print(f"{len(entries)} entries, each as it was written{last}")
    return ALL_ACCEPTED


COMMANDS = (agencies, grant, audit)
