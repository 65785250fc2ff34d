"""A new measure is four files: in a copy of the tree a fifth one is on every page and export."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
KEY = "contact_to_first_visit"
LABEL, SHORT = "First contact to first visit", "Contact → first visit"

ENTRY = f"""
[{KEY}]
kind = "interval"
events = ["first_contact", "assessment", "outpatient_service"]
uncounted = ["too_long", "no_contact"]
label = "{LABEL}"
short = "{SHORT}"
subject = "wait for a first visit"
worse_words = "waits longer for a first visit"
better_words = "waits less for a first visit"
unit = "days"
better = "decrease"
counted = "Requests that reached an assessment or a service: days from the contact to the first."
excluded = "Held: negative, or more than {{longest_days}} days."
month_rule = "The month of the first visit."
why = "It is the first time that somebody sees the person."
caveat = "An agency’s first three months look fast."
source = "This test"
warming_up_months = 3
owner = "State program office"
reviewed = 2026-11-22
"""

SQL = """-- One row per request that reached an assessment or a service, in the month of the first.
with visits as (
    select
        *,
        least(coalesce(assessment, service), coalesce(service, assessment)) as visit
    from requests
    where assessment is not null or service is not null
)

select
    agency_id,
    client,
    request_no,
    visit as ended,
    datediff(visit, contact) as days,
    case
        when is_too_long then 'too_long'
        when contact is null then 'no_contact'
        when visit < contact or datediff(visit, contact) > longest_days then 'held'
        else 'counted'
    end as outcome
from visits cross join rule
"""

RECOMPUTED = f'''
def {KEY}(request: Request, rules: Rules) -> tuple[date, str, int] | None:
    visits = [day for day in (request.assessment, request.service) if day is not None]
    if not visits:
        return None
    if request.too_long:
        return min(visits), "too_long", 0
    if request.contact is None:
        return min(visits), "no_contact", 0
    days = (min(visits) - request.contact).days
    return min(visits), "held" if days < 0 or days > rules.longest_days else "counted", days


TIME_MEASURES["{KEY}"] = {KEY}
'''

CASE = f'''# The first visit is an assessment or a service, whichever comes first.

[[case]]
title = "The first visit of two ends the wait"
sent.A = "2026-02"
events = """
A/ann: 2026-02-03 contact, 2026-02-07 assessment, 2026-02-20 service
A/bob: 2026-02-03 contact, 2026-02-05 service
"""
expect.agency_month = """
agency_id measure                month   counted value held no_contact
A         {KEY} 2026-02 2       3     0    0
"""
'''

PAGES = f"""
from pathlib import Path

from streamlit.testing.v1 import AppTest

for page, parameters in (
    ("overview", {{}}),
    ("agency", {{"agency": "A01"}}),
    ("methods", {{}}),
    ("trends", {{"measure": "{KEY}"}}),
    ("compare", {{"measure": "{KEY}"}}),
):
    test = AppTest.from_file(Path.cwd() / "dashboard/shell.py", default_timeout=60).run()
    if page != "overview":
        test.switch_page(f"../pages/{{page}}.py")
    test.query_params.update(parameters)
    test.run()
    assert not test.exception, (page, test.exception)
    text = "\\n".join(part.proto.body for part in test.get("html"))
    print(page, "{LABEL}" in text or "{SHORT}" in text)
"""

HEADER = "agency_id,client_id,event_type,event_date,discharge_reason,person_key"
ROWS = [
    row.format(month=month)
    for month in range(1, 11)
    for row in (
        "A01,{month}1,first_contact,2026-{month:02}-02,,",
        "A01,{month}1,assessment,2026-{month:02}-06,,",
        "A01,{month}1,outpatient_service,2026-{month:02}-10,,",
        "A01,{month}2,first_contact,2026-{month:02}-02,,",
        "A01,{month}2,outpatient_service,2026-{month:02}-10,,",
    )
]


@pytest.fixture
def tree(tmp_path):
    """A copy of what runs and of the measures' tests, without anything that was made there."""
    copy = tmp_path / "tree"
    copy.mkdir()
    left = shutil.ignore_patterns("__pycache__", ".pytest_cache")
    for name in ("pipelines", "dashboard", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, copy / name, ignore=left)
    shutil.copytree(ROOT / "tests/pipelines/measures", copy / "tests/pipelines/measures")
    flow = "tests/pipelines/flow/test_sample_on_the_board.py"
    (copy / flow).parent.mkdir()
    for name in ("tests/conftest.py", flow, "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def add_measure(tree: Path, *, entry: bool = True) -> None:
    measures, tests = tree / "pipelines/measures", tree / "tests/pipelines/measures"
    if entry:
        with (measures / "measures.toml").open("a", encoding="utf-8") as file:
            file.write(ENTRY)
    (measures / "sql" / f"{KEY}.sql").write_text(SQL, "utf-8")
    (tests / "cases" / f"{KEY}.toml").write_text(CASE, "utf-8")
    recomputed = tests / "recompute.py"
    text = recomputed.read_text("utf-8")
    before = "def percentile("
    assert text.count(before) == 1
    recomputed.write_text(text.replace(before, f"{RECOMPUTED.lstrip()}\n\n{before}"), "utf-8")


def run_in(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("STARBOARD_", "PYTEST"))
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env={**environment, "STARBOARD_DATA": str(tree.parent / "store"), "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )


def publish(tree: Path) -> str:
    """The export of a board of one small delivery, `agency_month` as text."""
    delivery = tree.parent / "A01_2026.csv"
    delivery.write_text("\n".join([HEADER, *ROWS]) + "\n", "utf-8")
    done = run_in(tree, "-m", "pipelines", "ingest", str(delivery))
    assert "is published" in done.stdout, done.stderr
    done = run_in(tree, "-m", "pipelines", "export", str(tree.parent / "out"))
    assert done.returncode == 0, done.stderr
    return (tree.parent / "out" / "agency_month.csv").read_text("utf-8")


def test_a_fifth_measure_is_in_the_export_and_on_every_page(tree):
    add_measure(tree)

    assert f"A01,{KEY},2026-09-01,received,2,6.0," in publish(tree)
    done = run_in(tree, "-c", PAGES)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{page} True" for page in ("overview", "agency", "methods", "trends", "compare")
    ]
    done = run_in(
        *(tree, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"),
        *("tests/pipelines/measures/test_cases.py", "-k", KEY),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split("\n", 1)[0].count(".") == 2, done.stdout  # DuckDB and plain Python


def test_without_its_entry_it_is_nowhere(tree):
    add_measure(tree, entry=False)

    assert KEY not in publish(tree)
    done = run_in(tree, "-c", PAGES)
    assert done.returncode == 0, done.stderr
    assert "True" not in done.stdout
