"""The door of an office: every request but a sign-in needs a session that holds.

Streamlit speaks with the identity provider. Its identity cookies never reach a browser: they last
30 days and cannot be ended. The door reads them once and gives a session of the register instead.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token

from dashboard.access.sign_in import CALLBACK, SignIn
from dashboard.server import cookies, session_watch, sign_in_pages
from dashboard.server.refusals import Refusals
from dashboard.server.senders import names_host, sender_address
from dashboard.server.server_options import SESSION_HEADER
from pipelines import settings
from pipelines.register.people import Identity, NotInvited, People
from pipelines.register.sessions import Sessions, SignedIn, session_mark
from pipelines.settings import data_folder

HEALTH = "/_stcore/health"
LOGIN = "/auth/login"
SIGN_IN = "/sign-in/"
SIGN_OUT = ("/sign-out", "/auth/logout")
NO_PAGES = (
    *("/_stcore/", "/static/", "/media/", "/component/", "/app/static/", "/auth/", "/api/"),
    "/_session/",
)


class SignInDoor:
    """Admits people with a session, signs people in and out, refuses everyone else."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], sign_in: SignIn) -> None:
        self.app = app
        self.hosts = frozenset({sign_in.host, *(host.lower() for host in hosts)})
        self.sign_in = sign_in
        self.refusals = Refusals()
        self.office = settings.load_settings().office.name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if not names_host(scope, self.hosts):
            await self._refuse(scope, receive, send, "host")
        elif scope["type"] == "http" and path == HEALTH:
            await self.app(scope, receive, self._secure(send))
        elif scope["type"] == "http" and self._steps_in(path):
            await self._step(scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    @staticmethod
    def _steps_in(path: str) -> bool:
        return path in (CALLBACK, LOGIN, *SIGN_OUT) or path.startswith(SIGN_IN)

    async def _step(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A step of signing in or out. Few ways in a minute from one address; the way out is open
        however many knock."""
        path = scope["path"]
        if path in SIGN_OUT:
            await (await self._sign_out(Request(scope, receive)))(scope, receive, send)
        elif wait := self.refusals.wait_seconds(sender_address(scope)):
            await sign_in_pages.too_many_page(wait)(scope, receive, send)
        elif path == LOGIN:
            await self._go_to_provider(scope, receive, send)
        elif path == CALLBACK:
            await self._come_back(scope, receive, send)
        else:
            await self._start(path.removeprefix(SIGN_IN))(scope, receive, send)

    def _start(self, provider: str) -> Response:
        """Off to the identity provider; Streamlit wants its name in a token of two minutes."""
        if provider not in {known.key for known in self.sign_in.providers}:
            return sign_in_pages.sign_in_page(self.office, self.sign_in.providers)
        token = encode_provider_token(provider)
        return RedirectResponse(f"{LOGIN}?{urlencode({'provider': token})}", status_code=302)

    async def _go_to_provider(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's redirect to the identity provider, which it asks for its addresses first."""
        failed = False

        async def sending(message: Message) -> None:
            nonlocal failed
            failed = failed or message.get("status", 0) >= 400
            if not failed:
                await send(message)

        await self.app(scope, receive, self._secure(sending))
        if failed:
            self.refusals.count("provider without answer")
            await sign_in_pages.no_provider_page(self.office)(scope, receive, send)

    async def _come_back(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The identity provider's answer: Streamlit checks it, the register knows the person."""
        set_cookies: list[str] = []

        async def keep_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_cookies.extend(Headers(raw=message["headers"]).getlist("set-cookie"))

        await self.app(scope, receive, keep_cookies)
        claims = cookies.identity_claims(self.sign_in, set_cookies)
        request = Request(scope, receive)
        if claims is None:
            answer: Response = sign_in_pages.failed_page(self.office)
        else:
            answer = await run_in_threadpool(self._welcome, request, self._identity(claims))
        await answer(scope, receive, send)

    def _identity(self, claims: dict[str, object]) -> Identity:
        def text(*names: str) -> str:
            return next((str(claims[name]) for name in names if claims.get(name)), "")

        provider = next(
            (p for p in self.sign_in.providers if p.key == claims.get("provider")), None
        )
        trusted = provider is not None and provider.trusts_address
        email = text("email", "preferred_username") if trusted else text("email")
        return Identity(
            issuer=text("iss"),
            subject=text("sub"),
            email=email,
            name=text("name") or email,
            has_address=bool(email) and (trusted or claims.get("email_verified") is True),
        )

    def _welcome(self, request: Request, identity: Identity) -> Response:
        """A session for a person with a role; in a thread, since it writes."""
        data = data_folder()
        try:
            if not identity.issuer or not identity.subject:
                raise NotInvited
            people = People(data, invitation_days=self.sign_in.invitation_days)
            person = people.welcome(identity)
        except NotInvited:
            self.refusals.count("not invited")
            return sign_in_pages.not_invited_page(self.office, identity)
        sessions = Sessions(data, self.sign_in.limits)
        sessions.end(self._secret(request.headers), "signed in again")
        back = cookies.return_address(self.sign_in, request.cookies.get(cookies.RETURN_COOKIE, ""))
        answer = RedirectResponse(back, status_code=302)
        cookies.set_session(answer, self.sign_in, sessions.start(person.person_id))
        answer.delete_cookie(cookies.RETURN_COOKIE, path="/")
        return answer

    async def _sign_out(self, request: Request) -> Response:
        secret = self._secret(request.headers)
        await run_in_threadpool(Sessions(data_folder(), self.sign_in.limits).end, secret)
        answer = sign_in_pages.signed_out_page(self.office)
        cookies.delete_session(answer, self.sign_in)
        return answer

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page, a file, an upload or a socket of a person who is signed in."""
        secret, path = self._secret(Headers(scope=scope)), scope["path"]
        if await self._find(secret, used=path != session_watch.STATE) is None:
            await self._refuse(scope, receive, send, "no session")
        elif scope["type"] == "websocket":

            async def holds(used: bool) -> bool:
                return await self._find(secret, used=used) is not None

            named = _with_session(scope, secret)
            await session_watch.watch_socket(self.app, named, receive, send, holds)
        elif path == session_watch.STATE:
            await Response(status_code=204)(scope, receive, self._unstored(path, send))
        elif path == session_watch.SCRIPT:
            script = Response(session_watch.SCRIPT_TEXT, media_type="text/javascript")
            await script(scope, receive, self._unstored(path, send))
        else:
            sending = self._secure(self._unstored(path, send))
            if self._is_page(scope) and scope["method"] == "GET":
                scope, sending = session_watch.watched_page(scope, sending)
            await self.app(scope, receive, sending)

    async def _find(self, secret: str, *, used: bool = True) -> SignedIn | None:
        sessions = Sessions(data_folder(), self.sign_in.limits)
        return await run_in_threadpool(sessions.find, secret, used=used)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, kind: str) -> None:
        """No session: a person is shown where to sign in, a program reads one line."""
        await run_in_threadpool(self.refusals.count, kind)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "401"})
            return
        answer: Response
        if kind == "host":
            answer = PlainTextResponse("403: not this board’s address.\n", status_code=403)
        elif not self._is_page(scope):  # not limited: tabs that are left open ask again and again
            answer = PlainTextResponse("401: sign in first.\n", status_code=401)
        elif wait := self.refusals.wait_seconds(sender_address(scope)):
            answer = sign_in_pages.too_many_page(wait)
        else:
            answer = sign_in_pages.sign_in_page(self.office, self.sign_in.providers)
            query = scope.get("query_string", b"").decode("latin-1")
            cookies.set_return(answer, self.sign_in, scope["path"] + (f"?{query}" if query else ""))
        await answer(scope, receive, send)

    @staticmethod
    def _is_page(scope: Scope) -> bool:
        wants = Headers(scope=scope).get("accept", "")
        is_file = scope["path"].startswith(NO_PAGES)
        return scope["method"] in ("GET", "HEAD") and "text/html" in wants and not is_file

    def _secret(self, headers: Headers) -> str:
        """The session's secret, of exactly one cookie of its name."""
        found = [
            value.strip()
            for header in headers.getlist("cookie")
            for name, _, value in (part.partition("=") for part in header.split(";"))
            if name.strip() == self.sign_in.cookie
        ]
        return found[0] if len(found) == 1 else ""

    def _secure(self, send: Send) -> Send:
        """On https every cookie is for https alone."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and self.sign_in.is_https:
                message["headers"] = [
                    (name, _with_secure(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        return sending

    @staticmethod
    def _unstored(path: str, send: Send) -> Send:
        """What a person sees stays in no cache; Streamlit's own scripts may."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not path.startswith("/static/"):
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        return sending


def _with_session(scope: Scope, secret: str) -> Scope:
    """The request as one of this session, whatever it says itself."""
    name = SESSION_HEADER.lower().encode()
    headers = [(key, value) for key, value in scope["headers"] if key.lower() != name]
    return {**scope, "headers": [*headers, (name, session_mark(secret).encode())]}


def _with_secure(cookie: bytes) -> bytes:
    has_it = any(part.strip().lower() == b"secure" for part in cookie.split(b";"))
    return cookie if has_it else cookie + b"; Secure"
