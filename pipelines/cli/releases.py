"""The command of the shared release: preview, make, approve, withdraw, write as plain pages."""

from pathlib import Path

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED
from pipelines.cli.options import PATH, AgencyCode, name_of_user, who_option


@click.command(short_help="what peers, mentors and presenters see: preview, make, withdraw")
@click.option("--reason", help="why the release is made, or withdrawn")
@click.option("--as-of", type=int, metavar="BOARD", help="the board version, else the newest")
@click.option("--new-edition", is_flag=True, help="correct what is out; once a year at most")
@click.option("--preview", is_flag=True, help="what would be shown and hidden, and why")
@click.option("--list", "list_all", is_flag=True, help="every release and its state")
@click.option("--approve", type=int, metavar="N", help="the second person's yes")
@click.option("--refuse", type=int, metavar="N", help="the second person's no")
@click.option("--withdraw", type=int, metavar="N", help="show a release no more")
@click.option("--name", type=AgencyCode(), help="an agency that agrees to be named from now on")
@click.option("--unname", type=AgencyCode(), help="an agency that does not agree any more")
@click.option("--html", type=PATH, metavar="OUT", help="the newest release as pages and CSV")
@who_option
def release(
    reason: str | None,
    as_of: int | None,
    new_edition: bool,
    preview: bool,
    list_all: bool,
    approve: int | None,
    refuse: int | None,
    withdraw: int | None,
    name: str | None,
    unname: str | None,
    html: Path | None,
    who: str | None,
) -> int:
    """Make a release with --reason, or one of the other options."""
    from pipelines.flow import releases
    from pipelines.register.releases import Releases
    from pipelines.releases.plain_pages import write_plain_pages
    from pipelines.settings import data_folder, load_settings

    data, by = data_folder(), name_of_user(who)
    second = load_settings().release.second_person
    if preview:
        _print_preview(data, as_of, new_edition)
    elif list_all:
        _print_releases(data)
    elif approve is not None:
        out = releases.approve_release(data, approve, by, second_person=second)
        print(f"Release {out.number} is out.")
    elif refuse is not None:
        print(f"Release {releases.refuse_release(data, refuse, by).number} is refused.")
    elif withdraw is not None:
        gone = releases.withdraw_release(data, withdraw, reason or "", by)
        print(f"Release {gone.number} is withdrawn. It stays in the log.")
    elif name is not None:
        Releases(data).give_consent(name, by)
        print(f"{name} is named from the next release on.")
    elif unname is not None:
        Releases(data).end_consent(unname, by)
        print(f"{unname} is named in no release from the next one on. Earlier ones stay.")
    elif html is not None:
        written = write_plain_pages(data, html)
        print(f"{len(written)} files are in {html}. Open {html / 'index.html'}.")
    elif reason is None:
        raise click.UsageError("--reason says why the release is made; --preview shows it first")
    else:
        made = releases.request_release(
            data, reason, by, version=as_of, new_edition=new_edition, second_person=second
        )
        waits = "waits for a second person" if made.state == "waiting" else "is out"
        print(f"Release {made.number} of board {made.board_version:06} {waits}.")
    return ALL_ACCEPTED


def _print_preview(data: Path, as_of: int | None, new_edition: bool) -> None:
    from pipelines.flow.releases import preview_release
    from pipelines.statistics import disclosure

    preview = preview_release(data, as_of, new_edition=new_edition)
    words = {
        "": "show figures",
        disclosure.HIDDEN: "[c] withheld: they rest on 1 to 10",
        disclosure.NOT_AVAILABLE: "[x] not available: a month is missing, or the agency is new",
        disclosure.NOT_APPLICABLE: "[z] not applicable: the agency was not active",
        disclosure.PROVISIONAL: "[p] not final yet",
    }
    cells = sum(preview.marks.values())
    print(f"Board {preview.board:06}: {cells:,} cells, {preview.new:,} of them new")
    for mark, count in sorted(preview.marks.items()):
        print(f"  {count:>6,} {words[mark]}")
    print(f"  {preview.corrected:>6,} were corrected and stay as they are until a new edition")
    for agency in preview.agencies:
        print(
            f"{agency.agency}: {agency.marks.get('', 0)} show figures, {agency.new} cells are new,"
            f" {agency.corrected} corrected"
        )
        for measure, period in agency.withheld:
            print(f"         [c] {measure}  {period}")


def _print_releases(data: Path) -> None:
    from pipelines.register.releases import Releases

    for one in Releases(data).releases():
        why = f" Withdrawn {one.withdrawn_at} UTC: {one.withdrawn_why}" if one.withdrawn_at else ""
        print(
            f"{one.number:>5}  {one.state}  board {one.board_version:06}, edition {one.edition},"
            f" asked {one.requested_at} UTC by {one.requested_by}: {one.reason}{why}"
        )


COMMANDS = (release,)
