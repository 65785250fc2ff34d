"""HTML for st.html, escaped by construction: text is text unless this module made it markup."""

import html
import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import TypeAlias
from urllib.parse import urlencode

VOID = frozenset({"img", "br"})
# What every link of a page carries on, set once a run: each run of a page has its own context.
_carried: ContextVar[Mapping[str, str] | None] = ContextVar("carried", default=None)


def carry(parameters: Mapping[str, str]) -> None:
    """From now on, in this run, every link leads on with these parameters and no others."""
    _carried.set(dict(parameters))


def carry_also(name: str, worth: str) -> None:
    """From now on, in this run, every link leads on with this parameter too."""
    _carried.set({**(_carried.get() or {}), name: worth})


class Markup(str):
    """HTML made here. Any other string is text and is escaped on its way in."""

    __slots__ = ()


Content: TypeAlias = "Markup | str | Iterable[Content] | None"


def el(tag: str, *content: Content, **attributes: str | int | None) -> Markup:
    """An element; `class_` and `aria_label` become `class` and `aria-label`, None is left out."""
    words = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(str(worth))}"'
        for name, worth in attributes.items()
        if worth is not None
    )
    inner = "" if tag in VOID else f"{join(*content)}</{tag}>"
    return Markup(f"<{tag}{words}>{inner}")


def join(*content: Content, between: str = "") -> Markup:
    """Content in a row."""
    return Markup(html.escape(between).join(_text(part) for part in content if part is not None))


def link(label: Content, page: str, *, class_: str | None = None, **parameters: str) -> Markup:
    """A link to a page of the board."""
    return el("a", label, href=address(page, **parameters), class_=class_)


def address(page: str, **parameters: str) -> str:
    """Where a link to a page leads; relative, so that a base path does not matter."""
    chosen = urlencode({**parameters, **(_carried.get() or {})})
    return f"{page}?{chosen}" if chosen else page


def as_text(text: str) -> str:
    """Text that people typed for a Streamlit title or label, which would read it as Markdown."""
    return re.sub(r"([!-+\--/:-@\[-`{-~])", r"\\\1", text)


def _text(part: Content) -> str:
    if isinstance(part, Markup):
        return part
    if isinstance(part, str):
        return html.escape(part)
    return join(*part) if part is not None else ""
