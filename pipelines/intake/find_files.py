"""The files that a person names, as sources to check; nothing is opened here."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from pipelines.intake.check_files import Source

EXTRACTS = (".csv", ".txt", ".tsv")
MISTAKEN = (".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".gz")  # what an extract may be saved as
KINDS = frozenset((*EXTRACTS, *MISTAKEN))


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Files as they are named, and the extracts of folders in order of name, each once; with what
    may be an extract in another format, so that it is refused by name and not passed over."""
    found = chain.from_iterable(
        sorted(p for p in path.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
        if path.is_dir()
        else [path]
        for path in paths
    )
    return [Source(printable_name(path.name), path) for path in dict.fromkeys(found)]


def printable_name(name: str) -> str:
    """A name fit for terminal, ledger and board: whatever bytes it has, nothing moves a cursor."""
    return "".join(char if char.isprintable() else "?" for char in name)
