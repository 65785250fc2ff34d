"""HTML for st.html, escaped by construction: text is text unless this module made it markup."""

import re
from collections.abc import Iterable
from typing import TypeAlias

import markupsafe
from markupsafe import Markup

VOID = frozenset({"img", "br", "meta"})

Content: TypeAlias = "Markup | str | Iterable[Content] | None"


def element(tag: str, *content: Content, **attributes: str | int | None) -> Markup:
    """An element; `class_` and `aria_label` become `class` and `aria-label`, None is left out."""
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "" if tag in VOID else f"{join_content(*content)}</{tag}>"
    return Markup(f"<{tag}{pairs}>{inner}")


def join_content(*content: Content, between: str = "") -> Markup:
    """Content in a row, separated by the text `between`."""
    return Markup(
        _escape(between).join([_content_html(part) for part in content if part is not None])
    )


def escape_markdown(text: str) -> str:
    """Text that people typed for a Streamlit title or label, which would read it as Markdown."""
    return re.sub(r"([!-+\--/:-@\[-`{-~])", r"\\\1", text)


def _content_html(part: Content) -> str:
    if isinstance(part, Markup):
        return part
    if isinstance(part, str):
        return _escape(part)
    return "".join([_content_html(inner) for inner in part]) if part is not None else ""


def _escape(text: str) -> str:
    """Text as HTML, quotation marks by the names that the standard library gives them."""
    return str(markupsafe.escape(text)).replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
