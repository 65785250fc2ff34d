"""The request gate, before Streamlit: until people can sign in, only this machine gets in.

One exception: POST /api/extracts, from anywhere, with an agency's token.

It answers HTTP and WebSocket alike, pages, media and uploads too, and sets the security headers.
"""

import ipaddress
import re
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server import upload_endpoint
from dashboard.server.security_headers import content_security_policy, inline_script_hashes
from dashboard.server.token_auth import TokenAuthenticator, TooManyAttempts
from dashboard.text import commands

REFUSAL = "403: this board can be opened only on the machine that it runs on.\n"


# A proxy speaks for another client, so a loopback address behind one proves nothing.
PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")


class Gate:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.policy = content_security_policy(inline_script_hashes())
        self.authenticator = TokenAuthenticator()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif self._is_upload(scope):
            await self._upload(scope, receive, self._with_headers(send))
        elif self.admits(scope):
            await self.app(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "403"})
        else:
            refusal = PlainTextResponse(REFUSAL, status_code=403)
            await refusal(scope, receive, self._with_headers(send))

    def admits(self, scope: Scope) -> bool:
        """A loopback client, no proxy, and a Host that names this machine (no DNS rebinding)."""
        headers = Headers(scope=scope)
        client = (scope.get("client") or ("",))[0]
        named = headers.getlist("host")
        return (
            _is_loopback(client)
            and not any(name in headers for name in PROXY_HEADERS)
            and len(named) == 1
            and host_name(named[0]) in self.hosts
        )

    @staticmethod
    def _is_upload(scope: Scope) -> bool:
        """Exactly the upload, by the same path that the routes match."""
        requested = (scope["type"], scope.get("root_path", ""), scope.get("path"))
        return requested == ("http", "", commands.UPLOAD_PATH)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only a valid token is admitted, from this machine too; the body is not yet read."""
        sender = (scope.get("client") or ("",))[0]
        try:
            token = await run_in_threadpool(self.authenticator.token, Headers(scope=scope), sender)
        except TooManyAttempts as wait:
            message = "Too many wrong tokens. Wait, then send the right one."
            await upload_endpoint.refusal_response(429, "too_many", message, wait=wait.seconds)(
                scope, receive, send
            )
            return
        if token is None:
            message = "Send a valid token as “Authorization: Bearer …”."
            await upload_endpoint.refusal_response(401, "no_token", message)(scope, receive, send)
            return
        await self.app({**scope, upload_endpoint.TOKEN: token}, receive, send)

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self.policy
                headers["X-Frame-Options"] = "DENY"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
            await send(message)

        return sending


def host_name(header: str) -> str:
    """The name in a Host header, without its port; an IPv6 address without its brackets."""
    bracketed = re.fullmatch(r"\[([0-9a-f:.]+)\](:\d+)?", header.lower())
    return bracketed[1] if bracketed else re.sub(r":\d+$", "", header.lower())


def _is_loopback(client: str) -> bool:
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
