"""Files that are whole and on the disk before they have their name, whatever stops the process."""

import os
from pathlib import Path


def replace_atomically(made: Path, final: Path) -> None:
    """Give a finished file its name, in place of what bore it before."""
    _sync(made)
    os.replace(made, final)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        _sync(final.parent)


def _sync(path: Path) -> None:
    # Windows flushes only what is open for writing, POSIX opens a folder only for reading
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
