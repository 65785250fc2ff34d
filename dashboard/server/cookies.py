"""The cookies of signing in: the session's, the address to come back to, and Streamlit's own."""

import json
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    SESSION_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from dashboard.access.sign_in import SignIn

RETURN_COOKIE = "starboard_return"
RETURN_SECONDS = 900  # to sign in
LONGEST_RETURN = 1500  # characters of an address to come back to


def set_session(response: Response, sign_in: SignIn, secret: str) -> None:
    """Give the browser its session; the cookie goes when the browser closes."""
    response.set_cookie(
        sign_in.cookie, secret, httponly=True, samesite="lax", secure=sign_in.is_https, path="/"
    )
    response.delete_cookie(SESSION_COOKIE_NAME, path="/")


def delete_session(response: Response, sign_in: SignIn) -> None:
    response.delete_cookie(
        sign_in.cookie, path="/", secure=sign_in.is_https, httponly=True, samesite="lax"
    )
    response.delete_cookie(SESSION_COOKIE_NAME, path="/")


def set_return(response: Response, sign_in: SignIn, address: str) -> None:
    """Remember the address that a person wanted before signing in, signed."""
    if address != "/" and is_own_address(address) and len(address) <= LONGEST_RETURN:
        response.set_cookie(
            RETURN_COOKIE,
            _signer(sign_in).dumps(address),
            max_age=RETURN_SECONDS,
            httponly=True,
            samesite="lax",
            secure=sign_in.is_https,
            path="/",
        )


def return_address(sign_in: SignIn, cookie: str) -> str:
    """The address that a cookie remembers; the first page for any other text."""
    try:
        address = _signer(sign_in).loads(cookie, max_age=RETURN_SECONDS)
    except BadSignature:
        return "/"
    return address if isinstance(address, str) and is_own_address(address) else "/"


def is_own_address(address: str) -> bool:
    """Whether a path leads to this server, whatever a browser makes of it."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return plain and address.startswith("/") and not address.startswith("//")


def identity_claims(sign_in: SignIn, set_cookies: Iterable[str]) -> dict[str, object] | None:
    """What the identity provider says of a person, from the cookies that Streamlit sets after a
    sign-in; None where there was none."""
    values: dict[str, str] = {}
    for header in set_cookies:
        try:
            values |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        except CookieError:
            continue

    def signed_part(name: str) -> bytes | None:
        return decode_signed_value(sign_in.cookie_secret, name, values.get(name, ""))

    content = get_cookie_with_chunks(signed_part, USER_COOKIE_NAME)
    claims = json.loads(content) if content else None
    return claims if isinstance(claims, dict) else None


def _signer(sign_in: SignIn) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(sign_in.cookie_secret, salt=RETURN_COOKIE)
