"""What the board imports is pinned by name, and the locks hold those pins with their hashes."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = PROJECT["project"]["dependencies"]
DEV_PINS = PROJECT["dependency-groups"]["dev"]
OURS = {"dashboard", "pipelines", "pages", "app"}


def package_name(text):
    """A package's name as indexes compare it: lower case, one dash."""
    return re.sub(r"[-_.]+", "-", without_extras(text).split("==")[0].strip()).lower()


def without_extras(pin):
    """`streamlit==1.67.0` of `streamlit[auth]==1.67.0`: a lock names what an extra brings."""
    return re.sub(r"\[.*?\]", "", pin)


def imported_modules():
    files = [ROOT / "app.py", *(p for side in OURS for p in (ROOT / side).rglob("*.py"))]
    names = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module.split(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


def test_every_package_that_is_imported_is_named():
    imported, packages = imported_modules(), packages_distributions()
    assert {"duckdb", "streamlit", "click", "starlette"} <= imported
    named = {package_name(pin) for pin in PINS}
    unnamed = {
        module for module in imported if not named & {package_name(p) for p in packages[module]}
    }
    assert unnamed == set()


@pytest.mark.parametrize(
    ("lock", "pins"),
    [("requirements.txt", PINS), ("requirements-dev.txt", PINS + DEV_PINS)],
)
def test_a_lock_holds_every_pin_and_the_hashes_of_all_packages(lock, pins):
    text = (ROOT / lock).read_text("utf-8")
    entries = re.findall(r"^(\S+==\S+)[^\n]*\\\n((?: +--hash=sha256:\w{64}[ \\]*\n)*)", text, re.M)
    assert set(map(without_extras, pins)) <= {pin for pin, _ in entries}
    assert [pin for pin, hashes in entries if not hashes] == []
    assert len(entries) == len(re.findall(r"^[^\s#]", text, re.M))
    assert not re.search(r"https?://|file:", text)
