"""The pages outside the board, of the server itself: sign in, not invited, signed out, refused."""

from collections.abc import Sequence

from starlette.responses import HTMLResponse

from dashboard.access.sign_in import Provider
from dashboard.components.html import Content, Markup, element, join_content
from pipelines.register.people import Identity

STYLE = """
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 "Source Sans 3","Source Sans Pro",system-ui,sans-serif;color:#1B1B1B;
background:#fff}
main{max-width:30rem;margin:12vh auto 3rem;padding:0 1.5rem}
.brand{font-weight:700;font-size:1.25rem;margin:0 0 2rem;color:#005EA2}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}
p{margin:0 0 1rem}
.muted{color:#565C65}
a{color:#005EA2}
a.button{display:block;padding:.75rem 1rem;margin:0 0 .75rem;border-radius:4px;background:#005EA2;
color:#fff;text-decoration:none;font-weight:600;text-align:center}
a:focus-visible{outline:3px solid #1B1B1B;outline-offset:2px}
"""


def sign_in_page(office: str, providers: Sequence[Provider], note: str = "") -> HTMLResponse:
    """A button for each provider. `note`: why the person is asked again."""
    buttons = [
        element(
            "a", f"Sign in with {provider.label}", href=f"/sign-in/{provider.key}", class_="button"
        )
        for provider in providers
    ]
    return _page(
        401,
        "Sign in",
        element("p", note, role="status") if note else None,
        element("p", f"Starboard of {office}. Sign in to see the board."),
        buttons,
        element("p", f"No account? Ask {office} for an invitation.", class_="muted"),
    )


def not_invited_page(office: str, identity: Identity) -> HTMLResponse:
    """For a person whom the identity provider knows and for whom no role waits."""
    if not identity.email:
        known = "Your account has no e-mail address, and no role here waits for you."
    elif identity.has_address:
        known = f"You are known as {identity.email}, but no role here waits for you."
    else:
        known = (
            f"Your account names {identity.email}, but its provider does not say that this address"
            " is verified. So no role here waits for you."
        )
    return _page(
        403,
        "No invitation",
        element("p", known),
        element("p", f"Ask {office} for an invitation to this address, then sign in again."),
        element("p", element("a", "Sign in with another account", href="/")),
    )


def signed_out_page(office: str) -> HTMLResponse:
    return _page(
        200,
        "Signed out",
        element("p", f"You are signed out of Starboard of {office}, in every tab."),
        element("p", element("a", "Sign in again", href="/", class_="button")),
        element(
            "p",
            "On a shared computer, sign out of your account at the identity provider too, or close"
            " the browser.",
            class_="muted",
        ),
    )


def failed_page(office: str) -> HTMLResponse:
    """The identity provider's answer was none that signs in."""
    return _page(
        400,
        "Signing in did not work",
        element("p", "It took too long, was cancelled, or the page was opened twice."),
        element("p", element("a", "Try again", href="/", class_="button")),
        element("p", f"If it happens again, write to {office}.", class_="muted"),
    )


def no_provider_page(office: str) -> HTMLResponse:
    """The identity provider does not answer."""
    return _page(
        502,
        "The sign-in service does not answer",
        element("p", "Starboard asks it who you are. Wait a few minutes, then try again."),
        element("p", element("a", "Try again", href="/", class_="button")),
        element("p", f"If it goes on, write to {office}.", class_="muted"),
    )


def too_many_page(seconds: int) -> HTMLResponse:
    page = _page(
        429,
        "Too many requests",
        element("p", f"Wait {seconds} seconds, then load the page again."),
    )
    page.headers["Retry-After"] = str(seconds)
    return page


def _page(status: int, title: str, *content: Content) -> HTMLResponse:
    body = join_content(
        element("p", "Starboard", class_="brand"), element("h1", title), join_content(*content)
    )
    head = join_content(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} · Starboard"),
        Markup(f"<style>{STYLE}</style>"),
    )
    document = element(
        "html", element("head", head), element("body", element("main", body)), lang="en"
    )
    return HTMLResponse(
        Markup("<!doctype html>") + document,
        status_code=status,
        headers={"Cache-Control": "no-store"},
    )
