"""The command audit: who did what, and whether the log is as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED, SOME_REJECTED
from pipelines.cli.options import PATH, AgencyCode, Day, name_of_user

if TYPE_CHECKING:
    from pipelines.register.audit import Audit


@click.command(short_help="who did what, and whether the log is as it was written")
@click.option("--verify", is_flag=True, help="only check the log; exit code 1 if it was touched")
@click.option("--who", help="entries of whoever has this in the name")
@click.option("--action", help="entries of this action, such as “role given”")
@click.option("--agency", type=AgencyCode(), help="entries about this agency")
@click.option("--since", type=Day(), help="from this day on (UTC)")
@click.option("--until", type=Day(), help="up to the end of this day (UTC)")
@click.option("--csv", "out", type=PATH, metavar="OUT", help="write the entries to this file")
@click.option("--seal-again", is_flag=True, help="after a restore: seal the log as it is now")
def audit(
    verify: bool,
    who: str | None,
    action: str | None,
    agency: str | None,
    since: date | None,
    until: date | None,
    out: Path | None,
    seal_again: bool,
) -> int:
    """Who did what, and whether the log is as it was written."""
    from datetime import UTC, datetime

    from pipelines.register.audit import Audit, AuditFilter
    from pipelines.register.audit_csv import audit_csv
    from pipelines.register.tallies import Tallies
    from pipelines.settings import data_folder

    data = data_folder()
    Tallies(data).close_days(datetime.now(UTC).date())
    log = Audit(data)
    if seal_again:
        log.seal_again(name_of_user(None))
    elif not verify:
        entries = log.entries(AuditFilter(who, action, agency, since, until))
        if out is not None:
            out.write_bytes(audit_csv(entries))
            log.add(name_of_user(None), "export", what="audit log", entries=len(entries))
            print(f"{len(entries):,} entries are in {out}.")
        else:
            for entry in entries:
                about = ", ".join(f"{name} {value}" for name, value in entry.about.items())
                print(f"{entry.audit_id:>6}  {entry.at} UTC  {entry.who}  {entry.action}: {about}")
    return _print_check(log)


def _print_check(log: Audit) -> int:
    check = log.check()
    for problem in check.problems:
        print(problem)
    if check.newer and not check.problems:
        print(f"{check.newer:,} entries are newer than the seal; the next entry seals them.")
    if check.problems:
        print("The log is not as it was written.")
        return SOME_REJECTED
    last = f"; the last hash is {check.last_hash}" if check.entries else ""
    print(f"{check.entries:,} entries, each as it was written{last}")
    return ALL_ACCEPTED


COMMANDS = (audit,)
