"""A row of widgets in step with the URL. The URL holds keys, not labels, and decides.

`bind="query-params"` would write a widget's label into the URL; a link must outlive a wording.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from dashboard.components import layout
from dashboard.queries import board as queries

EVERYONE = queries.EVERY_AGENCY  # the URL's word for "no group" and "no filter"
NOT_HERE = "this board does not have"


@contextmanager
def widget_row(*, wide: bool = False) -> Iterator["WidgetRow"]:
    """Widgets in one line, with `wide` at both of its ends.

    Below the line a note for each choice in the URL that does not exist.
    """
    row = WidgetRow()
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute" if wide else "left",
        vertical_alignment="top",
        gap="medium",
    ):
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
        """The chosen key of `options` (key → label); stops the page where there are none.

        `name`: the URL parameter. `default`: the key at first, else the first option. `clears`: a
        URL parameter that another choice removes. `why_not`: why the key in the URL may be missing
        from the options, as the end of a sentence.
        """
        if not options:
            layout.show_note(f"There is no {name} to choose yet: nothing has been sent.")
            st.stop()
        first = default if default is not None and default in options else next(iter(options))
        labels = distinct_labels(options)
        in_url = st.query_params.get(name)
        if in_url not in options:
            self.note_missing_choice(name, options[first], why_not)
        key = f"chosen_{name}"
        st.session_state[key] = in_url if in_url in options else first
        widget(
            label,
            list(options),
            format_func=labels.__getitem__,
            key=key,
            on_change=_write_to_url,
            args=(name, clears),
        )
        return st.session_state[key]

    def no_choice(self, name: str, shown: str) -> None:
        """Offers nothing; notes a choice in the URL. `shown`: the label of what the page shows."""
        if st.query_params.get(name) != EVERYONE:
            self.note_missing_choice(name, shown)

    def note_missing_choice(self, name: str, shown: str, why_not: str = NOT_HERE) -> None:
        """Notes that the page does not have what the URL parameter `name` says, if it is set."""
        in_url = st.query_params.get(name)
        if in_url is not None:
            missing = f"{name} “{in_url[:40]}”, which {why_not}"
            self.notes.append(f"The link asks for {missing}. Shown instead: {shown}.")


def distinct_labels(options: Mapping[str, str]) -> dict[str, str]:
    """Key → label; labels that are equal get their key in brackets.

    Streamlit identifies an option by its label.
    """
    times = Counter(options.values())
    return {
        key: label if times[label] == 1 else f"{label} ({key})" for key, label in options.items()
    }


def _write_to_url(name: str, clears: str | None) -> None:
    st.query_params[name] = st.session_state[f"chosen_{name}"]
    if clears is not None and clears in st.query_params:
        del st.query_params[clears]
