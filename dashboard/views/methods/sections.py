"""The Methods page's parts: a measure in words, reasons, settings, glossary, SQL."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components.html import Content, Markup, element, join_content
from dashboard.components.icons import icon
from dashboard.components.tables import html_table
from dashboard.queries.models import Board, Measure, Target
from dashboard.text import sentences
from dashboard.text.formats import format_count, format_day, format_long_day, format_moment
from pipelines.measures import registry

TEXTS = tomllib.loads(Path(__file__).with_name("methods.toml").read_text("utf-8"))
VERDICTS = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text("utf-8"))
SHOWN = ("requests", "treatment", "detox", "persons", "months")  # settings that decide a figure


def contents_list(known: Mapping[str, Measure]) -> None:
    """Links to what stands below."""
    parts = {key: each.short_label for key, each in known.items()} | {
        "verdicts": "How verdicts are made",
        "signs": "Signs and colors",
        "why": "Why it is so",
        "settings": "Settings",
        "sql": "SQL",
        "glossary": "Glossary",
        "board": "This board",
    }
    links = [element("a", name, href=f"#{anchor}") for anchor, name in parts.items()]
    st.html(element("nav", links, class_="facts", aria_label="On this page"))


def measure_definition(each: Measure, target: Target | None) -> None:
    """One measure: every word that its board has of it, and the SQL that selects what it counts."""
    goal = f"Goal {each.goal}. " if each.goal else "No goal; shown for comparison. "
    better = "fewer is better" if each.better == "decrease" else "more is better"
    unit = "Mean of calendar days" if each.unit == "days" else "Number of persons, then their share"
    standard = f"within {each.standard_days} days" if each.standard_days else "none set"
    said: list[tuple[str, Content]] = [
        ("What it says", f"{goal}{unit}; {better}."),
        ("Counted", each.counted),
        ("Left out", each.excluded),
        ("Month", each.month_rule),
        ("Why it matters", each.why),
        ("Take care", each.caveat),
        ("Source", each.source),
        ("Target", sentences.target_sentence(target, each) if target else "none set"),
        ("Standard", standard),
        ("Owner", f"{each.owner}, reviewed {format_day(each.reviewed)}"),
    ]
    st.header(each.label, anchor=each.key)
    st.html(_pairs(said))
    with st.expander("SQL: one row for each counted thing"):
        st.code(registry.step_sql(each.key), language="sql", wrap_lines=True)


def verdicts_section() -> None:
    """Rules and limits in words, how often they are wrong, and what the signs mean."""
    st.header("How verdicts are made", anchor="verdicts")
    st.html(_prose(VERDICTS["verdict"]))
    alarms = VERDICTS["alarms"]
    st.html(element("h3", "How often a sign is false", class_="reason"))
    st.html(html_table("False alarms", alarms["columns"], alarms["rows"], numbers=range(1, 6)))
    st.html(element("p", alarms["note"], class_="caption"))
    st.header("Signs and colors", anchor="signs")
    st.html(
        element(
            "p",
            "Grey is usual. A blue diamond or an orange square says that a rule fired or, on "
            "Compare, that chance does not explain the difference; each has its word beside it.",
            class_="prose",
        )
    )
    keys = [(icon(each["sign"], each["word"]), each["text"]) for each in VERDICTS["key"]]
    st.html(
        element(
            "dl",
            [element("div", element("dt", k), element("dd", v)) for k, v in keys],
            class_="said",
        )
    )


def reasons_section() -> None:
    st.header("Why it is so", anchor="why")
    st.html(_prose(TEXTS["why"]))


def _prose(parts: Sequence[Mapping[str, str]]) -> Markup:
    said = [(part["title"], part["text"]) for part in parts]
    return join_content(
        *(
            join_content(element("h3", t, class_="reason"), element("p", x, class_="prose"))
            for t, x in said
        )
    )


def glossary_section() -> None:
    st.header("Glossary", anchor="glossary")
    st.html(_pairs(sorted(TEXTS["glossary"].items())))


def settings_section(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """What the office has set, as this board was computed with."""
    st.header("Settings", anchor="settings")
    rows = [
        (key.replace("_", " ").capitalize(), _set(worth), f"[{section}] {key}")
        for section in SHOWN
        for key, worth in rules.get(section, {}).items()
    ]
    st.html(html_table("Settings", ("Setting", "Value", "In settings.toml"), rows, numbers=(1,)))


def sql_section(chosen: str) -> None:
    """The SQL text of one step, as it ran."""
    st.code(registry.step_sql(chosen), language="sql", wrap_lines=True)


def board_section(board: Board, kept: Sequence[int]) -> None:
    st.header("This board", anchor="board")
    through = format_long_day(board.data_through) if board.data_through else "no finished month yet"
    said: list[tuple[str, Content]] = [
        ("Version", f"{board.version:06d}, published {format_moment(board.published_at)}"),
        ("Data through", through),
        ("Kept versions", format_count(len(kept))),
        ("Holds", "figures of agencies and months; no row of any client"),
    ]
    st.html(_pairs(said))


def _set(worth: object) -> str:
    return ", ".join(map(str, worth)) if isinstance(worth, list) else str(worth)


def _pairs(said: Sequence[tuple[str, Content]]) -> Markup:
    return element(
        "dl", [element("div", element("dt", k), element("dd", v)) for k, v in said], class_="said"
    )
