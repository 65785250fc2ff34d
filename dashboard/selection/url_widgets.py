"""A row of widgets in step with the URL. The URL holds keys, not labels, and is the truth.

`bind="query-params"` would write a widget's label into the URL; a link must outlive a wording.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from dashboard.components import layout

EVERYONE = "all"  # the URL's word for "no group" and "no filter"
NOT_HERE = "this board does not have"


@contextmanager
def widget_row(*, wide: bool = False) -> Iterator["WidgetRow"]:
    """Widgets side by side, `wide`: at both ends; under them, what a link asked for in vain."""
    row = WidgetRow()
    look = {"horizontal_alignment": "distribute"} if wide else {}
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", **look):
        yield row
    for note in row.notes:
        layout.show_note(note)


class WidgetRow:
    """Widgets in step with the URL: the URL sets them, and they set the URL."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def choice(
        self,
        widget: Callable[..., Any],
        name: str,
        label: str,
        options: Mapping[str, str],
        *,
        default: str | None = None,
        clears: str | None = None,
        why_not: str = NOT_HERE,
    ) -> str:
        """One of `options`; `name` is the URL's word. Another choice `clears` what hangs on it.

        `why_not`: why what a link asks for may not be among them.
        """
        if not options:
            layout.show_note(f"There is no {name} to choose yet: nothing has been sent.")
            st.stop()
        default = default if default in options else next(iter(options))
        labels = distinct_labels(options)
        asked = st.query_params.get(name)
        if asked not in options:
            self.in_vain(name, options[default], why_not)
        key = f"chosen_{name}"
        st.session_state[key] = asked if asked in options else default
        widget(
            label,
            list(options),
            format_func=labels.__getitem__,
            key=key,
            on_change=_to_url,
            args=(name, clears),
        )
        return st.session_state[key]

    def no_choice(self, name: str, shown: str) -> None:
        """Nothing to choose from: all that there is stands on the page."""
        if st.query_params.get(name) != EVERYONE:
            self.in_vain(name, shown)

    def in_vain(self, name: str, shown: str, why_not: str = NOT_HERE) -> None:
        """What the URL asks for by `name`, if it does, is not there."""
        asked = st.query_params.get(name)
        if asked is not None:
            lacks = f"{name} “{asked[:40]}”, which {why_not}"
            self.notes.append(f"The link asks for {lacks}. Shown instead: {shown}.")


def distinct_labels(options: Mapping[str, str]) -> dict[str, str]:
    """Streamlit finds a choice by its label: of several with one label each says its key too."""
    often = Counter(options.values())
    return {
        key: label if often[label] == 1 else f"{label} ({key})" for key, label in options.items()
    }


def _to_url(name: str, clears: str | None) -> None:
    st.query_params[name] = st.session_state[f"chosen_{name}"]
    if clears is not None and clears in st.query_params:
        del st.query_params[clears]
