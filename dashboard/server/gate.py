"""The request gate, before Streamlit: uploads by token, everybody else through a door.

It answers HTTP and WebSocket alike, pages, media and uploads too, and sets the security headers.
"""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access.sign_in import SignIn
from dashboard.server import upload_endpoint
from dashboard.server.loopback_door import LoopbackDoor
from dashboard.server.security_headers import content_security_policy, inline_script_hashes
from dashboard.server.senders import sender_address
from dashboard.server.sign_in_door import SignInDoor
from dashboard.server.token_auth import TokenAuthenticator, TooManyAttempts
from dashboard.text import commands


class Gate:
    """ASGI middleware around the whole app. Without `sign_in` only this machine gets in."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], sign_in: SignIn | None = None) -> None:
        self.app = app
        self.policy = content_security_policy(inline_script_hashes())
        self.authenticator = TokenAuthenticator()
        self.is_https = sign_in is not None and sign_in.is_https
        self.door: ASGIApp = (
            LoopbackDoor(app, hosts) if sign_in is None else SignInDoor(app, hosts, sign_in)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif self._is_upload(scope):
            await self._upload(scope, receive, self._with_headers(send))
        else:
            await self.door(scope, receive, self._with_headers(send))

    @staticmethod
    def _is_upload(scope: Scope) -> bool:
        """Exactly the upload, by the same path that the routes match."""
        requested = (scope["type"], scope.get("root_path", ""), scope.get("path"))
        return requested == ("http", "", commands.UPLOAD_PATH)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only a valid token is admitted, from this machine too; the body is not yet read."""
        sender = sender_address(scope)
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
                if self.is_https:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        return sending
