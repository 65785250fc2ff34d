"""What the audit log keeps of reading and asking: another agency's figures, files that leave the
board, refusals. What happens often is counted, so that no page waits for it."""

import atexit
import logging
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from dashboard.access.viewer import Viewer
from pipelines.register.audit import Audit
from pipelines.register.database import FILE
from pipelines.register.tallies import Tallies
from pipelines.settings import data_folder, load_settings, settings_dict

SECONDS_BETWEEN_WRITES = 60.0  # of refusals that repeat one of the same day

Made = TypeVar("Made")
Key = tuple[str, date, str, str, tuple[tuple[str, object], ...]]  # folder, day, who, action, about

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_written: set[Key] = set()  # of today
_waiting: Counter[Key] = Counter()
_last_write = [0.0]


def record_view(viewer: Viewer, agency: str, board: int) -> None:
    """A person opens an agency's true figures that are not the own: one entry a person, agency,
    board and day. The demo is one person on their own machine, and is not recorded."""
    if viewer.demo or ("agency" in viewer.roles and agency in viewer.agencies):
        return
    key = _key(viewer.sender, "view", agency=agency, board=board)
    if _is_new(key):
        _write(key, 1)


def record_export(viewer: Viewer, make_file: Callable[[], Made], **about: object) -> Made:
    """Record that a file leaves the board, then make it."""
    if (data_folder() / FILE).exists():
        Audit(data_folder()).add(viewer.sender, "export", **about)
    return make_file()


def record_refusal(viewer: Viewer, why: str) -> None:
    """Count a refusal: the first of a day is an entry at once, the others once a minute."""
    if viewer.demo:
        return
    key = _key(viewer.sender or "a remembered answer", "refused", why=why)
    try:
        if _is_new(key):
            _write(key, 1)
            return
        with _lock:
            _waiting[key] += 1
        if time.monotonic() - _last_write[0] >= SECONDS_BETWEEN_WRITES:
            write_waiting()
    except (sqlite3.Error, OSError) as fault:  # refused all the same
        _log.error("Refusals could not be written down: %s", type(fault).__name__)


def record_start() -> None:
    """When the server starts: which settings have changed since, and the counts of days before."""
    if (data_folder() / FILE).exists():
        Audit(data_folder()).note_settings(settings_dict(load_settings()), "the settings file")
        Tallies(data_folder()).close_days(datetime.now(UTC).date())


@atexit.register
def write_waiting() -> None:
    """Write down the refusals that wait for it."""
    with _lock:
        waiting = dict(_waiting)
        _waiting.clear()
        _last_write[0] = time.monotonic()
    for key, times in waiting.items():
        _write(key, times)


def _key(who: str, action: str, **about: object) -> Key:
    today = datetime.now(UTC).date()
    return str(data_folder()), today, who, action, tuple(sorted(about.items()))


def _is_new(key: Key) -> bool:
    """Whether this process has not yet written it down today."""
    with _lock:
        if key in _written:
            return False
        for old in [old for old in _written if old[1] != key[1]]:
            _written.discard(old)
        _written.add(key)
    return True


def _write(key: Key, times: int) -> None:
    folder, day, who, action, about = key
    data = data_folder()
    if folder == str(data) and (data / FILE).exists():
        Tallies(data).count(day, who, action, dict(about), times)
