"""HTML for st.html, escaped by construction: text is text unless this module made it markup."""

import html
import re
from collections.abc import Iterable
from typing import TypeAlias

VOID = frozenset({"img", "br"})


class Markup(str):
    """HTML made here. Any other string is text and is escaped on its way in."""

    __slots__ = ()


Content: TypeAlias = "Markup | str | Iterable[Content] | None"


def element(tag: str, *content: Content, **attributes: str | int | None) -> Markup:
    """An element; `class_` and `aria_label` become `class` and `aria-label`, None is left out."""
    words = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(str(worth))}"'
        for name, worth in attributes.items()
        if worth is not None
    )
    inner = "" if tag in VOID else f"{join_content(*content)}</{tag}>"
    return Markup(f"<{tag}{words}>{inner}")


def join_content(*content: Content, between: str = "") -> Markup:
    """Content in a row."""
    return Markup(html.escape(between).join(_text(part) for part in content if part is not None))


def escape_markdown(text: str) -> str:
    """Text that people typed for a Streamlit title or label, which would read it as Markdown."""
    return re.sub(r"([!-+\--/:-@\[-`{-~])", r"\\\1", text)


def _text(part: Content) -> str:
    if isinstance(part, Markup):
        return part
    if isinstance(part, str):
        return html.escape(part)
    return join_content(*part) if part is not None else ""
