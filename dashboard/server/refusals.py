"""How often strangers are refused: few a minute from one address, and counted in the audit log."""

import logging
import sqlite3
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

from pipelines.register.audit import Audit
from pipelines.register.database import FILE
from pipelines.settings import data_folder

WINDOW_SECONDS = 60.0
MOST = 240  # requests of one address without a session within the window
ADDRESSES = 2000  # remembered at most, so that no flood of addresses fills the memory

_log = logging.getLogger(__name__)


class Refusals:
    """Requests without a session, by address and by kind."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counting = threading.Lock()
        self._of_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._kinds: Counter[str] = Counter()
        self._written = clock()

    def wait_seconds(self, address: str) -> int:
        """Note a request of an address; how long it must wait, 0 where it may go on."""
        now = self._clock()
        with self._counting:
            times = self._of_address.setdefault(address, deque(maxlen=MOST))
            self._of_address.move_to_end(address)
            while len(self._of_address) > ADDRESSES:
                self._of_address.popitem(last=False)
            if len(times) == MOST and times[0] > now - WINDOW_SECONDS:
                return int(times[0] + WINDOW_SECONDS - now) + 1
            times.append(now)
            return 0

    def count(self, kind: str) -> None:
        """Count a refusal; once a minute the counts become one entry of the audit log."""
        with self._counting:
            self._kinds[kind] += 1
            if self._clock() - self._written < WINDOW_SECONDS:
                return
            counts, self._kinds = dict(self._kinds), Counter()
            self._written = self._clock()
        if (data_folder() / FILE).exists():
            try:
                Audit(data_folder()).add("the server", "refused", **counts)
            except sqlite3.Error as fault:
                _log.error("Refusals could not be written down: %s", type(fault).__name__)
