"""The command of access: roles for people, tokens for programs."""

from datetime import date

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import AgencyCode, Day, name_of_user, who_option


@click.command(short_help="roles for people, and tokens by which an agency's program may send")
@click.argument("email", required=False)
@click.argument("role", required=False)
@click.option("--agency", type=AgencyCode(), help="the agency of the role, or of the token")
@click.option("--group", metavar="KIND/NAME", help="the group of the role, such as region/North")
@click.option("--until", type=Day(), help="the last day of the role")
@click.option("--end", type=int, metavar="N", help="end a role, or take its invitation back")
@click.option("--token", is_flag=True, help="make a token; it is shown once")
@click.option("--name", help="what the token is for, such as “EHR export”")
@click.option("--revoke", type=int, metavar="N", help="end a token for good")
@click.option("--list", "list_all", is_flag=True, help="every role and every token")
@who_option
def grant(
    email: str | None,
    role: str | None,
    agency: str | None,
    group: str | None,
    until: date | None,
    end: int | None,
    token: bool,
    name: str | None,
    revoke: int | None,
    list_all: bool,
    who: str | None,
) -> int:
    """Give EMAIL a ROLE: state, group, agency, mentor or presenter. The person has it from the
    first sign-in with that address on. Or one of --end, --token, --revoke and --list."""
    asked = [email is not None, end is not None, token, revoke is not None, list_all]
    if asked.count(True) != 1 or (email is not None and role is None):
        raise click.UsageError("EMAIL and ROLE, or one of --end, --token, --revoke and --list")
    by = name_of_user(who)
    if email is not None and role is not None:
        _give_role(email, role, agency, _kind_and_name(group), until, by)
    elif end is not None:
        _end_role(end, by)
    elif revoke is not None:
        _revoke_token(revoke, by)
    elif list_all:
        _list_roles()
        _list_tokens()
    elif not agency or not name:
        raise click.UsageError("--token needs --agency and --name")
    else:
        _make_token(agency, name, by)
    return ALL_ACCEPTED


def _kind_and_name(group: str | None) -> tuple[str, str] | None:
    if group is None:
        return None
    kind, slash, name = group.partition("/")
    if not slash:
        raise click.UsageError("a group is written KIND/NAME, such as region/North")
    return kind, name


def _give_role(
    email: str,
    role: str,
    agency: str | None,
    group: tuple[str, str] | None,
    until: date | None,
    by: str,
) -> None:
    from pipelines.register.people import People
    from pipelines.settings import data_folder

    given = People(data_folder()).give_role(
        email, role, by, agency_id=agency, group=group, until=until
    )
    held = f"{given.role} {given.subject}".strip()
    if given.person_id is None:
        print(
            f"{given.email} is invited as {held} (role {given.role_id}): sign in with that address"
            f" by {given.open_until}."
        )
    else:
        print(f"{given.email} is now {held} (role {given.role_id}).")


def _end_role(number: int, by: str) -> None:
    from pipelines.register.people import People
    from pipelines.settings import data_folder

    ended = People(data_folder()).end_role(number, by)
    held = f"{ended.role} {ended.subject}".strip()
    print(f"Role {ended.role_id}, {held} of {ended.email}, is ended.")


def _list_roles() -> None:
    from pipelines.register.people import People
    from pipelines.settings import data_folder

    for role in People(data_folder()).roles():
        held = f"{role.role} {role.subject}".strip()
        state = "invited" if role.person_id is None else "signs in"
        if role.person_id is None and role.ended_at is None:
            state += f", open until {role.open_until}"
        until = f", until {role.until}" if role.until else ""
        ended = f", ended {role.ended_at} UTC by {role.ended_by}" if role.ended_at else ""
        print(
            f"role {role.role_id:>5}  {role.email}  {held}: {state}{until}, given"
            f" {role.given_at} UTC by {role.given_by}{ended}"
        )


def _list_tokens() -> None:
    from pipelines.register.tokens import Tokens
    from pipelines.settings import data_folder

    for entry in Tokens(data_folder()).list():
        used = f"last used {entry.last_used_at} UTC" if entry.last_used_at else "never used"
        ended = f", revoked {entry.revoked_at} UTC" if entry.revoked_at else ""
        print(
            f"token {entry.token_id:>4}  {entry.agency_id}  {entry.name}: made {entry.made_at} UTC"
            f" by {entry.made_by}, {used}{ended}"
        )


def _make_token(agency: str, name: str, by: str) -> None:
    from pipelines.register.tokens import Tokens
    from pipelines.settings import data_folder

    made, text = Tokens(data_folder()).make(agency, name, by)
    print(f"Token {made.token_id} of {made.agency_id}, “{made.name}”. It is shown only now:")
    print(text)


def _revoke_token(number: int, by: str) -> None:
    from pipelines.register.tokens import Tokens
    from pipelines.settings import data_folder

    revoked = Tokens(data_folder()).revoke(number, by)
    print(f"Token {revoked.token_id} of {revoked.agency_id}, “{revoked.name}”, is revoked.")


COMMANDS = (grant,)
