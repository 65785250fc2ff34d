"""Entries of the audit log in words; pure."""

from collections.abc import Mapping
from typing import Any

LONGEST = 400  # characters of an entry on the screen; the file has all


def about_text(about: Mapping[str, Any]) -> str:
    """`agency A01, before name Alder, now name Alder House`."""
    text = ", ".join(_pair_text(name, value) for name, value in about.items())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _pair_text(name: str, value: Any) -> str:
    return f"{name.replace('_', ' ')} {_value_text(value)}"


def _value_text(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(_pair_text(name, each) for name, each in value.items())
        return f"({inner})" if inner else "empty"
    if isinstance(value, list):
        return " · ".join(_value_text(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not said" if value is None else str(value) or "empty"
