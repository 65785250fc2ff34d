"""The files that a person names, as sources to check; nothing is opened here."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from pipelines.intake.check_files import Source

EXTRACTS = (".csv", ".txt", ".tsv")
MISTAKEN = (".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".gz")  # what an extract may be saved as
KINDS = frozenset((*EXTRACTS, *MISTAKEN))


def find_passed_over(paths: Iterable[Path]) -> list[Path]:
    """What lies in folders that a person names and is no extract: files of other kinds, hidden
    ones, and folders with an extract's name."""
    return [
        found
        for path in dict.fromkeys(paths)
        if path.is_dir()
        for found in sorted(path.rglob("*"))
        if not _is_extract(found) and (not found.is_dir() or found.suffix.lower() in KINDS)
    ]


def _is_extract(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.suffix.lower() in KINDS and path.is_file() and not hidden


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Files as they are named, and the extracts of folders in order of name, each once; with what
    may be an extract in another format, so that it is refused by name and not passed over."""
    found = chain.from_iterable(
        sorted(found for found in path.rglob("*") if _is_extract(found))
        if path.is_dir()
        else [path]
        for path in paths
    )
    return [Source(printable_name(path.name), path) for path in dict.fromkeys(found)]


def printable_name(name: str) -> str:
    """A name fit for terminal, ledger and board: whatever bytes it has, nothing moves a cursor."""
    return "".join(char if char.isprintable() else "?" for char in name)
