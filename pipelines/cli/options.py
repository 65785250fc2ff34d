"""Options and kinds of values that several commands share; what is wrong with a value is said."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., int])

PATH = click.Path(path_type=Path)


class Day(click.ParamType):
    """`2026-10-05` → a date."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("a day is like 2026-10-05", param, ctx)


class Months(click.ParamType):
    """`2026-09` or `2025-01..2026-09` → first days."""

    name = "months"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, ...]:
        from pipelines.months import parse_months

        try:
            return parse_months(value)
        except ValueError as problem:
            self.fail(problem.args[0], param, ctx)


class Month(Months):
    """`2026-09` → its first day; "" → None, an open end."""

    name = "month"

    def convert(  # type: ignore[override]
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | None:
        if not value:
            return None
        months = super().convert(value, param, ctx)
        if len(months) > 1:
            self.fail("a single month, like 2026-09", param, ctx)
        return months[0]


class AgencyCode(click.ParamType):
    """An agency's code in capital letters, as the contract of the extract allows it."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from pipelines.intake.contract import contract_field

        code = value.strip().upper()
        if not re.fullmatch(contract_field("agency_id").pattern or "", code):
            self.fail("an agency's code has letters, digits, - and _, 32 at most", param, ctx)
        return code


def check_options(command: Command) -> Command:
    """--agency, --months, --today and --format of the commands that read extracts."""
    return _with_options(
        command,
        click.option("--agency", type=AgencyCode(), help="the agency that sends"),
        click.option("--months", type=Months(), help="2026-09 or 2025-01..2026-09"),
        click.option("--today", type=Day(), help="the day taken for today, 2026-10-05"),
        click.option("--format", type=click.Choice(("text", "json")), default="text"),
    )


def who_option(command: Command) -> Command:
    """--who: the name that the audit log and the ledger keep."""
    return _with_options(
        command,
        click.option("--who", help="who does it; default the user of this machine"),
    )


def writer_options(command: Command) -> Command:
    """--who, and --wait: how long a command waits for its turn to write."""
    return _with_options(
        who_option(command),
        click.option(
            "--wait",
            type=float,
            default=_patience_seconds,
            metavar="SECONDS",
            help="how long to wait while somebody else writes",
        ),
    )


def name_of_user(who: str | None) -> str:
    """Who does it: as named, else the user of this machine."""
    import getpass

    return who or getpass.getuser()


def day_or_today(day: date | None) -> date:
    """The day that rules take for today: as named, else by the clock of this machine."""
    return day or datetime.now().astimezone().date()


def month_before(day: date) -> date:
    """The first day of the month before the day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    """The options in the order in which `--help` lists them."""
    for option in reversed(options):
        command = option(command)
    return command


def _patience_seconds() -> float:
    from pipelines.warehouse.connection import PATIENCE_SECONDS

    return PATIENCE_SECONDS
