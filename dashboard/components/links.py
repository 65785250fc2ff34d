"""Links between pages: relative, with the parameters that every link carries on."""

from collections.abc import Mapping
from contextvars import ContextVar
from urllib.parse import urlencode

from dashboard.components.html import Content, Markup, element
from dashboard.queries.models import AgencyGroup

# What every link of a page carries on, set once a run: each run of a page has its own context.
_carried: ContextVar[Mapping[str, str] | None] = ContextVar("carried", default=None)


def carry_parameter(name: str, value: str | None) -> None:
    """From now on, in this run, every link leads on with this parameter too; None: without it."""
    carried = {**(_carried.get() or {}), name: value}
    _carried.set({name: text for name, text in carried.items() if text is not None})


def page_link(label: Content, page: str, *, class_: str | None = None, **parameters: str) -> Markup:
    """A link to a page of the board."""
    return element("a", label, href=page_address(page, **parameters), class_=class_)


def page_address(page: str, **parameters: str) -> str:
    """Where a link to a page leads; relative, so that a base path does not matter."""
    chosen = urlencode({**parameters, **(_carried.get() or {})})
    return f"{page}?{chosen}" if chosen else page


def link_parameters(agency: str | None, group: AgencyGroup | None) -> dict[str, str]:
    """The URL's words for whose figures a link leads to."""
    chosen = {"agency": agency} if agency else {}
    return chosen | ({"group": group.key} if group else {})
