"""The files of boards: names, versions and the pointer to the current one. Opens no board."""

import re
from pathlib import Path

SCHEMA = 7  # of a board's tables; a reader of another number asks for a new build


class NoBoard(LookupError):
    """No board is published, or not this version."""


def boards_folder(data: Path) -> Path:
    return data / "boards"


def board_file(data: Path, version: int) -> Path:
    return boards_folder(data) / f"board-{version:06}.duckdb"


def filters_file(data: Path, version: int) -> Path:
    """The same version's figures by filter, made right after the board."""
    return boards_folder(data) / f"filters-{version:06}.duckdb"


def published_versions(data: Path) -> list[int]:
    """The versions that are kept, oldest first."""
    matches = (
        re.fullmatch(r"board-(\d{6,})\.duckdb", p.name) for p in boards_folder(data).glob("board-*")
    )
    return sorted(int(match[1]) for match in matches if match)


def current_version(data: Path) -> int | None:
    """The version that the pointer names; none before the first publish.

    Where a broken disk or a person has garbled the pointer, the newest board is current.
    """
    try:
        return int((boards_folder(data) / "CURRENT").read_text("ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        return max(published_versions(data), default=None)


def version_as_of(data: Path, version: int) -> int:
    """The kept version shown for `version`: itself, or the next one that was kept."""
    later = [kept for kept in published_versions(data) if kept >= version]
    if not later:
        raise NoBoard(f"There is no board {version:06} or later.")
    return later[0]
