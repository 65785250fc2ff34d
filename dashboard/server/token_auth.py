"""Which agency a request's token belongs to, and how often a sender may guess wrong."""

import hashlib
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path

from starlette.datastructures import Headers

from pipelines.register import tokens
from pipelines.register.tokens import Token
from pipelines.settings import data_folder

WRONG = 10  # tokens of one sender within WINDOW_SECONDS, before the sender must wait
WINDOW_SECONDS = 60.0
SENDERS = 1000  # remembered at most, so that no flood of addresses fills the memory


class TooManyAttempts(PermissionError):
    """The sender's tokens were wrong too often; `seconds` until the next is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class TokenAuthenticator:
    """Checks tokens of requests. One that was valid before is checked even while its sender must
    wait: behind a proxy all senders have the same address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counting = threading.Lock()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._known: set[bytes] = set()

    def token(self, headers: Headers, sender: str, data: Path | None = None) -> Token | None:
        """The request's token, None if it is not valid. Raises TooManyAttempts, unread."""
        text = _bearer(headers)
        mark = hashlib.sha256(text.encode()).digest()
        wait = self._wait(sender)
        if wait and mark not in self._known:
            raise TooManyAttempts(wait)
        token = tokens.authenticate_token(data or data_folder(), text) if text else None
        if token is not None:
            self._known.add(mark)
            return token
        self._known.discard(mark)
        self._note(sender)
        return None

    def _wait(self, sender: str) -> int:
        with self._counting:
            wrong = self._wrong.get(sender, deque())
            while wrong and wrong[0] <= self._clock() - WINDOW_SECONDS:
                wrong.popleft()
            if len(wrong) < WRONG:
                return 0
            return int(wrong[0] + WINDOW_SECONDS - self._clock()) + 1

    def _note(self, sender: str) -> None:
        with self._counting:
            self._wrong.setdefault(sender, deque(maxlen=WRONG)).append(self._clock())
            self._wrong.move_to_end(sender)
            while len(self._wrong) > SENDERS:
                self._wrong.popitem(last=False)


def _bearer(headers: Headers) -> str:
    """The text after `Bearer`, of exactly one Authorization header."""
    values = headers.getlist("authorization")
    scheme, _, text = values[0].partition(" ") if len(values) == 1 else ("", "", "")
    return text.strip() if scheme.lower() == "bearer" else ""
