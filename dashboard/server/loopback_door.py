"""The door of the demo: without sign-in only this machine gets in."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.senders import is_loopback, names_host

REFUSAL = "403: this board can be opened only on the machine that it runs on.\n"

# A proxy speaks for another client, so a loopback address behind one proves nothing.
PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")


class LoopbackDoor:
    """A loopback client, no proxy, and a Host that names this machine."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._admits(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "403"})
        else:
            await PlainTextResponse(REFUSAL, status_code=403)(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        client = (scope.get("client") or ("",))[0]
        proxied = any(name in headers for name in PROXY_HEADERS)
        return is_loopback(client) and not proxied and names_host(scope, self.hosts)
