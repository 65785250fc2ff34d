"""Who may import whom; and that the rules can fail.

The rooms' order is written as contracts of import-linter in pyproject.toml. Here is what they
cannot say: single names of a module, SQL and databases in pages, single modules without Streamlit.
"""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIDES = ("pipelines", "dashboard", "pages")
SCREEN = ("streamlit", "plotly", "dashboard", "pages")
SQL = re.compile(r"^\s*(select|with|insert|update|delete)\s", re.IGNORECASE)

# what the screen may read of the pipelines: no client-level row lies behind any of these
SHOWN = (
    "pipelines.boards.connections",
    "pipelines.boards.files",
    "pipelines.boards.signals",
    "pipelines.releases.files",  # signed files of figures that everyone may see
    "pipelines.intake.contract",
    "pipelines.intake.dictionary",  # the template, the dictionary and the example to download
    "pipelines.measures.compute.STEPS",  # their names, for the page Methods
    "pipelines.measures.registry",
    "pipelines.messages",
    "pipelines.months",
    "pipelines.register",
    "pipelines.settings",
    "pipelines.statistics",
    "pipelines.worker.framing",  # a message and its files in a pipe: what is in them it cannot tell
)


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def texts(path: Path) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def offences(root: Path) -> list[str]:
    """Every import or text that is where it may not be: `file: what`."""
    found = []
    for path in sorted(p for side in SIDES for p in (root / side).rglob("*.py")):
        place = path.relative_to(root)
        names = imported(path)
        top = place.parts[0]
        wrong: set[str] = set()
        if top == "pipelines":
            wrong = {n for n in names if within(n, SCREEN)}
            if place.parts[1] == "statistics":
                wrong |= {
                    n
                    for n in names
                    if within(n, ("pipelines",)) and not within(n, ("pipelines.statistics",))
                }
        elif top in ("pages", "dashboard"):
            wrong = {n for n in names if within(n, ("pipelines",)) and not within(n, SHOWN)}
        if top == "pages":
            wrong |= {n for n in names if within(n, ("duckdb", "sqlite3"))}
            wrong |= {"SQL" for text in texts(path) if SQL.match(text)}
        if top == "dashboard" and str(place).startswith(PURE):
            wrong |= {n for n in names if within(n, ("streamlit",))}
        found += [f"{place}: {n}" for n in sorted(wrong)]
    return found


PURE = tuple(
    f"dashboard/{room}"
    for room in (
        "analysis/",
        "charts/",
        "text/",
        "queries/models.py",
        "components/html.py",
        "components/icons.py",
    )
)


def test_every_import_keeps_to_its_side():
    assert all((ROOT / side).is_dir() for side in SIDES)
    assert offences(ROOT) == []


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("pages/trends.py", "from pipelines.warehouse import deliveries"),
        ("pages/trends.py", "import pipelines.warehouse.connection"),
        ("pages/trends.py", "import duckdb"),
        ("pages/trends.py", "rows = 'select * from event'"),
        ("dashboard/queries/board.py", "from pipelines.intake.check_files import check_files"),
        ("dashboard/analysis/series.py", "import streamlit as st"),
        ("dashboard/charts/funnel.py", "import streamlit as st"),
        ("pipelines/boards/publish.py", "import streamlit"),
        ("pipelines/boards/publish.py", "from dashboard.text import formats"),
        ("pipelines/statistics/funnel.py", "from pipelines import settings"),
    ],
)
def test_an_import_across_the_line_is_found(tmp_path, place, line):
    planted = tmp_path / place
    planted.parent.mkdir(parents=True)
    planted.write_text(line, "utf-8")
    assert offences(tmp_path) != []


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_contracts_of_the_rooms_hold():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


def test_every_contract_can_break(tmp_path):
    planted = {
        "dashboard/analysis/planted.py": "import dashboard.text.formats\nimport streamlit\n",
        "dashboard/views/submit/planted.py": "import dashboard.views.trends.sections\n",
        "pages/planted.py": "import pipelines.warehouse.deliveries\n",
        "pipelines/measures/planted.py": "import pipelines.boards.publish\nimport streamlit\n",
        "pipelines/statistics/planted.py": "import pipelines.months\n",
    }
    for side in SIDES:
        shutil.copytree(ROOT / side, tmp_path / side, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in planted.items():
        (tmp_path / path).write_text(text, "utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stderr
    assert "0 kept, 7 broken" in result.stdout
    for path in planted:
        assert path.removesuffix(".py").replace("/", ".") in result.stdout
