"""The boards that are kept, for whoever administers them; opens none of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from pipelines.boards import files as board_files
from pipelines.settings import data_folder


@dataclass(frozen=True)
class KeptBoard:
    """A board's version, when it was published (UTC, as its file says), its size with filters."""

    version: int
    published_at: datetime
    megabytes: float


def list_boards(viewer: Viewer) -> list[KeptBoard]:
    """Every board that is kept, the newest first. Raises NotAllowed."""
    require_administer(viewer)
    data = data_folder()
    kept = []
    for version in sorted(board_files.published_versions(data), reverse=True):
        board, filters = (
            board_files.board_file(data, version),
            board_files.filters_file(data, version),
        )
        try:
            size = board.stat().st_size + (filters.stat().st_size if filters.exists() else 0)
            at = datetime.fromtimestamp(board.stat().st_mtime, UTC)
        except FileNotFoundError:  # deleted meanwhile
            continue
        kept.append(KeptBoard(version, at, size / 1e6))
    return kept
