"""The command store: keys, kept rows and kept boards."""

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED, SOME_REJECTED


@click.command(short_help="keys, rows that are kept for a while, kept boards")
def store() -> int:
    """In what state keys, kept rows and kept boards are; exit code 1 where a key is not right."""
    from pipelines.boards.files import published_versions
    from pipelines.flow.store_status import inspect_store
    from pipelines.settings import data_folder, load_settings

    data, settings = data_folder(), load_settings()
    status = inspect_store(data, settings)
    for key in status.keys:
        print(f"{key.name} key, {key.place}: {key.state}")
    print(
        f"{status.superseded:,} superseded versions keep {status.superseded_rows:,} rows"
        f" for {settings.versions.superseded_rows_months} months; the next are deleted"
        f" {status.next_deletion or 'never'}; {status.deleted:,} versions have none any more"
    )
    boards = published_versions(data)
    print(f"{len(boards):,} boards are kept: {', '.join(f'{v:06}' for v in boards[-20:])}")
    return ALL_ACCEPTED if all(key.is_right for key in status.keys) else SOME_REJECTED


COMMANDS = (store,)
