"""Files that are whole and on the disk before they have their name, whatever stops the process."""

import os
from pathlib import Path


def replace_atomically(finished: Path, final: Path) -> None:
    """Move a finished file to its final name, in place of the file that has it."""
    _sync(finished)
    os.replace(finished, final)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        _sync(final.parent)


def _sync(path: Path) -> None:
    # Windows flushes only what is open for writing, POSIX opens a folder only for reading
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
