"""What is open when a session ends: its sockets close, its pages go back to signing in."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATE = "/_session/state"  # 204 while the session holds, 401 after
SCRIPT = "/_session/watch.js"
SCRIPT_TEXT = Path(__file__).with_suffix(".js").read_text("utf-8")
CHECK_SECONDS = 2.0  # between two looks at the session of an open socket that says nothing
SESSION_OVER = 4401  # a close code of our own range: 4000 to 4999

_TAG = f'<script src="{SCRIPT}" defer></script></head>'.encode()


async def watch_socket(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    holds: Callable[[bool], Awaitable[bool]],
) -> None:
    """A socket that closes when its session is over, at its next message or soon after.

    `holds(used)`: whether the session still holds; `used`: the person does something now.
    """
    waiting: asyncio.Future[Message] | None = None
    closed = False

    async def next_message() -> Message:
        nonlocal waiting, closed
        while True:
            waiting = waiting or asyncio.ensure_future(receive())
            done, _ = await asyncio.wait({waiting}, timeout=CHECK_SECONDS)
            message = waiting.result() if done else None
            if message is not None:
                waiting = None
            if message is not None and message["type"] != "websocket.receive":
                return message
            if not await holds(message is not None):
                closed = True
                await send({"type": "websocket.close", "code": SESSION_OVER})
                return {"type": "websocket.disconnect", "code": SESSION_OVER}
            if message is not None:
                return message

    async def send_while_open(message: Message) -> None:
        if not closed:
            await send(message)

    try:
        await app(scope, next_message, send_while_open)
    finally:
        if waiting is not None:
            waiting.cancel()


def watched_page(scope: Scope, send: Send) -> tuple[Scope, Send]:
    """The request and the answer of a page, with the script that leaves it when the session is
    over: Streamlit would go on showing the figures behind “Connection error”."""
    plain = [(key, value) for key, value in scope["headers"] if key.lower() != b"accept-encoding"]
    start: Message | None = None
    body = bytearray()

    async def sending(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and _is_html(message):
            start = message
        elif start is None:
            await send(message)
        else:
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                page = bytes(body).replace(b"</head>", _TAG, 1)
                headers = MutableHeaders(scope=start)
                headers["Content-Length"] = str(len(page))
                del headers["ETag"]
                await send(start)
                await send({"type": "http.response.body", "body": page})

    return {**scope, "headers": plain}, sending


def _is_html(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
