"""What is written stays true: the dictionary, the board's tables, the README's commands."""

import re
import subprocess
from pathlib import Path

import pytest

from pipelines.boards import connections as board_connections
from pipelines.boards import files as board_files
from pipelines.cli.app import commands
from pipelines.intake import dictionary
from pipelines.measures.by_filter import FILTER_STEPS, NAMES_STEP
from pipelines.measures.compute import STEPS
from pipelines.measures.registry import load_measures

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SQL = ROOT / "pipelines" / "measures" / "sql"
BOARD = (ROOT / "docs" / "board.md").read_text("utf-8")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_the_data_dictionary_is_the_contract():
    assert (ROOT / "data" / "README.md").read_text("utf-8") == dictionary.dictionary_csv()


def test_every_column_of_the_board_is_described(board_folder):
    board = board_connections.connect_board(board_folder, board_files.current_version(board_folder))
    columns = board.execute(
        "select table_name, column_name from duckdb_columns() where not internal"
    ).fetchall()
    described = set(re.findall(r"`(\w+)`", BOARD))
    ours = {(table, column) for table, column in columns if table != "measure"}
    assert len(ours) > 120
    assert {pair for pair in ours if not set(pair) <= described} == set()


def test_every_path_and_picture_in_the_readme_is_there():
    paths = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    tree = README.split("## Where things are")[1].split("```")[1]
    top = ""
    for line in filter(None, tree.splitlines()):
        name = line.split()[0]
        top = top if line[0] == " " else name
        paths.append(top + name if line[0] == " " else name)
    assert len(paths) > 35
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_command_in_the_readme_is_one():
    named = re.findall(r"python -m pipelines ([a-z][^\n#]*)", README)
    known = commands.commands
    words = {re.split(r"[ .]", part.strip())[0] for line in named for part in line.split("|")}
    words = {word for word in words if word.isalpha()}
    assert {"check", "ingest", "export", "status", "demo"} <= words
    assert words <= set(known)


def test_every_make_target_in_the_readme_is_one():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"^make (\w+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("measure", load_measures(), ids=lambda m: m.key)
def test_every_measure_has_its_sql_and_says_what_it_counts(measure):
    assert measure.key in STEPS
    assert measure.sql.startswith("-- One row per ")
    for words in (
        measure.counted,
        measure.excluded,
        measure.month_rule,
        measure.why,
        measure.caveat,
    ):
        assert words.endswith(".")


def test_every_step_of_sql_says_what_a_row_is_and_keeps_to_what_two_engines_know():
    foreign = re.compile(r"::|//|\basof\b|quantile_cont|(?<!cast\()date_trunc|\bqualify\b")
    for path in sorted(SQL.glob("*.sql")):
        text = path.read_text("utf-8")
        assert text.startswith("-- One row per "), path.name
        assert foreign.findall(text) == [], path.name
        for order in re.findall(r"order by ([^)\n]+)", text):
            parts = [part for part in order.split(",") if part.strip()]
            assert all("nulls last" in part for part in parts), (path.name, order)
    assert {p.stem for p in SQL.glob("*.sql")} == (
        set(STEPS) | {NAMES_STEP} | {text for _, text in FILTER_STEPS}
    )


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    home = re.compile(rb"/(?:home|root|work|Users)/\w")
    texts = [p for p in tracked() if p.suffix in {".py", ".md", ".toml", ".sql", ".json", ".txt"}]
    assert len(texts) > 100
    assert [p.name for p in texts if home.search(p.read_bytes())] == []


def test_decisions_are_dated_short_and_listed_with_their_status():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    decisions = sorted((ROOT / "docs" / "decisions").glob("20*.md"))
    assert len(decisions) > 10
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md", path.name), path.name
        assert len(text.splitlines()) <= 22, path.name
        (status,) = re.findall(r"^Status: (accepted|superseded by)", text, re.MULTILINE)
        (row,) = [line for line in index.splitlines() if f"]({path.name})" in line]
        assert status in row, path.name
    listed = re.findall(r"\]\((20[^)]+)\)", index)
    assert listed == [path.name for path in decisions]


def test_every_link_between_the_documents_leads_somewhere():
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\((?!http|#)([^)#]+)\)", page.read_text("utf-8"))
    ]
    assert len(links) > 30
    assert [(p.name, t) for p, t in links if not (p.parent / t).exists()] == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_a_document_names_is_there(name):
    """A whole path like `pipelines/months.py`, or a file alone, where its room is named before."""
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"`((?:dashboard|pipelines|pages|tests)/[\w/.]+)`", text)
    assert len(named) > 2
    assert [path for path in named if not (ROOT / path).exists()] == []
    alone = {file for file in re.findall(r"`([\w/]+\.(?:py|toml))`", text) if "<" not in file}
    known = [str(path.relative_to(ROOT)) for path in tracked()]
    assert [
        file for file in alone if not any(k.endswith(f"/{file}") or k == file for k in known)
    ] == []
