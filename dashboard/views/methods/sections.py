"""The Methods page's parts: a measure in words, reasons, settings, glossary, SQL."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.analysis.thresholds import LEAST_N
from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.tables import html_table
from dashboard.queries.models import Board, Measure, Target
from dashboard.text import sentences
from dashboard.text.formats import format_count, format_day, format_long_day, format_moment
from pipelines.measures import registry

TEXTS = tomllib.loads(Path(__file__).with_name("methods.toml").read_text("utf-8"))
VERDICTS = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text("utf-8"))
SettingValues = Mapping[str, Mapping[str, Any]]  # section → setting → value, as of a board
SHOWN = ("requests", "treatment", "detox", "persons", "months")  # settings that decide a figure


def contents_list(measures: Mapping[str, Measure]) -> None:
    """Links to the sections of the page; `measures`: by key."""
    sections = {key: measure.short_label for key, measure in measures.items()} | {
        "verdicts": "How verdicts are made",
        "signs": "Signs and colors",
        "why": "Why it is so",
        "settings": "Settings",
        "sql": "SQL",
        "glossary": "Glossary",
        "board": "This board",
    }
    links = [element("a", name, href=f"#{anchor}") for anchor, name in sections.items()]
    st.html(element("nav", links, class_="facts", aria_label="On this page"))


def measure_definition(measure: Measure, target: Target | None) -> None:
    """One measure: all that its board says of it, and the SQL that selects what it counts."""
    days = measure.unit == "days"
    goal = f"Goal {measure.goal}. " if measure.goal else "No goal; shown for comparison. "
    better = "fewer is better" if measure.better == "decrease" else "more is better"
    unit = "Mean of calendar days" if days else "Number of persons, then their share"
    standard = f"within {measure.standard_days} days" if measure.standard_days else "none set"
    st.header(measure.label, anchor=measure.key)
    st.html(
        _definition_list(
            [
                ("What it says", f"{goal}{unit}; {better}."),
                ("Counted", measure.counted),
                ("Left out", measure.excluded),
                ("Month", measure.month_rule),
                ("Why it matters", measure.why),
                ("Take care", measure.caveat),
                ("Source", measure.source),
                ("Target", sentences.target_sentence(target, measure) if target else "none set"),
                ("Standard", standard),
                ("Owner", f"{measure.owner}, reviewed {format_day(measure.reviewed)}"),
            ]
        )
    )
    with st.expander("SQL: one row for each counted thing"):
        st.code(registry.step_sql(measure.key), language="sql", wrap_lines=True)


def verdicts_section(settings: SettingValues) -> None:
    """Rules and limits in words, how often they are wrong, and what the icons mean."""
    st.header("How verdicts are made", anchor="verdicts")
    st.html(_prose(VERDICTS["verdict"], settings))
    alarms = VERDICTS["alarms"]
    st.html(element("h3", "How often a sign is false", class_="reason"))
    st.html(html_table("False alarms", alarms["columns"], alarms["rows"], numbers=range(1, 6)))
    st.html(element("p", alarms["note"], class_="caption"))
    st.header("Signs and colors", anchor="signs")
    st.html(
        element(
            "p",
            "Grey is usual. A blue diamond or an orange square says that a rule fired or, on "
            "Compare, that chance does not explain the difference; each has its word next to it.",
            class_="prose",
        )
    )
    keys = [(icon(key["sign"], key["word"]), key["text"]) for key in VERDICTS["key"]]
    st.html(_definition_list(keys))


def reasons_section(settings: SettingValues) -> None:
    """Why measures and rules are as they are, a heading and a paragraph each."""
    st.header("Why it is so", anchor="why")
    st.html(_prose(TEXTS["why"], settings))


def glossary_section() -> None:
    """The words of the field, in alphabetical order, with their meanings."""
    st.header("Glossary", anchor="glossary")
    st.html(_definition_list(sorted(TEXTS["glossary"].items())))


def settings_section(settings: SettingValues) -> None:
    """The office's settings that decide a figure: section → setting → value, as of this board."""
    st.header("Settings", anchor="settings")
    rows = [
        (key.replace("_", " ").capitalize(), _value_text(value), f"[{section}] {key}")
        for section in SHOWN
        for key, value in settings.get(section, {}).items()
    ]
    st.html(html_table("Settings", ("Setting", "Value", "In settings.toml"), rows, numbers=(1,)))


def sql_section(step: str) -> None:
    """The SQL text of one step, as it ran."""
    st.code(registry.step_sql(step), language="sql", wrap_lines=True)


def board_section(board: Board, versions: Sequence[int]) -> None:
    """This board's version and reach, and how many `versions` are kept."""
    st.header("This board", anchor="board")
    through = format_long_day(board.data_through) if board.data_through else "no finished month yet"
    st.html(
        _definition_list(
            [
                ("Version", f"{board.version:06d}, published {format_moment(board.published_at)}"),
                ("Data through", through),
                ("Kept versions", format_count(len(versions))),
                ("Holds", "figures of agencies and months; no row of any client"),
            ]
        )
    )


def _prose(parts: Sequence[Mapping[str, str]], settings: SettingValues) -> Markup:
    """A heading and a paragraph each; `{detox[window_days]}` in a text is that setting."""
    return join_content(
        *(
            join_content(
                element("h3", part["title"], class_="reason"),
                element("p", part["text"].format(**settings, least_n=LEAST_N), class_="prose"),
            )
            for part in parts
        )
    )


def _value_text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _definition_list(pairs: Sequence[tuple[Content, Content]]) -> Markup:
    return element(
        "dl",
        [element("div", element("dt", term), element("dd", text)) for term, text in pairs],
        class_="said",
    )
