"""Commands that change the register one by one: agency, group, target, undo."""

from datetime import date

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import AgencyCode, Day, name_of_user, writer_options


@click.command(short_help="enter an agency, or change what is said of it")
@click.argument("code", type=AgencyCode())
@click.option("--new", is_flag=True, help="enter it; it must not be there yet")
@click.option("--name")
@click.option("--size")
@click.option("--levels-of-care", metavar="TEXT", help="such as “detox, outpatient”")
@click.option("--contact-name")
@click.option("--contact-email")
@click.option("--id-width", type=int, metavar="N", help="digits of its client numbers; 0: not said")
@click.option(
    "--case-sensitive-ids",
    type=click.Choice(("yes", "no", "")),
    help="whether its client numbers differ in case alone; '': its files show it",
)
@writer_options
def agency(
    code: str,
    new: bool,
    id_width: int | None,
    case_sensitive_ids: str | None,
    who: str | None,
    wait: float,
    **texts: str | None,
) -> int:
    """Enter the agency CODE, or change what is said of it; what is not named stays."""
    from pipelines.flow import office_changes
    from pipelines.settings import data_folder, load_settings

    values: dict[str, object] = {key: text for key, text in texts.items() if text is not None}
    if id_width is not None:
        values["id_width"] = id_width or None
    if case_sensitive_ids is not None:
        values["case_sensitive_ids"] = {"yes": True, "no": False, "": None}[case_sensitive_ids]
    where, by = (data_folder(), load_settings()), name_of_user(who)
    if new:
        office_changes.add_agency(*where, code, values, who=by, patience=wait)
        print(f"Agency {code} is entered.")
    elif office_changes.change_agency(*where, code, values, who=by, patience=wait):
        print(f"Agency {code} is changed.")
    else:
        print(f"Agency {code} was so already: nothing is changed.")
    return ALL_ACCEPTED


@click.command(short_help="the agencies of a managing entity, region or learning wave")
@click.argument("kind")
@click.argument("name")
@click.argument("agencies", nargs=-1, type=AgencyCode())
@writer_options
def group(kind: str, name: str, agencies: tuple[str, ...], who: str | None, wait: float) -> int:
    """Make a group of exactly these AGENCIES; without any it is dissolved."""
    from pipelines.flow.office_changes import set_group
    from pipelines.settings import data_folder, load_settings

    set_group(
        data_folder(),
        load_settings(),
        kind.replace("_", " "),
        name,
        agencies,
        who=name_of_user(who),
        patience=wait,
    )
    print(f"{name}: {', '.join(agencies) or 'dissolved'}.")
    return ALL_ACCEPTED


@click.command(short_help="what a measure is to reach, and by when")
@click.argument("measure")
@click.argument("by", type=Day())
@click.argument("value", type=float, required=False)
@click.option("--agency", type=AgencyCode(), help="its own target; without it everyone's")
@click.option("--end", is_flag=True, help="take the target away")
@writer_options
def target(
    measure: str,
    by: date,
    value: float | None,
    agency: str | None,
    end: bool,
    who: str | None,
    wait: float,
) -> int:
    """Enter the target VALUE of MEASURE, to be met BY a day: days, or a share such as 0.45."""
    from pipelines.flow import office_changes
    from pipelines.register.models import Target
    from pipelines.settings import data_folder, load_settings

    if end == (value is not None):
        raise click.UsageError("a value is needed, or --end")
    where, name = (data_folder(), load_settings()), name_of_user(who)
    if value is None:
        office_changes.end_target(*where, measure, by, agency, who=name, patience=wait)
    else:
        new = Target(measure, value, by, agency)
        office_changes.add_target(*where, new, who=name, patience=wait)
    print(f"The target of {measure} by {by} is {'ended' if end else 'entered'}.")
    return ALL_ACCEPTED


@click.command(short_help="put back what was before an entry of the audit log")
@click.argument("entry", type=int)
@writer_options
def undo(entry: int, who: str | None, wait: float) -> int:
    """Put back what was before ENTRY, by its number in the audit log."""
    from pipelines.flow.office_changes import undo_change
    from pipelines.settings import data_folder, load_settings

    done = undo_change(data_folder(), load_settings(), entry, who=name_of_user(who), patience=wait)
    print(f"Entry {done.audit_id}, {done.action}, is put back.")
    return ALL_ACCEPTED


COMMANDS = (agency, group, target, undo)
