"""The commands of an office and of a provider's desk, and the one place where faults get words."""

import os
import sys
from collections.abc import Sequence

import click

from pipelines.cli import (
    audit,
    boards,
    demo,
    extracts,
    office,
    people,
    register,
    releases,
    store,
    submissions,
    worker,
)
from pipelines.cli.exit_codes import INTERRUPTED, NOT_WRITTEN, WRONG_USAGE
from pipelines.private_process import keep_process_private
from pipelines.safe_errors import fault_kind, fault_place

PROGRAM = "python -m pipelines"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """The commands of an office and of a provider's desk."""


MODULES = (
    extracts,
    boards,
    submissions,
    office,
    register,
    people,
    releases,
    store,
    audit,
    demo,
    worker,
)

for module in MODULES:
    for command in module.COMMANDS:
        commands.add_command(command)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command (default: the words of the process); its exit code (exit_codes.py).

    Click's own `main` is not used: it hides a broken pipe and an interrupt behind codes of its own.
    """
    keep_process_private()
    try:
        with commands.make_context(
            PROGRAM, _words_typed() if words is None else list(words)
        ) as run:
            return commands.invoke(run)
    except click.exceptions.Exit as ended:  # after --help
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_WRITTEN
    except KeyboardInterrupt:
        print("Stopped. A month is as it was, or as it was sent: see status.", file=sys.stderr)
        return INTERRUPTED
    except Exception as fault:
        if _is_meant_for_the_user(fault):
            print(fault.args[0], file=sys.stderr)
            return WRONG_USAGE
        print(fault_place(fault), file=sys.stderr)
        print(_fault_words(fault), file=sys.stderr)
        return NOT_WRITTEN


def _words_typed() -> list[str]:
    """The words after the program; on Windows no shell has expanded `*.csv`, so it is done here."""
    if os.name != "nt":
        return sys.argv[1:]
    from glob import glob

    return [name for word in sys.argv[1:] for name in sorted(glob(word)) or [word]]


def _is_meant_for_the_user(fault: Exception) -> bool:
    """Whether the fault is one of ours whose message says what to do, and holds no client data."""
    from pipelines.boards.files import NoBoard
    from pipelines.register.agencies import RegisterProblem
    from pipelines.register.releases import NotSigned
    from pipelines.releases.files import NoRelease
    from pipelines.settings import SettingsError
    from pipelines.warehouse.connection import StoreBusy, StoreTooNew
    from pipelines.warehouse.ledger import NoSubmission, NotBegun
    from pipelines.warehouse.pseudonyms import KeyProblem

    return isinstance(
        fault,
        NoBoard
        | NoRelease
        | NotSigned
        | KeyProblem
        | RegisterProblem
        | StoreBusy
        | StoreTooNew
        | SettingsError
        | NoSubmission
        | NotBegun,
    )


def _fault_words(fault: Exception) -> str:
    import sqlite3

    import duckdb

    kind = fault_kind(fault)
    if isinstance(fault, OSError | duckdb.Error | sqlite3.Error):
        what = (
            f"The data folder or a file could not be read or written ({kind}): is the disk full, or"
            " is it another's?"
        )
    else:
        what = f"Starboard failed ({kind}); that is a fault of ours."
    return (
        f"{what} Nothing was acknowledged; send again once that is mended: what is stored already"
        " is not stored twice."
    )
